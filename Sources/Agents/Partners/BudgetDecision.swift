import Workflow

/// What a product owner decides over an estimate: amounts are in cents, as the files print them.
struct BudgetDecision: Sendable {
    struct Item: Sendable {
        let title: String
        let cents: Int
    }

    let totalCents: Int
    let limitCents: Int
    let isHard: Bool
    /// The five lines that cost most, the largest first.
    let drivers: [Item]
    /// What would make it cheaper, the largest saving first.
    let reductions: [Item]
    /// Lines whose price has low confidence.
    let uncertain: Int

    private static let driversShown = 5
    /// Below this share of the limit there is no room for a busy month, in per cent.
    private static let thinHeadroomPercent = 10

    /// - Throws: `AgentError` when there is no amount to compare, or lines do not add up to it.
    init(estimate: Value, budget: Value?) throws {
        guard let limit = Self.cents(budget?["monthlyUsd"]),
            let total = Self.cents(estimate["monthlyTotal"])
        else { throw AgentError("\(ProductManagement.path) or the budget has no monthly amount") }
        let lines = estimate.list("lines").map { line in
            Item(
                title: "\(line.string("environment") ?? "?"): \(line.string("description") ?? "?")",
                cents: Self.cents(line["monthly"]) ?? 0
            )
        }
        let sum = lines.reduce(0) { $0 + $1.cents }
        guard lines.isEmpty || sum == total else {
            throw AgentError(
                "\(ProductManagement.path) does not add up: its lines are \(Self.dollars(sum)), its "
                    + "total is \(Self.dollars(total))"
            )
        }
        totalCents = total
        limitCents = limit
        isHard = budget?["hard"]?.boolValue ?? true
        drivers = Array(
            lines.sorted { ($1.cents, $0.title) < ($0.cents, $1.title) }.prefix(Self.driversShown)
        )
        reductions = estimate.list("reductions").map {
            Item(title: $0.string("title") ?? "?", cents: Self.cents($0["monthly"]) ?? 0)
        }.sorted { ($1.cents, $0.title) < ($0.cents, $1.title) }
        uncertain = estimate.list("lines").count { $0.string("confidence") == "low" }
    }

    var isWithin: Bool { totalCents <= limitCents }
    var isRefused: Bool { !isWithin && isHard }

    /// Figures that the sender claims must be those of the captured bytes.
    func compare(with payload: Value) throws {
        for (name, actual) in [("totalUsd", totalCents), ("budgetUsd", limitCents)] {
            guard let claimed = Self.cents(payload[name]), claimed != actual else { continue }
            throw AgentError(
                "'\(name)' is claimed as \(Self.dollars(claimed)), the captured bytes say "
                    + Self.dollars(actual)
            )
        }
    }

    var refusal: AgentError {
        let head =
            "over budget: $\(Self.dollars(totalCents)) a month against $"
            + Self.dollars(limitCents)
        let ways = reductions.prefix(3).map { "\($0.title) saves $\(Self.dollars($0.cents))" }
        return AgentError(
            head,
            findings: [
                Finding(
                    .high,
                    code: "budget.over",
                    head + "; largest: "
                        + drivers.map { "\($0.title) $\(Self.dollars($0.cents))" }
                        .joined(separator: ", "),
                    file: ProductManagement.path,
                    fix: ways.isEmpty ? "raise budget.monthlyUsd" : ways.joined(separator: "; ")
                )
            ]
        )
    }

    /// What must hold for the decision to stay good.
    var conditions: [String] {
        var conditions: [String] = []
        if !isWithin {
            conditions.append(
                "\(Self.dollars(totalCents - limitCents)) a month are found before the optimisation "
                    + "gate" + wayBack
            )
        } else if (limitCents - totalCents) * 100 < limitCents * Self.thinHeadroomPercent {
            conditions.append(
                "the headroom of \(Self.dollars(limitCents - totalCents)) is reviewed every month"
            )
        }
        if uncertain > 0 {
            conditions.append("\(uncertain) lines with prices of low confidence are confirmed")
        }
        return conditions
    }

    /// The fewest of the largest reductions that bring the estimate back under the limit.
    private var wayBack: String {
        var left = totalCents - limitCents
        var taken: [String] = []
        for reduction in reductions where left > 0 {
            taken.append(reduction.title)
            left -= reduction.cents
        }
        return left > 0
            ? "; the listed reductions do not suffice"
            : ": " + taken.joined(separator: ", ")
    }

    func form(digest: String) -> Value {
        [
            "decision": .string(isWithin ? "approved" : "approved-over-soft-budget"),
            "estimateDigest": .string(digest),
            "monthlyUsd": .string(Self.dollars(totalCents)),
            "limitUsd": .string(Self.dollars(limitCents)),
            "headroomUsd": .string(Self.dollars(limitCents - totalCents)),
            "drivers": .array(drivers.map(Self.form)),
            "reductions": .array(reductions.map(Self.form)),
            "conditions": .strings(conditions),
        ]
    }

    private static func form(_ item: Item) -> Value {
        ["title": .string(item.title), "monthlyUsd": .string(dollars(item.cents))]
    }

    /// Cents of a number or a decimal text; nil for anything else.
    static func cents(_ value: Value?) -> Int? {
        if let number = value?.numberValue { return Int((number * 100).rounded()) }
        guard let text = value?.stringValue else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int(parts[0]) else { return nil }
        let fraction = parts.count == 2 ? String((parts[1] + "00").prefix(2)) : "00"
        return Int(fraction).map { whole * 100 + $0 }
    }

    static func dollars(_ cents: Int) -> String {
        let sign = cents < 0 ? "-" : ""
        let rest = String(abs(cents) % 100)
        return "\(sign)\(abs(cents) / 100).\(rest.count == 1 ? "0" + rest : rest)"
    }
}
