/// What somebody found who compared an environment with what a run had applied to it.
package struct DriftChecked: Sendable, Hashable {
    package let environment: String
    package let by: String
    /// The tool that compared, with its version.
    package let tool: String
    /// Empty when all is as it was applied.
    package let differences: [Difference]

    package struct Difference: Sendable, Hashable {
        /// The resource's address in the configuration.
        package let address: String
        /// `changed` outside, or what it takes to make it as applied: `create`, `update`,
        /// `replace`, `destroy`.
        package let kind: String
        /// Names of attributes; values may be secret and are not written down.
        package let attributes: [String]

        package init(address: String, kind: String, attributes: [String]) {
            self.address = address
            self.kind = kind
            self.attributes = attributes
        }
    }

    package init(environment: String, by: String, tool: String, differences: [Difference]) {
        self.environment = environment
        self.by = by
        self.tool = tool
        self.differences = differences
    }
}
