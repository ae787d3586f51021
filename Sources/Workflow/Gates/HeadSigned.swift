/// Somebody has signed where a run's journal stood: whoever rewrites what was before needs the key.
package struct HeadSigned: Sendable, Hashable {
    /// The last event that the signature covers, and its hash.
    package let sequence: Int
    package let head: Digest
    package let by: String
    package let identity: GateDeclaration.Identity
    package let host: String
    package let signature: VoteSignature

    package init(
        sequence: Int,
        head: Digest,
        by: String,
        identity: GateDeclaration.Identity,
        host: String,
        signature: VoteSignature
    ) {
        self.sequence = sequence
        self.head = head
        self.by = by
        self.identity = identity
        self.host = host
        self.signature = signature
    }

    /// The canonical text that is signed.
    package static func statement(
        run: RunID,
        definition: Digest,
        sequence: Int,
        head: Digest,
        by: String,
        at: Timestamp
    ) -> String {
        JSONWriter.canonical([
            "at": .string(at.wholeSecond),
            "by": .string(by),
            "definition": .digest(definition),
            "head": .digest(head),
            "run": .name(run),
            "schema": .int(DecisionStatement.schema),
            "sequence": .int(sequence),
        ])
    }
}
