package import Workflow

/// D2.2: how a change reaches the environments, and what is asserted on them afterwards.
package struct DeliveryWorkflowsRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.2"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let files = WorkflowFiles(plan: plan, resources: resources)
        return [
            try files.workflow("plan"), try files.workflow("apply"), try files.workflow("promote"),
            try files.script("smoke-test.sh"),
            RenderedFile(path: "scripts/smoke-test.json", json: try expectations(plan)),
            try VersionCatalogue(resources: resources).file(plan),
        ]
    }

    /// What the smoke test expects of each environment.
    private func expectations(_ plan: InfrastructurePlan) throws -> Value {
        let facts = try CloudFormationFacts(plan: plan)
        var members = Members()
        for environment in facts.environments {
            members[environment.name.rawValue] = try expectation(environment, plan)
        }
        return .object(members)
    }

    private func expectation(
        _ environment: CloudFormationFacts.Environment,
        _ plan: InfrastructurePlan
    ) throws -> Value {
        let account = try environment.value("accountId")
        let name = plan.resourceName(environment.name)
        let sizing = environment.sizing
        let cache = sizing.cache.isUsed ? sizing.cache : nil
        func cidrs(_ tier: NetworkPlan.Tier) -> Value {
            .strings(environment.network.subnets(tier).map(\.cidr.description))
        }
        var members: Members = [
            "name": .string(name), "account": .string(account),
            "vpcCidr": .string(environment.network.cidr.description),
            "subnets": [
                "public": cidrs(.public), "private": cidrs(.private), "data": cidrs(.data),
            ],
            "natGateways": .int(sizing.natGateways),
            "database": [
                "Engine": .string(sizing.database.engine),
                "EngineVersion": .string(sizing.database.version),
                "DBInstanceClass": .string(sizing.database.instanceClass.name),
                "MultiAZ": .bool(sizing.database.isMultiAZ),
                "BackupRetentionPeriod": .int(sizing.database.backupRetentionDays),
            ],
            "buckets": .strings(["assets", "backups", "logs"].map { "\(name)-\($0)-\(account)" }),
            "health": .strings(
                plan.request.application.services.map(\.health).unique
            ),
        ]
        if let cache {
            members["cache"] = [
                "nodes": .int(cache.nodes), "nodeType": .string(cache.node.name),
            ]
        }
        if plan.request.technology.usesCluster {
            members["cluster"] = ["version": .string(plan.technology.kubernetesVersion)]
        }
        return .object(members)
    }
}
