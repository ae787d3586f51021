import Agents
import Foundation
import Synchronization
import Workflow

/// Every file that the shipped example renders, with the deliverables and checks of the shipped
/// workflow: what a run sees, without a run.
struct ShippedWorkspace: Sendable {
    let files: [String: String]
    let inputs: Value
    let deliverables: [DeliverableDeclaration]
    let catalog: Catalog

    private var digests: [String: Digest] = [:]
    private var readers: [CheckID: Set<String>] = [:]

    private static let shared = Task {
        var workspace = try ShippedWorkspace(example: "workflows/new-saas-env.yaml")
        workspace.readers = try await workspace.reading()
        return workspace
    }

    static func load() async throws -> ShippedWorkspace { try await shared.value }

    /// Renders the requirements under `with` in a file of the repository.
    init(example: String) throws {
        catalog = try Catalog.standard(resources: ResourceFolder.standard)
        let file = try Self.repository(example)
        let requirements = try YAMLDocument.value(of: file)["with"] ?? .null
        let rendered =
            requirements == ExampleRequirements.value
            ? try RenderedExample.load() : try RenderedExample(requirements: requirements)
        files = rendered.files
        digests = files.mapValues { Digest(of: Array($0.utf8)) }
        inputs = rendered.inputs
        let definition = try Self.definition(
            catalog,
            path: "workflows/infrastructure-lifecycle.yaml"
        )
        let conditional = definition.steps.filter { $0.condition != nil }.flatMap(\.produces)
        deliverables = definition.phases.flatMap(\.deliverables)
            .filter { !conditional.contains($0.id) }
        nativeChecks = Set(deliverables.flatMap(\.checks))
            .filter { [catalog] in catalog.check($0)?.kind == .native }.sorted()
    }

    /// A workflow file of the repository.
    static func definition(_ catalog: Catalog, path: String) throws -> Definition {
        let reading = DefinitionReader(vocabulary: catalog.vocabulary)
            .read(bytes: Array(try repository(path).utf8), path: path)
        guard let definition = reading.definition else {
            throw Unreadable(diagnostics: reading.diagnostics.map { "\($0)" })
        }
        return definition
    }

    static func location(of path: String) -> URL { Repository.root.appending(path: path) }

    /// The text of a file of the repository.
    static func repository(_ path: String) throws -> String {
        try Repository.text(path)
    }

    /// The names of a folder's files that end in `suffix`, without it, sorted.
    static func names(in folder: String, suffix: String) -> [String] {
        let path = Repository.root.appending(path: folder).path()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
            .sorted()
    }

    /// What a check says of every deliverable that the shipped workflow binds it to.
    func findings(of check: CheckID, in files: [String: String]) async throws -> [CheckResult] {
        var subjects: [DeliverableID: CheckSubject] = [:]
        return try await findings(of: check, in: files, &subjects)
    }

    /// The same; what a check sees of a deliverable is made once and kept in `subjects`.
    private func findings(
        of check: CheckID,
        in files: [String: String],
        _ subjects: inout [DeliverableID: CheckSubject]
    ) async throws -> [CheckResult] {
        guard let found = catalog.check(check) else { throw Unbound(check: check) }
        var results: [CheckResult] = []
        for declaration in deliverables where declaration.checks.contains(check) {
            let seen = subjects[declaration.id] ?? subject(declaration, files)
            subjects[declaration.id] = seen
            results.append(try await found.verdict(on: seen))
        }
        guard !results.isEmpty else { throw Unbound(check: check) }
        return results
    }

    /// The native checks that the shipped workflow binds, sorted.
    let nativeChecks: [CheckID]

    /// The findings of every native check that fails.
    ///
    /// A check that did not read any of the changed files of the good workspace sees the same as
    /// before, so it is not asked again; an added or removed file is news to all.
    func failures(in files: [String: String]) async throws -> [CheckID: [Finding]] {
        let isSameSet = files.count == self.files.count
        let changed = Set(files.keys.filter { files[$0] != self.files[$0] })
        var failed: [CheckID: [Finding]] = [:]
        var subjects: [DeliverableID: CheckSubject] = [:]
        for check in nativeChecks {
            let reads = readers[check] ?? []
            guard !isSameSet || changed.isEmpty || !reads.isDisjoint(with: changed) else {
                continue
            }
            let results = try await findings(of: check, in: files, &subjects)
            for result in results where result.verdict == .failed {
                failed[check, default: []] += result.findings
            }
        }
        return failed
    }

    /// The files that each native check reads in the good workspace.
    private func reading() async throws -> [CheckID: Set<String>] {
        var reads: [CheckID: Set<String>] = [:]
        for check in nativeChecks {
            guard let found = catalog.check(check) else { continue }
            for declaration in deliverables where declaration.checks.contains(check) {
                let seen = Mutex<Set<String>>([])
                let subject = subject(declaration, files) { path in
                    seen.withLock { _ = $0.insert(path) }
                }
                _ = try await found.verdict(on: subject)
                reads[check, default: []].formUnion(seen.withLock(\.self))
            }
        }
        return reads
    }

    func subject(
        _ declaration: DeliverableDeclaration,
        _ files: [String: String],
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) -> CheckSubject {
        let own = files.keys.sorted().filter { path in
            (declaration.files + declaration.optionalFiles).contains {
                $0.hasSuffix("/") ? path.hasPrefix($0) : path == $0
            }
        }
        return CheckSubject(
            declaration.id,
            own: own,
            of: files,
            inputs: inputs,
            digest: { path, text in
                let known = text == self.files[path] ? digests[path] : nil
                return known ?? Digest(of: text)
            },
            note: note
        )
    }

    struct Unreadable: Error { let diagnostics: [String] }
    /// The shipped workflow gives the check no deliverable to look at.
    struct Unbound: Error { let check: CheckID }
}
