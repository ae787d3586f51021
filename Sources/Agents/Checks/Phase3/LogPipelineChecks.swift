package import Workflow

/// Checks over what ships logs and what stores them.
package struct LogPipelineChecks: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    package var all: [any Check] { [pipeline, stores] }

    private static func isPipeline(_ path: String) -> Bool {
        path.hasPrefix("kubernetes/logging/") || path.hasPrefix("logging/hosts/")
    }

    /// A section such as `[INPUT]` with its keys, in lower case, and the line on which it begins.
    private struct Section {
        let kind: String
        let line: Int
        var keys: [(key: String, value: String)] = []

        subscript(key: String) -> String? { keys.first { $0.key == key }?.value }
    }

    package var pipeline: RuleCheck {
        RuleCheck(
            "log-pipeline",
            "Logs are parsed in the format they have, wait on disk, travel by TLS to a store that"
                + " speaks it, without what names a person, and without a written secret."
        ) { subject in
            let paths = subject.knownPaths.filter(Self.isPipeline)
            let texts = paths.map { ($0, subject.text($0) ?? "") }
            var findings: [Finding] = []
            var all: [Section] = []
            for (path, text) in texts {
                let sections = Self.sections(text)
                all += sections
                findings += Self.inputs(sections, path) + Self.outputs(sections, path, texts)
                findings += Self.fluentd(text, path) + Self.settings(text, path)
                findings += SecretScan.findings(in: text, file: path)
            }
            if !all.contains(where: { $0.kind == "OUTPUT" }),
                !texts.contains(where: { $0.1.contains("<match") })
            {
                findings.append(
                    Finding(
                        .high,
                        code: "log.pipeline",
                        "nothing ships logs",
                        file: "kubernetes/logging/"
                    )
                )
            }
            findings += try Self.redaction(all, subject)
            return .judged(findings, measured: ["files": .int(paths.count)])
        }
    }

    private static func sections(_ text: String) -> [Section] {
        var sections: [Section] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.drop { $0 == " " }
            if words.hasPrefix("["), words.hasSuffix("]"), words.count > 2 {
                sections.append(
                    Section(kind: String(words.dropFirst().dropLast()), line: index + 1)
                )
            } else if !sections.isEmpty, !words.hasPrefix("#"),
                let space = words.firstIndex(of: " ")
            {
                let value = words[space...].drop { $0 == " " }
                sections[sections.count - 1].keys.append(
                    (words[..<space].lowercased(), String(value))
                )
            }
        }
        return sections
    }

    private static func inputs(_ sections: [Section], _ path: String) -> [Finding] {
        var findings: [Finding] = []
        for section in sections where section.kind == "INPUT" {
            let parsers = (section["multiline.parser"] ?? "") + "," + (section["parser"] ?? "")
            let isContainer = section["path"]?.contains("/containers/") ?? false
            if isContainer, !parsers.contains("cri") {
                findings.append(
                    Finding(
                        .high,
                        code: "T26",
                        "container logs are read with '\(parsers)', containerd writes CRI",
                        file: path,
                        line: section.line,
                        fix: "multiline.parser cri"
                    )
                )
            }
            if section["storage.type"] != "filesystem" {
                findings.append(
                    Finding(
                        .high,
                        code: "log.buffer",
                        "the input keeps its buffer in memory: a restart loses logs",
                        file: path,
                        line: section.line,
                        fix: "storage.type filesystem, with storage.path in [SERVICE]"
                    )
                )
            }
        }
        return findings
    }

    private static func outputs(
        _ sections: [Section],
        _ path: String,
        _ texts: [(String, String)]
    ) -> [Finding] {
        var findings: [Finding] = []
        for section in sections where section.kind == "OUTPUT" {
            guard let name = section["name"], ["es", "loki", "opensearch", "http"].contains(name)
            else { continue }
            func report(_ message: String, _ fix: String) {
                findings.append(
                    Finding(
                        .high,
                        code: "T27",
                        message,
                        file: path,
                        line: section.line,
                        fix: fix
                    )
                )
            }
            let isTLS = section["tls"]?.lowercased() == "on"
            if !isTLS || section["tls.verify"]?.lowercased() == "off" {
                report("logs leave without verified TLS", "tls On and tls.verify On")
            }
            let store = texts.first { $0.1.contains("xpack.security.transport.ssl.enabled: true") }
            if name == "es", isTLS, let store,
                !store.1.contains("xpack.security.http.ssl.enabled: true")
            {
                report(
                    "the shipper speaks https, the store has TLS between its nodes only",
                    "xpack.security.http.ssl.enabled: true in \(store.0)"
                )
            }
            if name == "es", section["http_user"] == nil || section["http_passwd"] == nil {
                report("the shipper does not sign in", "HTTP_User and HTTP_Passwd by reference")
            }
        }
        return findings
    }

    /// A tail source of Fluentd that takes container logs for JSON.
    private static func fluentd(_ text: String, _ path: String) -> [Finding] {
        guard text.contains("@type tail"), text.contains("/containers/") else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard
            let open = lines.firstIndex(where: { $0.contains("<parse>") }),
            lines[open...].prefix(3).contains(where: { $0.contains("@type json") })
        else { return [] }
        return [
            Finding(
                .high,
                code: "T26",
                "container logs are parsed as JSON, containerd writes CRI",
                file: path,
                line: open + 1,
                fix: "@type cri, from fluent-plugin-parser-cri"
            )
        ]
    }

    private static func settings(_ text: String, _ path: String) -> [Finding] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var findings: [Finding] = []
        for (index, line) in lines.enumerated() {
            if line.contains("xpack.ilm.enabled") {
                findings.append(
                    Finding(
                        .high,
                        code: "T24",
                        "xpack.ilm.enabled was removed in Elasticsearch 8",
                        file: path,
                        line: index + 1,
                        fix: "delete the line: the lifecycle is always on"
                    )
                )
            }
            if line.contains("xpack.security.enabled: false")
                || line.contains("auth_enabled: false")
            {
                findings.append(
                    Finding(
                        .high,
                        code: "log.auth",
                        "the store lets in anybody",
                        file: path,
                        line: index + 1,
                        fix: "set it to true"
                    )
                )
            }
        }
        return findings
    }

    private static func redaction(
        _ sections: [Section],
        _ subject: CheckSubject
    ) throws -> [Finding] {
        let sizing = try subject.json(LoggingChecks.path)
        let removed = Set(
            sections.flatMap(\.keys).filter { $0.key == "remove_key" }.map(\.value)
        )
        let wanted = sizing.strings("redactedFields")
        let frameworks = subject.inputs.at("requirements.compliance.frameworks")?.arrayValue ?? []
        var findings = wanted.filter { !removed.contains($0) }.map {
            Finding(
                .high,
                code: "log.redaction",
                "'\($0)' is to be removed and the shipper does not",
                file: LoggingChecks.path,
                fix: "add Remove_key \($0)"
            )
        }
        if frameworks.contains("gdpr"), !wanted.contains("email") {
            findings.append(
                Finding(
                    .high,
                    code: "log.redaction",
                    "GDPR applies and no field that names a person is removed",
                    file: LoggingChecks.path,
                    fix: "list the fields under redactedFields"
                )
            )
        }
        return findings
    }

    package var stores: RuleCheck {
        RuleCheck(
            "log-store",
            "The store runs on as many nodes with as large volumes as sized."
        ) { [parse] subject in
            let sizing = try subject.json(LoggingChecks.path)
            // Where there is no production, the last environment is what the store is for.
            let environments = sizing.list("environments")
            let main =
                environments.first { $0.string("environment") == "production" } ?? environments.last
            let path = [
                "kubernetes/logging/elasticsearch.yaml", "kubernetes/logging/loki.yaml",
            ].first { subject.read($0) != nil }
            guard let path else { return CheckResult(.notApplicable) }
            let documents = try subject.yaml(path, parse)
            guard let set = documents.first(where: { $0.string("kind") == "StatefulSet" }) else {
                return .judged([
                    Finding(.high, code: "log.store", "no StatefulSet keeps the logs", file: path)
                ])
            }
            var findings: [Finding] = []
            func report(_ message: String) {
                findings.append(
                    Finding(
                        .high,
                        code: "T16",
                        message,
                        file: path,
                        fix: "use the numbers of \(LoggingChecks.path)"
                    )
                )
            }
            let nodes = main?.number("nodes") ?? 0
            let disk = main?.number("diskGigabytesPerNode") ?? 0
            if set.number("spec.replicas") != nodes {
                report("\(set.number("spec.replicas") ?? 0) nodes, sized are \(nodes)")
            }
            let claim = set.list("spec.volumeClaimTemplates").first
            let size = claim?.string("spec.resources.requests.storage") ?? "nothing"
            if size != "\(Int(disk))G" { report("a volume of \(size), sized are \(Int(disk)) GB") }
            if claim?.string("spec.storageClassName") != "gp3" { report("the volume is not gp3") }
            return .judged(findings, measured: ["nodes": .number(nodes), "diskGB": .number(disk)])
        }
    }
}
