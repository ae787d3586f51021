import Agents
import Workflow

/// What a bundle of one run holds: all of it follows from the run's history and its definition, so
/// that whoever reads one can make it anew and compare.
struct BundleContents {
    /// The files that are written out here, by name.
    let texts: [String: [UInt8]]
    /// Every stored object that the history names, with its name there.
    let objects: [(digest: Digest, name: String)]
    /// The files of deliverables as they were captured last, by path.
    let deliverables: [DeliverableFile]
    /// Paths that are too long for an archive; their bytes are among the objects.
    let notLaidOut: [String]
    let head: Head
    let run: RunID

    /// The contents for a history that was proved.
    init(
        history: [SealedEvent],
        audit: HistoryAudit,
        revoked: [[UInt8]]
    ) throws {
        guard let folded = audit.folded, let last = history.last else {
            throw TarError("has an empty journal")
        }
        run = folded.id
        head = last.head
        objects = audit.objects
        let captured = folded.deliverableOrder.compactMap { folded.deliverables[$0]?.produced }
        let files = captured.flatMap(\.files).latest
        let canHold = { (file: DeliverableFile) in
            TarFormat.canHold(BundleNames.deliverable(file.path))
        }
        deliverables = files.filter(canHold).sorted { $0.path < $1.path }
        notLaidOut = files.filter { !canHold($0) }.map(\.path).sorted()
        let records = try history.map { sealed in try EventCoding.open(sealed) }
        let approvals = ApprovalHistory(records)
        var texts: [String: [UInt8]] = [:]
        texts[BundleNames.journal] = JournalLines.bytes(history)
        texts[BundleNames.definition] = Array(folded.definition.source.utf8)
        texts[BundleNames.approvals] = Self.bytes(
            JSONWriter.pretty(ApprovalsJSON.value(approvals, run: run))
        )
        if let signers = folded.definition.signers {
            texts[BundleNames.signers] = Array(signers.text.utf8)
        }
        for (index, keys) in revoked.enumerated() { texts[BundleNames.revoked(index)] = keys }
        for claim in folded.proofs.claims {
            let signature = claim.signature
            texts[BundleNames.signature(claim.sequence, "txt")] = Array(signature.text.utf8)
            texts[BundleNames.signature(claim.sequence, "sig")] = Array(signature.armored.utf8)
        }
        texts[BundleNames.report] = Array(
            ReportPage(run: folded, head: last.head, records: records, approvals: approvals).html
                .utf8
        )
        self.texts = texts
    }

    /// The names of all files but the manifest, in the order of the archive, with what they hold.
    func entries(
        objectBytes: (Digest) throws -> Int
    ) throws -> [(name: String, digest: Digest, bytes: Int)] {
        let written = texts.keys.sorted().map { name in
            (name, Digest(of: texts[name] ?? []), texts[name]?.count ?? 0)
        }
        let laidOut = deliverables.map { file in
            (BundleNames.deliverable(file.path), file.digest, file.bytes)
        }
        let stored = try objects.map(\.digest).sorted().map { digest in
            (BundleNames.object(digest), digest, try objectBytes(digest))
        }
        return written + laidOut + stored
    }

    /// The manifest over these entries.
    func manifest(_ entries: [(name: String, digest: Digest, bytes: Int)]) -> [UInt8] {
        Self.bytes(
            JSONWriter.pretty([
                "schema": 1,
                "run": .string(run.text),
                "head": .string(head.hash.hex),
                "sequence": .int(head.sequence),
                "notLaidOut": .strings(notLaidOut),
                "entries": .array(
                    entries.map { entry in
                        [
                            "name": .string(entry.name), "sha256": .string(entry.digest.hex),
                            "bytes": .int(entry.bytes),
                        ]
                    }
                ),
            ])
        )
    }

    private static func bytes(_ text: String) -> [UInt8] { Array((text + "\n").utf8) }
}

/// A journal as JSON Lines: `{"event":TEXT,"hash":"…"}`, where TEXT is the stored text itself.
enum JournalLines {
    private static let opening = "{\"event\":"
    private static let middle = ",\"hash\":\""
    private static let closing = "\"}"

    static func bytes(_ history: [SealedEvent]) -> [UInt8] {
        var bytes: [UInt8] = []
        for event in history {
            bytes += Array((opening + event.text + middle + event.hash.hex + closing + "\n").utf8)
        }
        return bytes
    }

    /// The rows that the lines hold, each said to follow the one before.
    ///
    /// - Throws: `TarError` for a line that is none; whether the hashes hold is not looked at.
    static func rows(_ bytes: [UInt8]) throws(TarError) -> [StoredEvent] {
        guard let text = String(validating: bytes, as: UTF8.self), text.hasSuffix("\n") else {
            throw TarError("has a journal that is no text")
        }
        var rows: [StoredEvent] = []
        var previous = Digest.zero.hex
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            let (event, hash) = try parts(line, number: rows.count + 1)
            guard let value = try? JSONReader.value(of: event),
                let sequence = value["sequence"]?.intValue, let type = value["type"]?.stringValue,
                let time = value["time"]?.stringValue.flatMap({ Timestamp($0) })
            else { throw TarError("has a journal of which line \(rows.count + 1) is no event") }
            rows.append(
                StoredEvent(
                    sequence: sequence,
                    milliseconds: time.milliseconds,
                    type: type,
                    text: event,
                    previousHash: previous,
                    hash: hash
                )
            )
            previous = hash
        }
        return rows
    }

    private static func parts(
        _ line: Substring,
        number: Int
    ) throws(TarError) -> (event: String, hash: String) {
        let end = line.suffix(64 + closing.count)
        let hash = end.dropLast(closing.count)
        let rest = line.dropLast(end.count)
        guard line.hasPrefix(opening), end.hasSuffix(closing), rest.hasSuffix(middle) else {
            throw TarError("has a journal of which line \(number) is no event")
        }
        return (String(rest.dropFirst(opening.count).dropLast(middle.count)), String(hash))
    }
}
