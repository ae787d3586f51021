import Workflow

extension RequestRules {
    /// Ids of the architecture's own components, and a word that ends a block of a diagram.
    static let reservedNames: Set<String> = [
        "assets", "audit", "backup-vault", "backups", "cdn", "cluster", "dns", "end", "endpoints",
        "files", "keys", "load-balancer", "logs", "monitoring", "nat", "network", "nodes",
        "recovery-cluster", "recovery-database", "registry", "secrets", "terraform-state", "vpn",
        "waf",
    ]

    private static func reserved(_ name: String, _ path: [String]) -> [RequestMistake] {
        guard reservedNames.contains(name) else { return [] }
        return [
            RequestMistake(
                path,
                "'\(name)' is the name of a component of the architecture",
                hint: "choose another name, for example 'my-\(name)'"
            )
        ]
    }

    /// Words of SQL, which the provider refuses as the name of a first database.
    private static let wordsOfSQL: Set<String> = [
        "all", "and", "any", "as", "case", "check", "column", "create", "database", "default",
        "from",
        "grant", "group", "in", "into", "key", "not", "null", "on", "or", "order", "primary",
        "references", "select", "table", "then", "to", "true", "false", "union", "unique", "user",
        "using", "when", "where", "with",
    ]

    private static func databaseName(_ name: String) -> [RequestMistake] {
        let path = ["application", "database", "name"]
        guard wordsOfSQL.contains(name) else { return reserved(name, path) }
        return [
            RequestMistake(
                path,
                "'\(name)' is a word of SQL and cannot name a database",
                hint: "choose another name, for example '\(name)-db'"
            )
        ]
    }

    static func application(_ request: InfrastructureRequest) -> [RequestMistake] {
        let services = request.application.services
        let hasCache = request.application.cache.isUsed
        let stores =
            [request.application.database.name]
            + (hasCache ? [request.application.cache.name] : [])
        let known = stores + services.map(\.name)
        var result =
            databaseName(stores[0])
            + (hasCache ? reserved(stores[1], ["application", "cache", "name"]) : [])
        var seen: Set<String> = Set(stores)
        for (index, service) in services.enumerated() {
            let path = ["application", "services", String(index)]
            result += reserved(service.name, path + ["name"])
            if !seen.insert(service.name).inserted {
                result.append(
                    RequestMistake(
                        path + ["name"],
                        "'\(service.name)' is used twice",
                        hint: "services, database and cache need different names"
                    )
                )
            }
            for (position, target) in service.dependsOn.enumerated() where target == service.name {
                result.append(
                    RequestMistake(
                        path + ["dependsOn", String(position)],
                        "service '\(service.name)' depends on itself",
                        hint: "name what it calls, or leave it out"
                    )
                )
            }
            for (position, target) in service.dependsOn.enumerated() where !known.contains(target) {
                result.append(
                    RequestMistake(
                        path + ["dependsOn", String(position)],
                        "service '\(service.name)' depends on '\(target)', which is not defined",
                        hint: Spelling.nearest(to: target, in: known)
                            .map { "did you mean '\($0)'?" }
                            ?? "defined: " + known.joined(separator: ", ")
                    )
                )
            }
        }
        if hasCache, stores[0] == stores[1] {
            result.append(
                RequestMistake(
                    ["application", "cache", "name"],
                    "database and cache are both called '\(stores[0])'",
                    hint: "give them different names"
                )
            )
        }
        return result
    }

    static func environments(_ request: InfrastructureRequest) -> [RequestMistake] {
        let order = request.environments.order
        var result: [RequestMistake] = []
        let isOnce = Set(order).count == order.count
        let endsWell = !order.contains(.production) || order.last == .production
        if !isOnce || !endsWell {
            result.append(
                RequestMistake(
                    ["environments", "order"],
                    "the order must name each environment once and, where there is production, "
                        + "end in production",
                    hint: "[development, integration, staging, production], or fewer of them"
                )
            )
        }
        result += restrictedRecovery(request)
        for name in order {
            guard let schedule = request.environments.settings(of: name)?.schedule,
                schedule.isAlways
            else { continue }
            result.append(
                RequestMistake(
                    ["environments", name.rawValue, "schedule"],
                    "'\(schedule)' never stops",
                    hint: "leave the schedule out: without one it always runs"
                )
            )
        }
        if request.environments.settings(of: .production)?.schedule != nil {
            result.append(
                RequestMistake(
                    ["environments", "production", "schedule"],
                    "production cannot be switched off by a schedule",
                    hint: "remove the key"
                )
            )
        }
        var accounts: [String: EnvironmentName] = [:]
        for name in EnvironmentName.allCases {
            guard let account = request.cloud.account(name) else { continue }
            if let other = accounts[account] {
                result.append(
                    RequestMistake(
                        ["cloud", "accounts", name.rawValue],
                        "\(name.rawValue) and \(other.rawValue) share account \(account)",
                        hint: "separate accounts keep a mistake in one from reaching the other",
                        severity: .warning
                    )
                )
            }
            accounts[account] = name
        }
        return result
    }

    /// Recovery in another region, and copies there, are production's.
    private static func restrictedRecovery(
        _ request: InfrastructureRequest
    ) -> [RequestMistake] {
        guard !request.environments.order.contains(.production), request.cloud.drRegion != nil
        else { return [] }
        return [
            RequestMistake(
                ["cloud", "drRegion"],
                "only production recovers in another region, and environments.order has none",
                hint: "remove drRegion and take 'region' out of drScenarios"
            )
        ]
    }

    static func compliance(_ request: InfrastructureRequest) -> [RequestMistake] {
        let compliance = request.compliance
        let needed: [(condition: Bool, framework: Framework, why: String)] = [
            (compliance.euDataSubjects, .gdpr, "euDataSubjects is true"),
            (compliance.dataClasses.contains("health"), .hipaa, "dataClasses contains 'health'"),
            (
                compliance.dataClasses.contains("cardholder"), .pciDSS,
                "dataClasses contains 'cardholder'"
            ),
        ]
        let result = needed.filter { $0.condition && !compliance.frameworks.contains($0.framework) }
            .map {
                RequestMistake(
                    ["compliance", "frameworks"],
                    "\($0.why), but frameworks lacks '\($0.framework.rawValue)'",
                    hint: "add it, or its controls are not mapped",
                    severity: .warning
                )
            }
        return result + RequestRules.retention(compliance)
    }
}
