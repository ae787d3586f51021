import Workflow

/// The parts of an environment's values that are there or not; what is left out is `null`.
///
/// A cluster or instances, a cache, a recovery region.
struct EnvironmentBlocks {
    let plan: InfrastructurePlan
    let sizing: EnvironmentSizing

    /// Values that staging has not, though it mirrors production, and why.
    static let productionOnly = [
        "hybrid":
            "the company's gateway has one connection, to production: what is tried elsewhere cannot "
            + "reach the company's network, and a test puts something in its place",
        "recovery": "one region is copied, that of the customers' data",
    ]

    var values: [String: String] {
        [
            "compute": usesCluster ? "eks" : "asg", "cluster": usesCluster ? cluster : "null",
            "web": usesCluster ? "null" : web, "monitoring": monitoring,
            "cache": sizing.cache.isUsed ? cache : "null",
            "recovery": recovery, "hybrid": hybrid,
        ]
    }

    private var usesCluster: Bool { plan.request.technology.usesCluster }

    private var cluster: String {
        HCLText.object([
            ("version", .text(plan.technology.kubernetesVersion)),
            ("instance_type", .text(sizing.nodes.type.name)),
            ("min_nodes", .number(sizing.nodes.minimum.wholeUp)),
            ("max_nodes", .number(sizing.nodes.maximum.wholeUp)),
            ("zones", .number(sizing.nodes.zones)), ("disk_gib", .number(sizing.nodes.diskGiB)),
            (
                "logging",
                .object([
                    ("instance_type", .text(sizing.logging.nodeType.name)),
                    ("nodes", .number(sizing.logging.nodes)),
                ])
            ),
        ])
    }

    private var web: String {
        HCLText.object([
            ("instance_type", .text(sizing.nodes.type.name)),
            ("min_size", .number(sizing.nodes.minimum.wholeUp)),
            ("max_size", .number(sizing.nodes.maximum.wholeUp)),
            ("disk_gib", .number(sizing.nodes.diskGiB)),
            ("requests_per_target", .number(sizing.nodes.requestsPerTarget)),
            ("schedules", sizing.schedule.map(asleep) ?? .object([])), ("spot", spot),
        ])
    }

    private func asleep(_ schedule: WeeklySchedule) -> HCLText.Term {
        schedules(schedule, sizing.nodes.minimum.wholeUp, sizing.nodes.maximum.wholeUp)
    }

    /// One machine, which sleeps when those that it watches sleep.
    private var monitoring: String {
        guard let host = sizing.metrics.host else { return "null" }
        let ports = MonitoringHostSizing.scrapePorts(plan.request)
        return HCLText.object([
            ("instance_type", .text(host.type.name)),
            ("volume_gib", .number(sizing.metrics.volumeGB)), ("root_gib", .number(host.rootGB)),
            ("scrape_ports", .numbers(ports)),
            ("schedules", sizing.schedule.map { schedules($0, 1, 1) } ?? .object([])),
        ])
    }

    /// A group sleeps outside its hours; the clock is the schedule's own.
    private func schedules(
        _ schedule: WeeklySchedule,
        _ least: Int,
        _ most: Int
    ) -> HCLText.Term {
        func action(_ cron: String, _ smallest: Int, _ largest: Int) -> HCLText.Term {
            .object([
                ("recurrence", .text(cron)),
                ("time_zone", .text(schedule.timeZone)), ("min_size", .number(smallest)),
                ("max_size", .number(largest)),
            ])
        }
        return .object([
            ("start", action(schedule.startCron, least, most)),
            ("stop", action(schedule.stopCron, 0, 0)),
        ])
    }

    /// Production and its mirror are on demand: spot instances leave with two minutes' notice.
    private var spot: HCLText.Term {
        guard sizing.name < .staging else { return .null }
        return .object([
            ("on_demand_base", .number(1)), ("on_demand_percent", .number(0)),
            ("instance_types", .list([sizing.nodes.type.name])),
        ])
    }

    private var cache: String {
        HCLText.object([
            ("engine", .text(sizing.cache.engine)), ("engine_version", .text(sizing.cache.version)),
            ("node_type", .text(sizing.cache.node.name)), ("shards", .number(sizing.cache.shards)),
            ("replicas_per_shard", .number(sizing.cache.replicasPerShard)),
            ("snapshot_retention_days", .number(Self.cacheSnapshotDays(sizing))),
        ])
    }

    private var recovery: String {
        let model = plan.recovery
        guard sizing.name.isProduction, model.strategy != .singleRegion, let region = model.region,
            let network = plan.network["recovery"]
        else { return "null" }
        return HCLText.object([
            ("region", .text(region)), ("strategy", .text(model.strategy.rawValue)),
            ("standby_nodes", .number(model.standbyNodes)),
            ("vpc_cidr", .text(network.cidr.description)),
            ("zones", .list(network.subnets(.private).map(\.zone))),
        ])
    }

    /// Where the estimate has its connection: in production, or the largest without it.
    private var hybrid: String {
        guard let link = plan.request.cloud.hybrid, sizing.name == plan.request.environments.primary
        else { return "null" }
        return HCLText.object([
            ("peer_address", link.peerAddress.map(HCLText.Term.text) ?? .null),
            ("peer_asn", .number(link.peerASN)),
        ])
    }

    /// Days for which snapshots of the cache are kept.
    static func cacheSnapshotDays(_ sizing: EnvironmentSizing) -> Int {
        sizing.name.isProduction ? 5 : 1
    }
}

/// Values as HCL text, laid out as `terraform fmt` does.
enum HCLText {
    indirect enum Term {
        case text(String)
        case number(Int)
        case list([String])
        case numbers([Int])
        case object([(String, Term)])
        case null
    }

    static func object(_ members: [(String, Term)]) -> String {
        text(.object(members), indent: "")
    }

    private static func text(_ term: Term, indent: String) -> String {
        switch term {
        case .text(let value): "\"\(value)\""
        case .number(let value): String(value)
        case .list(let values): "[" + values.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        case .numbers(let values): "[" + values.map(String.init).joined(separator: ", ") + "]"
        case .null: "null"
        case .object(let members):
            members.isEmpty ? "{}" : lines(members, indent: indent + "  ", end: indent)
        }
    }

    /// A member of several lines stands alone; the signs of the lines between them are aligned.
    private static func lines(
        _ members: [(String, Term)],
        indent: String,
        end: String
    ) -> String {
        var result: [String] = ["{"]
        var run: [(String, Term)] = []
        func flush() {
            let width = run.map(\.0.count).max() ?? 0
            result += run.map { name, term in
                let gap = String(repeating: " ", count: width - name.count)
                return "\(indent)\(name)\(gap) = \(text(term, indent: indent))"
            }
            run = []
        }
        for (name, term) in members {
            if case .object(let inner) = term, !inner.isEmpty {
                flush()
                if result.count > 1 { result.append("") }
                result.append("\(indent)\(name) = \(text(term, indent: indent))")
            } else {
                if run.isEmpty, result.last == indent + "}" { result.append("") }
                run.append((name, term))
            }
        }
        flush()
        return (result + [end + "}"]).joined(separator: "\n")
    }
}
