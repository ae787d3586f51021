import Workflow

/// One review under way: what was read so far, and what was found.
struct Review: Sendable {
    let request: ReviewRequest
    let bundle: CheckSubject

    private(set) var findings: [Finding]
    private var filesRead = 0
    private var linesRead = 0
    /// Files and checks that the time did not suffice for.
    private var left: [String] = []

    /// A review takes no longer than this, whatever the step allows.
    static let longestMilliseconds: Int64 = 10 * 60_000
    /// An answer holds this many findings at most; the worst come first.
    private static let findingsShown = 100

    init(request: ReviewRequest, bundle: CheckSubject) {
        self.request = request
        self.bundle = bundle
        findings = request.external.map { Self.actionable($0, fallback: "do what its tool says") }
    }

    mutating func add(_ more: [Finding]) { findings += more }

    /// Reads every file, then carries out the checks, until the time is over.
    mutating func read(_ checks: [any Check], in context: AgentContext) async {
        // Some of the step's time is kept for the answer.
        let given = context.timeLimitMilliseconds.map { $0 / 10 * 8 }
        let limit = min(given ?? Self.longestMilliseconds, Self.longestMilliseconds)
        for file in bundle.files {
            guard context.elapsedMilliseconds() < limit else {
                left.append(file.path)
                continue
            }
            findings += SourceReview.findings(in: file.path, of: bundle)
            if request.operation == .securityScan { findings += secrets(in: file.path) }
            filesRead += 1
            linesRead += SourceReview.lines(in: file.path, of: bundle)
        }
        guard bundle.files.contains(where: { $0.path.hasSuffix(".tf") }) else { return }
        for check in checks {
            guard context.elapsedMilliseconds() < limit else {
                left.append(check.id.text)
                continue
            }
            await carryOut(check)
        }
    }

    /// Terraform has a check of its own that looks for them.
    private func secrets(in path: String) -> [Finding] {
        guard !path.hasSuffix(".tf"), let text = bundle.text(path) else { return [] }
        return SecretScan.findings(in: text, file: path)
    }

    private mutating func carryOut(_ check: any Check) async {
        let fallback = "make it hold: \(check.summary)"
        do {
            let result = try await check.verdict(on: bundle)
            findings += result.findings.map { Self.actionable($0, fallback: fallback) }
        } catch {
            findings.append(
                Finding(
                    .high,
                    code: check.id.text,
                    "could not be carried out: \(error)",
                    fix: "deliver what it reads"
                )
            )
        }
    }

    /// A finding without a fix is no help.
    private static func actionable(_ finding: Finding, fallback: String) -> Finding {
        guard finding.fix?.isEmpty != false else { return finding }
        return Finding(
            finding.severity,
            code: finding.code,
            finding.message,
            file: finding.file,
            line: finding.line,
            fix: fallback
        )
    }

    /// A part of a review approves nothing; what was found so far goes with the refusal.
    func refuseWhenUnfinished() throws {
        guard let first = left.first else { return }
        throw AgentError(
            "partial result: \(filesRead) of \(bundle.files.count) files were read before the time "
                + "was over; \(first) and \(left.count - 1) more were not looked at",
            findings: reported + [
                Finding(
                    .high,
                    code: "review.partial",
                    "\(left.count) files or checks were not looked at",
                    file: first,
                    fix: "give the step more time, or review fewer deliverables at once"
                )
            ]
        )
    }

    func refuseWhenWanting() throws {
        let worst = findings.filter(request.refuses)
        guard !worst.isEmpty else { return }
        throw AgentError(
            "changes required: \(worst.count) critical or high findings, grade \(grade)",
            findings: reported
        )
    }

    /// What the depth asks for, the worst first.
    private var reported: [Finding] {
        findings.filter { $0.severity <= request.depth.mildest }
            .enumerated().sorted {
                ($0.element.severity, $0.offset) < ($1.element.severity, $1.offset)
            }
            .map(\.element)
    }

    /// F with a critical finding and D at best with a high one; else A without findings of medium
    /// or low severity, one grade down for each medium one and each five low ones.
    private var grade: String {
        func count(_ severity: Finding.Severity) -> Int {
            findings.count { $0.severity == severity }
        }
        let steps = count(.medium) + count(.low) / 5
        let least = count(.critical) > 0 ? 4 : count(.high) > 0 ? 3 : 0
        let grades = ["A", "B", "C", "D", "F"]
        return grades[min(grades.count - 1, max(least, steps))]
    }

    func approval(_ done: DefinitionOfDone) -> Value {
        let shown = reported.prefix(Self.findingsShown)
        return [
            "verdict": "approved",
            "operation": .string(request.operation.rawValue),
            "score": .string(grade),
            "filesReviewed": .int(filesRead),
            "linesReviewed": .int(linesRead),
            "dod": done.checklist,
            "dodEvidence": done.evidence,
            "findings": .array(shown.map(Self.form)),
            "findingsLeftOut": .int(reported.count - shown.count),
        ]
    }

    private static func form(_ finding: Finding) -> Value {
        let line = finding.line.map { ":\($0)" } ?? ""
        return [
            "severity": .string(finding.severity.rawValue),
            "category": .string(category(of: finding)),
            "code": .string(finding.code),
            "location": .optional(finding.file.map { $0 + line }),
            "description": .string(finding.message),
            "fix": .optional(finding.fix),
        ]
    }

    /// What a finding is about, from the family of its code.
    static func category(of finding: Finding) -> String {
        let security = ["T14", "T22", "T23", "T25", "iam.", "network.", "review.access-key"]
        let families: [(String, [String])] = [
            ("security", security + ["review.private-key", "secret", "CKV"]),
            ("done", ["done."]), ("documentation", ["docs.", "review.final-newline"]),
            ("process", ["review.unfinished", "review.partial"]),
        ]
        return families.first { family in
            family.1.contains { finding.code.hasPrefix($0) }
        }?.0 ?? "code"
    }
}
