enum SecurityCatalogue {
    typealias Layer = SecurityModel.Layer
    typealias Threat = SecurityModel.Threat

    static func layers(_ request: InfrastructureRequest) -> [Layer] {
        [
            Layer(
                name: "physical",
                controls: ["data centres of the provider: inherited, see its audit reports"]
            ),
            Layer(
                name: "network",
                controls: [
                    "public, private and data subnets; data subnets have no default route",
                    "security groups name groups, network ACLs guard the data tier",
                    "web application firewall and rate limit at the CDN, Shield Standard",
                    "flow logs of every network",
                ]
            ),
            Layer(
                name: "host",
                controls: [
                    "managed node images, replaced instead of patched, at most 30 days old",
                    "instance metadata v2 only, hop limit 1; no SSH, sessions through the manager",
                    "vulnerability scans of nodes and images",
                ]
            ),
            Layer(
                name: "application",
                controls: [
                    request.technology.usesCluster
                        ? "restricted pod security, default-deny network policies"
                        : "services of a user of their own, confined by systemd; a host firewall that "
                            + "drops by default",
                    "signed images from the own registry, immutable tags",
                    "TLS 1.2 or later at the edge and between tiers",
                ]
            ),
            Layer(
                name: "data",
                controls: [
                    "customer managed keys with yearly rotation for every store",
                    "TLS enforced by every store and by bucket policies",
                    "point-in-time recovery, locked vault, copies in another account",
                ]
            ),
            Layer(
                name: "identity",
                controls: [
                    "single sign-on with MFA, roles per environment, no long-lived keys",
                    "workload identity per service account, never the node's role",
                    "pipelines through OIDC; the plan role can read only",
                    "break-glass role with an alarm on use",
                ]
            ),
        ]
    }

    static func threats(_ request: InfrastructureRequest) -> [Threat] {
        let database = request.application.database.name
        return [
            Threat(
                id: "TM01",
                category: "spoofing",
                component: "load-balancer",
                threat: "somebody goes around the CDN and its firewall",
                mitigation: "prefix list of the CDN and a rotating secret header",
                residual: "low"
            ),
            Threat(
                id: "TM02",
                category: "tampering",
                component: "registry",
                threat: "an image is replaced by a malicious one",
                mitigation: "immutable tags, scan on push, signature checked at admission",
                residual: "low"
            ),
            Threat(
                id: "TM03",
                category: "repudiation",
                component: "audit",
                threat: "an administrator removes the traces of a change",
                mitigation: "trail with validation in a log account, object lock",
                residual: "low"
            ),
            Threat(
                id: "TM04",
                category: "information disclosure",
                component: database,
                threat: "data is read from a stolen disk, snapshot or connection",
                mitigation: "customer managed keys, TLS enforced, no public snapshots",
                residual: "low"
            ),
            Threat(
                id: "TM05",
                category: "information disclosure",
                component: "assets",
                threat: "a bucket is opened to the public",
                mitigation: "public access block on the account, origin access control",
                residual: "low"
            ),
        ] + operationalThreats(isCluster: request.technology.usesCluster)
    }

    private static func operationalThreats(isCluster: Bool) -> [Threat] {
        [
            Threat(
                id: "TM06",
                category: "denial of service",
                component: "cdn",
                threat: "a flood of requests exhausts the service or the budget",
                mitigation: "rate limit per client address, caching, budget alarm",
                residual: "medium"
            ),
            Threat(
                id: "TM07",
                category: "elevation of privilege",
                component: "nodes",
                threat: isCluster
                    ? "a pod takes over the node's permissions"
                    : "a service takes over the host's permissions",
                mitigation: isCluster
                    ? "metadata hop limit 1, workload identity, restricted pods"
                    : "metadata tokens required, a role of few permissions, confined services",
                residual: "low"
            ),
            Threat(
                id: "TM08",
                category: "elevation of privilege",
                component: "terraform-state",
                threat: "a pipeline of another repository applies changes",
                mitigation: "OIDC trust bound to repository and branch, separate apply role",
                residual: "low"
            ),
            Threat(
                id: "TM09",
                category: "tampering",
                component: "backups",
                threat: "ransomware deletes the backups together with the data",
                mitigation: "locked vault in another account, restore test every month",
                residual: "low"
            ),
            Threat(
                id: "TM10",
                category: "information disclosure",
                component: "logs",
                threat: "personal data or secrets end up in logs",
                mitigation: "redaction before shipping, restricted roles, retention limits",
                residual: "medium"
            ),
        ]
    }
}
