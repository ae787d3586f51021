import Workflow

extension ArchitectureChecks {
    package static let addresses = RuleCheck(
        "address-plan",
        "Networks and subnets are disjoint and hold the addresses of the largest fleet."
    ) { subject in
        let document = try subject.json(path)
        let request = try subject.requirements()
        var findings = Findings(path)
        let networks = document.list("networks")
        let blocks = networks.compactMap { $0.string("cidr").flatMap { CIDR($0) } }
        findings.expect(
            !networks.isEmpty && blocks.count == networks.count,
            "cidr.form",
            "a network has no block"
        )
        overlaps(blocks, "networks", &findings)
        for network in networks {
            let name = network.string("name") ?? "?"
            let subnets = network.list("subnets").compactMap { subnet in
                subnet.string("cidr").flatMap { CIDR($0) }
            }
            overlaps(subnets, "subnets of \(name)", &findings)
            let block = network.string("cidr").flatMap { CIDR($0) }
            findings.expect(
                subnets.allSatisfy { block?.contains($0) ?? false },
                "cidr.outside",
                "a subnet of \(name) lies outside its network"
            )
            findings.expect(
                block.map { request.cloud.cidrSupernet.contains($0) } ?? false,
                "cidr.supernet",
                "network \(name) lies outside \(request.cloud.cidrSupernet)"
            )
            addressDemand(document, network, request, &findings)
        }
        return .judged(findings.all)
    }

    private static func addressDemand(
        _ document: Value,
        _ network: Value,
        _ request: InfrastructureRequest,
        _ findings: inout Findings
    ) {
        let name = network.string("name") ?? "?"
        let source = name == "recovery" ? request.environments.primary.rawValue : name
        let environment = document.list("environments").first { $0.string("name") == source }
        let zones = max(1, environment?.number("zones") ?? 1)
        let fleet =
            (environment?.number("nodes.maximum") ?? 0)
            * (environment?.number("nodes.addresses") ?? 0)
        let demand =
            (fleet / zones + 20) * request.assumptions[.addressesPerNodeHeadroom]
        let least =
            network.list("subnets").filter { $0.string("tier") == "private" }
            .compactMap { $0.string("cidr").flatMap { CIDR($0) }?.usableAddresses }.min() ?? 0
        findings.expect(
            Double(least) >= demand,
            "T17",
            "a private subnet of \(name) has \(least) addresses, \(NumberText.plain(demand)) "
                + "are needed"
        )
    }

    private static func overlaps(_ blocks: [CIDR], _ what: String, _ findings: inout Findings) {
        let sorted = blocks.sorted()
        for (left, right) in zip(sorted, sorted.dropFirst()) where left.overlaps(right) {
            findings.add("cidr.overlap", "\(what): \(left) and \(right) overlap")
        }
    }

    package static let catalogue = RuleCheck(
        "known-shapes",
        "Regions, node types, database classes and cache nodes exist."
    ) { subject in
        let document = try subject.json(path)
        var findings = Findings(path)
        let nodes = Set((Catalogue.nodes + Catalogue.smallNodes).map(\.name))
        let databases = Set(Catalogue.smallDatabases.map(\.name))
        let caches = Set(Catalogue.smallCaches.map(\.name))
        for environment in document.list("environments") {
            let name = environment.string("name") ?? "?"
            let used =
                [
                    ("node type", environment.string("nodes.type"), nodes),
                    ("database class", environment.string("database.class"), databases),
                ]
                + (environment["cache"]?.isNull == true
                    ? [] : [("cache node", environment.string("cache.node"), caches)])
            for (what, value, known) in used {
                findings.expect(
                    value.map(known.contains) ?? false,
                    "catalogue.unknown",
                    "\(name): unknown \(what) '\(value ?? "")'"
                )
            }
        }
        return .judged(findings.all)
    }
}
