/// The difference between two texts, line by line, as a unified diff.
///
/// The shortest one by E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), for
/// texts that differ in at most `LineDiff.mostEdits` lines; beyond that all that lies between the
/// common beginning and the common end is replaced, which is correct and longer.
package struct LineDiff: Sendable, Hashable {
    package enum Line: Sendable, Hashable {
        case kept(String)
        case removed(String)
        case added(String)

        package var text: String {
            switch self {
            case .kept(let text): " " + text
            case .removed(let text): "-" + text
            case .added(let text): "+" + text
            }
        }
    }

    /// Beyond so many removed and added lines the shortest difference is not looked for.
    package static let mostEdits = 800

    package let lines: [Line]

    package init(from old: String, to new: String) {
        self.init(from: Self.split(old), to: Self.split(new))
    }

    init(from old: [String], to new: [String]) {
        var start = 0
        while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
        var end = 0
        while end < min(old.count, new.count) - start,
            old[old.count - 1 - end] == new[new.count - 1 - end]
        {
            end += 1
        }
        let middle = Self.middle(
            Array(old[start..<(old.count - end)]),
            Array(new[start..<(new.count - end)])
        )
        lines =
            old[..<start].map { .kept($0) } + middle + old[(old.count - end)...].map { .kept($0) }
    }

    /// A last line without its end is another line than one with it, as in every unified diff.
    private static func split(_ text: String) -> [String] {
        if text.isEmpty { return [] }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" {
            lines.removeLast()
        } else {
            lines[lines.count - 1] += "\n\\ No newline at end of file"
        }
        return lines
    }

    package var added: Int { lines.count { if case .added = $0 { true } else { false } } }
    package var removed: Int { lines.count { if case .removed = $0 { true } else { false } } }
    package var isEmpty: Bool { added + removed == 0 }

    // MARK: Myers

    private static func middle(_ old: [String], _ new: [String]) -> [Line] {
        if old.isEmpty { return new.map { .added($0) } }
        if new.isEmpty { return old.map { .removed($0) } }
        guard let trace = trace(old, new) else {
            return old.map { .removed($0) } + new.map { .added($0) }
        }
        return path(old, new, trace)
    }

    /// The furthest that each number of edits leads on each diagonal; nil when there are too many.
    private static func trace(_ old: [String], _ new: [String]) -> [[Int: Int]]? {
        var furthest: [Int: Int] = [1: 0]
        var trace: [[Int: Int]] = []
        for edits in 0...min(old.count + new.count, mostEdits) {
            trace.append(furthest)
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                var x = start(furthest, diagonal, edits)
                while x < old.count, x - diagonal < new.count, old[x] == new[x - diagonal] {
                    x += 1
                }
                furthest[diagonal] = x
                if x >= old.count, x - diagonal >= new.count { return trace }
            }
        }
        return nil
    }

    private static func isDown(_ furthest: [Int: Int], _ diagonal: Int, _ edits: Int) -> Bool {
        diagonal == -edits
            || (diagonal != edits
                && (furthest[diagonal - 1] ?? -1) < (furthest[diagonal + 1] ?? -1))
    }

    private static func start(_ furthest: [Int: Int], _ diagonal: Int, _ edits: Int) -> Int {
        isDown(furthest, diagonal, edits)
            ? furthest[diagonal + 1] ?? 0 : (furthest[diagonal - 1] ?? 0) + 1
    }

    /// The way back from the end, turned round.
    private static func path(
        _ old: [String],
        _ new: [String],
        _ trace: [[Int: Int]]
    ) -> [Line] {
        var x = old.count
        var y = new.count
        var lines: [Line] = []
        for edits in trace.indices.reversed() {
            let diagonal = x - y
            let down = isDown(trace[edits], diagonal, edits)
            let previous = down ? diagonal + 1 : diagonal - 1
            let fromX = trace[edits][previous] ?? 0
            let fromY = fromX - previous
            while x > max(fromX, 0), y > max(fromY, 0), x > 0, y > 0, old[x - 1] == new[y - 1] {
                lines.append(.kept(old[x - 1]))
                x -= 1
                y -= 1
            }
            guard edits > 0 else { break }
            if down {
                y -= 1
                lines.append(.added(new[y]))
            } else {
                x -= 1
                lines.append(.removed(old[x]))
            }
        }
        return lines.reversed()
    }
}

extension LineDiff {
    private static let context = 3

    /// Hunks with three lines of context, without the names of the files.
    package var hunks: [String] {
        let changed = lines.indices.filter { if case .kept = lines[$0] { false } else { true } }
        guard !changed.isEmpty else { return [] }
        var ranges: [Range<Int>] = []
        for index in changed {
            let range = max(0, index - Self.context)..<min(lines.count, index + Self.context + 1)
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        var text: [String] = []
        var place = (index: 0, old: 0, new: 0)
        for range in ranges {
            while place.index < range.lowerBound { advance(&place) }
            let first = place
            while place.index < range.upperBound { advance(&place) }
            text.append(
                "@@ -\(Self.span(first.old, place.old)) +\(Self.span(first.new, place.new)) @@"
            )
            text += lines[range].flatMap { line in
                line.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            }
        }
        return text
    }

    private func advance(_ place: inout (index: Int, old: Int, new: Int)) {
        switch lines[place.index] {
        case .kept:
            place.old += 1
            place.new += 1
        case .removed: place.old += 1
        case .added: place.new += 1
        }
        place.index += 1
    }

    /// First line and number of lines, as a unified diff counts them.
    private static func span(_ from: Int, _ to: Int) -> String {
        let count = to - from
        return "\(count == 0 ? from : from + 1),\(count)"
    }

    /// The whole diff of a file, with its names.
    package func unified(path: String) -> [String] {
        isEmpty ? [] : ["--- a/\(path)", "+++ b/\(path)"] + hunks
    }
}
