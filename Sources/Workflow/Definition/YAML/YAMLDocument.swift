/// One YAML document as a value, read with the same limits as a workflow file.
package enum YAMLDocument {
    /// The value of the only document of `text`.
    ///
    /// - Throws: `InvalidDefinition` with every mistake and its place.
    package static func value(
        of text: String,
        file: String = "document.yaml",
        limits: DefinitionLimits = DefinitionLimits()
    ) throws(InvalidDefinition) -> Value {
        let mistakes = Mistakes(limit: limits.diagnostics)
        var resolver = UsesResolver(
            limits: limits,
            resolve: { _, _ in .failure(UsesError("nothing is used here")) },
            mistakes: mistakes
        )
        guard let root = resolver.tree(of: Array(text.utf8), path: file) else {
            throw InvalidDefinition(mistakes.sorted)
        }
        return root.value
    }
}
