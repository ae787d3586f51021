package import Workflow

/// The numbers of a run, traced from the files that it captured.
package struct Explanation: Sendable {
    private let figures: [String: Value]
    private let lines: [String: Value]
    private let estimate: Value?
    private let items: [Value]
    private let lock: Value?
    /// Every id, in the order of calculation.
    package let ids: [String]

    package var isEmpty: Bool { ids.isEmpty }

    /// Takes `architecture/figures.json`, `cost/estimate.json` and `cost/prices.lock.json`.
    package init(figures: Value?, estimate: Value?, lock: Value?) {
        let numbers = figures?.list("figures") ?? []
        let priced = estimate?.list("lines") ?? []
        self.figures = Self.byID(numbers)
        lines = Self.byID(priced)
        self.estimate = estimate
        self.lock = lock
        items = lock?.list("items") ?? []
        var sums: [String] = []
        if estimate != nil {
            sums.append("cost.total")
            for line in priced {
                let environment = "cost." + (line.string("environment") ?? "")
                sums += [environment, environment + "." + (line.string("component") ?? "")]
            }
        }
        ids = ((numbers + priced).compactMap { $0.string("id") } + sums).unique
    }

    private static func byID(_ values: [Value]) -> [String: Value] {
        values.reduce(into: [:]) { result, value in
            if let id = value.string("id") { result[id] = value }
        }
    }

    /// The value with its unit.
    package func summary(_ id: String) -> String? {
        if let figure = figures[id] {
            let unit = figure.string("unit") ?? ""
            return NumberText.grouped(figure.number("value") ?? 0)
                + (unit.isEmpty ? "" : " " + unit)
        }
        if let line = lines[id] { return "$" + (line.string("monthly") ?? "?") + " a month" }
        let parts = parts(of: id)
        guard !parts.isEmpty else { return nil }
        return parts.compactMap { $0.string("monthly").flatMap { Money($0) } }.total.display
            + " a month"
    }

    /// The lines that a sum is made of; empty for what is no sum.
    private func parts(of id: String) -> [Value] {
        (estimate?.list("lines") ?? []).filter { line in
            let environment = "cost." + (line.string("environment") ?? "")
            return id == "cost.total" || id == environment
                || id == environment + "." + (line.string("component") ?? "")
        }
    }

    /// One number with what it follows from.
    package struct Tree: Sendable {
        package let id: String
        package let summary: String
        /// How it is calculated, or where it comes from.
        package let words: [String]
        package let inputs: [Tree]
    }

    package func tree(_ id: String) -> Tree? { tree(id, above: []) }

    private func tree(_ id: String, above: Set<String>) -> Tree? {
        // No number can follow from itself; damaged data must not end in a loop.
        guard !above.contains(id), let summary = summary(id) else { return nil }
        let inner = above.union([id])
        if let figure = figures[id] {
            let formula = figure.string("formula") ?? ""
            return Tree(
                id: id,
                summary: summary,
                words: formula.isEmpty ? [origin(figure)] : [formula],
                inputs: figure.strings("inputs").compactMap { tree($0, above: inner) }
            )
        }
        if let line = lines[id] {
            return Tree(
                id: id,
                summary: summary,
                words: words(of: line),
                inputs: line.strings("inputs").compactMap { tree($0, above: inner) }
            )
        }
        let parts = parts(of: id)
        return Tree(
            id: id,
            summary: summary,
            words: ["the sum of \(parts.count) lines, each rounded to cents"],
            inputs: parts.compactMap { $0.string("id").flatMap { tree($0, above: inner) } }
        )
    }

    private func origin(_ figure: Value) -> String {
        let path = figure.string("source.path") ?? ""
        let isDefault = figure.at("source.isDefault")?.boolValue == true
        switch figure.string("source.kind") {
        case "requirement": return "requirement \(path), " + (isDefault ? "by default" : "given")
        case "assumption": return "assumption \(path), " + (isDefault ? "by default" : "given")
        case "agreement": return "the provider's service level agreement"
        default: return "a rule of the model"
        }
    }

    private func words(of line: Value) -> [String] {
        let quantity = line.string("quantity") ?? "?"
        let unit = line.string("unit") ?? ""
        let price = line.string("unitPrice") ?? "?"
        let discount = line.number("discountPerMille") ?? 0
        let reduced = discount > 0 ? " × (1 − \(NumberText.plain(discount / 10)) %)" : ""
        var result = [
            "\(line.string("description") ?? ""): \(quantity) \(unit) × $\(price)\(reduced)",
            "quantity: " + (line.string("formula") ?? "not stated"),
        ]
        let id = line.string("price") ?? ""
        let region = line.string("region") ?? ""
        let item = items.first { $0.string("id") == id && $0.string("region") == region }
        let key = item?.string("source") ?? "not in the lock"
        let title = key.split(separator: ",").first.flatMap { name in
            let source = lock?["sources"]?[String(name.prefix { $0 != " " })]
            return source?.stringValue
        }
        result.append(
            "price \(id) in \(region): source \(key)" + (title.map { " (\($0))" } ?? "")
                + ", \(item?.string("date") ?? "no date"), confidence "
                + (item?.string("confidence") ?? "unknown")
        )
        if let note = lock?["regions"]?[region]?["note"]?.stringValue,
            lock?["regions"]?[region]?["factor"]?.stringValue != "1"
                || lock?["regions"]?[region]?["confidence"]?.stringValue == "low"
        {
            result.append("region \(region): \(note)")
        }
        return result
    }
}

extension Explanation.Tree {
    /// An indented outline; what was printed before is not printed again.
    package func lines() -> [String] {
        var seen: Set<String> = []
        return lines(indent: "", &seen)
    }

    private func lines(indent: String, _ seen: inout Set<String>) -> [String] {
        let head = "\(indent)\(id) = \(summary)"
        guard seen.insert(id).inserted else { return [head + " (see above)"] }
        var result = [head] + words.map { "\(indent)  \($0)" }
        for input in inputs { result += input.lines(indent: indent + "  ", &seen) }
        return result
    }

    package var json: Value {
        [
            "id": .string(id), "value": .string(summary), "how": .strings(words),
            "inputs": .array(inputs.map(\.json)),
        ]
    }
}
