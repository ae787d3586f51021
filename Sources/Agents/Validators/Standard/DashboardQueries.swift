import Workflow

/// The queries of Grafana's dashboards, put before promtool as recording rules.
enum DashboardQueries {
    /// One query of a panel.
    struct Query: Sendable, Equatable {
        let file: String
        let panel: String
        let expression: String
    }

    static let validator = ExternalValidator(
        "promtool-dashboards",
        "promtool can read every query of every dashboard, and each dashboard has one",
        tool: MonitoringValidators.promtool,
        timeLimitSeconds: 30,
        looksAt: { $0.own { $0.isBelow("grafana") && $0.hasSuffix(".json") } },
        writes: { subject, paths in
            var rules: [String: String] = [:]
            for path in paths {
                let queries = try queries(of: path, subject.text(path) ?? "")
                if !queries.isEmpty { rules[rulesPath(path)] = JSONWriter.compact(form(queries)) }
            }
            return rules
        },
        remarks: { subject, targets in
            targets.compactMap { path in
                let queries = (try? queries(of: path, subject.text(path) ?? "")) ?? []
                guard queries.isEmpty else { return nil }
                return Finding(
                    .medium,
                    code: "dashboard.no-query",
                    "no panel of this dashboard has a query",
                    file: path
                )
            }
        },
        commands: { subject, targets in
            try targets.compactMap { path in
                let text = subject.text(path) ?? ""
                let queries = try queries(of: path, text)
                guard !queries.isEmpty else { return nil }
                return ToolCommand(["check", "rules", rulesPath(path)]) { output in
                    read(output, queries, text)
                }
            }
        }
    )

    private static func rulesPath(_ path: String) -> String { path + ".rules.yml" }

    /// Every `expr` of the dashboard, wherever panels are nested.
    static func queries(of file: String, _ text: String) throws -> [Query] {
        var queries: [Query] = []
        collect(try JSONReader.value(of: text), panel: "", file: file, into: &queries)
        return queries
    }

    private static func collect(
        _ value: Value,
        panel: String,
        file: String,
        into queries: inout [Query]
    ) {
        switch value {
        case .array(let elements):
            for element in elements { collect(element, panel: panel, file: file, into: &queries) }
        case .object(let members):
            let title = value["title"]?.stringValue ?? panel
            if let text = value["expr"]?.stringValue {
                queries.append(Query(file: file, panel: panel, expression: text))
            }
            for (_, member) in members.pairs {
                collect(member, panel: title, file: file, into: &queries)
            }
        default: break
        }
    }

    /// Grafana's variables stand for a duration after `[`, and for a word elsewhere.
    static func plain(_ expression: String) -> String {
        var result = ""
        var rest = expression[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            let name: Substring
            if rest.first == "{" {
                let inner = rest.dropFirst()
                name = inner.prefix { $0 != "}" }
                rest = inner.dropFirst(name.count + 1)
            } else {
                name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                rest = rest.dropFirst(name.count)
            }
            let isDuration = name.hasPrefix("__") || result.last == "[" || result.last == ":"
            result += isDuration ? "5m" : "x"
        }
        return result + rest
    }

    private static func form(_ queries: [Query]) -> Value {
        let rules = queries.enumerated().map { index, query -> Value in
            ["record": .string("query:\(index + 1)"), "expr": .string(plain(query.expression))]
        }
        return ["groups": [["name": "queries", "rules": .array(rules)]]]
    }

    /// promtool names the rule by its number: `group "queries", rule 3, …`.
    private static func read(
        _ output: ToolOutput,
        _ queries: [Query],
        _ text: String
    ) -> ToolReading {
        guard output.exitCode == 1 else {
            return output.exitCode == 0
                ? .findings([]) : ToolWords.broken("promtool check rules", output)
        }
        let findings = ToolWords.lines(output.stderr).compactMap { line -> Finding? in
            guard let mark = line.firstRange(of: "rule "),
                let number = Int(line[mark.upperBound...].prefix { $0.isNumber }),
                queries.indices.contains(number - 1)
            else { return nil }
            let query = queries[number - 1]
            let message =
                line.firstRange(of: "could not parse").map { line[$0.lowerBound...] } ?? line
            let written = JSONWriter.compact(.string(query.expression))
            return Finding(
                .high,
                code: "dashboard.query",
                ToolWords.short("panel '\(query.panel)': \(message)"),
                file: query.file,
                line: ToolWords.line(of: written, in: text)
            )
        }
        return findings.isEmpty
            ? ToolWords.broken("promtool check rules", output) : .findings(findings)
    }
}
