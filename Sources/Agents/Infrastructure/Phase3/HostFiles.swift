import Workflow

/// What the monitoring hosts of the other environments have of their own: the files beside are those
/// of the environment that carries the customers.
struct HostFiles {
    let plan: InfrastructurePlan
    let resources: any ResourceLibrary
    let catalogue: AlertCatalogue

    static let folder = "monitoring/environments/"

    func files() throws -> [RenderedFile] {
        let others = plan.request.environments.order.filter { $0 != plan.primary }
        guard !plan.request.technology.usesCluster else { return [] }
        return try others.flatMap(files)
    }

    private func files(_ environment: EnvironmentName) throws -> [RenderedFile] {
        let folder = Self.folder + environment.rawValue + "/"
        let probe = MonitoringExporters(plan: plan, resources: resources, catalogue: catalogue)
        let tracing = TracingFiles(plan: plan, resources: resources)
        return [
            RenderedFile(
                path: folder + "prometheus.yml",
                text: YAMLWriter.text(PrometheusConfig(plan: plan, environment: environment).value)
            ),
            RenderedFile(
                path: folder + "alertmanager.yml",
                text: YAMLWriter.text(
                    AlertmanagerConfig(plan: plan, environment: environment).value
                )
            ),
            RenderedFile(
                path: folder + "probe.env",
                text: probe.environmentFile(environment)
            ),
            RenderedFile(
                path: folder + "otel-collector.yaml",
                text: try tracing.collector(environment)
            ),
        ]
    }
}
