package import Workflow

/// D2.1: the roles that harden a host and set the application up, the same for every environment.
package struct AnsibleRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.1"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        // In a cluster the monitoring is pods.
        let absent = ["ansible/playbooks/monitoring.yml", "ansible/roles/monitoring/"]
        let isCluster = plan.request.technology.usesCluster
        let paths =
            try ["ansible/ansible.cfg"]
            + (resources.list("ansible/playbooks") + resources.list("ansible/roles"))
            .filter { path in !isCluster || !absent.contains(where: path.hasPrefix) }
        return try paths.map { RenderedFile(path: $0, text: try resources.text($0)) } + [
            RenderedFile(path: ".yamllint", text: try resources.text("ansible/yamllint.yaml"))
        ]
    }
}

/// D2.5: the hosts of each environment, and what is theirs alone.
package struct InventoryRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.5"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        try CloudFormationFacts(plan: plan).environments.map { environment in
            RenderedFile(
                path: "ansible/inventory/\(environment.name.rawValue).yml",
                text: try resources.filled(
                    "ansible/inventory.yml",
                    with: values(plan, environment)
                )
            )
        }
    }

    private func values(
        _ plan: InfrastructurePlan,
        _ environment: CloudFormationFacts.Environment
    ) throws -> [String: String] {
        func list(_ ranges: [CIDR]) -> String {
            ranges.map(\.description).joined(separator: ", ")
        }
        let network = environment.network
        // Who administers comes from the company's own network where that is connected, or else
        // from inside this one.
        let isConnected = environment.name == plan.request.environments.primary
        let admins = isConnected ? plan.request.cloud.hybrid?.onPremCidrs ?? [] : []
        let name = environment.name.rawValue
        let isPostgres = environment.sizing.database.engine == "postgres"
        return [
            "environment": name, "project": plan.project, "region": plan.request.cloud.region,
            "adminRanges": list(admins.isEmpty ? network.subnets(.private).map(\.cidr) : admins),
            "serviceRanges": list(network.subnets(.public).map(\.cidr)),
            "port": try environment.value("applicationPort"),
            "services": plan.request.application.services
                .map { "      - {name: \($0.name), port: \($0.port)}" }.joined(separator: "\n"),
            "databaseClient": isPostgres ? "postgresql-client" : "default-mysql-client",
            // Production last, when the others have run with the patches for a while.
            "rebootTime": environment.name.isProduction ? "05:00" : "03:00",
            "groups": groups(plan, environment),
        ]
    }

    /// Instances of a scaling group set themselves up; the others are reached by name.
    private func groups(
        _ plan: InfrastructurePlan,
        _ environment: CloudFormationFacts.Environment
    ) -> String {
        let domain = "\(environment.name.rawValue).\(plan.request.cloud.domain)"
        let runners = "    runners:\n      hosts:\n        runner.\(domain): {}"
        guard let host = environment.sizing.metrics.host else {
            return runners + "\n    app: {}"
        }
        let ranges = environment.network.subnets(.private).map(\.cidr.description)
            .joined(separator: ", ")
        func letIn(_ ports: [Int]) -> String {
            let list = ports.map(String.init).joined(separator: ", ")
            return "{ranges: [\(ranges)], ports: [\(list)]}"
        }
        let metrics = environment.sizing.metrics
        return runners + """

                app:
                  hosts:
                    localhost: {ansible_connection: local}
                  vars:
                    # Patch Manager restarts a quarter of them at a time.
                    base_automatic_reboot: false
                    firewall_internal:
                      - \(letIn(MonitoringHostSizing.scrapePorts(plan.request)))
                monitoring:
                  hosts:
                    # A name of its own: it is no host of the application, though both are local.
                    monitoring-host: {ansible_connection: local}
                  vars:
                    # \(host.type.name), sized for \(NumberText.plain(metrics.series.value, places: 0)) series
                    firewall_service_ranges: []
                    firewall_internal:
                      - \(letIn(MonitoringHostSizing.tracePorts))
                    monitoring_environment: \(environment.name.rawValue)
                    monitoring_name: \(plan.resourceName(environment.name))
                    monitoring_region: \(plan.request.cloud.region)
                    monitoring_retention_days: \(metrics.retentionDays)
                    monitoring_retention_gb: \(PrometheusValues.retentionGB(metrics))
            """
    }
}
