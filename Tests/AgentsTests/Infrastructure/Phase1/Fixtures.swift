import Agents
import Foundation
import Testing
import Workflow

/// Reads the shipped resources from the source tree.
struct FolderLibrary: ResourceLibrary {
    let root: URL

    static let shipped = FolderLibrary(
        root: URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../Sources/Agents/Resources").standardizedFileURL
    )

    func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    func list(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
            .map { folder + "/" + $0 }.sorted()
    }
}

enum Fixture {
    static let asOf = CivilDate(daysSince1970: 20_779)  // 2026-11-22

    static func prices() throws -> PriceTable {
        try PriceTable(text: FolderLibrary.shipped.text(PriceTable.shippedPath))
    }

    /// The example with members replaced, `["traffic.concurrentUsers": 100]`.
    static func document(_ changes: [String: Value] = [:]) -> Value {
        changes.sorted { $0.key < $1.key }.reduce(ExampleRequest.value) { document, change in
            document.replacing(change.key.split(separator: ".").map(String.init), by: change.value)
        }
    }

    static func request(_ changes: [String: Value] = [:]) throws -> InfrastructureRequest {
        let reading = InfrastructureRequest.read(document(changes), prices: try prices())
        return try #require(reading.request, "\(reading.mistakes)")
    }

    static func plan(_ changes: [String: Value] = [:]) throws -> InfrastructurePlan {
        try InfrastructurePlan(request: request(changes), asOf: asOf, prices: prices())
    }
}

extension Value {
    func replacing(_ path: [String], by value: Value) -> Value {
        guard let first = path.first else { return value }
        var members = objectValue ?? [:]
        members[first] = (members[first] ?? [:]).replacing(Array(path.dropFirst()), by: value)
        return .object(members)
    }
}
