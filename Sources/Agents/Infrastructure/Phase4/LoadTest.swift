import Workflow

/// The script of the load test, with the numbers of the traffic model.
struct LoadTest {
    let plan: InfrastructurePlan
    let resources: any ResourceLibrary

    static let path = "performance/loadtest.js"

    func file() throws -> RenderedFile {
        let traffic = plan.request.traffic
        let model = plan.sizing.traffic
        let inFlight = max(10, model.inFlight.value.rounded(.up))
        let scale = plan.request.environments.settings(of: .staging)?.scale ?? 1
        let errors = (100 - plan.request.objectives.availabilityPercent) / 100
        let text = try resources.filled(
            Self.path,
            with: [
                "project": plan.project, "domain": plan.request.cloud.domain,
                "peakRps": NumberText.plain(model.peakRps.value),
                "spikeRps": NumberText.plain(model.spikeRps.value),
                "spikeFactor": NumberText.plain(traffic.spikeFactor),
                "rampSeconds": NumberText.plain(traffic.spikeRampSeconds, places: 0),
                "scale": NumberText.plain(scale),
                "inFlight": NumberText.plain(inFlight, places: 0),
                "spikeInFlight": NumberText.plain(inFlight * traffic.spikeFactor, places: 0),
                "p95Ms": NumberText.plain(traffic.p95Ms),
                "errorRate": NumberText.plain(errors, places: 9),
                "targets": targets,
            ]
        )
        return RenderedFile(path: Self.path, text: text)
    }

    /// One call for each verb of each service that only reads; writing verbs have a body that the
    /// service refuses without harm.
    private var targets: String {
        let rows = plan.request.application.services.filter { $0.tier != "worker" }
            .flatMap { service in
                service.methods.map { method in
                    let isReading = ["GET", "HEAD", "OPTIONS"].contains(method)
                    let path = isReading ? service.health : "\(service.health)?dry-run=true"
                    let body = isReading ? "null" : "'{}'"
                    return "  { service: '\(service.name)', method: '\(method)', path: '\(path)', "
                        + "body: \(body) },"
                }
            }
        return "[\n" + rows.joined(separator: "\n") + "\n]"
    }
}
