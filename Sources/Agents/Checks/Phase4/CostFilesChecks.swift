package import Workflow

/// Checks over the optimiser script and the allocation of cost.
package enum CostFilesChecks {
    package static let all: [any Check] = [script, allocation]

    package static let script = RuleCheck(
        "cost-script",
        "The optimiser reads whole months and all pages, takes discounts from the price table, "
            + "spares addresses of gateways, and changes nothing unless told."
    ) { subject in
        let path = "scripts/cost_optimizer.py"
        let text = try subject.requiredText(path)
        let tests = try subject.requiredText("scripts/test_cost_optimizer.py")
        var findings = Findings(path)
        let imported = text.split(separator: "\n").compactMap { line -> String? in
            let words = line.split(separator: " ")
            return words.first == "import" ? words.dropFirst().first.map(String.init) : nil
        }
        for module in ["json", "datetime", "decimal", "argparse", "boto3"] {
            findings.expect(
                imported.contains(module) || !text.contains(module + "."),
                "T19",
                "'\(module)' is used and not imported"
            )
        }
        let defined = Set(
            text.split(separator: "\n").compactMap { line -> String? in
                guard let range = line.firstRange(of: "def ") else { return nil }
                return String(line[range.upperBound...].prefix { $0 != "(" })
            }
        )
        for name in [
            "monthly_cost", "idle_instances", "unattached_volumes", "idle_addresses", "main",
        ] {
            findings.expect(defined.contains(name), "T19", "'\(name)' is not defined")
            findings.expect(
                tests.contains(name) || tests.contains("analyse"),
                "T19",
                "'\(name)' has no test"
            )
        }
        let rules: [(String, String, String)] = [
            ("NextPageToken", "T19", "cost is read from the first page only"),
            ("totals.get(service", "T19", "days of a series are not added up"),
            ("get_paginator", "T19", "resources are read from the first page only"),
            ("AssociationId", "T28", "an address is judged by its instance alone"),
            ("describe_nat_gateways", "T28", "addresses of NAT gateways are not spared"),
            ("REQUIRED_COVERAGE", "T28", "missing data points count as idleness"),
            ("document[\"discounts\"]", "T20", "discounts do not come from the price table"),
            ("options.apply", "cost.script", "there is no dry run"),
        ]
        for (word, code, message) in rules {
            findings.expect(text.contains(word), code, message)
        }
        return .judged(findings.all, measured: ["functions": .int(defined.count)])
    }

    package static let allocation = RuleCheck(
        "cost-allocation",
        "Cost is allotted by tags, and what is allotted adds up to the estimate."
    ) { subject in
        let path = "cost/allocation-tags.json"
        let document = try subject.json(path)
        let estimate = try subject.json("cost/estimate.json")
        var findings = Findings(path)
        let keys = document.list("tags").compactMap { $0.string("key") }
        for key in ["Project", "Environment", "Owner", "CostCenter"] {
            findings.expect(keys.contains(key), "allocation.tag", "the tag '\(key)' is missing")
        }
        var total = Money.zero
        for entry in document.list("allocation") {
            let name = entry.string("environment") ?? "?"
            let parts = (entry["components"]?.objectValue?.pairs ?? []).compactMap {
                $0.value.stringValue.flatMap { Money($0) }
            }
            let stated = entry.string("monthlyUsd").flatMap { Money($0) } ?? .zero
            total += stated
            findings.expect(
                parts.total == stated,
                "allocation.sum",
                "'\(name)' owes \(parts.total.text) by its components, the file says \(stated.text)"
            )
        }
        let expected = estimate.string("monthlyTotal").flatMap { Money($0) } ?? .zero
        findings.expect(
            total == expected,
            "allocation.total",
            "\(total.text) is allotted of \(expected.text)"
        )
        return .judged(findings.all, measured: ["allottedUsd": .string(total.text)])
    }
}
