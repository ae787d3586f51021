/// One thing that a check found.
package struct Finding: Sendable, Hashable {
    package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
        case critical
        case high
        case medium
        case low
        case info

        /// The worst comes first.
        package static func < (left: Severity, right: Severity) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package let severity: Severity
    /// Names the rule, for example `T12` or `cidr.overlap`.
    package let code: String
    package let message: String
    /// Path in the workspace.
    package let file: String?
    package let line: Int?
    /// What to do about it.
    package let fix: String?

    package init(
        _ severity: Severity,
        code: String,
        _ message: String,
        file: String? = nil,
        line: Int? = nil,
        fix: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.fix = fix
    }
}

/// What a check says of a deliverable.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
    case passed
    case failed
    /// What the check needs is not installed; never reads as passed.
    case unavailable
    /// There was nothing of its kind to look at.
    case notApplicable = "not-applicable"
}
