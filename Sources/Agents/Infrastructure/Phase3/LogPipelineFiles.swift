import Workflow

/// The shipper on every host and the store behind it, for the store that was chosen.
struct LogPipelineFiles {
    let plan: InfrastructurePlan
    let resources: any ResourceLibrary
    /// Names of fields that never leave a host.
    let redacted: [String]

    private var isCluster: Bool { plan.request.technology.usesCluster }

    /// The bucket of the module object-storage; without a known account the shell fills it in.
    private var bucket: String {
        let account = plan.request.cloud.account(plan.primary) ?? "${AWS_ACCOUNT_ID}"
        return "\(plan.resourceName(plan.primary))-logs-\(account)"
    }

    func files() throws -> [RenderedFile] {
        let logging = try plan.production.logging
        let shipper = try shipper(logging)
        let parsers = try resources.text("logging/parsers.conf")
        let lua = try resources.text("logging/redact.lua")
        let policies = logging.kind == "elk" ? storePolicies(logging) : []
        guard isCluster else {
            return try policies + [
                RenderedFile(path: "logging/hosts/fluent-bit.conf", text: shipper),
                RenderedFile(path: "logging/hosts/parsers.conf", text: parsers),
                RenderedFile(path: "logging/hosts/redact.lua", text: lua),
            ] + hostStore(logging)
        }
        let manifest = try filled(
            "kubernetes/logging/fluent-bit.yaml",
            [
                "configuration": TracingFiles.indented(shipper),
                "parsers": TracingFiles.indented(parsers), "redact": TracingFiles.indented(lua),
                "credentials": credentials(logging.kind),
                "tlsOptional": logging.kind == "cloudwatch" ? "true" : "false",
            ]
        )
        return try policies + [manifest] + clusterStore(logging)
    }

    private func shipper(_ logging: LoggingSizing) throws -> String {
        let input = isCluster ? "cluster" : "host"
        let host = logging.kind == "elk" ? "elasticsearch" : "loki"
        let known = [
            "host": isCluster
                ? "\(host).logging.svc" : "logs.internal.\(plan.request.cloud.domain)",
            "project": plan.project, "region": plan.request.cloud.region,
            "name": plan.resourceName(plan.primary), "hotDays": String(logging.hotDays),
        ]
        let values = [
            "input": try resources.text("logging/input-\(input).conf"),
            "redaction": redacted.map { "    Remove_key \($0)" }.joined(separator: "\n"),
            "output": try resources.filled(
                "logging/output-\(logging.kind).conf",
                choosingFrom: known
            ),
            "project": plan.project, "region": plan.request.cloud.region, "archiveBucket": bucket,
            "hotDays": String(logging.hotDays), "archiveDays": String(logging.archiveDays),
        ]
        return try filled("logging/fluent-bit.conf", values).text
    }

    private func credentials(_ kind: String) -> String {
        guard kind == "elk" else {
            return "            - name: LOG_STORE\n              value: \(kind)"
        }
        return ["user", "password"].map { key in
            """
                        - name: LOG_STORE_\(key.uppercased())
                          valueFrom:
                            secretKeyRef:
                              name: fluent-bit-credentials
                              key: \(key)
            """
        }.joined(separator: "\n")
    }

    private func clusterStore(_ logging: LoggingSizing) throws -> [RenderedFile] {
        // A fifth of the host is left to the system and to the other pods.
        let memory = max(2, Int(logging.nodeType.memoryGiB * 0.8))
        let size = [
            "nodes": String(logging.nodes), "diskGB": String(logging.diskGBPerNode),
            "memoryGiB": String(memory),
        ]
        switch logging.kind {
        case "elk":
            let masters = (0..<min(3, logging.nodes)).map { "elasticsearch-\($0)" }
            let elasticsearch = size.merging([
                "project": plan.project, "masters": "[\(masters.joined(separator: ", "))]",
                // Half of the memory is the heap's, at most so much that pointers stay short.
                "heapGiB": String(max(1, min(31, memory / 2))),
            ]) { _, new in new }
            return [
                try filled("kubernetes/logging/elasticsearch.yaml", elasticsearch),
                try filled(
                    "kubernetes/logging/kibana.yaml",
                    ["project": plan.project, "domain": plan.request.cloud.domain]
                ),
            ]
        case "loki":
            let configuration = try loki(logging, gossip: "loki-ring.logging.svc:7946")
            let values = size.merging([
                "configuration": TracingFiles.indented(configuration)
            ]) { _, new in new }
            return [
                try filled("kubernetes/logging/loki.yaml", values),
                try filled(
                    "kubernetes/logging/grafana-datasource.yaml",
                    ["project": plan.project]
                ),
            ]
        default: return []
        }
    }

    private func hostStore(_ logging: LoggingSizing) throws -> [RenderedFile] {
        switch logging.kind {
        case "elk":
            let text = try filled("logging/elasticsearch-host.yml", ["project": plan.project]).text
            return [RenderedFile(path: "logging/hosts/elasticsearch.yml", text: text)]
        case "loki":
            let members = "logs.internal.\(plan.request.cloud.domain):7946"
            return [
                RenderedFile(
                    path: "logging/hosts/loki.yaml",
                    text: try loki(logging, gossip: members)
                )
            ]
        default: return []
        }
    }

    private func loki(_ logging: LoggingSizing, gossip: String) throws -> String {
        try filled(
            "logging/loki.yaml",
            [
                "copies": String(logging.copies), "gossip": gossip, "bucket": bucket,
                "region": plan.request.cloud.region,
                "retentionHours": String(logging.hotDays * 24),
            ]
        ).text
    }

    /// How indices are made, and the daily copy that must exist before one is deleted.
    private func storePolicies(_ logging: LoggingSizing) -> [RenderedFile] {
        [
            RenderedFile(
                path: "logging/index-template.json",
                json: [
                    "index_patterns": ["logs-platform-*"], "data_stream": [:], "priority": 200,
                    "template": [
                        "settings": [
                            "index.lifecycle.name": "platform-logs",
                            "index.number_of_shards": .int(max(1, logging.nodes / 2)),
                            "index.number_of_replicas": .int(logging.copies - 1),
                            "index.codec": "best_compression",
                        ]
                    ],
                ]
            ),
            RenderedFile(
                path: "logging/snapshot-policy.json",
                json: [
                    "name": "<platform-{now/d}>", "schedule": "0 30 1 * * ?",
                    "repository": "archive",
                    "config": ["indices": ["logs-platform-*"], "include_global_state": false],
                    "retention": ["expire_after": .string("\(logging.archiveDays)d")],
                ]
            ),
        ]
    }

    private func filled(_ path: String, _ values: [String: String]) throws -> RenderedFile {
        RenderedFile(path: path, text: try resources.filled(path, with: values))
    }
}
