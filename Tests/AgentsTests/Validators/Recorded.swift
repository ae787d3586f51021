import Foundation
import Workflow

@testable import Agents

/// What a tool once said, as it was recorded.
struct Recorded {
    let output: ToolOutput

    init(_ name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Recorded/\(name).json")
        let value = try JSONReader.value(of: String(contentsOf: file, encoding: .utf8))
        output = ToolOutput(
            exitCode: value["exitCode"]?.intValue,
            stdout: value["stdout"]?.stringValue ?? "",
            stderr: value["stderr"]?.stringValue ?? "",
            folder: value["folder"]?.stringValue ?? ""
        )
    }
}

/// How the words of each tool are read.
enum Readers {
    typealias Reader = @Sendable (ToolOutput) -> ToolReading

    static let all: [(name: String, read: Reader)] = [
        ("terraform-fmt", TerraformOutput.format),
        ("terraform-init", TerraformOutput.initialisation),
        ("terraform-validate", TerraformOutput.validation),
        ("terraform-test", TerraformOutput.test),
        ("checkov", CheckovOutput.read),
        ("cfn-lint", CloudOutput.cloudFormation),
        ("promtool-rules", PrometheusOutput.rules("rules.yml")),
        ("promtool-config", PrometheusOutput.configuration("p.yml")),
        ("promtool-tests", PrometheusOutput.tests("t_test.yml")),
        ("amtool-config", PrometheusOutput.alertmanager("am.yml")),
        ("amtool-routes", PrometheusOutput.route("high", file: "am.yml")),
        ("ansible-lint", CloudOutput.ansible),
        ("ansible-syntax", CloudOutput.playbook("site.yml")),
        ("yamllint", TextOutput.yamllint),
        ("kubernetes-validate", CloudOutput.kubernetes),
        ("json-schema", WorkflowOutput.schema),
        ("actionlint", WorkflowOutput.actionlint),
        ("zizmor", WorkflowOutput.zizmor),
        ("detect-secrets", TextOutput.secrets),
        ("xmllint", TextOutput.xmllint),
        ("shellcheck", TextOutput.shellcheck),
        ("pytest", TextOutput.pytest),
        ("python-syntax", TextOutput.python),
        ("javascript-syntax", TextOutput.javaScript("l.js")),
        ("mermaid", TextOutput.drawing("mermaid", "b.mmd")),
        ("graphviz", TextOutput.drawing("graphviz", "g.dot")),
        ("helm-lint", TextOutput.helm),
    ]

    static func named(_ recording: String) throws -> Reader {
        let name = recording.split(separator: ".").first.map(String.init) ?? ""
        guard let reader = all.first(where: { $0.name == name }) else { throw Unknown(name: name) }
        return reader.read
    }

    struct Unknown: Error { let name: String }
}
