import Agents
import Foundation
import Testing
import Workflow

/// Every native check of the shipped workflow finds the defects that are planted for it in an
/// otherwise good workspace, and the other checks stay quiet but for those that are named.
///
/// `Tests/Defects/CHECK.yaml` lists the defects of a check: edits as in a contradiction, and under
/// `also` the other checks that see the same mistake.
@Suite struct DefectTests {
    struct Defect: Sendable, CustomTestStringConvertible {
        let check: CheckID
        let number: Int
        let edits: PlantedEdits
        let also: Set<CheckID>

        var testDescription: String { "\(check) \(number)" }
    }

    /// The defects of every file in `Tests/Defects`.
    static let all: [Defect] = ShippedWorkspace.names(in: "Tests/Defects", suffix: ".yaml")
        .flatMap { (try? defects(of: CheckID($0))) ?? [] }

    private static func defects(of check: CheckID) throws -> [Defect] {
        let text = try ShippedWorkspace.repository("Tests/Defects/\(check).yaml")
        let list = try YAMLDocument.value(of: text).arrayValue ?? []
        return list.enumerated().map { index, value in
            Defect(
                check: check,
                number: index + 1,
                edits: PlantedEdits(value),
                also: Set(
                    (value["also"]?.arrayValue ?? []).compactMap { $0.stringValue }.map(
                        CheckID.init
                    )
                )
            )
        }
    }

    @Test func `every native check has a defect that it finds`() async throws {
        let workspace = try await ShippedWorkspace.load()
        for check in workspace.nativeChecks {
            let defects = try? Self.defects(of: check)
            #expect(defects?.isEmpty == false, "no Tests/Defects/\(check).yaml")
        }
    }

    @Test func `the example passes every native check`() async throws {
        let workspace = try await ShippedWorkspace.load()
        let failed = try await workspace.failures(in: workspace.files)
        #expect(failed.isEmpty, "\(failed)")
    }

    @Test(arguments: all)
    func `a defect is found by its check and by no other`(_ defect: Defect) async throws {
        let workspace = try await ShippedWorkspace.load()
        let spoiled = try defect.edits.applied(to: workspace.files)
        let failed = try await workspace.failures(in: spoiled)
        #expect(Set(failed.keys) == defect.also.union([defect.check]), "\(failed)")
    }
}
