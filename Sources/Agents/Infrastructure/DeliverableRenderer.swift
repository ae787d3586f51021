package import Workflow

/// Writes the files of one deliverable from a plan, and from nothing else: equal plans give equal
/// bytes.
package protocol DeliverableRenderer: Sendable {
    var deliverable: DeliverableID { get }
    func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile]
}

/// One file of a deliverable.
package struct RenderedFile: Sendable, Hashable {
    /// Path in the workspace, with `/` between components.
    package let path: String
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// A JSON file: indented, with a newline at its end.
    package init(path: String, json: Value) {
        self.init(path: path, text: JSONWriter.pretty(json) + "\n")
    }
}
