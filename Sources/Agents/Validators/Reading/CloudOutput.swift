import Workflow

/// How the linters of CloudFormation, Kubernetes and Ansible say what they found.
enum CloudOutput {
    /// `cfn-lint --format json`; its exit code is a sum of 2 (errors), 4 (warnings), 8 (information).
    static func cloudFormation(_ output: ToolOutput) -> ToolReading {
        guard let code = output.exitCode, code >= 0, code <= 14, code % 2 == 0,
            let all = (try? JSONReader.value(of: output.stdout))?.arrayValue,
            all.isEmpty == (code == 0)
        else { return ToolWords.broken("cfn-lint", output) }
        return .findings(
            all.map { match in
                let severity: Finding.Severity =
                    switch match["Level"]?.stringValue {
                    case "Error": .high
                    case "Informational": .low
                    default: .medium
                    }
                return Finding(
                    severity,
                    code: match["Rule"]?["Id"]?.stringValue ?? "cfn-lint",
                    ToolWords.short(match["Message"]?.stringValue ?? "something is wrong"),
                    file: match["Filename"]?.stringValue.map { ToolWords.place($0, in: "") },
                    line: match["Location"]?["Start"]?["LineNumber"]?.intValue
                )
            }
        )
    }

    /// Kinds that a cluster learns from the operators that the platform installs: no schema of
    /// Kubernetes itself holds them.
    static let knownCustomKinds: Set<String> = [
        "PrometheusRule", "ServiceMonitor", "PodMonitor", "Probe", "AlertmanagerConfig",
        "NodePool", "EC2NodeClass", "ExternalSecret", "SecretStore", "ClusterSecretStore",
        "Certificate", "ClusterIssuer", "ScaledObject", "VerticalPodAutoscaler", "Elasticsearch",
        "Kibana", "Jaeger", "OpenTelemetryCollector", "TargetGroupBinding", "Kustomization",
        "PeerAuthentication", "AuthorizationPolicy", "Mesh", "ServiceIntentions",
    ]

    /// `kubernetes-validate`: `ERROR FILE did not validate …: MESSAGE`, `WARN FILE Couldn't find
    /// schema …`, and `INFO FILE passed …`; a kind it does not know is a warning to it, and a finding
    /// here unless it is known to come from an operator.
    static func kubernetes(_ output: ToolOutput) -> ToolReading {
        guard output.exitCode == 0 || output.exitCode == 1 else {
            return ToolWords.broken("kubernetes-validate", output)
        }
        var findings: [Finding] = []
        var passed = 0
        for line in ToolWords.lines(output.stdout + "\n" + output.stderr) {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count == 3 else { continue }
            switch words[0] {
            case "INFO": passed += 1
            case "ERROR": findings.append(error(words[1], words[2]))
            case "WARN", "WARNING": findings.append(warning(words[1], words[2]))
            default: break
            }
        }
        let hasError = findings.contains { $0.severity <= .high }
        guard hasError == (output.exitCode == 1), passed + findings.count > 0 else {
            return ToolWords.broken("kubernetes-validate", output)
        }
        return .findings(findings)
    }

    private static func error(_ file: String, _ said: String) -> Finding {
        let message = said.firstRange(of: " for resource ").map { said[$0.upperBound...] }
        return Finding(
            .high,
            code: "kubernetes.schema",
            ToolWords.short(message.map(String.init) ?? said),
            file: file
        )
    }

    private static func warning(_ file: String, _ said: String) -> Finding {
        let kind = said.firstRange(of: "for kind ").map {
            String(said[$0.upperBound...].prefix { !$0.isWhitespace })
        }
        let isKnown = kind.map(knownCustomKinds.contains) ?? false
        return Finding(
            isKnown ? .info : .medium,
            code: isKnown ? "kubernetes.custom-kind" : "kubernetes.unknown-kind",
            isKnown
                ? "\(kind ?? "") is an operator's kind; its fields are not looked at"
                : ToolWords.short(said),
            file: file,
            fix: isKnown ? nil : "mend apiVersion and kind"
        )
    }

    /// `ansible-lint -f json`: 0 fine, 2 findings.
    static func ansible(_ output: ToolOutput) -> ToolReading {
        guard output.exitCode == 0 || output.exitCode == 2,
            let all = (try? JSONReader.value(of: output.stdout))?.arrayValue,
            output.exitCode == 0 || !all.isEmpty
        else { return ToolWords.broken("ansible-lint", output) }
        return .findings(
            all.map { issue in
                let severity: Finding.Severity =
                    switch issue["severity"]?.stringValue {
                    case "blocker", "critical": .critical
                    case "major": .high
                    case "minor": .medium
                    default: .low
                    }
                let location = issue["location"]
                return Finding(
                    severity,
                    code: issue["check_name"]?.stringValue ?? "ansible-lint",
                    ToolWords.short(issue["description"]?.stringValue ?? "something is wrong"),
                    file: location?["path"]?.stringValue.map {
                        ToolWords.place($0, in: output.folder)
                    },
                    line: location?["lines"]?["begin"]?.intValue
                        ?? location?["lines"]?["begin"]?["line"]?.intValue
                        ?? location?["positions"]?["begin"]?["line"]?.intValue
                )
            }
        )
    }

    /// `ansible-playbook --syntax-check`: `[ERROR]: MESSAGE` and `Origin: FILE:LINE:COLUMN`.
    static func playbook(_ file: String) -> @Sendable (ToolOutput) -> ToolReading {
        { output in
            if output.exitCode == 0 { return .findings([]) }
            let lines = ToolWords.lines(output.stderr)
            guard
                let error = lines.first(where: {
                    $0.hasPrefix("[ERROR]: ") || $0.hasPrefix("ERROR! ")
                })
            else { return ToolWords.broken("ansible-playbook", output) }
            let origin = lines.first { $0.hasPrefix("Origin: ") }
                .flatMap { ToolWords.located($0.dropFirst(8) + ":") }
            let message = error.drop { $0 != " " }
            return .findings([
                Finding(
                    .high,
                    code: "ansible.syntax",
                    ToolWords.short(String(message)),
                    // It names the whole path, which is from the root here.
                    file: origin.map { ToolWords.place($0.file, in: "") } ?? file,
                    line: origin?.line
                )
            ])
        }
    }
}
