import Foundation
import Testing

extension ProgramTests {
    /// From each requirement to its receipt, and what leads nowhere, by name.
    @Suite struct TraceTests {
        private static let workflow = """
            name: traced
            inputs:
              page: { type: object }
            requirements:
              A1: { title: 'A page, made', from: [page.lines] }
              A2: Nobody makes it
              A3: Made and not checked
            phases:
              - id: make
                steps:
                  - { id: make, run: 'echo "# made" > made.md; echo x > loose; echo y > bare' }
                deliverables:
                  - { id: made, files: [made.md], checks: [secret-literals], requirements: [A1] }
                  - { id: bare, files: [bare], requirements: [A3] }
                  - { id: loose, files: [loose] }
                gate: { id: ok }
              - id: give
                steps:
                  - id: give
                    handoff: { to: qa-orchestrator, deliverables: [made] }
            """

        @Test func `the way of each requirement, and those without one`() async throws {
            let sandbox = try Sandbox(workflow: Self.workflow)
            try sandbox.write(#"{"page": {"lines": 1, "colour": "red"}}"#, to: "in.json")
            let began = try await sandbox.begin("--inputs", "in.json")
            #expect(began.status == 3, "\(began)")
            let open = try await sandbox.orchestrate("show", "r", "--trace", "--json").json()
            #expect(open["requirements"][0]["deliverables"][0]["gates"][0]["status"].text == "open")
            let approved = try await sandbox.orchestrate("approve", "r", "ok", "--resume")
            #expect(approved.status == 0, "\(approved)")

            let trace = try await sandbox.orchestrate("show", "r", "--trace", "--json").json()
            #expect(trace["uncovered"].array.compactMap(\.text) == ["A2", "A3"])
            #expect(trace["covered"].int == 1)
            #expect(trace["withoutRequirement"].array.compactMap(\.text) == ["loose"])
            #expect(trace["unnamedInputs"].array.compactMap(\.text) == ["page.colour"])
            let first = trace["requirements"][0]
            #expect(first["id"].text == "A1" && first["coverage"].text == "covered")
            #expect(first["asked"][0]["path"].text == "page.lines")
            #expect(first["asked"][0]["value"].int == 1)
            let deliverable = first["deliverables"][0]
            #expect(deliverable["checks"][0]["id"].text == "secret-literals")
            #expect(deliverable["checks"][0]["verdict"].text == "passed")
            #expect(deliverable["gates"][0]["status"].text == "approve")
            #expect(deliverable["gates"][0]["by"].text == Program.user)
            #expect(deliverable["handoffs"][0]["answer"].text == "accepted")
            #expect(deliverable["handoffs"][0]["isOfPresentBytes"] == .bool(true))
            #expect(trace["requirements"][1]["coverage"].text == "no-deliverable")
            #expect(trace["requirements"][2]["coverage"].text == "unchecked")

            let table = try await sandbox.orchestrate("show", "r", "--trace")
            #expect(table.out.contains("not covered: 2 of 3 requirements"), "\(table)")
            #expect(table.out.contains("A2 (Nobody makes it): no deliverable answers it"))
            #expect(table.out.contains("without requirement: 1 deliverable: loose"), "\(table)")
            let csv = try await sandbox.orchestrate("show", "r", "--trace", "--format", "csv")
            let rows = csv.out.split(separator: "\n").map(String.init)
            #expect(rows.count == 4, "\(csv)")
            #expect(rows[1].hasPrefix(#"A1,"A page, made",page.lines=1,covered,,made,"#), "\(csv)")
            #expect(rows[1].contains("secret-literals,passed,ok,approve by"), "\(csv)")
            #expect(rows[1].hasSuffix(",accepted"), "\(csv)")
        }

        @Test func `a failed check covers nothing`() async throws {
            let broken = Self.workflow.replacingOccurrences(
                of: "# made",
                with: "password: hunter2hunter2hunter2"
            )
            let sandbox = try Sandbox(workflow: broken)
            let began = try await sandbox.begin()
            #expect(began.status == 1, "\(began)")
            let trace = try await sandbox.orchestrate("show", "r", "--trace", "--json").json()
            #expect(trace["requirements"][0]["coverage"].text == "failed")
            #expect(trace["requirements"][0]["reason"].text?.contains("secret-literals") == true)
        }

        @Test func `what the file does not ask for cannot be answered`() async throws {
            let unknown = Self.workflow.replacingOccurrences(of: "[A3]", with: "[A4]")
            let strange = unknown.replacingOccurrences(of: "page.lines", with: "pge.lines")
            let sandbox = try Sandbox(workflow: strange)
            let finished = try await sandbox.orchestrate("validate", "w.yaml")
            #expect(finished.status == 65, "\(finished)")
            #expect(finished.all.contains("unknown requirement 'A4'"), "\(finished)")
            #expect(finished.all.contains("unknown input 'pge'. did you mean 'page'?"))
            for words in [["--format", "csv"], ["--trace", "--explain"]] {
                let usage = try await sandbox.orchestrate(["show"] + words)
                #expect(usage.status == 64, "\(usage)")
            }
        }

        @Test func `without requirements it says so`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            let trace = try await sandbox.orchestrate("show", "r", "--trace")
            #expect(trace.status == 0 && trace.out.contains("names no requirement"), "\(trace)")
            #expect(trace.out.contains("without requirement: 1 deliverable: made"), "\(trace)")
        }
    }
}
