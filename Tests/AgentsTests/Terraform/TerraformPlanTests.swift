import Testing
import Workflow

@testable import Agents

@Suite struct TerraformPlanTests {
    private static func change(
        _ type: String,
        _ actions: [String],
        _ before: Value,
        _ after: Value
    )
        -> Value
    {
        [
            "address": .string("\(type).it"), "type": .string(type), "mode": "managed",
            "change": ["actions": .strings(actions), "before": before, "after": after],
        ]
    }

    @Test func `a plan is counted by what it does, with names and never values`() {
        let summary = PlanSummary(showing: [
            "resource_changes": .array([
                Self.change("aws_vpc", ["create"], nil, ["cidr": "10.0.0.0/16"]),
                Self.change("aws_subnet", ["update"], ["a": 1, "b": 2], ["a": 1, "b": "s3cret"]),
                Self.change("aws_db_instance", ["delete", "create"], ["a": 1], ["a": 2]),
                Self.change("aws_s3_bucket", ["delete"], ["a": 1], nil),
                Self.change("aws_eip", ["no-op"], ["a": 1], ["a": 1]),
                Self.change("aws_iam_policy", ["read"], nil, nil),
            ])
        ])
        #expect(summary.words == "1 to add, 1 to change, 1 to destroy, 1 to replace")
        #expect(summary.lossOfState.map(\.type) == ["aws_db_instance", "aws_s3_bucket"])
        #expect(summary.changes.first { $0.type == "aws_subnet" }?.attributes == ["b"])
        #expect(!JSONWriter.compact(PlanSummary.json(summary.changes)).contains("s3cret"))
        #expect(!summary.hadState)
    }

    @Test func `the bill of a plan is told only where the estimate can tell`() {
        let estimate: Value = ["environments": ["staging": "812.40"]]
        func cost(_ plan: Value, _ purpose: PlanPurpose = .change) -> String? {
            PlanCost(
                estimate,
                environment: "staging",
                plan: PlanSummary(showing: plan),
                purpose: purpose
            ).delta
        }
        let create = Self.change("aws_vpc", ["create"], nil, [:])
        func prior(_ mode: String) -> Value {
            let module: Value = ["resources": [["mode": .string(mode)]]]
            return ["values": ["root_module": ["child_modules": [module]]]]
        }
        #expect(cost(["resource_changes": .array([create])]) == "812.40")
        let looked: Value = ["resource_changes": .array([create]), "prior_state": prior("data")]
        #expect(cost(looked) == "812.40", "what was looked up is nothing that exists of it")
        #expect(
            cost(["resource_changes": .array([create]), "prior_state": prior("managed")]) == nil
        )
        #expect(cost(["prior_state": prior("managed")]) == "0.00")
        #expect(cost(["prior_state": prior("managed")], .destroy) == "-812.40")
    }

    private static func subject(_ files: [String: Value], inputs: Value = [:]) -> CheckSubject {
        let texts = files.mapValues { Array(JSONWriter.pretty($0).utf8) }
        return CheckSubject(
            deliverable: "P-staging",
            files: texts.map {
                DeliverableFile(path: $0.key, digest: Digest(of: $0.value), bytes: $0.value.count)
            },
            inputs: inputs,
            allPaths: texts.keys.sorted(),
            read: { texts[$0] }
        )
    }

    private static func plan(_ type: String, _ action: String) -> Value {
        [
            "planDigest": "ab",
            "changes": [["address": "it", "type": .string(type), "action": .string(action)]],
        ]
    }

    @Test(arguments: ["destroy", "replace"])
    func `a plan that takes data away fails, unless the request allows it`(action: String) throws {
        let files = ["environments/staging/plan.json": Self.plan("aws_db_instance", action)]
        let refused = try PlanChecks.safety.verdict(of: Self.subject(files))
        #expect(refused.verdict == .failed)
        #expect(refused.findings.first?.code == "plan.loss")
        let allowed = try PlanChecks.safety.verdict(
            of: Self.subject(files, inputs: ["requirements": ["execution": ["allowReplace": true]]])
        )
        #expect(allowed.verdict == .passed)
        #expect(allowed.findings.count == 1, "it is still named")
    }

    @Test func `a plan that takes no data away passes, and one that cannot be read is none`() throws
    {
        let path = "environments/staging/plan.json"
        let harmless = Self.subject([path: Self.plan("aws_security_group", "destroy")])
        #expect(try PlanChecks.safety.verdict(of: harmless).verdict == .passed)
        #expect(
            try PlanChecks.safety.verdict(of: Self.subject([path: [:]])).verdict == .unavailable
        )
        #expect(try PlanChecks.safety.verdict(of: Self.subject([:])).verdict == .unavailable)
    }

    @Test func `what is called applied needs no further change`() throws {
        let path = "environments/staging/provisioning-record.json"
        func verdict(_ record: Value) throws -> Verdict {
            try PlanChecks.applied.verdict(of: Self.subject([path: record])).verdict
        }
        #expect(
            try verdict(["mode": "applied", "changesAfterApply": 0, "outstanding": []]) == .passed
        )
        #expect(try verdict(["mode": "planned", "changesAfterApply": 0]) == .failed)
        #expect(try verdict(["mode": "applied"]) == .failed)
        let outstanding: Value = [["address": "aws_vpc.it", "action": "update"]]
        #expect(
            try verdict(["mode": "applied", "changesAfterApply": 1, "outstanding": outstanding])
                == .failed
        )
    }

    @Test func `an apply is counted by what it began and completed`() {
        let progress = ApplyProgress()
        _ = progress.take(#"{"@message":"first: Creating...","type":"apply_start"}"#)
        _ = progress.take(#"{"@message":"second: Creating...","type":"apply_start"}"#)
        _ = progress.take(#"{"@message":"first: done","type":"apply_complete"}"#)
        let error = #""diagnostic":{"severity":"error","summary":"no","detail":"quota"}"#
        _ = progress.take(#"{"@message":"Error: no","type":"diagnostic",\#(error)}"#)
        let outputs = progress.take(#"{"@message":"Outputs: 1","type":"outputs","outputs":{}}"#)
        #expect(progress.begun == 2)
        #expect(progress.completed == 1)
        #expect(progress.complaint == "no: quota")
        #expect(outputs == nil)
    }
}
