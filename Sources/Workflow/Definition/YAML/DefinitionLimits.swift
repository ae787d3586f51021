/// How much of a file is read before it is refused; every limit is named in the refusal.
package struct DefinitionLimits: Sendable, Hashable {
    /// Size of one file.
    package var fileBytes: Int
    /// Values in one file, those that aliases repeat included.
    package var nodes: Int
    /// Levels of nesting.
    package var depth: Int
    /// Files that one file brings in with `uses`, one through the other.
    package var uses: Int
    /// Mistakes that are reported one by one; the rest is counted.
    package var diagnostics: Int

    package init(
        fileBytes: Int = 1 << 20,
        nodes: Int = 250_000,
        depth: Int = 100,
        uses: Int = 8,
        diagnostics: Int = 100
    ) {
        self.fileBytes = fileBytes
        self.nodes = nodes
        self.depth = depth
        self.uses = uses
        self.diagnostics = diagnostics
    }
}
