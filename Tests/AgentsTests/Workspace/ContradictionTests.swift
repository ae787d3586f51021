import Agents
import Foundation
import Testing
import Workflow

/// The known contradictions T01 to T32: each has a fixture that holds it, and a check that names it.
@Suite struct ContradictionTests {
    static let ids = (1...32).map { $0 < 10 ? "T0\($0)" : "T\($0)" }

    struct Fixture: Sendable {
        /// What contradicts what.
        let what: String
        let check: CheckID
        let edits: PlantedEdits

        init(_ id: String) throws {
            let path = "Tests/Contradictions/\(id).yaml"
            let value = try YAMLDocument.value(of: ShippedWorkspace.repository(path))
            what = value["what"]?.stringValue ?? ""
            check = CheckID(value["check"]?.stringValue ?? "")
            edits = PlantedEdits(value)
        }
    }

    @Test(arguments: ids)
    func `a contradiction is found by its id and comes with a fix`(_ id: String) async throws {
        let workspace = try await ShippedWorkspace.load()
        let fixture = try Fixture(id)
        let spoiled = try fixture.edits.applied(to: workspace.files)
        let results = try await workspace.findings(of: fixture.check, in: spoiled)
        let named = results.flatMap(\.findings).filter { $0.code == id }
        #expect(results.contains { $0.verdict == .failed }, "\(fixture.check) finds nothing wrong")
        #expect(
            !named.isEmpty,
            "\(results.flatMap(\.findings).map { "\($0.code): \($0.message)" })"
        )
        #expect(named.allSatisfy { $0.fix?.isEmpty == false }, "a finding without a fix")
        // The code is printed beside the message; it is not said twice.
        #expect(results.flatMap(\.findings).allSatisfy { !$0.message.contains("\(id): ") })
    }

    @Test(arguments: ids)
    func `the example is free of it`(_ id: String) async throws {
        let workspace = try await ShippedWorkspace.load()
        let results = try await workspace.findings(of: Fixture(id).check, in: workspace.files)
        #expect(results.allSatisfy { $0.verdict == .passed }, "\(results)")
        // What remains of T06 and T07 is a note for the gate: published agreements are what they are.
        let failing = results.flatMap(\.findings).filter { $0.code == id && $0.severity <= .medium }
        #expect(failing.isEmpty)
    }
}
