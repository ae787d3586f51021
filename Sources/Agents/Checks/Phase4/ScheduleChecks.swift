import Workflow

extension ScalingChecks {
    /// Times at which the minimum changes, and the four ways to scale.
    package var schedules: RuleCheck {
        RuleCheck(
            "scaling-schedules",
            "Every schedule names its time zone, its times are valid and do not contradict each"
                + " other, and all four ways to scale are set."
        ) { [parse] subject in
            let policy = try subject.json(Self.path)
            let services = policy.list("services")
            var findings: [Finding] = []
            func report(_ code: String, _ message: String, _ file: String, _ fix: String) {
                findings.append(Finding(.high, code: code, message, file: file, fix: fix))
            }
            var crons: Set<String> = []
            for schedule in policy.list("schedules") {
                let name = schedule.string("name") ?? "?"
                let zone = schedule.string("timeZone") ?? ""
                if !Self.isZone(zone) {
                    report(
                        "T29",
                        "'\(name)' has no time zone, so its times are UTC",
                        Self.path,
                        "timeZone: Europe/Berlin, or UTC when that is meant"
                    )
                }
                let cron = schedule.string("cron") ?? ""
                if !Self.isCron(cron) {
                    report(
                        "scaling.cron",
                        "'\(name)': '\(cron)' is no time",
                        Self.path,
                        "five fields"
                    )
                }
                if !crons.insert(cron).inserted {
                    report("scaling.cron", "'\(name)' is at another's time", Self.path, "move one")
                }
                for minimum in schedule.list("minimums") {
                    let service = services.first {
                        $0.string("service") == minimum.string("service")
                    }
                    let value = minimum.number("minimumReplicas") ?? 0
                    let low = service?.number("minimumReplicas") ?? .infinity
                    let high = service?.number("maximumReplicas") ?? 0
                    if value < low || value > high {
                        report(
                            "scaling.schedule",
                            "'\(name)' sets a minimum of \(value), the bounds are \(low) to \(high)",
                            Self.path,
                            "stay within the bounds"
                        )
                    }
                }
            }
            for kind in ["horizontal", "vertical", "predictive", "custom"]
            where (policy.string("kinds.\(kind)") ?? "").isEmpty {
                report("scaling.kind", "'\(kind)' scaling is not set", Self.path, "say how")
            }
            findings += try Self.jobs(subject, parse) + Self.bound(subject, policy)
            return .judged(
                findings,
                measured: ["schedules": .int(policy.list("schedules").count)]
            )
        }
    }

    private static func isZone(_ zone: String) -> Bool { zone == "UTC" || zone.contains("/") }

    /// Five fields of digits, names, lists and ranges.
    static func isCron(_ text: String) -> Bool {
        let fields = text.split(separator: " ")
        let limits: [ClosedRange<Int>] = [0...59, 0...23, 1...31, 1...12, 0...7]
        guard fields.count == 5 else { return false }
        return zip(fields, limits).allSatisfy { field, limit in
            field == "*"
                || field.split(whereSeparator: { ",-/*".contains($0) }).allSatisfy { part in
                    Int(part).map(limit.contains)
                        ?? (part.count == 3 && part.allSatisfy(\.isLetter))
                }
        }
    }

    private static func jobs(_ subject: CheckSubject, _ parse: YAMLParser) throws -> [Finding] {
        let path = "kubernetes/autoscaling/schedules.yaml"
        guard subject.read(path) != nil else { return [] }
        return try subject.yaml(path, parse).filter { $0.string("kind") == "CronJob" }
            .filter { !isZone($0.string("spec.timeZone") ?? "") }
            .map { job in
                Finding(
                    .high,
                    code: "T29",
                    "CronJob '\(job.string("metadata.name") ?? "?")' has no time zone",
                    file: path,
                    fix: "set spec.timeZone"
                )
            }
    }

    /// The autoscaler of nodes must not stop before the policy does.
    private static func bound(_ subject: CheckSubject, _ policy: Value) throws -> [Finding] {
        let path = "kubernetes/autoscaling/cluster-autoscaler.yaml"
        guard let text = subject.text(path) else { return [] }
        let wanted = Int(policy.number("nodes.maximum") ?? 0)
        guard !text.contains("--max-nodes-total=\(wanted)\"") else { return [] }
        return [
            Finding(
                .high,
                code: "T04",
                "the autoscaler of nodes has another maximum than \(wanted)",
                file: path,
                fix: "--max-nodes-total=\(wanted)"
            )
        ]
    }
}
