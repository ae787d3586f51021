import Agents
import Foundation
import Workflow

/// The files of all phases for the example, and the same files with a defect planted.
struct RenderedExample: Sendable {
    let files: [String: String]
    let owners: [String: DeliverableID]
    let inputs: Value

    static let shared = Result { try RenderedExample() }

    static func load() throws -> RenderedExample { try shared.get() }

    private init() throws {
        try self.init(requirements: JSONReader.value(of: ExampleRequirements.json))
    }

    init(requirements: Value) throws {
        let plan = try Self.plan(requirements)
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
        let prices = try PriceTable(text: try ResourceFolder.standard.text("prices/aws.json"))
        let reading = InfrastructureRequest.read(requirements, prices: prices)
        guard let request = reading.request, let day = CivilDate("2026-11-22") else {
            throw Refused(mistakes: reading.mistakes)
        }
        return try InfrastructurePlan(request: request, asOf: day, prices: prices)
    }

    /// What a check of `deliverable` sees, with `changed` files instead of the rendered ones.
    func subject(
        _ deliverable: DeliverableID,
        changed: [String: String?] = [:],
        inputs: Value? = nil
    ) -> CheckSubject {
        var files = files
        for (path, text) in changed { files[path] = text }
        let texts = files
        let own = files.keys.filter { (owners[$0] ?? deliverable) == deliverable }.sorted()
        return CheckSubject(
            deliverable: deliverable,
            files: own.map { path in
                let bytes = Array((texts[path] ?? "").utf8)
                return DeliverableFile(path: path, digest: Digest(of: bytes), bytes: bytes.count)
            },
            inputs: inputs ?? self.inputs,
            allPaths: files.keys.sorted(),
            read: { path in texts[path].map { Array($0.utf8) } }
        )
    }

    /// What a receiver gets: the files of the offered deliverables, and nothing else.
    func bundle(_ offered: [DeliverableID]) -> CheckSubject {
        let received = files.filter { path, _ in owners[path].map(offered.contains) ?? false }
        let paths = received.keys.sorted()
        return CheckSubject(
            deliverable: offered.first ?? "",
            files: paths.map { path in
                let bytes = Array((received[path] ?? "").utf8)
                return DeliverableFile(path: path, digest: Digest(of: bytes), bytes: bytes.count)
            },
            inputs: inputs,
            allPaths: paths,
            read: { path in received[path].map { Array($0.utf8) } }
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
        root: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/Agents/Resources")
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
    static func check(_ id: String) throws -> any Check {
        let library = ResourceFolder.standard
        let checks = try PlatformChecks.all(
            parseYAML: { try YAMLDocument.value(of: $0) },
            terraformSchema: try library.text("terraform/aws-schema.json"),
            metrics: try library.text("monitoring/metrics.json")
        )
        guard let check = checks.first(where: { $0.id.text == id }) else { throw Unknown(id: id) }
        return check
    }

    static func criterion(_ id: String) throws -> any Criterion {
        let all = PlatformCriteria.all(
            parseYAML: { try YAMLDocument.value(of: $0) },
            metrics: try ResourceFolder.standard.text("monitoring/metrics.json")
        )
        guard let criterion = all.first(where: { $0.id == id }) else { throw Unknown(id: id) }
        return criterion
    }

    struct Unknown: Error { let id: String }
}
