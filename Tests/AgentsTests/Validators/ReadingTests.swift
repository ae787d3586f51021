import Testing
import Workflow

@testable import Agents

@Suite("What a validator said")
struct ReadingTests {
    struct Expected: Sendable, CustomTestStringConvertible {
        let recording: String
        let severity: Finding.Severity
        let code: String
        let file: String?
        let line: Int?
        let words: String

        init(
            _ recording: String,
            _ severity: Finding.Severity,
            _ code: String,
            _ file: String?,
            _ line: Int?,
            _ words: String
        ) {
            self.recording = recording
            self.severity = severity
            self.code = code
            self.file = file
            self.line = line
            self.words = words
        }

        var testDescription: String { "\(recording): \(code)" }
    }

    static let expected: [Expected] = [
        Expected("terraform-fmt.bad", .medium, "terraform.format", "fm/main.tf", 1, "fmt"),
        Expected(
            "terraform-fmt.broken",
            .high,
            "terraform.unclosed-configuration-block",
            "fb/main.tf",
            1,
            "Unclosed"
        ),
        Expected(
            "terraform-init.bad",
            .high,
            "terraform.unreadable-module-directory",
            "ti",
            nil,
            "nowhere"
        ),
        Expected(
            "terraform-validate.bad",
            .high,
            "terraform.unsupported-argument",
            "tf2/main.tf",
            7,
            "cidr_block"
        ),
        Expected(
            "terraform-validate.bad",
            .medium,
            "terraform.argument-is-deprecated",
            "tf2/main.tf",
            10,
            "Use domain instead"
        ),
        Expected(
            "terraform-test.bad",
            .high,
            "terraform.test-assertion-failed",
            "tagsbad/tests/tags.tftest.hcl",
            18,
            "extra tags must be kept"
        ),
        Expected("checkov.bad", .medium, "CKV2_AWS_6", "main.tf", 1, "Public Access block"),
        Expected("checkov.broken", .high, "checkov.unreadable", nil, nil, "could not read 1"),
        Expected("cfn-lint.bad", .high, "E3002", "cfn/bad.yaml", 6, "BucketName"),
        Expected("cfn-lint.bad", .medium, "W3691", "cfn/bad.yaml", 9, "deprecated"),
        Expected("promtool-rules.bad", .high, "promtool", "rules.yml", 5, "unexpected <op:>>"),
        Expected("promtool-rules.unk", .high, "promtool", "rules.yml", 5, "field forr not found"),
        Expected("promtool-rules.dup", .medium, "promtool.lint", "rules.yml", nil, "duplicate"),
        Expected("promtool-config.bad", .high, "promtool", "p.yml", 2, "scrape_intervall"),
        Expected("promtool-tests.bad", .high, "promtool.test", "t_test.yml", nil, "alertname: X"),
        Expected("amtool-config.bad", .high, "amtool", "am.yml", nil, "undefined receiver"),
        Expected("amtool-routes.bad", .high, "amtool.route", "am.yml", nil, "reaches 'low'"),
        Expected(
            "ansible-lint.bad",
            .high,
            "syntax-check[unknown-module]",
            "ans/roles/r/tasks/main.yml",
            2,
            "nosuchmodule"
        ),
        Expected(
            "ansible-syntax.bad",
            .high,
            "ansible.syntax",
            "ans/roles/r/tasks/main.yml",
            2,
            "nosuchmodule"
        ),
        Expected("yamllint.bad", .medium, "yamllint.key-duplicates", "misc/y.yml", 2, "duplic"),
        Expected("yamllint.bad", .low, "yamllint.document-start", "misc/y.yml", 1, "missing"),
        Expected(
            "kubernetes-validate.bad",
            .high,
            "kubernetes.schema",
            "k8s/a/bad.yaml",
            nil,
            "spec.replicas"
        ),
        Expected(
            "kubernetes-validate.bad",
            .info,
            "kubernetes.custom-kind",
            "k8s/a/bad.yaml",
            nil,
            "PrometheusRule"
        ),
        Expected("json-schema.bad", .high, "schema", "misc/d.json", nil, "$.a"),
        Expected(
            "actionlint.bad",
            .high,
            "actionlint.runner-label",
            ".github/workflows/a.yml",
            4,
            "ubuntu-99"
        ),
        Expected(
            "zizmor.bad",
            .medium,
            "zizmor.artipacked",
            ".github/workflows/a.yml",
            6,
            "persist-credentials"
        ),
        Expected("detect-secrets.bad", .high, "secret", "misc/sec.tf", 2, "Secret Keyword"),
        Expected("xmllint.bad", .high, "xml", "misc/x.svg", 1, "mismatch"),
        Expected("shellcheck.bad", .medium, "SC2086", "misc/a.sh", 2, "Double quote"),
        Expected("pytest.bad", .high, "pytest", "py/test_a.py", nil, "assert 1 == 2"),
        Expected("pytest.error", .high, "pytest", "py/test_b.py", nil, "ERROR test_b.py"),
        Expected("pytest.none", .high, "pytest.no-test", nil, nil, "no test"),
        Expected("python-syntax.bad", .high, "python.syntax", "py/bad.py", 1, "invalid syntax"),
        Expected("javascript-syntax.bad", .high, "javascript.syntax", "l.js", 3, "SyntaxError"),
        Expected("mermaid.bad", .high, "mermaid.syntax", "b.mmd", nil, "Parse error on line 3"),
        Expected("graphviz.bad", .high, "graphviz.syntax", "g.dot", nil, "syntax error"),
        Expected("helm-lint.bad", .high, "helm.lint", "chart", nil, "nofunc"),
    ]

