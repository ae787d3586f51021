import Agents
import Workflow

/// What proving one run gave.
struct RunProof {
    let run: RunID
    let events: Int
    let head: Digest
    var objects = 0
    /// Signatures of decisions and heads that hold.
    var signatures = 0
    /// What could not be proved and is no break, in words.
    var notes: [String] = []
    /// The first thing that does not hold, in words; nil when everything does.
    var firstBreak: String?
    /// Whether the head that was kept is in this run; nil when none was given.
    let hasKept: Bool?

    init(_ chain: Verification, firstBreak: String? = nil, hasKept: Bool? = nil) {
        run = chain.run
        events = chain.events
        head = chain.head.hash
        self.firstBreak = firstBreak
        self.hasKept = hasKept
    }

    /// A run of which nothing is there.
    init(missing run: RunID, firstBreak: String) {
        self.run = run
        events = 0
        head = .zero
        self.firstBreak = firstBreak
        hasKept = nil
    }

    var holds: Bool { firstBreak == nil }
}

/// The proofs of several runs, and of a head that somebody kept.
struct ProofReport {
    let proofs: [RunProof]
    let kept: String?

    var holds: Bool { proofs.allSatisfy(\.holds) && isKeptThere }

    /// A run of which the chain is broken has no say in where the kept head is.
    private var isKeptThere: Bool {
        kept == nil || proofs.contains { $0.hasKept == true }
    }

    private var keptBreak: String? {
        guard let kept, !isKeptThere else { return nil }
        let names = proofs.count == 1 ? "run '\(proofs[0].run)'" : "any of \(proofs.count) runs"
        return "the head that was kept, \(kept), is not in \(names): "
            + "events were cut off or rewritten"
    }

    func lines(_ ink: Ink) -> [String] {
        var lines = proofs.flatMap { proof in
            let first =
                proof.firstBreak.map { ink(.red, "broken ") + Words.printable($0) }
                ?? ink(.green, "holds  ")
                + "run '\(proof.run)': \(Count.of(proof.events, "event")), "
                + "\(Count.of(proof.objects, "object")), "
                + (proof.signatures == 0 ? "" : Count.of(proof.signatures, "signature") + ", ")
                + "head \(proof.head)"
            return [first] + proof.notes.map { ink(.yellow, "note   ") + Words.printable($0) }
        }
        if let keptBreak { lines.append(ink(.red, "broken ") + Words.printable(keptBreak)) }
        return lines.isEmpty ? ["there is no run to verify"] : lines
    }

    var json: Value {
        [
            "schema": 1,
            "ok": .bool(holds),
            "runs": .array(
                proofs.map { proof in
                    [
                        "run": .string(proof.run.text), "ok": .bool(proof.holds),
                        "events": .int(proof.events), "objects": .int(proof.objects),
                        "head": .string(proof.head.hex),
                        "signatures": .int(proof.signatures), "notes": .strings(proof.notes),
                        "break": .optional(proof.firstBreak),
                    ]
                }
            ),
            "break": .optional(proofs.compactMap(\.firstBreak).first ?? keptBreak),
        ]
    }
}
