/// A named secret of a workflow file: where its value is, never the value.
package struct SecretDeclaration: Sendable, Hashable {
    package let name: String
    package let source: SecretSource

    package init(name: String, source: SecretSource) {
        self.name = name
        self.source = source
    }
}

/// Where the value of a secret is.
package enum SecretSource: Sendable, Hashable {
    /// A variable of the program's own environment.
    case environment(String)
    /// A plain file.
    case file(String)
    /// A program with its arguments, which no shell reads.
    case command([String], timeoutMilliseconds: Int64)

    /// For people: where it is looked for.
    package var words: String {
        switch self {
        case .environment(let name): "the variable \(name)"
        case .file(let path): "the file \(path)"
        case .command(let words, _): "what '\(words.joined(separator: " "))' writes"
        }
    }

    package static let standardTimeoutMilliseconds: Int64 = 30_000

    /// The source that a secret input is given: `env:NAME` or `file:PATH`; nil for anything else,
    /// such as the secret itself.
    package init?(reference: String) {
        let parts = reference.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "env": self = .environment(String(parts[1]))
        case "file": self = .file(String(parts[1]))
        default: return nil
        }
    }
}

/// Something that is asked for, which deliverables answer.
package struct RequirementDeclaration: Sendable, Hashable {
    package let id: String
    package let title: String
    /// Paths of the inputs that state it; a path stands for everything below it.
    package let from: [String]
    package let shownBy: Shown

    /// What shows whether it is met.
    package enum Shown: String, Sendable, Hashable, CaseIterable {
        /// Checks of the deliverables that answer it.
        case run
        /// Only what runs later: deliverables hold the target and what measures it.
        case operation
    }

    package init(id: String, title: String, from: [String] = [], shownBy: Shown = .run) {
        self.id = id
        self.title = title
        self.from = from
        self.shownBy = shownBy
    }
}
