/// A page in place of the manifests of a cluster, where the services run on hosts: it says where
/// the same thing is set for them.
enum HostNote {
    static func file(_ folder: String, _ place: String) -> RenderedFile {
        RenderedFile(
            path: "kubernetes/\(folder)/README.md",
            text: Markdown.page(
                "No cluster",
                ["The services run in an Auto Scaling group. What would stand here is in \(place)."]
            )
        )
    }
}
