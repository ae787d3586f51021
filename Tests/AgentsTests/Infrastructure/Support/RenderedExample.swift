import Agents
import Foundation
import Workflow

/// The files of all phases that follow from requirements, and the same files with a defect planted.
struct RenderedExample: Sendable {
    let plan: InfrastructurePlan
    let files: [String: String]
    let owners: [String: DeliverableID]
    let inputs: Value

    static let shared = Result { try RenderedExample(requirements: ExampleRequirements.value) }

    /// The shipped example, rendered once for all tests.
    static func load() throws -> RenderedExample { try shared.get() }

    init(requirements: Value) throws {
        plan = try Self.plan(requirements)
        let library = ResourceFolder.standard
        var files: [String: String] = [:]
        var owners: [String: DeliverableID] = [:]
        for renderer in Phase1Renderers.all + PlatformRenderers.all {
            for file in try renderer.files(for: plan, resources: library) {
                files[file.path] = file.text
                owners[file.path] = renderer.deliverable
            }
        }
        self.files = files
        self.owners = owners
        inputs = ["requirements": requirements]
    }

    static func plan(_ requirements: Value) throws -> InfrastructurePlan {
        let prices = try Fixture.prices()
        let reading = InfrastructureRequest.read(requirements, prices: prices)
        guard let request = reading.request else { throw Refused(mistakes: reading.mistakes) }
        return try InfrastructurePlan(request: request, asOf: Fixture.asOf, prices: prices)
    }

    /// What a check of `deliverable` sees, with `changed` files instead of the rendered ones.
    func subject(
        _ deliverable: DeliverableID,
        changed: [String: String?] = [:],
        inputs: Value? = nil
    ) -> CheckSubject {
        var texts = files
        for (path, text) in changed { texts[path] = text }
        let own = texts.keys.filter { (owners[$0] ?? deliverable) == deliverable }.sorted()
        return CheckSubject(deliverable, own: own, of: texts, inputs: inputs ?? self.inputs)
    }

    /// What a receiver gets: the files of the offered deliverables, and nothing else.
    func bundle(_ offered: [DeliverableID]) -> CheckSubject {
        let received = files.filter { path, _ in owners[path].map(offered.contains) ?? false }
        return CheckSubject(
            offered.first ?? "",
            own: received.keys.sorted(),
            of: received,
            inputs: inputs
        )
    }

    /// The file with one text in place of another; the test is wrong when it does not occur.
    func replacing(_ path: String, _ old: String, _ new: String) throws -> [String: String?] {
        let text = files[path] ?? ""
        guard text.contains(old) else { throw NothingToReplace(path: path, text: old) }
        return [path: text.replacing(old, with: new)]
    }

    struct Refused: Error { let mistakes: [RequestMistake] }

    struct NothingToReplace: Error {
        let path: String
        let text: String
    }
}

/// Resources from the source tree.
struct ResourceFolder: ResourceLibrary {
    let root: URL

    static let standard = ResourceFolder(
        root: Repository.root.appending(path: "Sources/Agents/Resources")
    )

    func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    func list(_ folder: String) throws -> [String] {
        let start = root.appending(path: folder).resolvingSymlinksInPath().path()
        return try FileManager.default.subpathsOfDirectory(atPath: start)
            .filter { path in
                var isFolder: ObjCBool = false
                let exists = FileManager.default.fileExists(
                    atPath: start + "/" + path,
                    isDirectory: &isFolder
                )
                return exists && !isFolder.boolValue
            }
            .map { folder + "/" + $0 }.sorted()
    }
}

/// All checks and criteria, with the program's YAML reader.
enum Platform {
    /// The native checks of all phases by their names, made once: the provider's schema is large.
    private static let checks = Result { () throws -> [String: any Check] in
        let library = ResourceFolder.standard
        let all =
            try Phase1Checks.all
            + PlatformChecks.all(
                parseYAML: { try YAMLDocument.value(of: $0) },
                terraformSchema: library.text("terraform/aws-schema.json"),
                metrics: library.text("monitoring/metrics.json")
            )
        return Dictionary(all.map { ($0.id.text, $0) }, uniquingKeysWith: { first, _ in first })
    }

    static func allChecks() throws -> [String: any Check] { try checks.get() }

    static func check(_ id: String) throws -> any Check {
        guard let check = try allChecks()[id] else { throw Unknown(id: id) }
        return check
    }

    private static let criteria = Result {
        PlatformCriteria.all(
            parseYAML: { try YAMLDocument.value(of: $0) },
            metrics: try ResourceFolder.standard.text("monitoring/metrics.json")
        )
    }

    static func criterion(_ id: String) throws -> any Criterion {
        guard let criterion = try criteria.get().first(where: { $0.id == id }) else {
            throw Unknown(id: id)
        }
        return criterion
    }

    struct Unknown: Error { let id: String }
}
