import Workflow

/// What to do about each known contradiction, for findings that do not say it more exactly.
package enum KnownContradictions {
    package static let fixes: [String: String] = [
        "T01": "declare what is used, and give every subnet a route table",
        "T02": "use the arguments of the current provider",
        "T03": "add subnets of the missing tier in every zone",
        "T04": "raise the maximum to the spike's share of the load",
        "T05": "measure packing as requested over allocatable, and alert above the CPU target",
        "T06": "state the share of the error budget that one disaster spends",
        "T07": "call the target engineered, and have it accepted at the gate",
        "T08": "sample and evaluate every 15 s, and let critical alerts wait 1 m at most",
        "T09": "give each of the four severities a route to a receiver",
        "T10": "take a version in standard support",
        "T11": "attach a web ACL of scope CLOUDFRONT to the distribution",
        "T12": "let every method of the API through, and keep its answers from the cache",
        "T13": "expire after the last transition",
        "T14": "give each workload an identity of its own",
        "T15": "keep logs as long as the strictest framework asks",
        "T16": "size the disks for volume, days and copies",
        "T17": "take a larger range, or fewer addresses a node",
        "T18": "give each component of the architecture its line in the estimate",
        "T19": "generate the script from its template, and run its tests",
        "T20": "take the discounts from the price table",
        "T21": "use_lockfile = true",
        "T22": "refer to a secret by its path or ARN, and name the basis of each transfer",
        "T23": "narrow it to a security group or to CloudFront, on 443 with TLS 1.2 or later",
        "T24": "declare the group, the subnets and the parameters of each store",
        "T25": "encrypt it with a KMS key",
        "T26": "read container logs with the CRI parser",
        "T27": "speak verified TLS on both sides",
        "T28": "spare what a gateway or an interface uses, and require enough data points",
        "T29": "name the time zone",
        "T30": "use origin access control, a cache policy and an origin request policy",
        "T31": "add the output, or use one that the module has",
        "T32": "use the name that is declared",
    ]
}

extension Finding {
    /// The same finding; that of a known contradiction always says what to do.
    var withKnownFix: Finding {
        guard fix?.isEmpty != false, let known = KnownContradictions.fixes[code] else {
            return self
        }
        return Finding(severity, code: code, message, file: file, line: line, fix: known)
    }
}

extension CheckResult {
    var withKnownFixes: CheckResult {
        CheckResult(
            verdict,
            findings: findings.map(\.withKnownFix),
            measured: measured,
            tool: tool,
            facts: facts
        )
    }
}
