import Workflow

/// The eight parts of the definition of done, each from what was captured and from the verdicts
/// that stand over it.
struct DefinitionOfDone: Sendable {
    struct Part: Sendable {
        let name: String
        let holds: Bool
        /// What was counted, in one line.
        let evidence: String
    }

    let parts: [Part]

    /// A part holds when none of its checks failed, one of them passed, and the files that it
    /// cannot do without were captured.
    private struct Rule: Sendable {
        let name: String
        let checks: Set<CheckID>
        /// Endings of file names of which there must be one; none where verdicts say it all.
        var endings: [String] = []
    }

    private static let rules = [
        Rule(
            name: "scope",
            checks: ["plan-conflicts", "architecture-completeness", "figures-traceable"]
        ),
        Rule(
            name: "codeQuality",
            checks: [
                "terraform-fmt", "terraform-validate", "terraform-references",
                "terraform-arguments", "terraform-design", "ansible-lint", "ansible-roles",
                "yamllint", "shellcheck", "actionlint", "json-schema",
            ],
            endings: [".tf", ".yml", ".yaml", ".py", ".sh"]
        ),
        Rule(
            name: "testing",
            checks: [
                "terraform-references", "terraform-test", "rule-tests", "promtool-tests", "pytest",
                "load-test",
            ],
            endings: [".tftest.hcl", "_test.yml", "loadtest.js"]
        ),
        Rule(
            name: "security",
            checks: [
                "secret-literals", "network-reachability", "iam-analysis", "cluster-policies",
                "security-layers", "zero-trust", "checkov-terraform", "checkov-kubernetes",
                "checkov-cloudformation", "detect-secrets", "zizmor",
            ]
        ),
        Rule(
            name: "performance",
            checks: [
                "latency-of-design", "capacity-of-design", "cluster-capacity", "latency-budget",
                "spike-capacity", "load-test",
            ]
        ),
        Rule(
            name: "documentation",
            checks: ["environment-documents", "decision-records", "recovery-procedure"],
            endings: [".md"]
        ),
        Rule(
            name: "deployment",
            checks: ["delivery-workflows", "provisioning-records", "environment-parity"],
            endings: [".github/workflows/apply.yml"]
        ),
        Rule(
            name: "process",
            checks: ["decision-records", "technology-decisions", "twins-agree", "traceability"]
        ),
    ]

    init(deliverables: [CapturedDeliverable], verdicts: [RecordedVerdict], findings: [Finding]) {
        let paths = deliverables.flatMap { $0.files.map(\.path) }
        let worst = findings.count { $0.severity <= .high }
        parts = Self.rules.map { rule in
            let part = Self.part(rule, paths, verdicts)
            guard rule.name == "security", worst > 0 else { return part }
            return Part(
                name: part.name,
                holds: false,
                evidence: part.evidence + ", \(worst) critical or high findings of this review"
            )
        }
    }

    private static func part(
        _ rule: Rule,
        _ paths: [String],
        _ verdicts: [RecordedVerdict]
    ) -> Part {
        let mine = verdicts.filter { rule.checks.contains($0.check) }
        let failed = mine.filter { $0.verdict == .failed }
        let passed = mine.count { $0.verdict == .passed }
        let unavailable = mine.count { $0.verdict == .unavailable }
        let files = paths.count { path in rule.endings.contains { path.hasSuffix($0) } }
        let hasFiles = rule.endings.isEmpty || files > 0
        var words = ["\(passed) passed"]
        if !failed.isEmpty {
            words.append("failed: " + failed.map(\.check.text).joined(separator: ", "))
        }
        if unavailable > 0 { words.append("\(unavailable) unavailable") }
        if !rule.endings.isEmpty { words.append("\(files) files") }
        return Part(
            name: rule.name,
            holds: failed.isEmpty && passed > 0 && hasFiles,
            evidence: words.joined(separator: ", ")
        )
    }

    var checklist: Value {
        .object(Members(parts.map { ($0.name, .bool($0.holds)) }))
    }

    var evidence: Value {
        .object(Members(parts.map { ($0.name, .string($0.evidence)) }))
    }

    /// A finding for each part that does not hold.
    var findings: [Finding] {
        parts.filter { !$0.holds }.map { part in
            Finding(
                .high,
                code: "done." + part.name,
                "'\(part.name)' is not done: \(part.evidence)",
                fix: "let its checks pass over what is captured, then ask for the review again"
            )
        }
    }
}
