package import Workflow

/// Checks over how the system grows and shrinks with demand.
package struct ScalingChecks: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    package var all: [any Check] { [ratio, autoscalers, schedules] }

    static let path = "scaling/policy.json"

    package var ratio: RuleCheck {
        RuleCheck(
            "spike-capacity",
            "The maximum carries the spike, the minimum survives a zone, and the targets do not"
                + " contradict each other."
        ) { subject in
            let policy = try subject.json(Self.path)
            let traffic = subject.inputs.at("requirements.traffic")
            // Without production and staging nothing is sized for a spike.
            let order = subject.inputs.at("requirements.environments.order")?.arrayValue
            let hasSpike = order.map { $0.contains("production") || $0.contains("staging") } ?? true
            let asked = traffic?.number("spikeFactor") ?? policy.number("spikeFactor") ?? 10
            let factor = hasSpike ? asked : 1
            var findings: [Finding] = []
            func report(_ code: String, _ message: String, _ fix: String? = nil) {
                findings.append(Finding(.high, code: code, message, file: Self.path, fix: fix))
            }
            let peak = policy.number("demand.peakVcpu") ?? .infinity
            let platform = policy.number("demand.platformVcpu") ?? 0
            let perNode = policy.number("nodes.usableVcpu") ?? 0
            let maximum = policy.number("nodes.maximum") ?? 0
            let minimum = policy.number("nodes.minimum") ?? 0
            let zones = policy.number("nodes.zones") ?? 1
            let needed = peak * factor + platform
            if maximum * perNode < needed {
                report(
                    "T04",
                    "\(maximum) nodes give \(maximum * perNode) vCPU, \(factor) × the peak needs "
                        + "\(needed)",
                    "raise nodes.maximum until its capacity carries the spike"
                )
            }
            let share = (policy.number("recoveryCapacityPercent") ?? 80) / 100
            let surviving = minimum * (zones - 1) / zones * perNode
            if hasSpike, zones > 1, surviving < (peak + platform) * share {
                report("R203", "after the loss of a zone \(surviving) vCPU are left")
            }
            for service in policy.list("services") {
                let name = service.string("service") ?? "?"
                let low = service.number("minimumReplicas") ?? 0
                let high = service.number("maximumReplicas") ?? 0
                if high < low * factor * 0.99 && high < service.number("spikeReplicas") ?? .infinity
                {
                    report(
                        "T04",
                        "'\(name)' grows from \(low) to \(high) only",
                        "raise maximumReplicas"
                    )
                }
            }
            let target = policy.number("targetCpuPercent") ?? 100
            let alert = policy.number("cpuAlertPercent") ?? 0
            if target >= alert {
                report(
                    "T05",
                    "scaling aims at \(target) % CPU, the alert fires at \(alert) %",
                    "set the alert above the target"
                )
            }
            if policy.string("utilisation.metric") != "requested/allocatable" {
                report(
                    "T05",
                    "utilisation is not measured as requested/allocatable",
                    "measure packing, not CPU"
                )
            }
            if (policy.number("scaleOutSeconds") ?? .infinity)
                > traffic?.number("spikeRampSeconds") ?? policy.number("spikeRampSeconds") ?? 0
            {
                report("scaling.ramp", "scaling out takes longer than the spike's ramp")
            }
            if policy.list("quotas").isEmpty { report("scaling.quota", "no quota is listed") }
            return .judged(
                findings,
                measured: [
                    "capacityRatio": .number(peak > 0 ? maximum * perNode / peak : 0),
                    "maximumNodes": .number(maximum),
                ]
            )
        }
    }

    package var autoscalers: RuleCheck {
        RuleCheck(
            "autoscalers",
            "Every scaled service has an autoscaler with the policy's bounds and target."
        ) { [parse] subject in
            let policy = try subject.json(Self.path)
            guard policy.string("compute") != "asg" else {
                return try Self.groups(subject, policy)
            }
            let path = "kubernetes/autoscaling/hpa.yaml"
            let documents = try subject.yaml(path, parse)
                .filter { $0.string("kind") == "HorizontalPodAutoscaler" }
            var findings: [Finding] = []
            for service in policy.list("services") {
                let name = service.string("service") ?? "?"
                func report(_ message: String) {
                    findings.append(
                        Finding(.high, code: "scaling.hpa", "'\(name)' \(message)", file: path)
                    )
                }
                guard
                    let hpa = documents.first(where: {
                        $0.string("spec.scaleTargetRef.name") == name
                    })
                else {
                    report("has no autoscaler")
                    continue
                }
                if hpa.number("spec.minReplicas") != service.number("minimumReplicas") {
                    report("has another minimum than the policy")
                }
                if hpa.number("spec.maxReplicas") != service.number("maximumReplicas") {
                    report("has another maximum than the policy")
                }
                let target = hpa.list("spec.metrics").compactMap {
                    $0.number("resource.target.averageUtilization")
                }.first
                if target != policy.number("targetCpuPercent") {
                    report("aims at \(target ?? 0) %")
                }
                let metrics = hpa.list("spec.metrics").compactMap { $0.string("pods.metric.name") }
                if metrics.isEmpty { report("does not follow a metric of its own") }
                if hpa.string("apiVersion") != "autoscaling/v2" { report("is not autoscaling/v2") }
            }
            return .judged(findings, measured: ["autoscalers": .int(documents.count)])
        }
    }
}
