extension EnvironmentCost {
    func addDelivery(to builder: inout CostBuilder) {
        let gigabytes = traffic.egressGBPerMonth.value * trafficShare
        builder.add(
            scope,
            .edge,
            "cdn",
            "CDN traffic",
            price: "cloudfront.egress",
            quantity: gigabytes,
            "responses, GB of 10⁹ bytes",
            from: [traffic.egressGBPerMonth] + shareFigures
        )
        builder.add(
            scope,
            .edge,
            "cdn",
            "CDN requests",
            price: "cloudfront.https",
            quantity: requests / 10_000,
            "requests ÷ 10,000",
            from: [traffic.requestsPerMonth] + shareFigures
        )
    }

    func addFirewall(to builder: inout CostBuilder) {
        builder.add(scope, .edge, "waf", "web ACL", price: "waf.acl", quantity: 1, "1 on the CDN")
        builder.add(
            scope,
            .edge,
            "waf",
            "web ACL rules",
            price: "waf.rule",
            quantity: Double(Self.firewallRules),
            "rules and managed groups"
        )
        builder.add(
            scope,
            .edge,
            "waf",
            "web ACL requests",
            price: "waf.requests",
            quantity: requests / 1e6,
            "requests ÷ 10⁶",
            from: [traffic.requestsPerMonth] + shareFigures
        )
    }

    func addNames(to builder: inout CostBuilder) {
        builder.add(
            scope,
            .edge,
            "dns",
            "zone",
            price: "route53.zone",
            quantity: 1,
            "the environment's own zone"
        )
        builder.add(
            scope,
            .edge,
            "dns",
            "DNS queries",
            price: "route53.queries",
            quantity: requests / 1e6 / 50,
            "one in 50 requests",
            from: [traffic.requestsPerMonth] + shareFigures
        )
    }

    /// Data here as a share of production's.
    var dataShare: Double {
        sizing.name == .production ? 1 : sizing.name == .staging ? 0.33 : 0.05
    }

    func addObjects(to builder: inout CostBuilder) {
        let share = dataShare
        let assets = request.application.assetsGiB * 1.2 * share
        builder.add(
            scope,
            .storage,
            "assets",
            "assets with earlier versions",
            price: "s3.standard",
            quantity: assets,
            "GiB × 1.2 × share of the data",
            from: [assetsSize]
        )
        builder.add(
            scope,
            .storage,
            "backups",
            "exports and backups",
            price: "s3.standard-ia",
            quantity: request.application.backupsGiB * share,
            "GiB × share of the data",
            from: [backupsSize]
        )
        let misses = (requests - requests * (1 - request.traffic.cacheableFraction)) * 0.05
        builder.add(
            scope,
            .storage,
            "assets",
            "reads of objects",
            price: "s3.get",
            quantity: misses / 1000,
            "5 % of cacheable requests ÷ 1,000",
            from: [traffic.requestsPerMonth] + shareFigures
        )
        builder.add(
            scope,
            .storage,
            "assets",
            "writes of objects",
            price: "s3.put",
            quantity: requests * 0.001 / 1000,
            "0.1 % of requests ÷ 1,000",
            from: [traffic.requestsPerMonth] + shareFigures
        )
    }

    func addFiles(to builder: inout CostBuilder) {
        builder.add(
            scope,
            .storage,
            "files",
            "shared file system",
            price: "efs.standard",
            quantity: request.application.fileStorageGiB * dataShare,
            "GiB × share of the data"
        )
        builder.add(
            scope,
            .storage,
            "backups",
            "access logs, trail and build artifacts",
            price: "s3.standard",
            quantity: requests * 1e-6 * Double(sizing.logging.hotDays) / 30 + 5,
            "1 kB a request × days at hand ÷ 30 + 5 GB",
            from: [traffic.requestsPerMonth] + shareFigures
        )
        builder.add(
            scope,
            .storage,
            "terraform-state",
            "state buckets",
            price: "s3.standard",
            quantity: 1,
            "1 GB with versions"
        )
    }
}
