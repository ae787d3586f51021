package import Workflow

/// An acceptance criterion that the receiver of a handoff executes on the bytes that it received.
package protocol Criterion: Sendable {
    var id: String { get }
    /// One sentence: what must hold.
    var text: String { get }
    func evaluate(_ bundle: CheckSubject) async -> CriterionResult
}

/// A criterion over figures and findings of its own.
package struct MeasuredCriterion: Criterion {
    package let id: String
    package let text: String
    private let measure: @Sendable (CheckSubject) async throws -> Measurement

    init(
        _ id: String,
        _ text: String,
        measure: @escaping @Sendable (CheckSubject) async throws -> Measurement
    ) {
        self.id = id
        self.text = text
        self.measure = measure
    }

    package func evaluate(_ bundle: CheckSubject) async -> CriterionResult {
        do {
            let measurement = try await measure(bundle)
            return CriterionResult(
                id: id,
                status: measurement.isAsked
                    ? measurement.isMet ? .passed : .failed : .notApplicable,
                evidence: measurement.evidence
            )
        } catch let unreadable as UnreadableFile {
            return CriterionResult(
                id: id,
                status: .failed,
                evidence: "\(unreadable.path): \(unreadable.reason)"
            )
        } catch {
            return CriterionResult(id: id, status: .unavailable, evidence: "\(error)")
        }
    }
}

/// What a receiver measured, in one line.
struct Measurement {
    let isMet: Bool
    let evidence: String
    /// False where the requirements leave nothing of the kind to measure.
    let isAsked: Bool

    init(_ isMet: Bool, _ evidence: String) {
        self.isMet = isMet
        self.evidence = evidence
        isAsked = true
    }

    /// There is nothing of its kind in this shape of the system.
    private init(notAsked evidence: String) {
        isMet = false
        self.evidence = evidence
        isAsked = false
    }

    static func notAsked(_ evidence: String) -> Measurement { Measurement(notAsked: evidence) }

    /// Runs checks on the received bytes again: no verdict of the sender is taken over.
    static func rerun(_ checks: [any Check], _ bundle: CheckSubject) async throws -> Measurement {
        var evidence: [String] = []
        var isMet = true
        for check in checks {
            let result = try await check.verdict(on: bundle)
            isMet = isMet && [.passed, .notApplicable].contains(result.verdict)
            let worst = result.findings.filter { $0.severity <= .medium }.first
            evidence.append(
                "\(check.id) \(result.verdict.rawValue)" + (worst.map { " (\($0.message))" } ?? "")
            )
        }
        return Measurement(isMet, evidence.joined(separator: ", "))
    }
}

extension CheckSubject {
    /// The same bytes with every file as the deliverable's own: what a receiver looks at.
    var whole: CheckSubject {
        let known = knownPaths.compactMap { path in
            read(path).map {
                DeliverableFile(path: path, digest: Digest(of: $0), bytes: $0.count)
            }
        }
        return CheckSubject(
            deliverable: deliverable,
            files: known,
            inputs: inputs,
            allPaths: allPaths,
            read: read,
            memory: memory
        )
    }
}
