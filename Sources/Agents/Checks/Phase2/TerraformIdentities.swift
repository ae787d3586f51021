import Workflow

/// T14: in a cluster, workloads have roles of their own; the node's role only joins and pulls.
enum TerraformIdentities {
    /// Ends of the names of the policies that a node may have.
    private static let forNodes = [
        "AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodeMinimalPolicy",
        "AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly",
        "AmazonSSMManagedInstanceCore",
    ]

    static func findings(in module: TerraformModule) -> [Finding] {
        guard let cluster = module.resources("aws_eks_cluster").first else { return [] }
        let documents = trusts(module)
        var found: [Finding] = []
        let hasIdentity =
            !module.resources("aws_eks_pod_identity_association").isEmpty
            || documents.values.contains { $0.contains("sts:AssumeRoleWithWebIdentity") }
        if !hasIdentity {
            found.append(
                TerraformDesign.finding(
                    "T14",
                    "the cluster's workloads have no identity but their node's",
                    cluster,
                    fix: "add an aws_eks_pod_identity_association for each service account"
                )
            )
        }
        let nodeRoles = Set(
            module.resources("aws_iam_role").filter { role in
                let trust = role.block.body["assume_role_policy"]?.expression
                let names = trust?.references.filter { $0.path.count > 2 }.map { $0.path[2] } ?? []
                return names.contains { documents[$0]?.contains("ec2.amazonaws.com") ?? false }
            }.compactMap { $0.block.labels.last }
        )
        found += module.entries("resource").filter { isForeign($0, nodeRoles) }.map { entry in
            TerraformDesign.finding(
                "T14",
                "'\(entry.block.address)' gives the node's role what a workload needs",
                entry,
                fix: "give it to a role that pods.eks.amazonaws.com may take"
            )
        }
        return found
    }

    /// The words of each policy document of the module, by its name.
    private static func trusts(_ module: TerraformModule) -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        for entry in module.entries("data")
        where entry.block.labels.first == "aws_iam_policy_document" {
            let tokens = entry.block.body.expressions.flatMap(\.tokens)
            found[entry.block.labels.last ?? ""] = Set(tokens.compactMap(\.text))
        }
        return found
    }

    private static func isForeign(
        _ entry: TerraformModule.Entry,
        _ nodeRoles: Set<String>
    ) -> Bool {
        let body = entry.block.body
        let role = body["role"]?.expression.references.first?.path ?? []
        guard role.count > 1, role[0] == "aws_iam_role", nodeRoles.contains(role[1]) else {
            return false
        }
        switch entry.block.labels.first ?? "" {
        case "aws_iam_role_policy": return true
        case "aws_iam_role_policy_attachment":
            let names = ["policy_arn", "for_each"].compactMap { body[$0]?.expression.tokens }
                .flatMap { $0 }.compactMap(\.text)
                .map { $0.split(separator: "/").last.map(String.init) ?? $0 }
                .filter { $0.first?.isUppercase == true }
            return !names.allSatisfy(forNodes.contains)
        default: return false
        }
    }
}
