import Agents
import Foundation
import Workflow

/// An edit of a deliverable at a gate, from the editor to the gate that asks about the new bytes.
struct Editing {
    let session: Session
    let run: RunID
    let gate: GateID
    let voter: Voter

    /// Lets the person edit a file, and runs the phase's checks on what came of it.
    ///
    /// - Parameters:
    ///   - path: a file that the gate asks about
    ///   - digest: what the person saw, or its beginning
    ///   - requests: failed checks that the person lets pass
    /// - Returns: what the gate asks about now; nil when nothing was changed.
    /// - Throws: `Failure` when nothing was changed that should have been, or a check fails now; the
    ///   gate is open then.
    func edit(
        _ path: String,
        digest: String?,
        waiving requests: [WaiverRequest]
    ) async throws -> String? {
        let state = try await session.load(run)
        let (file, _) = try state.editable(path, at: gate, by: voter, digest: digest)
        guard let seen = state.gates[gate]?.opened.subject.digest else { return nil }
        let old = try session.workshop.store.read(file.digest)
        let oldText = try text(old, path, "is no text")
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let new = try Editor(environment: Session.environment).edit(old, name: name)
        if new == old {
            Output.error("'\(path)' was not changed")
            return nil
        }
        let newText = try text(new, path, "would be no text any more; nothing was changed")
        try refuseUnfit(new, path)
        let diff = LineDiff(from: oldText, to: newText).unified(path: path)
        for line in diff { Output.error(Words.printable(line)) }
        let stored = try session.workshop.store.put([
            new, Array((diff.joined(separator: "\n") + "\n").utf8),
        ])
        _ = try await session.scheduler.amend(run) { (state: Run) throws -> [Event] in
            try state.edit(
                path,
                at: gate,
                by: voter,
                digest: seen,
                after: stored[0],
                bytes: new.count,
                diff: stored[1]
            )
        }
        let fold = try await Advancing(session: session).resume(run)
        return try asked(about: path, stored[0], fold.run, requests)
    }

    private func text(_ bytes: [UInt8], _ path: String, _ what: String) throws -> String {
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.usage, "'\(path)' \(what)")
        }
        return text
    }

    private func refuseUnfit(_ bytes: [UInt8], _ path: String) throws {
        guard !bytes.isEmpty else {
            throw Failure(.usage, "'\(path)' would be empty; nothing was changed")
        }
        let limit = session.workshop.limits.deliverableFileBytes
        guard bytes.count <= limit else {
            throw Failure(
                .usage,
                "'\(path)' would have \(bytes.count) bytes, the limit (deliverableFileBytes) is "
                    + "\(limit); nothing was changed"
            )
        }
    }

    /// The digest that the gate asks about now, if what was edited may be approved.
    private func asked(
        about path: String,
        _ digest: Digest,
        _ run: Run,
        _ requests: [WaiverRequest]
    ) throws -> String {
        guard let record = run.gates[gate], record.isOpen else {
            throw Failure(
                .failed,
                "'\(path)' was edited, and the run is \(run.statusWord): gate '\(gate)' is not open",
                hint: "look with 'orchestrate show \(run.id)'"
            )
        }
        let subject = record.opened.subject
        guard subject.files.contains(where: { $0.path == path && $0.digest == digest }) else {
            throw Failure(
                .integrity,
                "'\(path)' is not what was edited: it was changed in the workspace meanwhile",
                hint: "look with 'orchestrate diff \(run.id) \(gate)', then decide again"
            )
        }
        let failed = subject.verdicts.filter { line in
            line.verdict == .failed
                && run.deliverables[line.deliverable]?.waiver(of: line.check) == nil
                && !requests.contains {
                    $0.deliverable == line.deliverable && $0.check == line.check
                }
        }
        guard failed.isEmpty else {
            let names = failed.map { "\($0.deliverable)/\($0.check)" }.joined(separator: ", ")
            throw Failure(
                .failed,
                "'\(path)' was edited, and now fails: \(names); gate '\(gate)' asks about the new "
                    + "bytes, nothing is approved",
                hint:
                    "edit again, request changes, or reject; 'orchestrate show \(run.id)' says why"
            )
        }
        return subject.digest.hex
    }
}
