import Workflow

/// Network policies, as the cluster reads them.
struct PolicySet {
    private let policies: [Value]

    init(_ policies: [Value]) { self.policies = policies }

    static func texts(_ value: Value) -> [String: String] {
        (value.objectValue?.pairs ?? []).reduce(into: [:]) { $0[$1.key] = $1.value.stringValue }
    }

    /// Why a path is closed; `nil` when it is open.
    func refusal(of path: ClusterPathChecks.Path) -> String? {
        let out = applying(to: path.from, "Egress")
        if !out.isEmpty,
            !out.contains(where: { allows($0.list("spec.egress"), "to", path.to, path) })
        {
            return "no policy lets it out of '\(path.from.namespace)' on \(path.port)"
        }
        guard let to = path.to else { return nil }
        let into = applying(to: to, "Ingress")
        if !into.isEmpty,
            !into.contains(where: { allows($0.list("spec.ingress"), "from", path.from, path) })
        {
            return "no policy lets it into '\(to.namespace)' on \(path.port)"
        }
        return nil
    }

    private func applying(to pod: ClusterPathChecks.Pod, _ type: String) -> [Value] {
        policies.filter { policy in
            policy.string("metadata.namespace") == pod.namespace
                && policy.strings("spec.policyTypes").contains(type)
                && Self.selects(policy.at("spec.podSelector"), pod.labels)
        }
    }

    private func allows(
        _ rules: [Value],
        _ key: String,
        _ other: ClusterPathChecks.Pod?,
        _ path: ClusterPathChecks.Path
    ) -> Bool {
        rules.contains { rule in
            let isPort = rule.list("ports").contains {
                $0.number("port") == Double(path.port)
                    && ($0.string("protocol") ?? "TCP") == (path.isUDP ? "UDP" : "TCP")
            }
            return isPort
                && rule.list(key).contains { peer in
                    guard let other else {
                        // Names are looked up at pods of the system's namespace.
                        guard path.port != 53 else { return peer["namespaceSelector"] != nil }
                        let block = peer.string("ipBlock.cidr")
                        return block != nil && (path.range == nil || path.range == block)
                    }
                    return peer["ipBlock"] == nil && matches(peer, other, path.from.namespace)
                }
        }
    }

    private func matches(
        _ peer: Value,
        _ pod: ClusterPathChecks.Pod,
        _ own: String
    ) -> Bool {
        let names = peer.at("namespaceSelector.matchLabels").map(Self.texts) ?? [:]
        let space = names["kubernetes.io/metadata.name"] ?? own
        return space == pod.namespace && Self.selects(peer["podSelector"], pod.labels)
    }

    /// An empty selector takes every pod.
    private static func selects(_ selector: Value?, _ labels: [String: String]) -> Bool {
        let wanted = texts(selector?.at("matchLabels") ?? [:])
        return wanted.allSatisfy { labels[$0.key] == $0.value }
    }
}
