import Agents

/// Rows with aligned columns.
struct Table {
    /// One cell; control characters of data from outside never reach a terminal.
    struct Cell: ExpressibleByStringLiteral, Sendable {
        let text: String
        let colour: Ink.Colour?

        init(_ text: String, _ colour: Ink.Colour? = nil, limit: Int = .max) {
            self.text = Words.printable(text, limit: limit)
            self.colour = colour
        }

        init(stringLiteral value: String) { self.init(value) }

        static func status(_ word: String) -> Cell { Cell(word, Ink.Colour.ofStatus(word)) }
        static func number(_ number: Int) -> Cell { Cell(String(number)) }
    }

    private let header: [String]
    /// Columns whose cells end at the same place, as figures do.
    private let figures: Set<Int>
    private var rows: [[Cell]] = []

    /// A table with these columns; one whose title begins with `>` holds figures.
    init(_ columns: String...) {
        header = columns.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }
        figures = Set(columns.indices.filter { columns[$0].hasPrefix(">") })
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ cells: Cell...) { rows.append(cells) }

    func lines(_ ink: Ink) -> [String] {
        let head = header.map { Cell($0, .dim) }
        let all = [head] + rows
        let widths = header.indices.map { column in
            all.map { column < $0.count ? $0[column].text.count : 0 }.max() ?? 0
        }
        return all.map { line($0, widths, ink) }
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ ink: Ink) -> String {
        var line = ""
        let last = cells.lastIndex { !$0.text.isEmpty } ?? 0
        for (column, cell) in cells.enumerated() where column <= last {
            let filling = String(repeating: " ", count: widths[column] - cell.text.count)
            if column > 0 { line += "  " }
            if figures.contains(column) {
                line += filling + ink(cell.colour, cell.text)
            } else {
                line += ink(cell.colour, cell.text) + (column < last ? filling : "")
            }
        }
        return line
    }
}
