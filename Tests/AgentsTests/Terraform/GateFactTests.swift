import Foundation
import Testing
import Workflow

@testable import Agents

/// What checks measure for the rules of gates.
@Suite struct GateFactTests {
    private func subject(_ files: [String: String]) -> CheckSubject {
        CheckSubject(
            deliverable: "D",
            files: files.keys.sorted().map { path in
                let text = files[path] ?? ""
                return DeliverableFile(path: path, digest: Digest(of: text), bytes: text.utf8.count)
            },
            inputs: [:],
            allPaths: files.keys.sorted(),
            read: { path in files[path].map { Array($0.utf8) } }
        )
    }

    @Test func `a plan's destructions and replacements are counted, and its cost is taken over`()
        throws
    {
        let changes = ["destroy", "destroy", "replace", "create", "update"].map { action -> Value in
            ["address": "it", "type": "aws_subnet", "action": .string(action)]
        }
        func facts(_ delta: Value) throws -> Members {
            let plan: Value = [
                "planDigest": "ab", "changes": .array(changes), "cost": ["monthlyDelta": delta],
            ]
            let files = ["environments/staging/plan.json": JSONWriter.pretty(plan)]
            return try PlanChecks.safety.verdict(of: subject(files)).facts
        }
        #expect(try facts("812.40") == ["destroys": 2, "replaces": 1, "planCostDelta": 812.4])
        #expect(try facts(nil)["planCostDelta"] == .null, "what nobody can tell is not nothing")
        let unreadable = try PlanChecks.safety.verdict(of: subject([:]))
            .accounting(for: PlanChecks.safety.facts)
        #expect(unreadable.facts == ["destroys": nil, "replaces": nil, "planCostDelta": nil])
    }

    @Test(arguments: [
        (#"cidr_ipv4 = "0.0.0.0/0""#, 443, 443, 0), (#"cidr_ipv4 = "0.0.0.0/0""#, 80, 80, 0),
        (#"cidr_ipv4 = "0.0.0.0/0""#, 22, 22, 1), (#"cidr_ipv6 = "::/0""#, 0, 65535, 1),
        (#"cidr_ipv4 = "0.0.0.0/0""#, 80, 443, 1), (#"cidr_ipv4 = "10.0.0.0/8""#, 22, 22, 0),
    ])
    func `rules that let the world in are counted`(
        source: String,
        from: Int,
        to: Int,
        expected: Int
    ) throws {
        let text = """
            resource "aws_vpc_security_group_ingress_rule" "it" {
              \(source)
              from_port = \(from)
              to_port   = \(to)
            }
            resource "aws_vpc_security_group_egress_rule" "out" {
              cidr_ipv4 = "0.0.0.0/0"
              from_port = 22
              to_port   = 22
            }
            """
        let result = try TerraformDesign.check
            .verdict(of: subject(["terraform/modules/net/main.tf": text]))
        #expect(result.facts["publicIngress"] == .int(expected))
    }

    @Test func `what cannot be read lets in nobody knows whom`() throws {
        let result = try TerraformDesign.check
            .verdict(of: subject(["terraform/modules/net/main.tf": "resource \"x\" {"]))
        #expect(result.facts["publicIngress"] == .null)
    }

    @Test func `what the estimate exceeds the budget by is told, below it too`() async throws {
        for (budget, isAbove) in [(1_000.0, true), (1_000_000.0, false)] {
            let delivery = try Delivery(["budget.monthlyUsd": .number(budget)])
            let result = try await delivery.verdict(EstimateChecks.budget)
            let total = try #require(
                result.measured["monthlyUsd"]?.stringValue.flatMap { Double($0) }
            )
            let delta = try #require(result.facts["costDelta"]?.numberValue)
            #expect(abs(delta - (total - budget)) < 0.000_001)
            #expect((delta > 0) == isAbove)
        }
    }

    @Test func `every fact has one meaning, and stands in the reference`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/reference/workflow-file.md")
        let reference = try String(contentsOf: file, encoding: .utf8)
        let checks = try Catalog.standard().checks
        let facts = checks.flatMap(\.facts)
        #expect(!facts.isEmpty)
        for fact in facts {
            let measuring = checks.filter { $0.facts.contains { $0.name == fact.name } }
            #expect(measuring.count == 1, "\(fact.name) is measured by one check alone")
            let ids = measuring.map { "`\($0.id)`" }.joined(separator: ", ")
            let row = "| `\(fact.name)` | \(fact.summary) | \(ids) |"
            #expect(reference.contains(row), "\(row)")
        }
    }
}
