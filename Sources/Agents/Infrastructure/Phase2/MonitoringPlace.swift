import Workflow

/// Where Prometheus and its like run, and what they need: for the page about it.
struct MonitoringPlace {
    let plan: InfrastructurePlan

    func values() throws -> [String: String] {
        let production = try plan.production
        let metrics = production.metrics
        let memory = PrometheusValues.memoryGiB(metrics.series.value)
        return [
            "place": metrics.host.map(hosts) ?? cluster,
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

    private func hosts(_ host: MonitoringHostSizing) -> String {
        let primary = plan.resourceName(plan.primary)
        let bucket = "\(primary)-artifacts-\(plan.account(plan.primary))"
        return """
            Prometheus, Alertmanager, Grafana, the collector of traces and the exporters run together on one
            instance of each environment, a \(host.type.name): `terraform/modules/monitoring-host` makes it, the roles
            `ansible/roles/monitoring` and `node_exporter` set it up. It is an autoscaling group of one in the zone of
            its volume. Without that zone nobody scrapes, and the provider's alarms go on; the module's page says
            how it moves.

            ## Give it its configuration

            The host looks every quarter of an hour for another archive and applies it to itself. In this folder:

            ```console
            tar --create --gzip --file /tmp/site.tar.gz ansible monitoring
            aws s3 cp /tmp/site.tar.gz s3://\(bucket)/monitoring/site.tar.gz
            ```

            Before the first archive set two secrets, as [the page about them](secrets.md) shows:
            `\(primary)/platform/alertmanager` and `\(primary)/platform/grafana` (`admin-password`). Alertmanager
            and Grafana do not start without theirs. What an apply said is in the log group `/\(primary)/monitoring`.

            The archives of the programs are pinned by version in `ansible/roles/monitoring/defaults/main.yml` and
            compared with the sums of their releases; they were written down and not downloaded here.

            ## Look at it

            ```console
            aws ssm start-session --target INSTANCE --document-name AWS-StartPortForwardingSession \\
              --parameters portNumber=3000,localPortNumber=3000
            ```

            Grafana then answers at `http://localhost:3000`; 9090 is Prometheus, 16686 Jaeger, which keeps the
            newest traces in memory. Applications send traces to the port 4317 or 4318 of the host whose tag
            `Component` is `monitoring`.

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
