/// How what a step did is undone.
package struct UndoDeclaration: Sendable, Hashable {
    package enum When: String, Sendable, Hashable, CaseIterable {
        /// Only of a step that completed.
        case completed
        /// Also of one that failed, or of which nobody knows what it did.
        case attempted
    }

    /// A command for `/bin/sh -e`.
    package let script: String
    package let when: When
    /// Whether undoing it twice is the same as undoing it once.
    package let isIdempotent: Bool
    /// Nil for the step's own.
    package let timeoutMilliseconds: Int64?

    package init(
        script: String,
        when: When = .completed,
        isIdempotent: Bool = false,
        timeoutMilliseconds: Int64? = nil
    ) {
        self.script = script
        self.when = when
        self.isIdempotent = isIdempotent
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}
