package import Workflow

/// D2.2: the workloads of the cluster, and what differs in each environment.
///
/// Writes nothing when the services do not run in a cluster.
package struct ApplicationsRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.2"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        guard plan.request.technology.usesCluster else { return [] }
        let files = try ClusterFiles(plan: plan, resources: resources)
        let services = files.facts.reference.sizing.services
        let names = services.map { $0.name + ".yaml" }.joined(separator: ", ")
        return try [
            files.copy("base/kustomization.yaml"),
            files.filled("base/namespaces.yaml", files.namespaces),
            files.filled("base/quota.yaml", files.quota(of: nil)),
            files.filled("base/storage.yaml", ["volumeKey": files.volumeKey(nil)]),
            files.filled("apps/kustomization.yaml", ["resources": names]),
        ] + services.map(files.service) + files.mesh()
            + plan.request.environments.order.map(files.overlay)
            + ["cluster-apply.sh", "cluster-config.sh"]
            .map(WorkflowFiles(plan: plan, resources: resources).script)
    }
}

/// D3.3: who may do what in the cluster, and which pods it admits.
package struct ClusterPoliciesRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D3.3"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        guard plan.request.technology.usesCluster else { return [] }
        let files = try ClusterFiles(plan: plan, resources: resources)
        return try [
            files.copy("policies/kustomization.yaml"),
            files.filled("policies/rbac.yaml", ["project": plan.project]),
            files.filled(
                "policies/pod-security.yaml",
                [
                    "project": plan.project, "region": plan.request.cloud.region,
                    "zeros": ClusterFiles.unset,
                ]
            ),
        ] + ClusterSecrets(plan: plan).files(files)
    }
}

/// D4.2: makes the autoscalers a part that overlays can take in.
package struct AutoscalingBaseRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D4.2"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        guard plan.request.technology.usesCluster else { return [] }
        return [
            RenderedFile(
                path: "kubernetes/autoscaling/kustomization.yaml",
                text: try resources.text("kubernetes/autoscaling-kustomization.yaml")
            )
        ]
    }
}
