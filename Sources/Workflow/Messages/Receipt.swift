/// A partner's answer to a handoff, with a measured value for each criterion.
package struct Receipt: Sendable, Hashable {
    package enum Decision: String, Sendable, Hashable, CaseIterable {
        case accepted
        case rejected
        /// The partner cannot judge without an answer from a person.
        case needsInput = "needs-input"
    }

    package let decision: Decision
    package let criteria: [CriterionResult]
    package let findings: [Finding]

    package init(
        _ decision: Decision,
        criteria: [CriterionResult],
        findings: [Finding] = []
    ) {
        self.decision = decision
        self.criteria = criteria
        self.findings = findings
    }

    /// Accepted when every criterion is met, else rejected with the findings.
    package static func judged(criteria: [CriterionResult], findings: [Finding]) -> Receipt {
        let isMet = criteria.allSatisfy { $0.status != .failed }
        return Receipt(isMet ? .accepted : .rejected, criteria: criteria, findings: findings)
    }
}

/// What a receiver measured for one acceptance criterion, on the bytes that it received.
package struct CriterionResult: Sendable, Hashable {
    package let id: String
    package let status: Verdict
    /// The measured value and where it was found, in one line.
    package let evidence: String

    package init(id: String, status: Verdict, evidence: String) {
        self.id = id
        self.status = status
        self.evidence = evidence
    }
}
