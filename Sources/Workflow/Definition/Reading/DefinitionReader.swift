/// Reads workflow files: text in, a definition and all mistakes at once out.
///
/// - `read(bytes:path:)`: a person's file, with what it uses
/// - `read(source:)`: the canonical text that a run keeps
/// - `readInputs(bytes:path:)`: a file of inputs, with the place of each value
package struct DefinitionReader: Sendable {
    /// Finds the file that `uses` names.
    ///
    /// The second argument is the path of the file that says so when the name is a path, which is
    /// seen from there, and nil when it is the name of a shipped workflow.
    package typealias Resolve =
        @Sendable (_ name: String, _ relativeTo: String?) -> Result<UsedFile, UsesError>

    package let vocabulary: Vocabulary
    package let limits: DefinitionLimits
    let resolve: Resolve

    package init(
        vocabulary: Vocabulary,
        limits: DefinitionLimits = DefinitionLimits(),
        resolve: @escaping Resolve = { _, _ in .failure(UsesError("nothing can be used here")) }
    ) {
        self.vocabulary = vocabulary
        self.limits = limits
        self.resolve = resolve
    }

    /// Reads a workflow file; `path` is how diagnostics call it.
    package func read(bytes: [UInt8], path: String) -> DefinitionReading {
        let mistakes = Mistakes(limit: limits.diagnostics)
        var resolver = UsesResolver(limits: limits, resolve: resolve, mistakes: mistakes)
        guard let root = resolver.document(of: bytes, path: path) else {
            return DefinitionReading(diagnostics: mistakes.sorted)
        }
        return build(
            root,
            sources: resolver.sources,
            vocabulary: vocabulary,
            mistakes: mistakes
        )
    }

    /// Reads the canonical text of a definition again; its steps have no places.
    ///
    /// What is built in is not looked at: a run that began with an earlier program must stay
    /// readable when an agent or a check has gone since.
    package func read(source: String) -> DefinitionReading {
        let mistakes = Mistakes(limit: limits.diagnostics)
        let place = Place(file: "definition", line: 1, column: 1)
        do throws(JSONError) {
            let root = YAMLNode(try JSONReader.value(of: source), at: place)
            let reading = build(root, sources: [:], vocabulary: nil, mistakes: mistakes)
            return DefinitionReading(
                definition: reading.definition,
                diagnostics: reading.diagnostics
            )
        } catch {
            mistakes.error("the stored definition is \(error)", at: place)
            return DefinitionReading(diagnostics: mistakes.sorted)
        }
    }

    /// Reads a file of inputs, YAML or JSON: one object, a member an input.
    package func readInputs(bytes: [UInt8], path: String) -> InputsReading {
        let mistakes = Mistakes(limit: limits.diagnostics)
        var resolver = UsesResolver(limits: limits, resolve: resolve, mistakes: mistakes)
        let root =
            path.hasSuffix(".json")
            ? json(bytes, path: path, mistakes) : resolver.tree(of: bytes, path: path)
        var places = ValuePlaces()
        var keys: [String: Place] = [:]
        var values: Members?
        if let root {
            values = root.value.objectValue
            for entry in root.mapping ?? [] {
                keys[entry.key] = entry.place
                places.record(entry.value, at: [entry.key])
            }
            if root.mapping == nil {
                mistakes.error("inputs must be an object, found \(root.kindName)", at: root.place)
            }
        }
        return InputsReading(
            values: mistakes.hasErrors ? nil : values,
            places: places,
            keys: keys,
            diagnostics: mistakes.sorted
        )
    }

    /// JSON has escapes that YAML has not; where both read the same, YAML knows the places.
    private func json(_ bytes: [UInt8], path: String, _ mistakes: Mistakes) -> YAMLNode? {
        do throws(JSONError) {
            let value = try JSONReader.value(of: bytes)
            let unheard = Mistakes(limit: limits.diagnostics)
            var resolver = UsesResolver(limits: limits, resolve: resolve, mistakes: unheard)
            if let tree = resolver.tree(of: bytes, path: path), tree.value == value { return tree }
            return YAMLNode(value, at: Place(file: path, line: 1, column: 1))
        } catch {
            mistakes.error(error.description, at: error.place(in: bytes, file: path))
            return nil
        }
    }

    private func build(
        _ root: YAMLNode,
        sources: [String: SourceText],
        vocabulary: Vocabulary?,
        mistakes: Mistakes
    ) -> DefinitionReading {
        ShapeChecker(mistakes: mistakes).check(root, fits: WorkflowFormat.workflow, as: "the file")
        let canonical = CanonicalForm.node(root, of: .object(WorkflowFormat.workflow))
        let builder = DefinitionBuilder(
            root: canonical,
            vocabulary: vocabulary,
            expressions: ExpressionReader(sources: sources, mistakes: mistakes),
            mistakes: mistakes
        )
        let definition = builder.definition()
        var places = ValuePlaces()
        for input in canonical["inputs"]?.mapping ?? [] {
            if let value = input.value["default"] { places.record(value, at: [input.key]) }
        }
        return DefinitionReading(
            definition: mistakes.hasErrors ? nil : definition,
            diagnostics: mistakes.sorted,
            places: places
        )
    }
}

/// What was read of a workflow file.
package struct DefinitionReading: Sendable {
    /// Nil when there is an error among the diagnostics.
    package let definition: Definition?
    /// Errors and warnings in the order of the file.
    package let diagnostics: [Diagnostic]
    /// Where the inputs' defaults stand, those that a `with` filled in included.
    package let places: ValuePlaces

    init(
        definition: Definition? = nil,
        diagnostics: [Diagnostic],
        places: ValuePlaces = ValuePlaces()
    ) {
        self.definition = definition
        self.diagnostics = diagnostics
        self.places = places
    }
}

/// What was read of a file of inputs.
package struct InputsReading: Sendable {
    /// Nil when there is an error among the diagnostics.
    package let values: Members?
    package let places: ValuePlaces
    /// Where the names of the inputs stand.
    let keys: [String: Place]
    package let diagnostics: [Diagnostic]
}

/// A file that another one uses.
package struct UsedFile: Sendable {
    /// How diagnostics call it; the same file always has the same path.
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// Why a file that is to be used cannot be.
package struct UsesError: Error, Sendable, CustomStringConvertible {
    package let description: String
    /// Names that could have been meant, or what else to do.
    package let hint: String?

    package init(_ description: String, hint: String? = nil) {
        self.description = description
        self.hint = hint
    }
}
