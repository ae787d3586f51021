import Agents
import Foundation
import Testing
import Workflow

/// Every native check of the shipped workflow finds the defects that are planted for it in an
/// otherwise good workspace, and the other checks stay quiet but for those that are named.
///
/// `Tests/Defects/CHECK.yaml` lists the defects of a check: edits as in a contradiction; under
/// `also` the other checks that see the same mistake; under `code` the code, and under `says` a
/// part of the message, of the finding that is wanted.
@Suite struct DefectTests {
    struct Defect: Sendable, CustomTestStringConvertible {
        let check: CheckID
        let number: Int
        let edits: PlantedEdits
        let also: Set<CheckID>
        let code: String?
        let words: String?

        init(_ check: CheckID, _ number: Int, _ value: Value) {
            self.check = check
            self.number = number
            edits = PlantedEdits(value)
            let names = (value["also"]?.arrayValue ?? []).compactMap(\.stringValue)
            also = Set(names.map(CheckID.init))
            code = value["code"]?.stringValue
            words = value["says"]?.stringValue
        }

        var testDescription: String { "\(check) \(number)" }

        func isFound(in finding: Finding) -> Bool {
            (code == nil || finding.code == code) && (words.map(finding.message.contains) ?? true)
        }
    }

    /// The defects of every file in `Tests/Defects`.
    static let all: [Defect] = ShippedWorkspace.names(in: "Tests/Defects", suffix: ".yaml")
        .flatMap { (try? defects(of: CheckID($0))) ?? [] }

    private static func defects(of check: CheckID) throws -> [Defect] {
        let text = try ShippedWorkspace.repository("Tests/Defects/\(check).yaml")
        let list = try YAMLDocument.value(of: text).arrayValue ?? []
        return list.enumerated().map { Defect(check, $0.offset + 1, $0.element) }
    }

    /// Checks over what no rendering makes: plans, records of applies, the analysis of a bill.
    static let elsewhere: [(check: CheckID, file: String, test: String)] = [
        (
            "plan-safety", "Tests/AgentsTests/Terraform/TerraformPlanTests.swift",
            "`a plan that takes data away fails, unless the request allows it`"
        ),
        (
            "applied-state", "Tests/AgentsTests/Terraform/TerraformPlanTests.swift",
            "`what is called applied needs no further change`"
        ),
        (
            "cost-analysis", "Tests/AgentsTests/Infrastructure/Cost/CostAnalysisTests.swift",
            "`a planted defect in an analysis is found`"
        ),
    ]

    @Test func `every native check has a defect that it finds`() async throws {
        let workspace = try await ShippedWorkspace.load()
        for check in workspace.nativeChecks {
            let defects = try? Self.defects(of: check)
            #expect(defects?.isEmpty == false, "no Tests/Defects/\(check).yaml")
        }
        let native = workspace.catalog.checks.filter { $0.kind == .native }.map(\.id)
        let unbound = Set(native).subtracting(workspace.nativeChecks)
        #expect(unbound == Set(Self.elsewhere.map(\.check)))
        for (check, file, test) in Self.elsewhere {
            let text = try ShippedWorkspace.repository(file)
            #expect(text.contains(test), "no test of \(check) in \(file)")
        }
    }

    @Test func `the example passes every native check`() async throws {
        let workspace = try await ShippedWorkspace.load()
        for check in workspace.nativeChecks {
            let results = try await workspace.findings(of: check, in: workspace.files)
            #expect(
                results.allSatisfy { [.passed, .notApplicable].contains($0.verdict) }
                    && results.contains { $0.verdict == .passed },
                "\(check): \(results)"
            )
            let known = results.flatMap(\.findings).filter {
                KnownContradictions.fixes[$0.code] != nil && $0.severity <= .medium
            }
            #expect(known.isEmpty, "\(check): \(known)")
        }
    }

    @Test(arguments: all)
    func `a defect is found by its check and by no other`(_ defect: Defect) async throws {
        let workspace = try await ShippedWorkspace.load()
        let spoiled = try defect.edits.applied(to: workspace.files)
        let failed = try await workspace.failures(in: spoiled)
        #expect(Set(failed.keys) == defect.also.union([defect.check]), "\(failed)")
        let found = failed[defect.check] ?? []
        #expect(found.contains(where: defect.isFound), "\(found)")
        #expect(found.contains { $0.file != nil }, "no finding names a file")
    }
}
