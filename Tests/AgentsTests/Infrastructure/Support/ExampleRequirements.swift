import Agents
import Workflow

/// The requirements of `workflows/new-saas-env.yaml`.
enum ExampleRequirements {
    /// Nothing at all when the file cannot be read, which no test survives.
    static let value =
        (try? YAMLDocument.value(of: Repository.text("workflows/new-saas-env.yaml")))?["with"]
        ?? .null

    /// The same as text, in which tests replace what they want changed.
    static let json = JSONWriter.pretty(value)
}
