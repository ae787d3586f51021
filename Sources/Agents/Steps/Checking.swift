import Synchronization
import Workflow

/// Lets a check look at a deliverable's stored bytes.
struct Checking {
    let workshop: Workshop
    let inputs: Value
    let validators: ValidatorPolicy

    func perform(
        _ id: CheckID,
        on produced: DeliverableProduced,
        all: [DeliverableProduced]
    ) async throws -> [Event] {
        guard let check = workshop.catalog.check(id) else {
            return [checked(id, .native, produced, unknown(id))]
        }
        if check.kind == .external, validators == .off {
            let result = switchedOff(id).accounting(for: check.facts)
            return [checked(id, .external, produced, result)]
        }
        let shelf = Shelf(store: workshop.store, produced: all)
        let subject = CheckSubject(
            deliverable: produced.deliverable,
            files: produced.files,
            inputs: inputs,
            allPaths: shelf.paths,
            read: { shelf.read($0) },
            memory: workshop.texts
        )
        let result: CheckResult
        do {
            result = try await check.verdict(on: subject)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            result = CheckResult(
                .unavailable,
                findings: [Finding(.info, code: id.text, "could not be carried out: \(error)")]
            )
        }
        // A verdict that was reached on damaged bytes is none.
        if let fault = shelf.fault { throw fault }
        let judged =
            check.kind == .external ? result.judged(under: validators, check: id) : result
        return [checked(id, check.kind, produced, judged.accounting(for: check.facts))]
    }

    private func switchedOff(_ id: CheckID) -> CheckResult {
        CheckResult(
            .unavailable,
            findings: [
                Finding(
                    .info,
                    code: id.text,
                    "switched off for this run",
                    fix: "resume with --validators preferred"
                )
            ]
        )
    }

    private func unknown(_ id: CheckID) -> CheckResult {
        CheckResult(
            .unavailable,
            findings: [
                Finding(.info, code: id.text, "this program has no check '\(id)'")
            ]
        )
    }

    private func checked(
        _ id: CheckID,
        _ kind: CheckKind,
        _ produced: DeliverableProduced,
        _ result: CheckResult
    ) -> Event {
        .deliverableChecked(
            DeliverableChecked(
                deliverable: produced.deliverable,
                check: id,
                kind: kind,
                manifest: produced.manifest,
                result: result
            )
        )
    }
}

/// The captured files of a run by path, read from the store and verified as they are read.
final class Shelf: Sendable {
    let paths: [String]
    private let files: [String: DeliverableFile]
    private let store: ObjectStore
    private let firstFault = Mutex<IntegrityFault?>(nil)

    init(store: ObjectStore, produced: [DeliverableProduced]) {
        let all = produced.flatMap(\.files)
        self.store = store
        files = Dictionary(all.map { ($0.path, $0) }, uniquingKeysWith: { _, last in last })
        paths = files.keys.sorted()
    }

    /// The first stored object that was found damaged or missing.
    var fault: IntegrityFault? { firstFault.withLock(\.self) }

    func read(_ path: String) -> [UInt8]? {
        guard let file = files[path] else { return nil }
        do {
            return try store.read(file.digest)
        } catch {
            firstFault.withLock { fault in
                fault = fault ?? IntegrityFault(description: "'\(path)': \(error)")
            }
            return nil
        }
    }
}
