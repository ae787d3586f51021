/// How the steps that came before went: what the status functions answer.
package struct StatusValues: Sendable, Hashable {
    package var success: Bool
    package var failure: Bool
    package var cancelled: Bool

    package init(success: Bool = true, failure: Bool = false, cancelled: Bool = false) {
        self.success = success
        self.failure = failure
        self.cancelled = cancelled
    }
}

/// All that an expression can see.
package struct ExpressionContexts: Sendable {
    /// The values by the names of their contexts: `inputs`, `steps` and so on.
    package let roots: Members
    package let status: StatusValues

    package init(_ roots: Members = [:], status: StatusValues = StatusValues()) {
        self.roots = roots
        self.status = status
    }
}
