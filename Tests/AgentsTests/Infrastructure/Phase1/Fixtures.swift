import Agents
import Testing
import Workflow

enum Fixture {
    static let asOf = CivilDate(daysSince1970: 20_779)  // 2026-11-22

    private static let table = Result {
        try PriceTable(text: ResourceFolder.standard.text(PriceTable.shippedPath))
    }

    /// The shipped prices, read once.
    static func prices() throws -> PriceTable { try table.get() }

    /// The example with members replaced, `["traffic.concurrentUsers": 100]`.
    static func document(_ changes: [String: Value] = [:]) -> Value {
        changes.sorted { $0.key < $1.key }.reduce(ExampleRequirements.value) { document, change in
            document.replacing(change.key.split(separator: ".").map(String.init), by: change.value)
        }
    }

    /// The example's services with a port each, as they need it on one instance.
    static var servicesApart: Value {
        let services = ExampleRequirements.value["application"]?["services"]?.arrayValue ?? []
        return .array(
            services.enumerated().map { $1.replacing(["port"], by: .int(8080 + $0)) }
        )
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
