package import Workflow

/// Checks over addresses, routes and who can reach whom.
package enum NetworkChecks {
    package static let all: [any Check] = [addresses, reachability, routes]

    static let planPath = "network/cidr-plan.json"

    package static let addresses = RuleCheck(
        "network-addresses",
        "Ranges are disjoint, lie within their network, agree with Terraform and hold the demand."
    ) { subject in
        let plan = try subject.json(planPath)
        let networks = plan.list("networks").map(Network.init)
        var findings = networks.flatMap { $0.findings(headroom: plan.number("headroom") ?? 0) }
        for (index, left) in networks.enumerated() {
            for right in networks[(index + 1)...] where left.overlaps(right) {
                findings.append(
                    finding("'\(left.name)' and '\(right.name)' overlap", "cidr.overlap")
                )
            }
            if let supernet = plan.string("supernet").flatMap(CIDR.init), let own = left.cidr,
                !supernet.contains(own)
            {
                findings.append(finding("'\(left.name)' lies outside the supernet", "cidr.outside"))
            }
            let path = "terraform/environments/\(left.name)/terraform.tfvars"
            if subject.read(path) != nil {
                let values = try subject.tfvars(path)
                if values.string("network.vpc_cidr") != left.cidr?.description {
                    findings.append(
                        finding("'\(left.name)' has another range in '\(path)'", "cidr.terraform")
                    )
                }
            }
        }
        if networks.isEmpty { findings.append(finding("no network is planned", "cidr.none")) }
        let subnets = networks.reduce(0) { $0 + $1.subnets.count }
        return .judged(
            findings,
            measured: ["networks": .int(networks.count), "subnets": .int(subnets)]
        )
    }

    static func finding(_ message: String, _ code: String) -> Finding {
        numbered(.high, code, message, planPath)
    }

    private static let fixes = [
        "T01": "associate a route table, and give the private one a route to a NAT gateway",
        "T03": "add subnets of this tier in every zone",
        "T23": "narrow it to a security group or to CloudFront, on 443",
        "T24": "add the group or the network ACL of the tier",
    ]

    /// A known contradiction has a fix.
    private static func numbered(
        _ severity: Finding.Severity,
        _ code: String,
        _ message: String,
        _ file: String
    ) -> Finding {
        Finding(
            severity,
            code: code,
            message,
            file: file,
            fix: fixes[code]
        )
    }

    struct Network {
        let name: String
        let cidr: CIDR?
        let subnets: [Value]

        init(_ value: Value) {
            name = value.string("environment") ?? "?"
            cidr = value.string("cidr").flatMap(CIDR.init)
            subnets = value.list("subnets")
        }

        func overlaps(_ other: Network) -> Bool {
            guard let cidr, let theirs = other.cidr else { return false }
            return cidr.overlaps(theirs)
        }

        func findings(headroom: Double) -> [Finding] {
            guard let cidr else { return [finding("'\(name)' has no range", "cidr.syntax")] }
            var found: [Finding] = []
            var seen: [CIDR] = []
            for subnet in subnets {
                let text = subnet.string("cidr") ?? ""
                guard let range = CIDR(text) else {
                    found.append(finding("'\(text)' in '\(name)' is no range", "cidr.syntax"))
                    continue
                }
                if !cidr.contains(range) {
                    found.append(finding("'\(range)' lies outside '\(name)'", "cidr.outside"))
                }
                if let other = seen.first(where: { $0.overlaps(range) }) {
                    found.append(
                        finding("'\(range)' and '\(other)' in '\(name)' overlap", "cidr.overlap")
                    )
                }
                seen.append(range)
                found += capacity(of: range, subnet, headroom: headroom)
            }
            let tiers = Set(subnets.compactMap { $0.string("tier") })
            if tiers != ["public", "private", "data"] {
                found.append(finding("'\(name)' needs public, private and data subnets", "T03"))
            }
            return found
        }

        private func capacity(of range: CIDR, _ subnet: Value, headroom: Double) -> [Finding] {
            let demand = subnet.number("demandAddresses") ?? .infinity
            guard demand * headroom > Double(range.usableAddresses) || headroom < 1.2 else {
                return []
            }
            return [
                finding(
                    "'\(range)' in '\(name)' has \(range.usableAddresses) usable addresses, the "
                        + "demand is \(demand) × \(headroom)",
                    "T17"
                )
            ]
        }
    }

    package static let reachability = RuleCheck(
        "network-reachability",
        "The internet reaches the edge on 443 and nothing else; data answers workloads only."
    ) { subject in
        let path = "network/security-groups.json"
        let groups = try subject.json(path).list("groups")
        var findings: [Finding] = []
        func report(_ message: String, _ code: String) {
            findings.append(numbered(.critical, code, message, path))
        }
        for group in groups {
            let name = group.string("name") ?? "?"
            for rule in group.list("ingress") {
                let source = rule.string("source") ?? ""
                let port = rule.number("fromPort") ?? -1
                let isWorld = source == "internet" || source.hasSuffix("/0")
                if isWorld || source == "cloudfront" {
                    if group.string("tier") != "public" {
                        report("the internet reaches '\(name)' on \(Int(port))", "T23")
                    } else if port != 443 || rule.number("toPort") != 443 {
                        report("'\(name)' is open on \(Int(port)) to the internet", "T23")
                    }
                }
                if port == 22 || port == 3389 { report("'\(name)' accepts remote logins", "T23") }
                if group.string("tier") == "data", source != "group:application" {
                    report("'\(name)' accepts '\(source)'", "network.data-tier")
                }
            }
        }
        for tier in ["public", "private", "data"]
        where !groups.contains(where: { $0.string("tier") == tier }) {
            report("tier '\(tier)' has no security group", "T24")
        }
        findings += try matrixFindings(subject, groups)
        findings += try terraformFindings(subject, groups)
        return .judged(findings, measured: ["groups": .int(groups.count)])
    }

    /// The matrix that people read must be the one that the groups give.
    private static func matrixFindings(
        _ subject: CheckSubject,
        _ groups: [Value]
    ) throws -> [Finding] {
        let path = "network/reachability.json"
        return try subject.json(path).list("pairs").compactMap { pair in
            let from = pair.string("from") ?? ""
            let to = pair.string("to") ?? ""
            let target = groups.first { $0.string("name") == to }
            let source = from == "internet" ? ["internet", "cloudfront"] : ["group:\(from)"]
            let ports = (target?.list("ingress") ?? [])
                .filter { source.contains($0.string("source") ?? "") }
                .compactMap { $0.number("fromPort") }
            let claimed = pair.list("ports").compactMap(\.numberValue)
            guard ports != claimed else { return nil }
            return Finding(
                .high,
                code: "network.matrix",
                "'\(from)' → '\(to)': \(claimed) is claimed, the groups give \(ports)",
                file: path
            )
        }
    }

    /// Counts the rules in the delivered module, so that the file cannot leave one out.
    private static func terraformFindings(
        _ subject: CheckSubject,
        _ groups: [Value]
    ) throws -> [Finding] {
        let tree = TerraformTree(subject)
        guard let module = tree["terraform/modules/network"] else { return [] }
        let type = "aws_vpc_security_group_ingress_rule"
        var rules = module.resources(type).count
        // Where there is no cluster the monitoring host has rules of its own, one for each port that
        // it scrapes.
        let ports = try scrapedPorts(subject)
        if let ports, let host = tree["terraform/modules/monitoring-host"] {
            rules += host.resources(type)
                .reduce(0) { $0 + ($1.block.body["for_each"] == nil ? 1 : ports) }
        }
        let listed = groups.reduce(0) { $0 + $1.list("ingress").count }
        guard rules != listed else { return [] }
        return [
            Finding(
                .high,
                code: "network.terraform",
                "\(listed) ingress rules are listed, Terraform has \(rules)",
                file: "network/security-groups.json"
            )
        ]
    }

    /// Nil when no environment has a monitoring host.
    private static func scrapedPorts(_ subject: CheckSubject) throws -> Int? {
        try EnvironmentChecks.names(subject)
            .map { "terraform/environments/\($0)/terraform.tfvars" }
            .filter { subject.read($0) != nil }
            .compactMap { path in
                try subject.tfvars(path)["monitoring"]?["scrape_ports"]?.arrayValue?.count
            }.max()
    }

    package static let routes = RuleCheck(
        "network-routes",
        "Private subnets leave through NAT, data subnets do not leave, flow logs are on."
    ) { subject in
        let folder = "terraform/modules/network"
        guard let module = TerraformTree(subject)[folder] else {
            throw UnreadableFile(path: folder, reason: "the network module was not delivered")
        }
        func has(_ type: String, _ name: String? = nil) -> Bool {
            module.resources(type).contains { name == nil || $0.block.labels.last == name }
        }
        var findings: [Finding] = []
        func report(_ message: String, _ code: String) {
            findings.append(numbered(.high, code, message, folder))
        }
        for tier in ["public", "private", "data"] {
            if !has("aws_subnet", tier) { report("no '\(tier)' subnets", "T03") }
            if !has("aws_route_table_association", tier) {
                report("no routes for '\(tier)'", "T01")
            }
        }
        let routes = module.resources("aws_route")
        for route in routes {
            let table =
                route.block.body["route_table_id"]?.expression.references
                .first { $0.path[0] == "aws_route_table" }?.path[1] ?? "?"
            if table == "data" { report("the data tier has a route to elsewhere", "T23") }
            if table == "private", route.block.body["nat_gateway_id"] == nil {
                report("the private tier does not leave through NAT", "T01")
            }
        }
        let tables = routes.flatMap { $0.block.body["route_table_id"]?.expression.references ?? [] }
        if !tables.contains(where: { $0.path.starts(with: ["aws_route_table", "private"]) }) {
            report("the private tier has no way out", "T01")
        }
        if !has("aws_network_acl", "data") { report("the data tier has no network ACL", "T24") }
        if !has("aws_flow_log") { report("flow logs are missing", "network.flow-logs") }
        return .judged(findings, measured: ["routes": .int(routes.count)])
    }
}
