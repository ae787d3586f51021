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
        var text = formula
        // From the last to the first, so that `$1` does not eat the start of `$12`.
        for (index, input) in inputs.enumerated().reversed() {
            text = text.replacing("$\(index)", with: NumberText.grouped(input.value))
        }
        return Figure(id: id, value: value, unit: unit, formula: text, inputs: inputs.map(\.id))
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
