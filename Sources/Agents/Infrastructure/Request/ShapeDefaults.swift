import Workflow

/// Defaults that follow from other members rather than from the key table.
enum ShapeDefaults {
    /// The document with the defaults of its own shape; what was written stays as it was.
    static func applied(to document: Value, defaulted: [String]) -> Value {
        var result = document
        let application = document["application"]
        if application?["cache"]?.isNull == true, defaulted.contains("application.services") {
            result = result.setting(
                ["application", "services"],
                .array((application?["services"]?.arrayValue ?? []).map(withoutCache))
            )
        }
        // Services that nobody wrote call the stores by the names that somebody wrote.
        if defaulted.contains("application.services") {
            let services = result["application"]?["services"]?.arrayValue ?? []
            result = result.setting(
                ["application", "services"],
                .array(services.map { renamed($0, application) })
            )
        }
        // An interface for programs, or a batch, has nothing that a CDN could answer.
        if application?["type"] != "saas-web", defaulted.contains("traffic.cacheableFraction") {
            result = result.setting(["traffic", "cacheableFraction"], 0)
        }
        // Services on one instance share its ports.
        if document["technology"]?["compute"] == "asg", defaulted.contains("application.services") {
            let services = result["application"]?["services"]?.arrayValue ?? []
            let apart = services.enumerated().map { index, service in
                service.setting(["port"], .int((service["port"]?.intValue ?? 8080) + index))
            }
            result = result.setting(["application", "services"], .array(apart))
        }
        // An own log store runs in the cluster; without one the provider keeps the logs.
        if document["technology"]?["compute"] == "asg", defaulted.contains("technology.logging") {
            result = result.setting(["technology", "logging"], "cloudwatch")
        }
        return retention(result, defaulted)
    }

    /// A default is as long as the strictest framework asks.
    private static func retention(_ document: Value, _ defaulted: [String]) -> Value {
        let compliance = document["compliance"]
        let frameworks = (compliance?["frameworks"]?.arrayValue ?? [])
            .compactMap { $0.stringValue.flatMap(Framework.init) }
        let rules: [(key: String, least: (Framework) -> Int)] = [
            ("hot", RetentionRules.minimumHotDays), ("archive", RetentionRules.minimumArchiveDays),
        ]
        return rules.reduce(document) { result, rule in
            let path = ["compliance", "logRetentionDays", rule.key]
            guard defaulted.contains(path.joined(separator: ".")) else { return result }
            let now = compliance?["logRetentionDays"]?[rule.key]?.intValue ?? 0
            return result.setting(path, .int(frameworks.map(rule.least).reduce(now, max)))
        }
    }

    private static func renamed(_ service: Value, _ application: Value?) -> Value {
        let names = [
            "db": application?["database"]?["name"], "cache": application?["cache"]?["name"],
        ]
        let needed = (service["dependsOn"]?.arrayValue ?? []).map { name in
            names[name.stringValue ?? ""]?.flatMap(\.self) ?? name
        }
        return service.setting(["dependsOn"], .array(needed))
    }

    private static func withoutCache(_ service: Value) -> Value {
        let needed = (service["dependsOn"]?.arrayValue ?? []).filter { $0 != "cache" }
        return service.setting(["dependsOn"], .array(needed))
    }
}

extension Value {
    /// The document with one member set; an object on the way that is missing is made.
    func setting(_ path: [String], _ value: Value) -> Value {
        guard let first = path.first else { return value }
        var members = objectValue ?? [:]
        members[first] = (members[first] ?? .object([:])).setting(Array(path.dropFirst()), value)
        return .object(members)
    }
}
