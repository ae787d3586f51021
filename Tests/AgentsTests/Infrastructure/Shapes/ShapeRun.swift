import Agents
import Synchronization
import Workflow

/// All files of a page of requirements, and the verdicts that the shipped workflow asks for.
struct ShapeRun: Sendable {
    let plan: InfrastructurePlan
    let files: [String: String]
    let inputs: Value
    private let rendered: RenderedExample

    /// A deliverable as the shipped workflow declares it.
    struct Owed: Sendable {
        let id: DeliverableID
        let files: [String]
        let optionalFiles: [String]
        let checks: [String]
    }

    /// The files that follow from `requirements`, some of them replaced.
    init(_ requirements: Value, replacing: [String: String] = [:]) throws {
        self.init(try RenderedExample(requirements: requirements), replacing: replacing)
    }

    private init(_ rendered: RenderedExample, replacing: [String: String]) {
        plan = rendered.plan
        inputs = rendered.inputs
        files = rendered.files.merging(replacing) { $1 }
        self.rendered = rendered
    }

    /// The same with some files replaced by others.
    func replacing(_ files: [String: String]) -> ShapeRun {
        ShapeRun(rendered, replacing: files)
    }

    private static let examples = Mutex<[String: ShapeRun]>([:])

    /// What follows from a file of `workflows/examples`; what was rendered once is kept.
    static func example(_ name: String) throws -> ShapeRun {
        if let known = examples.withLock({ $0[name] }) { return known }
        let run = try ShapeRun(requirements(name))
        examples.withLock { $0[name] = run }
        return run
    }

    /// The requirements in a file of `workflows/examples`, whatever workflow it uses.
    static func requirements(_ name: String) throws -> Value {
        let text = try Repository.text("workflows/examples/\(name).yaml")
        return try YAMLDocument.value(of: text)["with"] ?? .null
    }

    static func owed(by workflow: String) throws -> [Owed] {
        let text = try ResourceFolder.standard.text("workflows/\(workflow).yaml")
        let phases = try YAMLDocument.value(of: text)["phases"]?.arrayValue ?? []
        func texts(_ value: Value, _ key: String) -> [String] {
            value[key]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        // What a step makes under a condition is owed in some modes only.
        let conditional = phases.flatMap { $0["steps"]?.arrayValue ?? [] }
            .filter { $0["if"] != nil }.flatMap { texts($0, "produces") }
        let owed = phases.flatMap { $0["deliverables"]?.arrayValue ?? [] }
            .filter { !conditional.contains($0["id"]?.stringValue ?? "") }
        return owed.map { value in
            Owed(
                id: DeliverableID(value["id"]?.stringValue ?? ""),
                files: texts(value, "files"),
                optionalFiles: texts(value, "optionalFiles"),
                checks: texts(value, "checks")
            )
        }
    }

    private func paths(_ patterns: [String]) -> [String] {
        files.keys.filter { path in
            patterns.contains { $0.hasSuffix("/") ? path.hasPrefix($0) : path == $0 }
        }.sorted()
    }

    /// What is owed and not there.
    func missing(_ owed: Owed) -> [String] { owed.files.filter { paths([$0]).isEmpty } }

    /// Findings of the native checks of a deliverable that did not pass, with the check's name.
    func failures(_ owed: Owed, _ checks: [String: any Check]) async throws -> [String] {
        let own = paths(owed.files + owed.optionalFiles)
        let subject = CheckSubject(owed.id, own: own, of: files, inputs: inputs)
        var failures: [String] = []
        for id in owed.checks {
            guard let check = checks[id] else { continue }
            let result = try await check.verdict(on: subject)
            guard ![.passed, .notApplicable].contains(result.verdict) else { continue }
            failures += result.findings.filter { $0.severity <= .medium }.map {
                "\(owed.id) \(id): \($0.code) \($0.file ?? "") \($0.message)"
            }
        }
        return failures
    }

    /// Every deliverable of the lifecycle.
    func failures() async throws -> [String] {
        let checks = try Platform.allChecks()
        var failures: [String] = []
        for owed in try Self.owed(by: "infrastructure-lifecycle") {
            failures += missing(owed).map { "\(owed.id) lacks \($0)" }
            failures += try await self.failures(owed, checks)
        }
        return failures
    }
}
