package import Workflow

/// Checks over practices, over what runs by itself, and over what only operation shows.
package struct PracticeChecks: Sendable {
    /// Metrics that some exporter offers.
    let metrics: Set<String>

    /// Takes the text of the resource `monitoring/metrics.json`.
    package init(metrics text: String) throws {
        let exporters = try JSONReader.value(of: text).list("exporters")
        // Prometheus makes this one itself.
        metrics = Set(exporters.flatMap { $0.strings("metrics") }).union(["ALERTS"])
    }

    package var all: [any Check] { [Self.practices, Self.automation, targets] }

    private static let needed: [(list: String, ids: [String])] = [
        (
            "practices",
            [
                "infrastructure-as-code", "version-control", "parity", "secure-by-default",
                "monitor-everything", "automate-recovery", "cost-conscious", "current-documents",
            ]
        ),
        (
            "principles",
            [
                "cloud-native", "zero-trust", "automation-first", "multi-region",
                "proactive-monitoring",
            ]
        ),
        ("usages", ["saas", "terraform", "spend", "observability"]),
    ]

    static let practices = RuleCheck(
        "practices",
        "Each of the eight practices, five principles and four uses stands in a delivered file where it"
            + " is said to stand, or is called a gap with its reason."
    ) { subject in
        let document = try subject.json(Practices.path)
        var findings = Findings(Practices.path)
        var gaps = 0
        for (list, ids) in needed {
            let entries = document.list(list)
            for id in ids {
                guard let entry = entries.first(where: { $0.string("id") == id }) else {
                    findings.add("practice.missing", "nothing is said of '\(id)'")
                    continue
                }
                let proofs = entry.list("proofs")
                if entry.string("status") == "gap" {
                    gaps += 1
                    findings.expect(
                        !(entry.string("gap") ?? "").isEmpty && proofs.isEmpty,
                        "practice.gap",
                        "'\(id)' is a gap without its reason"
                    )
                    continue
                }
                findings.expect(!proofs.isEmpty, "practice.proof", "'\(id)' is shown by nothing")
                for doubt in proofs.compactMap(subject.doubt(of:)) {
                    findings.add("practice.proof", "'\(id)': \(doubt)")
                }
            }
        }
        let asked = try subject.requirements().cloud.drRegion != nil
        let region = document.list("principles").first { $0.string("id") == "multi-region" }
        findings.expect(
            (region?.string("status") == "shown") == asked,
            "practice.region",
            "what is said of a second region is not what the requirements ask for"
        )
        return .judged(findings.all, measured: ["gaps": .int(gaps)])
    }

    static let automation = RuleCheck(
        "automation-share",
        "What a machine does names the file that makes it, what a person does names its page, and the"
            + " share of both follows from the times that are assumed."
    ) { subject in
        let document = try subject.json(OperationCatalogue.path)
        let operations = document.list("operations")
        var findings = Findings(OperationCatalogue.path)
        var total = 0.0
        var byMachine = 0.0
        for operation in operations {
            let id = operation.string("id") ?? "?"
            let times = operation.number("timesPerMonth") ?? 0
            findings.expect(times > 0, "automation.times", "'\(id)' never happens")
            total += times
            if operation.string("by") == "machine" {
                byMachine += times
                if let doubt = subject.doubt(of: operation["proof"] ?? .null) {
                    findings.add("automation.proof", "'\(id)': \(doubt)")
                }
            } else {
                let page = operation.string("page") ?? ""
                findings.expect(
                    subject.text(page) != nil,
                    "automation.page",
                    "'\(id)' is done by hand and no page says how"
                )
            }
        }
        findings.expect(!operations.isEmpty, "automation.times", "no operation")
        let share = byMachine * 100 / max(total, 1)
        findings.expect(
            abs((document.number("automatedPercent") ?? -1) - share) < 0.01,
            "automation.share",
            "by these times a machine does \(NumberText.plain(share)) %"
        )
        findings.expect(
            share >= OperationCatalogue.targetPercent,
            "automation.target",
            "\(NumberText.plain(share)) % are less than "
                + "\(NumberText.plain(OperationCatalogue.targetPercent)) %"
        )
        return .judged(findings.all, measured: ["automatedPercent": .number(share)])
    }

    /// A target without a measure is a wish, and one that is called met before anything runs a lie.
    package var targets: RuleCheck {
        RuleCheck(
            "operational-targets",
            "What only operation shows has a target out of the requirements, an owner, a cadence and"
                + " something that measures it, and is nowhere said to be met."
        ) { [metrics] subject in
            let document = try subject.json(OperationalTargets.path)
            let page = try subject.requiredText("improvement/cadence.md")
            let script = try subject.requiredText(OperationalTargets.script)
            var findings = Findings(OperationalTargets.path)
            for wanted in OperationalTargets.all(try subject.requirements()) {
                guard
                    let target = document.list("targets")
                        .first(where: { $0.string("requirement") == wanted.requirement })
                else {
                    findings.add("target.missing", "\(wanted.requirement) has no target")
                    continue
                }
                let id = target.string("id") ?? "?"
                findings.expect(
                    target.number("value") == wanted.value && target.string("unit") == wanted.unit
                        && target.string("comparison")
                            == (wanted.isUpperBound ? "at-most" : "at-least"),
                    "target.value",
                    "'\(id)': the target is \(wanted.text)"
                )
                findings.expect(
                    target.string("status") == OperationalTargets.status,
                    "target.claim",
                    "'\(id)' is called '\(target.string("status") ?? "?")': nothing ran yet",
                    .critical
                )
                findings.expect(
                    target.string("script") == OperationalTargets.script
                        && script.contains("\nreport \(id) "),
                    "target.measure",
                    "'\(id)' is measured by nothing in \(OperationalTargets.script)"
                )
                let unknown = PromQL.metrics(in: target.string("query") ?? "")
                    .filter { !metrics.contains($0) }
                findings.expect(
                    unknown.isEmpty,
                    "target.metric",
                    "'\(id)' reads '\(unknown.joined(separator: "', '"))', which no exporter offers"
                )
                findings.expect(
                    !(target.string("owner") ?? "").isEmpty
                        && (target.number("everyDays") ?? 99) <= 31,
                    "target.owner",
                    "'\(id)' has no owner who looks at it each month"
                )
                findings.expect(
                    page.contains(target.string("title") ?? "?"),
                    "target.page",
                    "'\(id)' is not on the page improvement/cadence.md"
                )
            }
            return .judged(
                findings.all,
                measured: ["targets": .int(document.list("targets").count)]
            )
        }
    }
}