    @Test(arguments: expected)
    func `becomes findings with their place`(_ expected: Expected) throws {
        let reading = try Readers.named(expected.recording)(Recorded(expected.recording).output)
        guard case .findings(let findings) = reading else {
            Issue.record("\(reading)")
            return
        }
        #expect(
            findings.contains { finding in
                finding.severity == expected.severity && finding.code == expected.code
                    && finding.file == expected.file && finding.line == expected.line
                    && finding.message.contains(expected.words)
            },
            "\(findings)"
        )
    }

    @Test(arguments: ["terraform-test.good", "cfn-lint.good", "actionlint.good"])
    func `that nothing is wrong is no finding`(_ recording: String) throws {
        let reading = try Readers.named(recording)(Recorded(recording).output)
        #expect(reading == .findings([]))
    }

    @Test func `a route that is right is no finding`() throws {
        let output = try Recorded("amtool-routes.good").output
        #expect(PrometheusOutput.route("critical", file: "a")(output) == .findings([]))
    }

    @Test func `a tool that looked at nothing has nothing to say`() throws {
        #expect(try CheckovOutput.read(Recorded("checkov.nothing").output) == .nothing)
    }

    @Test(arguments: ["terraform-init.provider", "kubernetes-validate.version"])
    func `what could not be looked at has no verdict`(_ recording: String) throws {
        let reading = try Readers.named(recording)(Recorded(recording).output)
        guard case .broken(let reason) = reading else {
            Issue.record("\(reading)")
            return
        }
        #expect(!reason.isEmpty)
    }

    /// Exit codes that no tool uses for a verdict, with nothing that can be read; the drawing
    /// programs say nothing of their own on success, so only their failures count.
    @Test(arguments: Readers.all.map(\.name))
    func `a crash is never a verdict`(_ name: String) throws {
        let read = try Readers.named(name)
        for code in [137, 139, nil] {
            let output = ToolOutput(exitCode: code, stdout: "", stderr: "Killed", folder: "")
            guard case .broken = read(output) else {
                Issue.record("exit code \(code.map(String.init) ?? "none"): \(read(output))")
                continue
            }
        }
    }

    /// Half a document, with the exit code of findings and that of success.
    @Test(arguments: [
        "terraform-validate", "checkov", "cfn-lint", "ansible-lint", "json-schema", "actionlint",
        "zizmor", "detect-secrets", "shellcheck",
    ])
    func `words that were cut are never a verdict`(_ name: String) throws {
        let whole = try Recorded(name + ".bad").output
        let half = String(whole.stdout.prefix(whole.stdout.count / 2))
        for code in [whole.exitCode, 0] {
            let output = ToolOutput(exitCode: code, stdout: half, stderr: "", folder: "")
            guard case .broken = try Readers.named(name)(output) else {
                Issue.record("exit code \(code ?? -1) was taken for a verdict")
                continue
            }
        }
    }

    /// The words say that something is wrong, the exit code that nothing is.
    @Test(arguments: ["terraform-validate", "cfn-lint", "actionlint", "zizmor", "shellcheck"])
    func `words and exit code that do not agree are no verdict`(_ name: String) throws {
        let said = try Recorded(name + ".bad").output
        let output = ToolOutput(exitCode: 0, stdout: said.stdout, stderr: "", folder: "")
        guard case .broken = try Readers.named(name)(output) else {
            Issue.record("taken for a verdict")
            return
        }
    }
}
