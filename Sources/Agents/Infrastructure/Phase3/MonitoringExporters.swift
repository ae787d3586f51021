import Workflow

/// Exporters of what runs outside the hosts: the provider's metrics, and what the provider says
/// only when asked.
struct MonitoringExporters {
    let plan: InfrastructurePlan
    let resources: any ResourceLibrary
    let catalogue: AlertCatalogue

    static let cloudwatchPath = "monitoring/exporters/cloudwatch.yml"
    static let probePath = "monitoring/exporters/platform_probe.py"

    func files() throws -> [RenderedFile] {
        let cloudwatch = try cloudwatch()
        let probe = try resources.text(Self.probePath)
        let files = [
            RenderedFile(path: Self.cloudwatchPath, text: cloudwatch),
            RenderedFile(path: Self.probePath, text: probe),
            RenderedFile(
                path: "monitoring/exporters/probe.env",
                text: environmentFile(plan.primary)
            ),
            RenderedFile(
                path: "monitoring/exporters/permissions.json",
                text: try resources.text("monitoring/exporters/permissions.json")
            ),
        ]
        guard plan.request.technology.usesCluster else { return files }
        let path = "kubernetes/monitoring/exporters.yaml"
        let manifests = try resources.filled(
            path,
            with: [
                "cloudwatchConfig": TracingFiles.indented(cloudwatch),
                "probe": TracingFiles.indented(probe),
                "environment": settings(plan.primary).map { key, value in
                    "  \(key): \(JSONWriter.compact(.string(value)))"
                }.joined(separator: "\n"),
            ]
        )
        return files + [RenderedFile(path: path, text: manifests)]
    }

    func environmentFile(_ environment: EnvironmentName) -> String {
        settings(environment).map { "\($0)=\($1)" }.joined(separator: "\n") + "\n"
    }

    private func settings(_ environment: EnvironmentName) -> [(String, String)] {
        [
            ("PROBE_PROJECT", plan.project),
            ("PROBE_REGION", plan.request.cloud.region),
            ("PROBE_RECOVERY_REGION", plan.recovery.region ?? ""),
            ("PROBE_DATABASE", plan.resourceName(environment)),
            ("PROBE_COMPONENTS", probed.joined(separator: ",")),
        ]
    }

    /// Components that only the probe's look at tagged resources watches.
    private var probed: [String] {
        catalogue.alerts.filter { $0.name == "ProbeFailed" }.map(\.component)
    }

    /// The configuration of yet-another-cloudwatch-exporter, out of the metric catalogue.
    private func cloudwatch() throws -> String {
        let catalogue = try JSONReader.value(of: try resources.text("monitoring/metrics.json"))
        let jobs = (catalogue["exporters"]?.arrayValue ?? [])
            .filter { $0["namespace"] != nil }.map(job)
        return YAMLWriter.text([
            "apiVersion": "v1alpha1", "sts-region": .string(plan.request.cloud.region),
            "discovery": ["jobs": .array(jobs.filter { $0["type"] != "AWS/Billing" })],
            "static": .array(jobs.filter { $0["type"] == "AWS/Billing" }.map(Self.billing)),
        ])
    }

    private func job(_ exporter: Value) -> Value {
        let period = exporter["period"]?.numberValue ?? 60
        let isGlobal = exporter["global"]?.boolValue ?? false
        // CloudFront, Route 53, its firewall and the bill report to one region only.
        let region = isGlobal ? "us-east-1" : plan.request.cloud.region
        let regions = isGlobal ? [region] : [region] + (plan.recovery.region.map { [$0] } ?? [])
        return [
            "type": exporter["namespace"] ?? "", "regions": .strings(regions),
            "period": .number(period), "length": .number(max(300, period * 2)),
            "metrics": .array(
                (exporter["series"]?.arrayValue ?? []).map { series in
                    [
                        "name": series["name"] ?? "",
                        "statistics": .array([series["statistic"] ?? ""]),
                    ]
                }
            ),
        ]
    }

    /// The bill has no resource to be discovered.
    private static func billing(_ job: Value) -> Value {
        [
            "name": "billing", "namespace": "AWS/Billing", "regions": job["regions"] ?? [],
            "dimensions": [["name": "Currency", "value": "USD"]],
            "metrics": .array(
                (job["metrics"]?.arrayValue ?? []).map { metric in
                    [
                        "name": metric["name"] ?? "", "statistics": metric["statistics"] ?? [],
                        "period": job["period"] ?? 21_600, "length": job["length"] ?? 43_200,
                    ]
                }
            ),
        ]
    }
}
