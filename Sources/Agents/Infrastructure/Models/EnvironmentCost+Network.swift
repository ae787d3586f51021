extension EnvironmentCost {
    func addNetwork(to builder: inout CostBuilder) {
        let gateways = Double(sizing.natGateways)
        builder.add(
            scope, .network, "nat", "NAT gateways",
            price: "nat.hour", quantity: gateways * Self.hours,
            "\(sizing.natGateways) × 730 h, cannot be stopped"
        )
        builder.add(
            scope, .network, "nat", "NAT traffic",
            price: "nat.gb", quantity: 50 + dynamicGB * 0.05,
            "50 GB of updates + 5 % of dynamic traffic"
        )
        builder.add(
            scope, .network, "load-balancer", "load balancer",
            price: "alb.hour", quantity: Self.hours, "730 h"
        )
        let units = loadBalancerUnits
        builder.add(
            scope, .network, "load-balancer", "load balancer capacity units",
            price: "alb.lcu", quantity: units.value * Self.hours, units.formula
        )
        let addresses = gateways + Double(max(2, sizing.zones))
        builder.add(
            scope, .network, "network", "public IPv4 addresses",
            price: "ipv4.hour", quantity: addresses * Self.hours,
            "\(NumberText.plain(addresses)) × 730 h (NAT gateways and load balancer)"
        )
        builder.add(
            scope, .network, "network", "traffic between zones",
            price: "transfer.cross-az",
            quantity: sizing.zones > 1 ? dynamicGB * 2 : 0,
            "dynamic GB × 2 directions"
        )
        builder.add(
            scope, .network, "endpoints", "interface endpoints",
            price: "endpoint.hour",
            quantity: endpointCount * Double(sizing.zones) * Self.hours,
            "\(NumberText.plain(endpointCount)) × \(sizing.zones) zones × 730 h"
        )
        builder.add(
            scope, .network, "endpoints", "endpoint traffic",
            price: "endpoint.gb", quantity: endpointCount > 0 ? 100 : 0, "images, logs, secrets"
        )
        if request.cloud.hybrid != nil, sizing.name == .production {
            builder.add(
                scope, .network, "vpn", "VPN connections",
                price: "vpn.connection", quantity: 2 * Self.hours, "2 × 730 h"
            )
        }
    }

    /// Outside production and staging the NAT gateway carries what endpoints carry there.
    var endpointCount: Double {
        sizing.name == .production || sizing.name == .staging
            ? Double(Self.interfaceEndpoints.count) : 0
    }

    /// The largest of connections, open connections and bytes, at the average load.
    var loadBalancerUnits: Figure {
        let load = traffic.averageDynamicRps.value * trafficShare
        let connections = load / request.assumptions[.requestsPerConnection]
        let bytes = load * request.traffic.responseKiB * 1024 * 3600 / 1e9
        let units = max(connections / 25, connections * 60 / 3000, bytes)
        return Figure(
            id: sizing.name.rawValue + ".loadBalancer.units",
            value: units,
            unit: "LCU",
            formula: "max(\(NumberText.plain(connections)) new/s ÷ 25, "
                + "\(NumberText.plain(connections * 60)) open ÷ 3,000, "
                + "\(NumberText.plain(bytes)) GB/h) × 730 h",
            inputs: [traffic.averageDynamicRps.id]
        )
    }

    func addEdge(to builder: inout CostBuilder) {
        let gigabytes = traffic.egressGBPerMonth.value * trafficShare
        builder.add(
            scope, .edge, "cdn", "CDN traffic",
            price: "cloudfront.egress", quantity: gigabytes, "responses, GB of 10⁹ bytes"
        )
        builder.add(
            scope, .edge, "cdn", "CDN requests",
            price: "cloudfront.https", quantity: requests / 10_000, "requests ÷ 10,000"
        )
        builder.add(scope, .edge, "waf", "web ACL", price: "waf.acl", quantity: 1, "1 on the CDN")
        builder.add(scope, .edge, "waf", "web ACL rules", price: "waf.rule", quantity: 6, "6 rules")
        builder.add(
            scope, .edge, "waf", "web ACL requests",
            price: "waf.requests", quantity: requests / 1e6, "requests ÷ 10⁶"
        )
        if sizing.name == .production {
            builder.add(scope, .edge, "dns", "zone", price: "route53.zone", quantity: 2, "2 zones")
            builder.add(
                scope, .edge, "dns", "health checks",
                price: "route53.health-check", quantity: 2, "one a region"
            )
            builder.add(
                scope, .edge, "dns", "DNS queries",
                price: "route53.queries", quantity: requests / 1e6 / 50, "one in 50 requests"
            )
        }
    }

    func addStorage(to builder: inout CostBuilder) {
        let share = sizing.name == .production ? 1 : sizing.name == .staging ? 0.33 : 0.05
        let assets = request.application.assetsGiB * 1.2 * share
        builder.add(
            scope, .storage, "assets", "assets with earlier versions",
            price: "s3.standard", quantity: assets, "GiB × 1.2 × share of the data"
        )
        builder.add(
            scope, .storage, "backups", "exports and backups",
            price: "s3.standard-ia", quantity: request.application.backupsGiB * share,
            "GiB × share of the data"
        )
        let misses = (requests - requests * (1 - request.traffic.cacheableFraction)) * 0.05
        builder.add(
            scope, .storage, "assets", "reads of objects",
            price: "s3.get", quantity: misses / 1000, "5 % of cacheable requests ÷ 1,000"
        )
        builder.add(
            scope, .storage, "assets", "writes of objects",
            price: "s3.put", quantity: requests * 0.001 / 1000, "0.1 % of requests ÷ 1,000"
        )
        builder.add(
            scope, .storage, "files", "shared file system",
            price: "efs.standard", quantity: request.application.fileStorageGiB * share,
            "GiB × share of the data"
        )
        builder.add(
            scope, .storage, "terraform-state", "state buckets",
            price: "s3.standard", quantity: 1, "1 GB with versions"
        )
    }

    func addSecurity(to builder: inout CostBuilder) {
        let factor = sizing.name == .production ? 1.0 : sizing.name == .staging ? 0.5 : 0.2
        let nodes = sizing.nodes.minimum.value + Double(sizing.logging.nodes)
        builder.add(scope, .security, "keys", "keys", price: "kms.key", quantity: 6, "one a purpose")
        builder.add(
            scope, .security, "keys", "key requests",
            price: "kms.requests", quantity: 100 * factor, "10⁶ requests × size"
        )
        builder.add(
            scope, .security, "secrets", "secrets",
            price: "secrets.secret", quantity: 6, "database, cache, log store, three of services"
        )
        builder.add(
            scope, .security, "audit", "data events of the trail",
            price: "cloudtrail.data", quantity: requests * 0.02 / 100_000, "2 % of requests ÷ 10⁵"
        )
        builder.add(
            scope, .security, "audit", "configuration items",
            price: "config.item", quantity: 3000 * factor, "changes recorded"
        )
        builder.add(
            scope, .security, "audit", "configuration rules",
            price: "config.rule", quantity: 6000 * factor, "evaluations"
        )
        builder.add(
            scope, .security, "audit", "threat detection, events",
            price: "guardduty.events", quantity: 2 * factor, "million events"
        )
        builder.add(
            scope, .security, "audit", "threat detection, flow logs",
            price: "guardduty.logs", quantity: 10 * factor + dynamicGB * 0.02, "GB"
        )
        builder.add(
            scope, .security, "audit", "posture checks",
            price: "securityhub.check", quantity: 6000 * factor, "checks"
        )
        builder.add(
            scope, .security, "audit", "vulnerability scans of nodes",
            price: "inspector.instance", quantity: nodes * sizing.runningHours.value / 730,
            "nodes × share of the month"
        )
        builder.add(
            scope, .security, "registry", "vulnerability scans of images",
            price: "inspector.image", quantity: 100 * factor, "images"
        )
    }
}
