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

            The host looks about every quarter of an hour for another archive and applies it to itself. In this folder:

            ```console
            tar --create --gzip --file /tmp/site.tar.gz ansible monitoring
            aws s3 cp /tmp/site.tar.gz s3://\(bucket)/monitoring/site.tar.gz
            ```

            Before the first archive set two secrets, as [the page about them](secrets.md) shows:
            `\(primary)/platform/alertmanager` and `\(primary)/platform/grafana` (`admin-password`). Alertmanager
            and Grafana do not start without theirs. What an apply said is in the log group `/\(primary)/monitoring`.

            The archives of the programs are pinned by version in `ansible/roles/monitoring/defaults/main.yml` and
            compared with the sums of their releases; they were written down and not downloaded here.

            \(applicationHosts(bucket))

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

    /// How the hosts of the application get theirs: the same way, with the release in the archive.
    private func applicationHosts(_ bucket: String) -> String {
        let programs = plan.request.application.services.map { "`bin/\($0.name)`" }
            .joined(separator: ", ")
        let key = "hosts/site.tar.gz"
        return """
            ## Give the application's hosts theirs

            A host of the application applies `ansible/playbooks/site.yml` to itself before it serves, and later
            looks about every quarter of an hour for another archive. `ansible/roles/app` expects the application in
            it: `release.tar.gz` beside `ansible/`, with \(programs). The build leaves its own below `builds/` of
            the same bucket, and may write nothing else there. In this folder, with the build's name for `BUILD`:

            ```console
            aws s3 cp s3://\(bucket)/builds/BUILD/release.tar.gz release.tar.gz
            tar --create --gzip --file /tmp/site.tar.gz ansible release.tar.gz
            aws s3 cp /tmp/site.tar.gz s3://\(bucket)/\(key)
            ```

            An environment has its own bucket: upload to the one before production first, and look at its hosts. On
            the first day upload as soon as the bucket is there: a host that finds no archive does not serve, and the
            group replaces it every \(ScalingGroup.graceSeconds / 60) minutes. Hosts that run take an archive within
            twenty minutes, each at a moment of its own; an instance refresh of the group takes it by new hosts, a
            tenth at a time, and stops when they do not serve. To go back, make an earlier version the newest:

            ```console
            aws s3api list-object-versions --bucket \(bucket) --prefix \(key)
            aws s3api copy-object --bucket \(bucket) --key \(key) \\
              --copy-source '\(bucket)/\(key)?versionId=VERSION'
            ```

            Versions are kept for thirty days. `monitoring/site.tar.gz` goes back the same way. What boots and
            applies said is in the log group `/\(plan.resourceName(plan.primary))/hosts`.
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
