import Agents
import Workflow

extension ParsedTexts {
    /// Remembers for all tests: most of what is rendered is the same in every shape.
    static let ofAllTests = ParsedTexts()
}

extension CheckSubject {
    /// What a check of `deliverable` sees, to which the files `own` of `texts` belong.
    ///
    /// `digest` gives the digest of a path's text, and `note` is told of every path that is read.
    init(
        _ deliverable: DeliverableID,
        own: [String],
        of texts: [String: String],
        inputs: Value = [:],
        digest: (_ path: String, _ text: String) -> Digest = { Digest(of: $1) },
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.init(
            deliverable: deliverable,
            files: own.map { path in
                let text = texts[path] ?? ""
                return DeliverableFile(
                    path: path,
                    digest: digest(path, text),
                    bytes: text.utf8.count
                )
            },
            inputs: inputs,
            allPaths: texts.keys.sorted(),
            read: { path in
                note(path)
                return texts[path].map { Array($0.utf8) }
            },
            memory: ParsedTexts.ofAllTests
        )
    }
}
