import Workflow

/// What the deployment orchestrator must see before it takes environments over.
package struct DeploymentCriteria: Sendable {
    private let parse: YAMLParser
    /// The text of the resource `monitoring/metrics.json`.
    private let metrics: String

    package init(parseYAML: @escaping YAMLParser, metrics: String) {
        self.parse = parseYAML
        self.metrics = metrics
    }

    package var all: [any Criterion] {
        [environments, capacity, monitoring, security, documents, secrets, headroom]
    }

    package var environments: MeasuredCriterion {
        MeasuredCriterion(
            "C1",
            "Every environment has a record in the mode that was asked for, over the very files that"
                + " were received."
        ) { bundle in
            let result = try EnvironmentChecks.records.verdict(of: bundle)
            let names = EnvironmentChecks.names(bundle)
            let modes = names.compactMap { result.measured[$0]?.stringValue }
            let asked = Self.mode(bundle)
            let isOne = modes.count == names.count && modes.allSatisfy { $0 == asked }
            let problem = result.findings.first.map { "; \($0.message)" } ?? ""
            return Measurement(
                isOne && result.verdict == .passed,
                "\(modes.count) records, mode \(Set(modes).sorted().joined(separator: ", ")), asked "
                    + "for \(asked)\(problem)"
            )
        }
    }

    /// What a record says when the run went as far as the requirements want.
    private static func mode(_ bundle: CheckSubject) -> String {
        let asked = (try? bundle.requirements())?.normalized.string("execution.mode")
        return ["plan": "planned", "apply": "applied"][asked ?? ""] ?? "rendered"
    }

    package var capacity: MeasuredCriterion {
        MeasuredCriterion(
            "C2",
            "Capacity meets demand, and the latency budget meets the objective."
        ) { [parse] bundle in
            let scaling = try ScalingChecks(parseYAML: parse).ratio.verdict(of: bundle)
            let latency = try PerformanceBudget.read(bundle)
            let ratio = scaling.measured["capacityRatio"]?.numberValue ?? 0
            let problem = scaling.findings.first.map { "; \($0.message)" } ?? ""
            return Measurement(
                scaling.verdict == .passed && latency.p95Ms <= latency.objectiveMs,
                "capacity \(NumberText.plain(ratio)) × peak, p95 budget "
                    + "\(NumberText.plain(latency.p95Ms)) of "
                    + "\(NumberText.plain(latency.objectiveMs)) ms\(problem)"
            )
        }
    }

    package var monitoring: MeasuredCriterion {
        MeasuredCriterion(
            "C3",
            "Every check of monitoring and alerting passes: they arrive in time, reach somebody, have"
                + " runbooks, and are tested."
        ) { [parse, metrics] bundle in
            let checks =
                try MonitoringChecks(parseYAML: parse, metrics: metrics).all
                + AlertingChecks(parseYAML: parse).all
            return try await .rerun(checks, bundle.whole)
        }
    }

    package var security: MeasuredCriterion {
        MeasuredCriterion("C4", "No security finding of severity critical or high is open.") {
            [parse] bundle in
            let checks = [
                NetworkChecks.reachability, SecurityChecks(parseYAML: parse).iam,
                TerraformDesign.check,
            ]
            let received = bundle.whole
            var findings: [Finding] = []
            for check in checks { findings += try check.verdict(of: received).findings }
            let open = findings.filter { $0.severity <= .high }
            return Measurement(
                open.isEmpty,
                "\(open.count) open, of \(findings.count) findings in "
                    + "\(TerraformTree(received).modules.count) modules"
                    + (open.first.map { ": \($0.message)" } ?? "")
            )
        }
    }

    package var documents: MeasuredCriterion {
        MeasuredCriterion("C5", "Every environment has a complete page, and all links resolve.") {
            bundle in
            let dead = try ReceivedLinks.dead(in: bundle)
            let pages = try await Measurement.rerun(
                [AccessChecks.documents, AccessChecks.roles],
                bundle
            )
            return Measurement(
                pages.isMet && dead.links.isEmpty,
                pages.evidence + ", \(dead.looked) links, \(dead.links.count) lead nowhere"
                    + (dead.links.first.map { ": \($0)" } ?? "")
            )
        }
    }

    package var secrets: MeasuredCriterion {
        MeasuredCriterion("C6", "No received file holds a credential in plain text.") { bundle in
            let result = try TerraformChecks.secrets.verdict(of: bundle.whole)
            let count = result.measured["files"]?.intValue ?? 0
            return Measurement(
                count > 0 && result.verdict == .passed,
                "\(count) files, \(result.findings.count) credentials"
                    + (result.findings.first.map { ": \($0.file ?? "")" } ?? "")
            )
        }
    }

    package var headroom: MeasuredCriterion {
        MeasuredCriterion(
            "C7",
            "There is room for a second set of replicas, or for a canary's tenth."
        ) { bundle in
            let policy = try bundle.json("scaling/policy.json")
            let usable = policy.number("nodes.usableVcpu") ?? 0
            let maximum = policy.number("nodes.maximum") ?? 0
            let peak = policy.number("demand.peakVcpu") ?? .infinity
            let platform = policy.number("demand.platformVcpu") ?? 0
            let blueGreen = maximum * usable / (2 * peak + platform)
            let canary = maximum * usable / (1.2 * peak + platform)
            return Measurement(
                blueGreen >= 1 || canary >= 1,
                "maximum capacity is \(NumberText.plain(blueGreen)) × what blue-green needs, "
                    + "\(NumberText.plain(canary)) × what a canary needs"
            )
        }
    }
}

/// The latency budget as a receiver reads it: the sum is computed again.
enum PerformanceBudget {
    static func read(_ bundle: CheckSubject) throws -> (p95Ms: Double, objectiveMs: Double) {
        let budget = try bundle.json("performance/latency-budget.json")
        let sum = budget.list("hops").reduce(0) { $0 + ($1.number("p95Ms") ?? .infinity) }
        let objective =
            bundle.inputs.number("requirements.traffic.p95Ms")
            ?? budget.number("objectiveMs") ?? 0
        return (budget.list("hops").isEmpty ? .infinity : sum, objective)
    }
}
