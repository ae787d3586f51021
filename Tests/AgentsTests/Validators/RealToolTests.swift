import Foundation
import Testing
import Workflow

@testable import Agents

/// Whether tools that are missing are a fault of the machine that tests.
enum Machine {
    static var requiresValidators: Bool {
        let environment = ProcessInfo.processInfo.environment
        return environment["ORCHESTRATE_REQUIRE_VALIDATORS"] == "1" || environment["CI"] == "true"
    }

    static let toolbox = Toolbox.standard()

    static func validator(_ id: String) throws -> ExternalValidator {
        let schema = #"{"type": "object", "properties": {"a": {"type": "integer"}}}"#
        let all = StandardValidators.all(schemas: ["things.json": schema])
        guard let found = all.first(where: { $0.id.text == id }) else { throw NoSuch(id: id) }
        return found
    }

    static func isHere(_ id: String) -> Bool {
        (try? validator(id)).map { toolbox.path(of: $0.tool) != nil } ?? false
    }

    struct NoSuch: Error { let id: String }
}

@Suite("Validators, called for real")
struct RealToolTests {
    private static let here = Specimen.all.filter { Machine.isHere($0.validator) }
    private static let missing = Specimen.all.filter { !Machine.isHere($0.validator) }

    private static func subject(_ files: [String: String]) -> CheckSubject {
        CheckSubject("D", own: files.keys.sorted(), of: files)
    }

    @Test func `a pod is held to have a network policy as soon as one was captured`() throws {
        let validator = try Machine.validator("checkov-kubernetes")
        let pod = ["kubernetes/a.yaml": "apiVersion: v1\nkind: Pod\n"]
        let policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
        func arguments(_ files: [String: String]) throws -> [String] {
            try validator.commands(Self.subject(files), ["kubernetes/a.yaml"])
                .flatMap(\.arguments)
        }
        #expect(try arguments(pod).suffix(2) == ["--skip-check", "CKV2_K8S_6"])
        let both = pod.merging(["kubernetes/policies/b.yaml": policy]) { $1 }
        #expect(try !arguments(both).contains("--skip-check"))
        #expect(validator.alsoReads(Self.subject(both), []) == both.keys.sorted())
    }

    private static func verdict(
        _ specimen: Specimen,
        _ files: [String: String]
    ) async throws -> CheckResult {
        try await ExternalCheck(Machine.validator(specimen.validator), toolbox: Machine.toolbox)
            .verdict(on: subject(files))
    }

    @Test(arguments: here)
    func `good files pass, and what was called is kept`(_ specimen: Specimen) async throws {
        let result = try await Self.verdict(specimen, specimen.files)
        #expect(result.verdict == .passed, "\(result.findings)")
        let tool = try #require(result.tool)
        #expect(tool.split(separator: " ").count == 2, "'\(tool)' names no version")
        let calls = result.measured["commands"]?.arrayValue ?? []
        #expect(!calls.isEmpty)
        for call in calls {
            #expect(call["outputSha256"]?.stringValue?.count == 64)
            #expect(call["exitCode"]?.intValue != nil)
            let words = call["arguments"]?.arrayValue?.compactMap(\.stringValue) ?? []
            #expect(!words.contains { $0.hasPrefix("/") }, "\(words)")
        }
    }

    @Test(arguments: here)
    func `a planted mistake is found where it is`(_ specimen: Specimen) async throws {
        let files = specimen.files.merging(specimen.planted) { $1 }
        let result = try await Self.verdict(specimen, files)
        #expect(result.verdict == .failed, "\(result.findings)")
        #expect(
            result.findings.contains { $0.code == specimen.code && $0.file == specimen.file },
            "\(result.findings)"
        )
    }

    @Test(arguments: here)
    func `without a file of its kind it is not applicable`(_ specimen: Specimen) async throws {
        let validator = try Machine.validator(specimen.validator)
        guard validator.id != "detect-secrets" else { return }
        let result = try await Self.verdict(specimen, ["notes.txt": "nothing\n"])
        #expect(result.verdict == .notApplicable)
    }

    @Test(.enabled(if: !missing.isEmpty), arguments: missing)
    func `a tool that is missing is named`(_ specimen: Specimen) throws {
        let tool = try Machine.validator(specimen.validator).tool
        guard Machine.requiresValidators, !tool.isOptional else {
            print("skipped: validator '\(specimen.validator)', '\(tool.name)' is not installed")
            return
        }
        Issue.record("'\(tool.name)' is not installed; run \(ExternalTool.install)")
    }

    @Test func `every validator has a specimen`() {
        let all = Set(StandardValidators.all(schemas: ["a": "{}"]).map(\.id.text))
        #expect(all == Set(Specimen.all.map(\.validator)))
    }
}
