import Workflow

/// Rules over promises that follow from the fields alone, and over services among themselves.
extension RequestRules {
    static func alerts(_ request: InfrastructureRequest) -> [RequestMistake] {
        let delay = AlertDelay(request.assumptions)
        let limit = request.objectives.alertLatencySeconds
        guard Double(delay.total) > limit else { return [] }
        let least = AlertDelay(interval: Int(AssumptionKey.scrapeSeconds.standard.range.lowerBound))
        let relaxed = "write \(delay.total) or more"
        return [
            RequestMistake(
                ["objectives", "alertLatencySeconds"],
                "an alert takes \(delay.total) s, \(NumberText.plain(limit)) are asked for: "
                    + "\(delay.interval) s to the sample, \(delay.interval) s to its judgement, "
                    + "\(AlertDelay.groupWait) s for others of its group",
                hint: AlertDelay.interval(within: limit).map {
                    "set assumptions.scrapeSeconds to \($0) (more samples to store), or \(relaxed)"
                } ?? "\(least.total) is the least, with assumptions.scrapeSeconds "
                    + "\(least.interval); or \(relaxed)"
            )
        ]
    }

    static func retention(_ compliance: InfrastructureRequest.Compliance) -> [RequestMistake] {
        let path = ["compliance", "logRetentionDays"]
        let hot = RetentionRules.hotDays(compliance)
        let archive = RetentionRules.archiveDays(compliance)
        guard compliance.archiveLogDays >= compliance.hotLogDays, archive > hot else {
            return [
                RequestMistake(
                    path + ["archive"],
                    "logs leave the archive before they leave the hot store",
                    hint: "archive counts from the first day on and must be more than hot "
                        + "(\(max(hot, compliance.hotLogDays)) days)"
                )
            ]
        }
        let lifted = [
            ("hot", compliance.hotLogDays, hot), ("archive", compliance.archiveLogDays, archive),
        ]
        return lifted.filter { $0.1 < $0.2 }.map { key, asked, kept in
            RequestMistake(
                path + [key],
                "\(asked) days are fewer than the frameworks ask for",
                hint: "\(kept) are planned",
                severity: .warning
            )
        }
    }

    /// What the technology decision weighs, and no renderer writes.
    static func unrendered(_ request: InfrastructureRequest) -> [RequestMistake] {
        let technology = request.technology
        let rendered = [
            ("iac", technology.iac, "terraform", "CloudFormation templates are written beside it"),
            ("configuration", technology.configuration, "ansible", ""),
            ("monitoring", technology.monitoring, "prometheus", "it reads CloudWatch as well"),
        ]
        return rendered.filter { $0.1 != $0.2 }.map { key, asked, written, more in
            RequestMistake(
                ["technology", key],
                "'\(asked)' is compared in the technology decision, but its files are not written",
                hint: "write '\(written)'" + (more.isEmpty ? "" : "; \(more)")
            )
        }
    }

    static func notifications(_ request: InfrastructureRequest) -> [RequestMistake] {
        guard let members = request.normalized["notifications"]?.objectValue, !members.isEmpty
        else { return [] }
        return [
            RequestMistake(
                ["notifications"],
                "these references are kept with the request; alerts go where the secret "
                    + "'\(request.metadata.name)-\(request.environments.primary.rawValue)"
                    + "/platform/alertmanager' says",
                hint: "put the addresses into that secret, see docs/secrets.md of the run",
                severity: .warning
            )
        ]
    }

    /// A request passes each service once, so none may come round to itself.
    static func circles(_ request: InfrastructureRequest) -> [RequestMistake] {
        let services = request.application.services
        let names = services.map(\.name)
        func needs(_ name: String) -> [String] {
            services.first { $0.name == name }?.dependsOn
                .filter { names.contains($0) && $0 != name } ?? []
        }
        for (index, service) in services.enumerated() {
            var trail = [service.name]
            var seen: Set<String> = []
            guard closes(&trail, &seen, needs) else { continue }
            return [
                RequestMistake(
                    ["application", "services", String(index), "dependsOn"],
                    "services depend on each other in a circle: "
                        + (trail + [service.name]).joined(separator: " → "),
                    hint: "take one of these dependencies out"
                )
            ]
        }
        return []
    }

    /// Whether a way leads from the trail's last name back to its first; the trail is then that way.
    private static func closes(
        _ trail: inout [String],
        _ seen: inout Set<String>,
        _ needs: (String) -> [String]
    ) -> Bool {
        for next in needs(trail[trail.count - 1]) {
            if next == trail[0] { return true }
            guard seen.insert(next).inserted else { continue }
            trail.append(next)
            if closes(&trail, &seen, needs) { return true }
            trail.removeLast()
        }
        return false
    }

    /// Without a cluster all services share an instance, and so its ports.
    static func instances(_ request: InfrastructureRequest) -> [RequestMistake] {
        guard !request.technology.usesCluster else { return [] }
        var users: [Int: String] = [:]
        var result: [RequestMistake] = []
        for (index, service) in request.application.services.enumerated() {
            if let other = users[service.port] {
                result.append(
                    RequestMistake(
                        ["application", "services", String(index), "port"],
                        "'\(service.name)' and '\(other)' listen on port \(service.port) of the "
                            + "same instance",
                        hint: "without a cluster services share an instance: give each its own port"
                    )
                )
            }
            users[service.port] = users[service.port] ?? service.name
        }
        return result
    }
}
