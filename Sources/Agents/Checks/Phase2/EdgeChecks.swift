package import Workflow

/// Checks over what stands between the internet and the services: distribution and web ACL.
package enum EdgeChecks {
    package static let all: [any Check] = [distribution, webACL]

    /// The methods that a default behaviour in front of an API must let through.
    static let writing = ["POST", "PUT", "PATCH", "DELETE"]

    package static let distribution = RuleCheck(
        "edge-distribution",
        "The CDN passes what the services accept, does not cache answers of the API, and reaches "
            + "buckets through origin access control."
    ) { subject in
        let tree = TerraformTree(subject)
        let distributions = tree.resources("aws_cloudfront_distribution")
        let legacy = tree.resources("aws_cloudfront_origin_access_identity")
        guard !distributions.isEmpty || !legacy.isEmpty else { return CheckResult(.notApplicable) }
        let methods = try Set(
            subject.requirements().application.services.flatMap(\.methods)
        ).sorted()
        var findings = legacy.map { _, entry in
            TerraformDesign.finding(
                "T30",
                "an origin access identity is legacy",
                entry,
                fix: originAccessControl
            )
        }
        for (module, entry) in distributions {
            findings += legacyFindings(entry)
            findings += behaviourFindings(entry, module, tree, methods)
        }
        return .judged(findings, measured: ["distributions": .int(distributions.count)])
    }

    package static let webACL = RuleCheck(
        "edge-web-acl",
        "The web ACL stands where clients connect, and counts the addresses of clients."
    ) { subject in
        let tree = TerraformTree(subject)
        let lists = tree.resources("aws_wafv2_web_acl")
        let distributions = tree.resources("aws_cloudfront_distribution")
        guard !lists.isEmpty || !distributions.isEmpty else { return CheckResult(.notApplicable) }
        var findings: [Finding] = []
        for (module, entry) in distributions {
            let acl = entry.block.body["web_acl_id"]?.expression
            let isAbsent = acl.map { tree.values(of: $0, in: module) == [.null] } ?? true
            if isAbsent {
                findings.append(
                    TerraformDesign.finding(
                        "T11",
                        "the distribution has no web ACL",
                        entry,
                        fix: "give it web_acl_id with an ACL of scope CLOUDFRONT"
                    )
                )
            }
        }
        for (module, entry) in lists where !distributions.isEmpty {
            let scopes = entry.block.body["scope"].map {
                tree.values(of: $0.expression, in: module)
            }
            guard scopes?.contains(.string("REGIONAL")) == true else { continue }
            for rate in entry.block.body.allBlocks where rate.type == "rate_based_statement" {
                guard !countsClients(rate) else { continue }
                findings.append(
                    TerraformDesign.finding(
                        "T11",
                        "a rate limit of scope REGIONAL by IP counts the addresses of the CDN",
                        TerraformModule.Entry(file: entry.file, block: rate),
                        fix: "attach an ACL of scope CLOUDFRONT to the distribution, or count by "
                            + "FORWARDED_IP"
                    )
                )
            }
        }
        return .judged(findings, measured: ["webACLs": .int(lists.count)])
    }

    /// Whether the limit can look at the address that the CDN forwards.
    private static func countsClients(_ rate: HCLBlock) -> Bool {
        guard let key = rate.body["aggregate_key_type"]?.expression else { return false }
        return key.tokens.contains { $0.text == "FORWARDED_IP" }
    }

    private static let originAccessControl = "use aws_cloudfront_origin_access_control"

    private static func legacyFindings(_ entry: TerraformModule.Entry) -> [Finding] {
        entry.block.body.allBlocks.compactMap { block in
            let place = TerraformModule.Entry(file: entry.file, block: block)
            if block.type == "forwarded_values" {
                return TerraformDesign.finding(
                    "T30",
                    "forwarded_values is legacy",
                    place,
                    fix: "use cache_policy_id and origin_request_policy_id"
                )
            }
            let identity = block.body["origin_access_identity"]?.expression
            guard block.type == "s3_origin_config", identity?.stringLiteral != "" else {
                return nil
            }
            return TerraformDesign.finding(
                "T30",
                "a bucket is reached through an identity",
                place,
                fix: originAccessControl
            )
        }
    }

    private static func behaviourFindings(
        _ entry: TerraformModule.Entry,
        _ module: TerraformModule,
        _ tree: TerraformTree,
        _ methods: [String]
    ) -> [Finding] {
        guard let behaviour = entry.block.body.blocks("default_cache_behavior").first else {
            return []
        }
        let place = TerraformModule.Entry(file: entry.file, block: behaviour)
        let needed = methods.filter(writing.contains)
        guard !needed.isEmpty else { return [] }
        var findings: [Finding] = []
        let allowed =
            behaviour.body["allowed_methods"].map {
                tree.values(of: $0.expression, in: module).flatMap { $0.arrayValue ?? [] }
            } ?? []
        let refused = needed.filter { !allowed.contains(.string($0)) }
        if !refused.isEmpty {
            findings.append(
                TerraformDesign.finding(
                    "T12",
                    "the default behaviour refuses \(refused.joined(separator: ", ")), which the "
                        + "services accept",
                    place,
                    fix: "allow every method of the services"
                )
            )
        }
        if behaviour.body["origin_request_policy_id"] == nil {
            findings.append(
                TerraformDesign.finding(
                    "T12",
                    "cookies and headers do not reach the API",
                    place,
                    fix: "set origin_request_policy_id"
                )
            )
        }
        for name in ["default_ttl", "min_ttl"] {
            guard let seconds = behaviour.body[name]?.expression.literal?.numberValue, seconds > 0
            else { continue }
            findings.append(
                TerraformDesign.finding(
                    "T12",
                    "answers of the API are kept for \(Int(seconds)) s",
                    place,
                    fix: "set cache_policy_id to one that does not cache"
                )
            )
        }
        return findings
    }
}
