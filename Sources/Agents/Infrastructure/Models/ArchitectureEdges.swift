extension ArchitectureBuilder {
    /// Who opens connections to whom; nothing else is allowed through.
    var edges: [Edge] {
        let services = request.application.services
        var result = [
            Edge(from: "dns", to: "cdn", port: 443, protocol: "https", purpose: "name of the site"),
            Edge(
                from: "waf",
                to: "cdn",
                port: 443,
                protocol: "https",
                purpose: "inspects requests"
            ),
            Edge(
                from: "cdn",
                to: "load-balancer",
                port: 443,
                protocol: "https",
                purpose: "dynamic requests"
            ),
            Edge(from: "cdn", to: "assets", port: 443, protocol: "https", purpose: "static files"),
        ]
        for service in entryServices {
            result.append(
                Edge(
                    from: "load-balancer",
                    to: service.name,
                    port: service.port,
                    protocol: "http",
                    purpose: "requests"
                )
            )
        }
        for service in services where service.tier == "web" {
            for target in services where target.tier == "app" {
                result.append(
                    Edge(
                        from: service.name,
                        to: target.name,
                        port: target.port,
                        protocol: "http",
                        purpose: "calls of the web tier"
                    )
                )
            }
        }
        for service in services {
            for target in service.dependsOn {
                result += dependency(service.name, target)
            }
        }
        return result.unique + platformEdges
    }

    /// The web tier, else what is no worker, else all services.
    private var entryServices: [InfrastructureRequest.Service] {
        let services = request.application.services
        let web = services.filter { $0.tier == "web" }
        // A worker takes its work from a queue; nothing calls it while something else can be called.
        let callable = services.filter { $0.tier != "worker" }
        return !web.isEmpty ? web : callable.isEmpty ? services : callable
    }

    private func dependency(_ service: String, _ target: String) -> [Edge] {
        let application = request.application
        if target == application.database.name {
            let port = application.database.engine == "mysql" ? 3306 : 5432
            return [
                Edge(from: service, to: target, port: port, protocol: "tls", purpose: "queries")
            ]
        }
        if target == application.cache.name, application.cache.isUsed {
            return [Edge(from: service, to: target, port: 6379, protocol: "tls", purpose: "reads")]
        }
        guard let other = application.services.first(where: { $0.name == target }) else {
            return []
        }
        return [
            Edge(from: service, to: target, port: other.port, protocol: "http", purpose: "calls")
        ]
    }

    private var platformEdges: [Edge] {
        let application = request.application
        func secure(_ from: String, _ to: String, _ purpose: String) -> Edge {
            Edge(from: from, to: to, port: 443, protocol: "https", purpose: purpose)
        }
        var result = [
            secure("nodes", "endpoints", "the provider's services"),
            secure("nodes", "nat", "updates and partners"),
            secure("nodes", "network", "interfaces in private subnets"),
            secure("endpoints", "registry", "images"), secure("endpoints", "secrets", "secrets"),
            secure("endpoints", "keys", "keys"), secure("nodes", "logs", "log lines"),
            Edge(
                from: "monitoring",
                to: "nodes",
                port: 9100,
                protocol: "https",
                purpose: "metrics"
            ),
            secure(application.database.name, "backups", "exports"),
            secure("audit", "backups", "trail"), secure("registry", "terraform-state", "pipelines"),
        ]
        if request.technology.usesCluster {
            result.append(secure("nodes", "cluster", "Kubernetes API"))
        } else {
            // In a cluster these two never leave it.
            result.append(
                Edge(
                    from: "nodes",
                    to: "monitoring",
                    port: MonitoringHostSizing.tracePorts[0],
                    protocol: "grpc",
                    purpose: "traces"
                )
            )
            result.append(secure("monitoring", "endpoints", "the provider's services"))
        }
        if request.cloud.hybrid != nil { result.append(secure("vpn", "network", "own networks")) }
        if application.fileStorageGiB > 0 {
            result.append(
                Edge(from: "nodes", to: "files", port: 2049, protocol: "tls", purpose: "files")
            )
        }
        if components.contains(where: { $0.id == "recovery-database" }) {
            let port = application.database.engine == "mysql" ? 3306 : 5432
            result.append(
                Edge(
                    from: application.database.name,
                    to: "recovery-database",
                    port: port,
                    protocol: "tls",
                    purpose: "replication"
                )
            )
            result.append(secure("backups", "backup-vault", "copies"))
        }
        if components.contains(where: { $0.id == "recovery-cluster" }) {
            let port = application.database.engine == "mysql" ? 3306 : 5432
            result.append(
                Edge(
                    from: "recovery-cluster",
                    to: "recovery-database",
                    port: port,
                    protocol: "tls",
                    purpose: "queries after failover"
                )
            )
        }
        return result
    }
}
