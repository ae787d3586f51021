/// Finds the metrics that a query reads, without evaluating it.
package enum PromQL {
    private static let words: Set<String> = [
        "and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right",
        "offset", "bool", "inf", "nan", "atan2", "start", "end",
    ]

    /// Names of metrics, in order of appearance, each once.
    package static func metrics(in expression: String) -> [String] {
        var found: [String] = []
        var characters = Array(expression)[...]
        while let first = characters.first {
            switch first {
            case "\"", "'": skipString(&characters, quote: first)
            case "{": skip(&characters, until: "}")
            case "[": skip(&characters, until: "]")
            case let letter
            where letter.isLetter || letter == "_" || letter == ":" || letter == "$":
                let name = takeName(&characters)
                let next = characters.first { !$0.isWhitespace }
                if takesLabels(name) {
                    if next == "(" { skip(&characters, until: ")") }
                } else if next != "(", !words.contains(name.lowercased()), !name.hasPrefix("$") {
                    if !found.contains(name) { found.append(name) }
                } else if isAggregation(name), next == "b" || next == "w" {
                    continue
                }
            case let digit where digit.isNumber:
                // A duration such as `5m` is no name.
                characters = characters.drop { $0.isNumber || $0.isLetter || $0 == "." }
            default: characters.removeFirst()
            }
        }
        return found.filter { !isAggregation($0) }
    }

    private static func takesLabels(_ name: String) -> Bool {
        ["by", "without", "on", "ignoring", "group_left", "group_right"].contains(name)
    }

    private static func isAggregation(_ name: String) -> Bool {
        [
            "sum", "min", "max", "avg", "count", "stddev", "stdvar", "topk", "bottomk", "quantile",
            "group", "count_values",
        ].contains(name)
    }

    private static func takeName(_ characters: inout ArraySlice<Character>) -> String {
        let name = characters.prefix { $0.isLetter || $0.isNumber || "_:$".contains($0) }
        characters = characters.dropFirst(name.count)
        return String(name)
    }

    private static func skip(_ characters: inout ArraySlice<Character>, until close: Character) {
        while let next = characters.first, next != close {
            if next == "\"" || next == "'" {
                skipString(&characters, quote: next)
            } else {
                characters.removeFirst()
            }
        }
        characters = characters.dropFirst()
    }

    private static func skipString(
        _ characters: inout ArraySlice<Character>,
        quote: Character
    ) {
        characters.removeFirst()
        while let next = characters.first, next != quote {
            characters = characters.dropFirst(next == "\\" ? 2 : 1)
        }
        characters = characters.dropFirst()
    }

    /// Seconds of a duration such as `15s`, `1m` or `1h30m`; nil when it is none.
    package static func seconds(_ duration: String) -> Double? {
        let units: [(String, Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800),
        ]
        var rest = duration[...]
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let count = Double(digits),
                let scale = units.first(where: { $0.0 == unit })?.1
            else { return nil }
            total += count * scale
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return total
    }
}
