package import Workflow

/// Checks over how much is logged and how long it is kept.
package enum LoggingChecks {
    package static let all: [any Check] = [sizing, retention]

    static let path = "logging/sizing.json"

    /// Share of a disk that may be in use before the store refuses writes.
    static let fill = 0.85

    package static let sizing = RuleCheck(
        "log-sizing",
        "The logs of the hot period, with their copies, fit on the disks."
    ) { subject in
        let document = try subject.json(path)
        let environments = document.list("environments")
        // The provider's log service has no disks that could be too small.
        let hasDisks = document.string("store") != "cloudwatch"
        var findings: [Finding] = []
        var largest = 0.0
        for environment in environments {
            let name = environment.string("environment") ?? "?"
            let perDay = environment.number("gigabytesPerDay") ?? .infinity
            let days = environment.number("hotDays") ?? 0
            let copies = environment.number("copies") ?? 0
            let nodes = environment.number("nodes") ?? 0
            let disk = nodes * (environment.number("diskGigabytesPerNode") ?? 0)
            let needed = perDay * days * copies
            largest = max(largest, needed)
            if hasDisks, needed > disk * fill {
                findings.append(
                    Finding(
                        .high,
                        code: "T16",
                        "'\(name)' keeps \(Int(needed.rounded())) GB on \(Int(disk)) GB of disk, "
                            + "\(Int(fill * 100)) % of it may be used",
                        file: path,
                        fix: "more or larger disks, fewer copies, or fewer days"
                    )
                )
            }
            if copies < 2, name == "production" {
                findings.append(
                    Finding(.high, code: "log.copies", "production has no second copy", file: path)
                )
            }
        }
        if environments.isEmpty {
            findings.append(Finding(.high, code: "log.none", "no environment is sized", file: path))
        }
        return .judged(findings, measured: ["largestHotGigabytes": .number(largest)])
    }

    /// Days for which a framework wants audit logs kept, and those at hand.
    static let required: [String: (archive: Double, hot: Double)] = [
        "soc2": (365, 30), "iso27001": (365, 30), "gdpr": (30, 30), "hipaa": (2190, 30),
        "pci-dss": (365, 90),
    ]

    package static let retention = RuleCheck(
        "log-retention",
        "Logs are kept as long as the most demanding framework asks, in the file, the index policy"
            + " and Terraform alike."
    ) { subject in
        let sizing = try subject.json(path)
        let policy = try subject.json("logging/ilm-policy.json")
        let frameworks = subject.inputs.at("requirements.compliance.frameworks")?.arrayValue
        let names = frameworks?.compactMap(\.stringValue) ?? sizing.strings("frameworks")
        // What was asked for holds beside what a framework asks.
        let asked = "requirements.compliance.logRetentionDays."
        let archive = names.compactMap { required[$0]?.archive }
            .reduce(subject.inputs.number(asked + "archive") ?? 30, max)
        let hot = names.compactMap { required[$0]?.hot }
            .reduce(subject.inputs.number(asked + "hot") ?? 30, max)
        var findings: [Finding] = []
        func report(_ message: String, _ file: String = path) {
            findings.append(Finding(.high, code: "T15", message, file: file))
        }
        let hotDays = sizing.number("retention.hotDays") ?? 0
        let archiveDays = sizing.number("retention.archiveDays") ?? 0
        if archiveDays < archive { report("archived \(archiveDays) days, \(archive) are required") }
        if hotDays < hot { report("\(hotDays) days at hand, \(hot) are required") }
        if hotDays >= archiveDays {
            findings.append(
                Finding(.high, code: "T13", "logs expire before they are archived", file: path)
            )
        }
        let deletion = policy.string("policy.phases.delete.min_age").flatMap(PromQL.seconds) ?? 0
        if deletion < hotDays * 86_400 {
            report("indices are deleted after \(deletion / 86_400) days", "logging/ilm-policy.json")
        }
        let lifecycle = "logging/archive-lifecycle.json"
        let expiry =
            try subject.json(lifecycle).list("Rules")
            .compactMap { $0.number("Expiration.Days") }.min() ?? 0
        if expiry < archive { report("the archive expires after \(expiry) days", lifecycle) }
        let variables = "terraform/environments/production/terraform.tfvars"
        if subject.read(variables) != nil {
            let values = try subject.tfvars(variables)
            if values.number("retention.archive_days") ?? 0 < archive {
                report("the bucket expires logs too early", variables)
            }
        }
        return .judged(
            findings,
            measured: ["archiveDays": .number(archiveDays), "requiredDays": .number(archive)]
        )
    }
}
