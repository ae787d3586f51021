import Agents
import Workflow

/// What a captured cost estimate says, as far as a reader who knows nothing of its subject can
/// tell: its currency, its totals, and its budget.
struct CostSummary {
    /// Where a workflow that prices something puts the figures.
    static let path = "cost/estimate.json"

    private let estimate: Members

    /// Nil for bytes that are no JSON object.
    init?(_ bytes: [UInt8]) {
        guard let members = (try? JSONReader.value(of: bytes))?.objectValue else { return nil }
        estimate = members
    }

    private var currency: String { estimate["currency"]?.stringValue.map { " " + $0 } ?? "" }

    /// Members that are one figure, by their names.
    private var totals: [(name: String, amount: Value)] {
        estimate.pairs.filter { $0.key.hasSuffix("Total") || $0.key == "total" }
            .map { ($0.key, $0.value) }
    }

    private static func text(_ amount: Value) -> String? {
        amount.stringValue ?? amount.numberValue.map { JSONWriter.compact(.number($0)) }
    }

    var lines: [String] {
        let amounts = totals.compactMap { name, amount in
            Self.text(amount).map { "\(name) \($0)\(currency)" }
        }
        let budget = (estimate["budget"]?.objectValue?.pairs ?? []).compactMap { name, value in
            Self.text(value).map { "\(name) \($0)" }
        }
        let unpriced = estimate["unpriced"]?.arrayValue?.count ?? 0
        let lines = [
            amounts.isEmpty ? nil : amounts.joined(separator: ", "),
            budget.isEmpty ? nil : "budget: " + budget.joined(separator: ", "),
            unpriced == 0 ? nil : "\(unpriced) without a price",
        ]
        return lines.compactMap(\.self).map { Words.printable($0, limit: 200) }
    }

    var json: Value {
        var members = Members([("currency", estimate["currency"] ?? .null)])
        for (name, amount) in totals { members[name] = amount }
        members["budget"] = estimate["budget"] ?? .null
        members["unpriced"] = estimate["unpriced"] ?? .null
        return .object(members)
    }
}
