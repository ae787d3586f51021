import Workflow

extension ScalingChecks {
    /// The policies of an Auto Scaling group against the scaling policy.
    static func groups(_ subject: CheckSubject, _ policy: Value) throws -> CheckResult {
        let path = ScalingGroup.path
        let group = try subject.json(path)
        var findings: [Finding] = []
        func expect(_ condition: Bool, _ message: String) {
            guard !condition else { return }
            findings.append(Finding(.high, code: "scaling.group", message, file: path))
        }
        for key in ["minimum", "maximum"] {
            expect(
                group.number(key) == policy.number("nodes." + key),
                "the group has another \(key) than the policy"
            )
        }
        expect(
            group.string("instanceType") == policy.string("nodes.type"),
            "the group starts another type than the policy names"
        )
        let tracking = group.list("policies")
        let cpu = tracking.first { $0.string("metric") == "ASGAverageCPUUtilization" }
        expect(
            cpu?.number("target") == policy.number("targetCpuPercent"),
            "the group aims at \(cpu?.number("target") ?? 0) % CPU"
        )
        expect(
            tracking.contains {
                $0.string("metric") == "ALBRequestCountPerTarget" && ($0.number("target") ?? 0) > 0
            },
            "no policy follows the requests of a target"
        )
        expect(
            group.string("healthCheck.type") == "ELB",
            "an instance that answers nobody is not replaced"
        )
        let web = TerraformTree(subject)["terraform/modules/web"]
        let grace = web?.entries("variable").first { $0.block.labels.first == "grace_seconds" }?
            .block.body["default"]?.expression.literal?.numberValue
        expect(
            group.number("healthCheck.graceSeconds") == grace,
            "the group waits for another time than Terraform's"
        )
        expect(
            group.string("launchTemplate.metadataTokens") == "required",
            "the launch template allows metadata without a token"
        )
        return .judged(findings, measured: ["policies": .int(tracking.count)])
    }
}
