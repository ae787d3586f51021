import Workflow

/// Where Prometheus and its like run, and what they need: for the page about it.
struct MonitoringPlace {
    let plan: InfrastructurePlan

    func values() throws -> [String: String] {
        let production = try plan.production
        let metrics = production.metrics
        let memory = PrometheusValues.memoryGiB(metrics.series.value)
        return [
            "place": isCluster ? cluster : hosts(memory * 2),
            "series": NumberText.plain(metrics.series.value, places: 0),
            "memory": String(memory), "volume": String(metrics.volumeGB),
            "retention": String(metrics.retentionDays), "store": production.logging.kind,
            "logs": logs(production.logging), "name": plan.resourceName(plan.primary),
        ]
    }

    private var isCluster: Bool { plan.request.technology.usesCluster }

    private var cluster: String {
        "In the cluster of \(plan.primary.rawValue), namespace `monitoring`, on the nodes of the workloads: their "
            + "number\nholds a share for it. [Bring up a cluster](cluster.md) says how it is installed."
    }

    /// Prometheus takes half of the memory; Alertmanager, Grafana, the exporters and the page cache
    /// have the rest.
    private func hosts(_ memory: Int) -> String {
        """
        Prometheus, Alertmanager, Grafana, the collector of traces and the exporters run together on one
        instance: the files of `monitoring/` reach them on `localhost`. **Neither Terraform nor the
        estimate has this instance**; the estimate has its volume. Before the first alert is needed make it:

        | what | value |
        | --- | --- |
        | memory | at least \(memory) GiB |
        | place | a private subnet, the security group of the application |
        | tags | `Project`, `Environment`, `Component = "monitoring"` |
        | role | `monitoring/exporters/permissions.json`, `ec2:DescribeInstances`, `sns:Publish` to the heartbeat's topic |
        | hardening | `ansible/playbooks/harden.yml` |

        Managed Prometheus and Grafana take its place without a change to rules or dashboards: the
        application's hosts then send by `remote_write`.
        """
    }

    private func logs(_ logging: LoggingSizing) -> String {
        switch (logging.kind, isCluster) {
        case ("cloudwatch", _): "a log group that Terraform makes; nothing of it runs here."
        case (_, true):
            "\(logging.nodes) nodes of \(logging.nodeType.name) of their own, which Terraform makes."
        default:
            "\(logging.nodes) instances of \(logging.nodeType.name), which the estimate has and Terraform "
                + "has not: make them like the one above, with `logging/hosts/`."
        }
    }
}
