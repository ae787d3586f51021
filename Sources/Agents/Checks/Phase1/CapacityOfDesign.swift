import Workflow

extension ArchitectureChecks {
    /// Demand is computed anew from the requirements; supply is read from the file.
    package static let capacity = RuleCheck(
        "capacity-of-design",
        "Services, nodes, database and connections carry the spike."
    ) { subject in
        let document = try subject.json(path)
        let request = try subject.requirements()
        var findings = Findings(path)
        guard
            let production = document.list("environments").first(where: {
                $0.string("name") == request.environments.primary.rawValue
            })
        else {
            findings.add(
                "capacity.production",
                "\(request.environments.primary.rawValue) is missing"
            )
            return .judged(findings.all)
        }
        let spike = spikeDynamicRps(request)
        services(production, request, spike, &findings)
        nodes(production, request, &findings)
        database(production, request, spike, &findings)
        let cpu = request.assumptions[.cpuTargetUtilization]
        findings.expect(
            cpu < 0.8,
            "T05",
            "CPU is planned at \(NumberText.plain(cpu * 100)) %, where the alert fires at 80 %: "
                + "utilization above 80 % means packing, not CPU",
            .medium,
            fix: "set assumptions.cpuTargetUtilization to 0.7 or less"
        )
        return .judged(findings.all, measured: ["spikeDynamicRps": .number(spike)])
    }

    /// Spikes reach production; whatever is the largest without it carries its share of the peak.
    private static func spikeDynamicRps(_ request: InfrastructureRequest) -> Double {
        let traffic = request.traffic
        let primary = request.environments.primary
        let scale = request.environments.settings(of: primary)?.scale ?? 1
        let factor = [.production, .staging].contains(primary) ? traffic.spikeFactor : 1
        return traffic.concurrentUsers * traffic.requestsPerInteraction / traffic.thinkTimeSeconds
            * (1 - traffic.cacheableFraction) * factor * scale
    }

    private static func services(
        _ production: Value,
        _ request: InfrastructureRequest,
        _ spike: Double,
        _ findings: inout Findings
    ) {
        let target = request.assumptions[.cpuTargetUtilization]
        for service in request.application.services {
            let row = production.list("services").first { $0.string("name") == service.name }
            let supply =
                (row?.number("maximumReplicas") ?? 0) * (row?.number("milliCpu") ?? 0) / 1000
            let demand = spike * service.cpuMsPerRequest / 1000 / target
            findings.expect(
                supply + 1e-6 >= demand,
                "T04",
                "service '\(service.name)' grows to \(NumberText.plain(supply)) vCPU, the spike "
                    + "needs \(NumberText.plain(demand))"
            )
        }
    }

    private static func nodes(
        _ production: Value,
        _ request: InfrastructureRequest,
        _ findings: inout Findings
    ) {
        let usable = production.number("nodes.usableVcpu") ?? 0
        let minimum = production.number("nodes.minimum") ?? 0
        let maximum = production.number("nodes.maximum") ?? 0
        // Outside production the platform's pods run once, not in one replica a zone.
        let isDouble = [.production, .staging].contains(request.environments.primary)
        let platformShare = isDouble ? 1 : 0.5
        func requested(_ key: String) -> Double {
            production.list("services").map {
                ($0.number(key) ?? 0) * ($0.number("milliCpu") ?? 0) / 1000
            }.reduce(request.assumptions[.platformVcpu] * platformShare, +)
        }
        let spike = requested("maximumReplicas")
        findings.expect(
            maximum * usable + 1e-6 >= spike,
            "T04",
            "\(Int(maximum)) nodes offer \(NumberText.plain(maximum * usable)) vCPU, the spike "
                + "needs \(NumberText.plain(spike))",
            fix: "raise the maximum of nodes"
        )
        let zones = production.number("zones") ?? 1
        // What runs once outside production and its mirror promises nothing over zones.
        guard isDouble, zones > 1 else { return }
        let left = minimum * (zones - 1) / max(zones, 1) * usable
        let share = request.objectives.recoveryCapacityPercent / 100
        let peak = requested("minimumReplicas") * share
        findings.expect(
            left + 1e-6 >= peak,
            "capacity.zone-loss",
            "without a zone \(NumberText.plain(left)) vCPU are left, "
                + "\(NumberText.plain(peak)) are needed"
        )
    }

    private static func database(
        _ production: Value,
        _ request: InfrastructureRequest,
        _ spike: Double,
        _ findings: inout Findings
    ) {
        let database = request.application.database
        let misses = database.readRatio * (1 - request.application.cache.hitRatio)
        let queries = spike * database.queriesPerRequest * (misses + 1 - database.readRatio)
        let demand =
            queries * database.cpuMsPerQuery / 1000
            / request.assumptions[.databaseTargetUtilization]
        let name = production.string("database.class") ?? ""
        let shape = Catalogue.smallDatabases.first { $0.name == name }
        findings.expect(
            shape.map { Double($0.vcpu) + 1e-6 >= demand } ?? false,
            "capacity.database",
            "'\(name)' is too small: the spike needs \(NumberText.plain(demand)) vCPU",
            fix: shape?.name == Catalogue.smallDatabases.last?.name
                ? "no larger class is sold: make the spike's queries fewer or cheaper"
                : "take a larger class"
        )
        let limit = shape.map { Double($0.maxConnections(engine: database.engine)) * 0.8 } ?? 0
        let opened = production.number("database.connections") ?? .infinity
        findings.expect(
            opened <= limit,
            "capacity.connections",
            "\(NumberText.grouped(opened)) connections at the spike, "
                + "\(NumberText.grouped(limit)) are safe"
        )
    }

    package static let logCapacity = RuleCheck(
        "log-capacity",
        "A month of logs fits on the log store's disks."
    ) { subject in
        let document = try subject.json(path)
        let request = try subject.requirements()
        var findings = Findings(path)
        let traffic = request.traffic
        let average =
            traffic.concurrentUsers * traffic.requestsPerInteraction / traffic.thinkTimeSeconds
            * traffic.averageToPeak
        let perDay = average * request.assumptions[.logKBPerRequest] * 86_400 / 1e6
        guard request.environments.order.contains(.production) else {
            return CheckResult(.notApplicable)
        }
        let production = document.list("environments").first { $0.string("name") == "production" }
        let days = production?.number("logging.hotDays") ?? 0
        let copies = production?.number("logging.copies") ?? 0
        findings.expect(
            days >= Double(request.compliance.hotLogDays) && copies >= 2,
            "logs.retention",
            "\(Int(days)) days in \(Int(copies)) copies, expected "
                + "\(request.compliance.hotLogDays) in 2"
        )
        guard production?.string("logging.kind") != "cloudwatch" else {
            return .judged(findings.all)
        }
        let need = perDay * days * copies / 0.85
        let disk =
            (production?.number("logging.nodes") ?? 0)
            * (production?.number("logging.diskGBPerNode") ?? 0)
        findings.expect(
            disk + 1e-6 >= need,
            "T16",
            "\(NumberText.grouped(need)) GB of logs do not fit on \(NumberText.grouped(disk)) GB",
            fix: "larger or more disks, fewer days, or less to log"
        )
        return .judged(findings.all, measured: ["needGB": .number(need), "diskGB": .number(disk)])
    }
}
