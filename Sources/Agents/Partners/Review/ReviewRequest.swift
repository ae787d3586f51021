import Workflow

/// What a review is asked for.
struct ReviewRequest: Sendable {
    enum Operation: String, CaseIterable {
        case securityScan = "security-scan"
        case doneValidation = "dod-validation"
        case fullReview = "full-review"

        var readsFiles: Bool { self != .doneValidation }
        /// Whether an open part of the definition of done is a reason to ask for changes.
        var demandsDone: Bool { self == .doneValidation }
    }

    enum Depth: String, CaseIterable {
        case criticalOnly = "critical-only"
        case standard
        case comprehensive

        /// The mildest severity that is reported.
        var mildest: Finding.Severity {
            switch self {
            case .criticalOnly: .critical
            case .standard: .medium
            case .comprehensive: .info
            }
        }
    }

    static let schema = MessageSchema(
        type: "review",
        summary: "Reviews captured deliverables; fails on critical or high findings.",
        fields: [
            MessageSchema.Field(
                "operation",
                .string,
                required: true,
                allowed: Operation.allCases.map(\.rawValue),
                "security-scan, dod-validation or full-review."
            ),
            MessageSchema.Field(
                "deliverables",
                .array,
                "Ids of the deliverables to review; all that were captured when left out."
            ),
            MessageSchema.Field(
                "scanDepth",
                .string,
                allowed: Depth.allCases.map(\.rawValue),
                "critical-only, standard or comprehensive (the default): what is reported."
            ),
            MessageSchema.Field(
                "failOnHigh",
                .boolean,
                "Whether a high finding is enough to ask for changes; true when left out."
            ),
            MessageSchema.Field("targetBranch", .string, "The branch it goes to; for the log."),
            MessageSchema.Field("baselineCommit", .string, "The commit before; for the log."),
            MessageSchema.Field(
                "externalResults",
                .array,
                "Findings of others: severity, code, message, file, line, fix."
            ),
        ]
    )

    let operation: Operation
    let depth: Depth
    let failsOnHigh: Bool
    let external: [Finding]

    /// - Throws: `AgentError` for a result of others that is no finding.
    init(_ payload: Value) throws {
        operation = Operation(rawValue: payload.string("operation") ?? "") ?? .fullReview
        depth = Depth(rawValue: payload.string("scanDepth") ?? "") ?? .comprehensive
        failsOnHigh = payload["failOnHigh"]?.boolValue ?? true
        external = try payload.list("externalResults").enumerated().map { index, result in
            guard let severity = Finding.Severity(rawValue: result.string("severity") ?? ""),
                let code = result.string("code"), let message = result.string("message")
            else {
                throw AgentError(
                    "'externalResults' \(index + 1) has no severity, code and message"
                )
            }
            return Finding(
                severity,
                code: code,
                message,
                file: result.string("file"),
                line: result["line"]?.intValue,
                fix: result.string("fix")
            )
        }
    }

    /// Whether a finding stands against approval.
    func refuses(_ finding: Finding) -> Bool {
        finding.severity <= (failsOnHigh ? .high : .critical)
    }
}
