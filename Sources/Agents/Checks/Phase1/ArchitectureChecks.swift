package import Workflow

/// Checks over the architecture: complete, redundant, large enough, honest about availability.
package enum ArchitectureChecks {
    static let path = "architecture/architecture.json"

    package static let all: [any Check] = [
        completeness, redundancy, capacity, logCapacity, addresses, availability, latency,
        catalogue, conflicts,
    ]

    package static let completeness = RuleCheck(
        "architecture-completeness",
        "Every component is exactly once in data, diagram and page, and no connection dangles."
    ) { subject in
        let document = try subject.json(path)
        let diagram = try subject.requiredText("architecture/topology.mmd")
        let page = try subject.requiredText("architecture/architecture.md")
        var findings = Findings(path)
        let ids = document.list("components").compactMap { $0.string("id") }
        findings.expect(!ids.isEmpty, "architecture.empty", "no component")
        for id in Set(ids).sorted() {
            let count = ids.filter { $0 == id }.count
            findings.expect(count == 1, "architecture.double", "'\(id)' is defined \(count) times")
            let nodes = diagram.split(separator: "\n")
                .filter { $0.drop { $0 == " " }.hasPrefix(id + "[") }.count
            findings.expect(
                nodes == 1,
                "architecture.diagram",
                "'\(id)' is \(nodes) times in topology.mmd"
            )
            let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `\(id)` |") }.count
            findings.expect(
                rows == 1,
                "architecture.page",
                "'\(id)' is \(rows) times in the table of architecture.md"
            )
        }
        var connected: Set<String> = []
        for edge in document.list("edges") {
            for end in ["from", "to"].compactMap({ edge.string($0) }) {
                connected.insert(end)
                findings.expect(
                    ids.contains(end),
                    "architecture.edge",
                    "a connection names '\(end)', which is no component"
                )
            }
            let line =
                "\(edge.string("from") ?? "") -->|\(Int(edge.number("port") ?? 0))| "
                + (edge.string("to") ?? "")
            findings.expect(
                diagram.contains(line),
                "architecture.diagram",
                "the connection '\(line)' is missing from topology.mmd"
            )
        }
        return .judged(
            findings.all,
            measured: ["components": .int(ids.count), "connected": .int(connected.count)]
        )
    }

    package static let redundancy = RuleCheck(
        "architecture-redundancy",
        "Every zonal component of production spans zones and no single point of failure is left."
    ) { subject in
        let document = try subject.json(path)
        let request = try subject.requirements()
        let wanted = request.cloud.zones
        var findings = Findings(path)
        // Without production nothing is promised to anybody, and one zone does.
        let hasProduction = request.environments.order.contains(.production)
        for component in hasProduction ? document.list("components") : [] {
            guard let zones = component.number("zones") else { continue }
            // A database has one standby, so two zones are all that it can use.
            let least = component.string("tier") == "data" ? 2 : min(wanted, 3)
            findings.expect(
                Int(zones) >= least,
                "architecture.zones",
                "'\(component.string("id") ?? "?")' spans \(Int(zones)) zones, expected \(least)"
            )
        }
        for point in document.list("singlePoints") {
            findings.add(
                "architecture.single-point",
                "'\(point.string("component") ?? "?")' \(point.string("reason") ?? "")",
                fix: "make it redundant, or accept it by a named waiver at the gate"
            )
        }
        let production = document.list("environments").first { $0.string("name") == "production" }
        findings.expect(
            !hasProduction || production?.at("database.multiAZ")?.boolValue == true,
            "architecture.database",
            "production's database has no standby"
        )
        return .judged(findings.all)
    }

    package static let availability = RuleCheck(
        "availability",
        "The availability is the product of the agreements, and what they do not carry is said."
    ) { subject in
        let document = try subject.json(path)
        let request = try subject.requirements()
        var findings = Findings(path)
        let target = request.objectives.availabilityPercent
        let services = document.list("availability.services")
        let product = services.filter { $0["onDynamicPath"]?.boolValue == true }
            .reduce(100.0) { $0 * ($1.number("slaPercent") ?? 0) / 100 }
        let stated = document.number("availability.dynamicPathPercent") ?? 0
        findings.expect(
            !services.isEmpty && abs(product - stated) < 0.001,
            "availability.product",
            "the agreements multiply to \(NumberText.plain(product)) %, the file says "
                + "\(NumberText.plain(stated)) %"
        )
        let minutes = 43_200 * (100 - target) / 100
        findings.expect(
            abs((document.number("availability.errorBudgetMinutes") ?? 0) - minutes) < 0.01,
            "availability.budget",
            "the error budget of 30 days is \(NumberText.plain(minutes)) min"
        )
        findings.expect(
            document["availability"]?["isContractual"]?.boolValue == (product >= target),
            "T07",
            "the file misstates whether the agreements carry the target"
        )
        if product < target {
            findings.add(
                "T07",
                "the agreements multiply to \(NumberText.plain(product)) %, below the target of "
                    + "\(NumberText.plain(target)) %: an engineering target, to be accepted",
                .low
            )
        }
        let months = document.number("availability.disasterBudgetMonths") ?? 0
        let slowest = try slowestRecovery(subject)
        findings.expect(
            minutes <= 0 || abs(months - slowest / minutes) < 0.002,
            "T06",
            "a disaster of \(NumberText.plain(slowest)) min spends "
                + "\(NumberText.plain(slowest / minutes, places: 1)) months of the error budget, "
                + "the file says \(NumberText.plain(months, places: 1))"
        )
        if months > 1 {
            findings.add(
                "T06",
                "one disaster spends \(NumberText.plain(months, places: 1)) months of error budget",
                .low
            )
        }
        return .judged(findings.all, measured: ["dynamicPathPercent": .number(product)])
    }

    /// Minutes of the recovery that the share of the error budget is computed from.
    private static func slowestRecovery(_ subject: CheckSubject) throws -> Double {
        let figures = try subject.json("architecture/figures.json").list("figures")
        let share = figures.first { $0.string("id") == "availability.disasterBudgetMonths" }
        let recovery = share?.strings("inputs").first { $0.hasPrefix("recovery.") }
        return figures.first { $0.string("id") == recovery }?.number("value") ?? 0
    }

    package static let latency = RuleCheck(
        "latency-of-design",
        "The hops of a request add up and stay below the response time."
    ) { subject in
        let document = try subject.json(path)
        let target = try subject.requirements().traffic.p95Ms
        var findings = Findings(path)
        let hops = document.list("latency.hops").compactMap { $0.number("value") }
        let sum = hops.reduce(0, +)
        let stated = document.number("latency.p95Ms.value") ?? 0
        findings.expect(
            !hops.isEmpty && abs(sum - stated) < 0.01,
            "latency.sum",
            "the hops add up to \(NumberText.plain(sum)) ms, the file says "
                + NumberText.plain(stated)
        )
        findings.expect(
            sum <= target,
            "latency.budget",
            "p95 adds up to \(NumberText.plain(sum)) ms, the target is "
                + NumberText.plain(target)
        )
        return .judged(findings.all, measured: ["p95Ms": .number(sum)])
    }

    package static let conflicts = RuleCheck(
        "plan-conflicts",
        "The plan keeps everything that the requirements ask for."
    ) { subject in
        let findings = try subject.json(path).list("conflicts").map { conflict in
            Finding(
                Finding.Severity(rawValue: conflict.string("severity") ?? "") ?? .high,
                code: conflict.string("code") ?? "conflict",
                conflict.string("message") ?? "a conflict without words",
                file: path,
                fix: conflict.string("waysOut")
            )
        }
        return .judged(findings, measured: ["conflicts": .int(findings.count)])
    }
}
