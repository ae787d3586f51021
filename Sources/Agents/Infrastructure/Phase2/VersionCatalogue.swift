import Workflow

/// `versions.json`: every version that the delivered files name, with where it was read, of which
/// day it is and how sure that is.
struct VersionCatalogue {
    static let path = "versions.json"

    private let text: String
    private let known: Value
    private let resources: any ResourceLibrary

    /// - Throws: an error of JSON.
    init(resources: any ResourceLibrary) throws {
        self.resources = resources
        text = try resources.text(Self.path)
        known = try JSONReader.value(of: text)
    }

    /// What must have the minor version of the cluster.
    struct Companion {
        let version: String
        let released: String
        let confidence: String
    }

    /// The patch of `autoscaler` or `kubectl` for a version of the cluster; of one that was not looked
    /// up the first patch, which is said to be a guess.
    func companion(_ name: String, of cluster: String) -> Companion {
        let row = known.list("kubernetes").first { $0.string("cluster") == cluster }
        guard let row, let version = row.string(name) else {
            return Companion(version: cluster + ".0", released: "", confidence: "low")
        }
        return Companion(
            version: version,
            released: row.string(name + "Released") ?? "",
            confidence: name == "autoscaler" ? "high" : "medium"
        )
    }

    /// The catalogue of a plan: without a cluster there are neither images nor charts.
    func file(_ plan: InfrastructurePlan) throws -> RenderedFile {
        let cluster = plan.technology.kubernetesVersion
        let autoscaler = companion("autoscaler", of: cluster)
        let kubectl = companion("kubectl", of: cluster)
        let filled = try resources.filled(
            Self.path,
            with: [
                "autoscaler": autoscaler.version, "autoscalerReleased": autoscaler.released,
                "confidence": autoscaler.confidence, "kubectl": kubectl.version,
                "kubectlReleased": kubectl.released, "kubectlConfidence": kubectl.confidence,
                "terraform": SupportTable.terraformVersion,
            ]
        )
        let isCluster = plan.request.technology.usesCluster
        let members = (try JSONReader.value(of: filled).objectValue ?? Members()).pairs
            .filter { $0.key != "kubernetes" }
            .map { key, value in
                (key, ["images", "charts"].contains(key) && !isCluster ? .array([]) : value)
            }
        return RenderedFile(path: Self.path, json: .object(Members(members)))
    }

    /// The charts as a table of a page.
    var chartTable: String {
        Markdown.table(
            ["chart", "repository", "version", "brings", "confidence"],
            known.list("charts").map { chart in
                ["chart", "repository", "version", "appVersion", "confidence"].map {
                    chart.string($0) ?? ""
                }
            }
        )
    }
}
