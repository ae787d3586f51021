package import Workflow

/// D2.5: a page for each environment, and who may enter it in which way.
package struct AccessRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.5"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let outputs = try HCLReader.body(of: try resources.text("terraform/environment/outputs.tf"))
            .blocks("output")
        let pages = try plan.request.environments.order.map { name in
            RenderedFile(
                path: "docs/environments/\(name.rawValue).md",
                text: try page(plan, name, outputs)
            )
        }
        return pages + [
            RenderedFile(path: "docs/access.md", text: access(plan)),
            RenderedFile(path: "access/roles.json", json: AccessRoles.json(plan)),
        ]
    }

    private func page(
        _ plan: InfrastructurePlan,
        _ name: EnvironmentName,
        _ outputs: [HCLBlock]
    ) throws -> String {
        guard let sizing = plan.sizing[name], let network = plan.network[name.rawValue] else {
            throw PlanIncomplete(what: "'\(name.rawValue)'")
        }
        let facts = [
            ["Account", plan.request.cloud.account(name) ?? ""],
            ["Region", plan.request.cloud.region], ["Network", network.cidr.description],
            ["Profile", sizing.profile],
            ["Runs", sizing.schedule?.description ?? "always"],
            [
                "Nodes",
                "\(sizing.nodes.minimum.wholeUp) to \(sizing.nodes.maximum.wholeUp) × "
                    + sizing.nodes.type.name,
            ],
            [
                "Database",
                "\(sizing.database.engine) \(sizing.database.version), "
                    + sizing.database.instanceClass.name
                    + (sizing.database.isMultiAZ ? ", standby in another zone" : ""),
            ],
            [
                "Cache",
                sizing.cache.isUsed
                    ? "\(sizing.cache.engine) \(sizing.cache.version), \(sizing.cache.nodes) × "
                        + sizing.cache.node.name : "none",
            ],
            ["Deletion protection", sizing.deletionProtection ? "on" : "off"],
        ]
        let rows = outputs.map { output in
            [
                "`\(output.labels.first ?? "")`",
                output.body["description"]?.expression.stringLiteral ?? "",
            ]
        }
        let folder = "terraform/environments/\(name.rawValue)"
        return Markdown.page(
            "Environment \(name.rawValue)",
            [
                "What it consists of, how to reach it, and where its values come from.",
                Markdown.table(["fact", "value"], facts),
                "## Outputs",
                "Read them with `terraform -chdir=\(folder) output NAME`. Credentials are never "
                    + "among them: an output that ends in `_arn` names the secret that holds them.",
                Markdown.table(["output", "meaning"], rows),
                "## Entering",
                plan.request.technology.usesCluster
                    ? "See [access](../access.md). The cluster's API answers within the network "
                        + "only." : "See [access](../access.md). No instance takes remote logins.",
            ]
        )
    }

    private func entry(_ plan: InfrastructurePlan) -> [String] {
        let login = "Take the role: `aws sso login --profile \(plan.project)-ENVIRONMENT`"
        guard plan.request.technology.usesCluster else {
            return [login, "Open a session: `aws ssm start-session --target INSTANCE`"]
        }
        return [
            login,
            "Open a session to the network: `aws ssm start-session --target INSTANCE "
                + "--document-name AWS-StartPortForwardingSessionToRemoteHost`",
            "`aws eks update-kubeconfig --name \(plan.project)-ENVIRONMENT`",
        ]
    }

    private func access(_ plan: InfrastructurePlan) -> String {
        let roles = AccessRoles.all(in: plan).map { role in
            [
                role.id, role.environments.joined(separator: ", "), role.purpose,
                role.mfa ? "yes" : "no", "\(role.maxSessionMinutes) min",
            ]
        }
        return Markdown.page(
            "Access",
            [
                "People sign in through the identity provider and take a role; nobody has a "
                    + "password or an access key in an account. The roles are in "
                    + "`access/roles.json`.",
                Markdown.table(["role", "environments", "for", "second factor", "session"], roles),
                plan.request.technology.usesCluster ? "## Cluster" : "## Instances",
                Markdown.steps(entry(plan)),
                "## Database",
                "Applications read the secret that the output `database_secret_arn` names. People "
                    + "use a short-lived IAM token: `aws rds generate-db-auth-token`.",
                "## Break-glass",
                Markdown.steps([
                    "Two people of the on-call rota agree, and write down why in the incident.",
                    "One takes the role `break-glass`, which raises an alert of severity critical.",
                    "Do the least that helps; the trail records every call.",
                    "Within one working day: revoke sessions, move what was changed by hand into "
                        + "Terraform, review the trail together.",
                ]),
                "## Review",
                "Members of every role are confirmed by its owner each quarter; who is not "
                    + "confirmed is removed.",
            ]
        )
    }
}

