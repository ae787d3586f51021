import Workflow

/// Checks that test environments get nobody's data.
enum TestDataCheck {
    static let check = RuleCheck(
        "test-data",
        "Every class of data has rules by which it leaves production, every environment but that one"
            + " is told what it may hold, and no fixture holds what may belong to a person."
    ) { subject in
        let request = try subject.requirements()
        let specification = try subject.json(TestDataFiles.specification)
        var findings = Findings(TestDataFiles.specification)
        classes(specification, request, &findings)
        environments(specification, request, &findings)
        let rules = specification.list("classes").flatMap { $0.list("fields") }
        let fixtures = try fixtures(rules, subject)
        return .judged(
            findings.all + fixtures.findings,
            measured: [
                "classes": .int(specification.list("classes").count), "rules": .int(rules.count),
                "rows": .int(fixtures.rows),
            ]
        )
    }

    /// What must have a rule, whatever else a class holds.
    private static let needed: [String: [String]] = [
        "personal": ["name", "email", "phone", "address", "birth", "ip"],
        "health": ["diagnosis", "record"], "cardholder": ["pan"], "internal": ["note"],
    ]
    private static let never: [String: String] = [
        "cardholder": "verification codes", "personal": "identity documents",
        "internal": "passwords",
    ]

    private static func classes(
        _ specification: Value,
        _ request: InfrastructureRequest,
        _ findings: inout Findings
    ) {
        let methods = Set(TestDataModel.Method.allCases.map(\.rawValue))
        let given = specification.list("classes")
        for name in request.compliance.dataClasses {
            guard let entry = given.first(where: { $0.string("class") == name }) else {
                findings.add("test-data.class", "nothing is said of data of the class '\(name)'")
                continue
            }
            let fields = entry.list("fields")
            let columns = Set(fields.flatMap { $0.strings("columns") })
            for column in needed[name] ?? [] where !columns.contains(column) {
                findings.add("test-data.rule", "'\(name)': no rule for a column '\(column)'")
            }
            for field in fields {
                let method = field.string("method") ?? ""
                findings.expect(
                    methods.contains(method) && !(field.string("rule") ?? "").isEmpty,
                    "test-data.method",
                    "'\(name)', \(field.string("field") ?? "?"): '\(method)' is no method with a rule"
                )
            }
            if let wanted = never[name] {
                findings.expect(
                    entry.strings("neverCopied").contains { $0.contains(wanted) },
                    "test-data.never",
                    "'\(name)': \(wanted) are not kept from being copied"
                )
            }
        }
        findings.expect(
            specification.string("unknownColumn") == "drop",
            "test-data.unknown",
            "a column that no rule names is not dropped"
        )
    }

    private static func environments(
        _ specification: Value,
        _ request: InfrastructureRequest,
        _ findings: inout Findings
    ) {
        let wanted = request.environments.order.filter { $0 != request.environments.primary }
        let given = specification.list("environments")
        for name in wanted {
            let source = given.first { $0.string("environment") == name.rawValue }?.string("source")
            let allowed = name == .staging ? ["synthetic", "anonymised-subset"] : ["synthetic"]
            findings.expect(
                source.map(allowed.contains) ?? false,
                "test-data.environment",
                "\(name.rawValue) holds '\(source ?? "?")', which is not "
                    + allowed.joined(separator: " or ")
            )
        }
    }

    // MARK: Fixtures

    private static func fixtures(
        _ rules: [Value],
        _ subject: CheckSubject
    ) throws -> (findings: [Finding], rows: Int) {
        let folder = "storage/fixtures/"
        var found: [Finding] = []
        for path in subject.knownPaths where path.hasPrefix(folder) {
            var findings = Findings(path)
            for hit in RealData.hits(in: try subject.requiredText(path)) {
                findings.add(
                    "test-data.\(hit.kind)",
                    "'\(hit.text)' may belong to a person: it is outside the ranges kept for examples",
                    .critical,
                    fix: "take a value of a reserved range, such as person001@example.com"
                )
            }
            found += findings.all
        }
        var findings = Findings(TestDataFiles.table)
        let table = CSVText.rows(try subject.requiredText(TestDataFiles.table))
        let header = table.first ?? []
        let rows = table.dropFirst()
        findings.expect(!rows.isEmpty, "test-data.rows", "no row")
        for (index, column) in header.enumerated() where !["id", "plan"].contains(column) {
            let rule = rules.first { isMeant(column, by: $0) }
            findings.expect(
                rule != nil,
                "test-data.column",
                "the column '\(column)' follows no rule of \(TestDataFiles.specification)"
            )
            guard rule?.string("field") == "name" else { continue }
            for row in rows where row.indices.contains(index) && !row[index].hasPrefix("Test ") {
                findings.add(
                    "test-data.name",
                    "'\(row[index])' is not told to be made up",
                    .critical
                )
            }
        }
        let script = try subject.requiredText(TestDataFiles.script)
        for row in rows {
            let cells = row.dropFirst().map { "'\($0)'" }
            findings.expect(
                script.contains("(" + ([row.first ?? ""] + cells).joined(separator: ", ") + ")"),
                "test-data.script",
                "row '\(row.first ?? "?")' is not the one of \(TestDataFiles.script)"
            )
        }
        return (found + findings.all, rows.count)
    }

    private static func isMeant(_ column: String, by rule: Value) -> Bool {
        rule.string("fixtureColumn") == column
            || rule.strings("columns").contains { "_\(column)_".contains("_\($0)_") }
    }
}
