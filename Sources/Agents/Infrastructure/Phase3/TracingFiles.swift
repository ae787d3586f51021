import Workflow

/// Traces: what collects them, how many are kept, and where they are looked at.
struct TracingFiles {
    let plan: InfrastructurePlan
    let resources: any ResourceLibrary

    private static let path = "monitoring/tracing/otel-collector.yaml"

    /// Traces a second that the store is sized for; the rest is left out by chance.
    static let keptTracesPerSecond = 20.0

    /// Percent of ordinary traces that are kept: errors and slow requests are kept always.
    var samplingPercent: Double {
        let load = plan.sizing.traffic.peakDynamicRps.value
        guard load > 0 else { return 100 }
        return min(
            100,
            max(0.1, NumberText.rounded(Self.keptTracesPerSecond / load * 100, places: 1))
        )
    }

    func files() throws -> [RenderedFile] {
        let collector = RenderedFile(path: Self.path, text: try collector(plan.primary))
        guard plan.request.technology.usesCluster else { return [collector] }
        let text = ["collector": Self.indented(collector.text)]
        return [collector, try filled("monitoring/tracing/jaeger.yaml", text)]
    }

    /// The collector's configuration in one environment.
    func collector(_ environment: EnvironmentName) throws -> String {
        let isCluster = plan.request.technology.usesCluster
        return try filled(
            Self.path,
            [
                "samplingPercent": NumberText.plain(samplingPercent),
                "slowMs": NumberText.plain(plan.request.traffic.p95Ms, places: 0),
                "jaeger": isCluster ? "jaeger.monitoring.svc:4317" : "localhost:14317",
                // On a host both listen on the loopback device only.
                "tls": isCluster ? "      ca_file: /tls/ca.crt" : "      insecure: true",
                "environment": environment.rawValue,
            ]
        ).text
    }

    private func filled(_ path: String, _ values: [String: String]) throws -> RenderedFile {
        RenderedFile(path: path, text: try resources.filled(path, with: values))
    }

    /// Text as the content of a literal block, four spaces in.
    static func indented(_ text: String) -> String {
        let body = text.hasSuffix("\n") ? text.dropLast() : text[...]
        return body.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
    }
}
