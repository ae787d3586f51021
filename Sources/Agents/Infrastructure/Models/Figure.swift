package import Workflow

/// A number with the way it came about: every number of a plan can be printed with its formula and
/// traced to the requirements.
package struct Figure: Sendable, Hashable {
    /// Dotted, unique in a plan: `traffic.peakRequestsPerSecond`.
    package let id: String
    package let value: Double
    package let unit: String
    /// The calculation in words and then with the inputs' values; empty for an input.
    package let formula: String
    /// Ids of the figures that went into it.
    package let inputs: [String]

    package init(id: String, value: Double, unit: String, formula: String, inputs: [String]) {
        self.id = id
        self.value = value
        self.unit = unit
        self.formula = formula
        self.inputs = inputs
    }

    /// A number that the requirements, or a stated assumption, give.
    package static func input(_ id: String, _ value: Double, _ unit: String) -> Figure {
        Figure(id: id, value: value, unit: unit, formula: "", inputs: [])
    }

    /// A calculated number; `$0`, `$1` … in `formula` stand for the values of `inputs`.
    package static func derived(
        _ id: String,
        _ value: Double,
        _ unit: String,
        _ formula: String,
        _ inputs: [Figure]
    ) -> Figure {
        Figure(
            id: id,
            value: value,
            unit: unit,
            formula: filled(formula, inputs),
            inputs: inputs.map(\.id)
        )
    }

    /// `$12` is the thirteenth input when there is one, else `$1` before a 2.
    ///
    /// A plan has thousands of formulas, so each is gone through once only.
    private static func filled(_ formula: String, _ inputs: [Figure]) -> String {
        var text: [UInt8] = []
        var rest = formula.utf8[...]
        while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
            text += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            var index: Int?
            while let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                let next = (index ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
                guard next < inputs.count, index != 0 else { break }
                index = next
                rest = rest.dropFirst()
            }
            text +=
                index.map { NumberText.grouped(inputs[$0].value) }.map { Array($0.utf8) }
                ?? [UInt8(ascii: "$")]
        }
        return String(decoding: text + rest, as: UTF8.self)
    }

    /// The value rounded up to a whole number.
    package var wholeUp: Int { Int(clamped.rounded(.up)) }
    /// The value as a whole number.
    package var whole: Int { Int(clamped.rounded()) }

    private var clamped: Double { min(max(value, -1e15), 1e15) }

    package var text: String { NumberText.grouped(value) + (unit.isEmpty ? "" : " " + unit) }

    /// How the figure is written in JSON files.
    package var json: Value {
        .object([
            "id": .string(id), "value": .number(NumberText.rounded(value, places: 6)),
            "unit": .string(unit), "formula": .string(formula), "inputs": .strings(inputs),
        ])
    }
}
