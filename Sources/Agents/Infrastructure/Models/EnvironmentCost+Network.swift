extension EnvironmentCost {
    func addGateways(to builder: inout CostBuilder) {
        let gateways = Double(sizing.natGateways)
        builder.add(
            scope,
            .network,
            "nat",
            "NAT gateways",
            price: "nat.hour",
            quantity: gateways * Self.hours,
            "\(sizing.natGateways) × 730 h, cannot be stopped",
            from: [TrafficModel.hoursPerMonth]
        )
        builder.add(
            scope,
            .network,
            "nat",
            "NAT traffic",
            price: "nat.gb",
            quantity: 50 + dynamicGB * 0.05,
            "50 GB of updates + 5 % of dynamic traffic",
            from: [traffic.egressGBPerMonth, traffic.averageDynamicRps]
        )
    }

    func addLoadBalancer(to builder: inout CostBuilder) {
        builder.add(
            scope,
            .network,
            "load-balancer",
            "load balancer",
            price: "alb.hour",
            quantity: Self.hours,
            "730 h",
            from: [TrafficModel.hoursPerMonth]
        )
        let units = loadBalancerUnits
        builder.add(
            scope,
            .network,
            "load-balancer",
            "load balancer capacity units",
            price: "alb.lcu",
            quantity: units.value * Self.hours,
            units.formula,
            from: [traffic.averageDynamicRps, TrafficModel.hoursPerMonth]
        )
        let addresses = Double(sizing.natGateways) + Double(max(2, sizing.zones))
        builder.add(
            scope,
            .network,
            "network",
            "public IPv4 addresses",
            price: "ipv4.hour",
            quantity: addresses * Self.hours,
            "\(NumberText.plain(addresses)) × 730 h (NAT gateways and load balancer)"
        )
        builder.add(
            scope,
            .network,
            "network",
            "traffic between zones",
            price: "transfer.cross-az",
            quantity: sizing.zones > 1 ? dynamicGB * 2 : 0,
            "dynamic GB × 2 directions"
        )
    }

    func addEndpoints(to builder: inout CostBuilder) {
        builder.add(
            scope,
            .network,
            "endpoints",
            "interface endpoints",
            price: "endpoint.hour",
            quantity: endpointCount * Double(sizing.zones) * Self.hours,
            "\(NumberText.plain(endpointCount)) × \(sizing.zones) zones × 730 h"
        )
        builder.add(
            scope,
            .network,
            "endpoints",
            "endpoint traffic",
            price: "endpoint.gb",
            quantity: endpointCount > 0 ? 100 : 0,
            "images, logs, secrets"
        )
        if request.cloud.hybrid != nil, sizing.name == request.environments.primary {
            builder.add(
                scope,
                .network,
                "vpn",
                "VPN connection",
                price: "vpn.connection",
                quantity: Self.hours,
                "1 of two tunnels × 730 h"
            )
        }
    }

    /// Outside production and staging the NAT gateway carries what endpoints carry there.
    var endpointCount: Double {
        isProductionLike ? Double(Self.interfaceEndpoints.count) : 0
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
}