/// The roles that people and pipelines take.
enum AccessRoles {
    struct Role {
        let id: String
        let purpose: String
        let environments: [String]
        let permissions: [String]
        let mfa: Bool
        let maxSessionMinutes: Int
    }

    /// The roles with the environments that there are; a role without one is none.
    static func all(in plan: InfrastructurePlan) -> [Role] {
        let known = plan.request.environments.order.map(\.rawValue)
        let cluster = plan.request.technology.usesCluster
        return all.compactMap { role in
            let environments = role.environments.filter(known.contains)
            guard !environments.isEmpty else { return nil }
            return Role(
                id: role.id,
                purpose: role.purpose,
                environments: environments,
                permissions: role.permissions.compactMap { permission in
                    guard !cluster, permission.hasPrefix("eks:") else { return permission }
                    return permission == "eks:DescribeCluster" ? "ec2:DescribeInstances" : nil
                },
                mfa: role.mfa,
                maxSessionMinutes: role.maxSessionMinutes
            )
        }
    }

    static let everywhere = ["development", "integration", "staging", "production"]

    static let all = [
        Role(
            id: "viewer",
            purpose: "read dashboards, logs and configuration",
            environments: everywhere,
            permissions: ["cloudwatch:Get*", "logs:FilterLogEvents", "eks:DescribeCluster"],
            mfa: true,
            maxSessionMinutes: 480
        ),
        Role(
            id: "developer",
            purpose: "deploy and debug applications",
            environments: ["development", "integration"],
            permissions: ["eks:DescribeCluster", "eks:AccessKubernetesApi", "ecr:PutImage"],
            mfa: true,
            maxSessionMinutes: 480
        ),
        Role(
            id: "tester",
            purpose: "run tests and load outside production",
            environments: ["integration", "staging"],
            permissions: ["eks:DescribeCluster", "logs:FilterLogEvents"],
            mfa: true,
            maxSessionMinutes: 480
        ),
        Role(
            id: "operator",
            purpose: "respond to alerts, restart and scale",
            environments: everywhere,
            permissions: [
                "eks:AccessKubernetesApi", "ssm:StartSession", "rds:RestoreDBInstanceToPointInTime",
                "autoscaling:SetDesiredCapacity",
            ],
            mfa: true,
            maxSessionMinutes: 240
        ),
        Role(
            id: "break-glass",
            purpose: "emergencies that no other role can end",
            environments: ["production"],
            permissions: ["sts:AssumeRole", "iam:PassRole", "eks:AccessKubernetesApi"],
            mfa: true,
            maxSessionMinutes: 60
        ),
    ]

    static func json(_ plan: InfrastructurePlan) -> Value {
        [
            "schema": 1, "owner": .string(plan.request.metadata.owner),
            "roles": .array(
                all(in: plan).map { role in
                    [
                        "id": .string(role.id), "purpose": .string(role.purpose),
                        "environments": .strings(role.environments),
                        "permissions": .strings(role.permissions), "mfa": .bool(role.mfa),
                        "maxSessionMinutes": .int(role.maxSessionMinutes), "reviewEveryDays": 90,
                    ]
                }
            ),
            "breakGlass": [
                "procedure": "docs/access.md", "approvers": 2, "alertSeverity": "critical",
            ],
        ]
    }
}
