import Workflow

/// The rules of Prometheus rule files, parsed back from their bytes.
struct AlertRules {
    struct Rule {
        let file: String
        let name: String
        let isAlert: Bool
        let expression: String
        let pending: String
        let value: Value

        func label(_ name: String) -> String? { value.string("labels.\(name)") }
        func annotation(_ name: String) -> String? { value.string("annotations.\(name)") }
    }

    static let folder = "monitoring/prometheus/rules/"
    let rules: [Rule]
    let intervals: [(file: String, seconds: Double?)]

    var alerts: [Rule] { rules.filter(\.isAlert) }

    init(_ subject: CheckSubject, _ parse: YAMLParser) throws {
        let paths = subject.knownPaths.filter {
            $0.hasPrefix(Self.folder) && ($0.hasSuffix(".yml") || $0.hasSuffix(".yaml"))
        }
        guard !paths.isEmpty else {
            throw UnreadableFile(path: Self.folder, reason: "no rule file was delivered")
        }
        var rules: [Rule] = []
        var intervals: [(String, Double?)] = []
        for path in paths {
            for document in try subject.yaml(path, parse) {
                for group in document.list("groups") {
                    if let interval = group.string("interval") {
                        intervals.append((path, PromQL.seconds(interval)))
                    }
                    rules += group.list("rules").map { Self.rule($0, path) }
                }
            }
        }
        self.rules = rules
        self.intervals = intervals
    }

    private static func rule(_ value: Value, _ path: String) -> Rule {
        Rule(
            file: path,
            name: value.string("alert") ?? value.string("record") ?? "",
            isAlert: value["alert"] != nil,
            expression: value.string("expr") ?? "",
            pending: value.string("for") ?? "0s",
            value: value
        )
    }

    /// The workspace path of a runbook that a URL ends in.
    static func runbookPath(_ url: String) -> String? {
        url.firstRange(of: "incident/runbooks/").map { String(url[$0.lowerBound...]) }
    }
}
