/// Binds what a run is given to the inputs that its workflow declares.
///
///     let bound = InputBinder(definition.inputs, defaults: reading.places)
///         .bind(file: inputs, texts: [("version", "v1")])
package struct InputBinder: Sendable {
    private let declarations: [InputDeclaration]
    private let defaults: ValuePlaces

    package init(_ declarations: [InputDeclaration], defaults: ValuePlaces = ValuePlaces()) {
        self.declarations = declarations
        self.defaults = defaults
    }

    /// The values of all inputs, or all mistakes.
    ///
    /// `texts` are what was given as `--input NAME=TEXT`; a text is read as JSON where a number,
    /// boolean, object or array is declared. It beats the file, and a later text an earlier one.
    package func bind(
        file: InputsReading? = nil,
        texts: [(name: String, text: String)] = []
    ) -> BoundInputs {
        var given = file?.values ?? Members()
        var places = defaults
        let origin = file?.places ?? ValuePlaces()
        var mistakes = (file?.diagnostics ?? []).filter { $0.severity == .error }
        let known = Dictionary(declarations.map { ($0.name, $0) }) { first, _ in first }
        for name in given.keys {
            if known[name] == nil {
                mistakes.append(unknown(name, at: file?.keys[name]))
            } else {
                places.replace(input: name, from: origin)
            }
        }
        var unreadable: Set<String> = []
        for (name, text) in texts {
            guard let declaration = known[name] else {
                mistakes.append(unknown(name, at: nil))
                continue
            }
            places.remove(input: name)
            unreadable.remove(name)
            switch declaration.value(of: text) {
            case .success(let value): given[name] = value
            case .failure(let diagnostic):
                unreadable.insert(name)
                mistakes.append(diagnostic)
            }
        }
        var bound = Members()
        for declaration in declarations where !unreadable.contains(declaration.name) {
            switch value(of: declaration, given: given[declaration.name], places) {
            case .success(let value?): bound[declaration.name] = value
            case .success(nil): break
            case .failure(let diagnostic): mistakes.append(diagnostic)
            }
        }
        return BoundInputs(
            value: mistakes.isEmpty ? .object(bound) : nil,
            places: places,
            diagnostics: mistakes
        )
    }

    private func value(
        of declaration: InputDeclaration,
        given: Value?,
        _ places: ValuePlaces
    ) -> Result<Value?, Diagnostic> {
        let name = declaration.name
        guard let given else {
            if let value = declaration.defaultValue { return .success(value) }
            guard declaration.isRequired else { return .success(nil) }
            return .failure(
                Diagnostic(
                    "input \(name.quoted) is required and has no value",
                    at: nil,
                    hint: "give it with --input \(name)=VALUE or --inputs FILE"
                )
            )
        }
        if let objection = declaration.objection(to: given) {
            return .failure(Diagnostic("input \(name.quoted) \(objection)", at: places[[name]]))
        }
        return .success(given)
    }

    private func unknown(_ name: String, at place: Place?) -> Diagnostic {
        Diagnostic(
            "unknown input \(name.quoted)",
            at: place,
            hint: name.guess(among: declarations.map(\.name))
        )
    }
}

/// What was bound, or why nothing was.
package struct BoundInputs: Sendable {
    /// An object with a member for every input that has a value; nil when there are mistakes.
    package let value: Value?
    /// Where each bound value stands, for whoever judges it further.
    package let places: ValuePlaces
    package let diagnostics: [Diagnostic]
}

extension InputDeclaration {
    /// The value that a text of the command line stands for.
    fileprivate func value(of text: String) -> Result<Value, Diagnostic> {
        guard kind != .string, !isSecret else { return .success(.string(text)) }
        do throws(JSONError) {
            return .success(try JSONReader.value(of: text))
        } catch {
            let hint = kind == .object || kind == .array ? "write it as JSON" : nil
            return .failure(
                Diagnostic(
                    "input \(name.quoted) must be of type \(kind.rawValue), "
                        + "found \(text.quoted)",
                    at: nil,
                    hint: hint
                )
            )
        }
    }
}
