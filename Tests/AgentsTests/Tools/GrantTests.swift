import Foundation
import Testing
import Workflow

@testable import Agents

/// What a grant covers, without any process.
@Suite struct GrantTests {
    @Test(
        arguments: [
            ("docs/**", "docs/a.md", true), ("docs/**", "docs/a/b.md", true),
            ("docs/**", "docs", false), ("docs/**", "documents/a", false),
            ("docs/*.md", "docs/a.md", true), ("docs/*.md", "docs/a/b.md", false),
            ("**/*.tf", "a/b/main.tf", true), ("**/*.tf", "main.tf", true),
            ("terraform", "terraform/main.tf", true), ("terraform/", "terraform/a/b", true),
            ("a.txt", "a.txt", true), ("a.txt", "ab.txt", false), ("?.txt", "a.txt", true),
            ("*", "a/b", false), ("**", "a/b", true),
        ]
    )
    func `patterns of paths`(pattern: String, path: String, isCovered: Bool) {
        #expect(PathPattern(pattern).matches(path) == isCovered)
    }

    @Test(
        arguments: [
            ("terraform validate*", ["terraform", "validate"], true),
            ("terraform validate*", ["terraform", "validate", "-json"], true),
            ("terraform validate*", ["terraform", "apply"], false),
            ("terraform *", ["terraform"], true),
            ("terraform *", ["terraform", "plan", "-x"], true),
            ("git log", ["git", "log"], true), ("git log", ["git", "log", "-p"], false),
            ("git * --stat", ["git", "diff", "--stat"], true),
            ("git *", ["github"], false), ("g*", ["git"], false),
            // A word with a blank in it is one word, whatever a shell would make of it.
            ("echo hello", ["echo", "hello; rm -rf /"], false),
            ("echo a b", ["echo", "a b"], false),
        ]
    )
    func `patterns of commands`(pattern: String, argv: [String], isCovered: Bool) {
        #expect(CommandPattern(pattern).matches(argv) == isCovered)
    }

    @Test func `a pattern with many stars takes no time`() {
        let pattern = String(repeating: "*a", count: 200)
        let word = String(repeating: "a", count: 5000) + "b"
        #expect(!WordPattern.matches(pattern, word))
    }

    @Test(
        arguments: [
            (".env", true), ("a/.env.local", true), (".env.example", false), (".git/x", true),
            ("a/.GIT/x", true), ("keys/id_rsa", true), ("a.pem", true), ("keyboard.md", false),
            (".orchestrate/journal.sqlite", true), ("terraform/main.tf", false),
        ]
    )
    func `paths that are kept from all`(path: String, isKept: Bool) {
        #expect((ProtectedPath.reason(path) != nil) == isKept)
    }

    private static let addresses: [(String, String?)] = [
        ("https://example.org/a", "example.org"), ("http://example.org/", nil),
        ("https://user:word@example.org/", nil), ("https://127.0.0.1/", nil),
        ("https://localhost/", nil), ("https://[::1]/", nil),
        ("https://example.org:8443/", nil),
        ("file:///etc/passwd", nil), ("https://2130706433/", nil),
        ("https://metadata.google.internal/", nil), ("https://EXAMPLE.org", "example.org"),
    ]

    @Test(arguments: addresses)
    func `addresses that are fetched`(address: String, host: String?) {
        #expect((try? WebAddress(address).host) == host)
    }

    @Test func `hosts`() {
        #expect(HostPattern("example.org").matches("EXAMPLE.org"))
        #expect(!HostPattern("example.org").matches("evil-example.org"))
        #expect(HostPattern("*.example.org").matches("a.example.org"))
        #expect(!HostPattern("*.example.org").matches("example.org"))
        #expect(!HostPattern("*.example.org").matches("example.org.evil.net"))
    }

    private static let risks: [([String], RiskTable.Decision, ToolRisk)] = [
        (["terraform", "validate"], RiskTable.Decision.run, ToolRisk.low),
        (["terraform", "-chdir=a", "apply"], .ask, .high),
        (["terraform", "destroy"], .ask, .critical),
        (["terraform", "apply", "-destroy"], .ask, .critical),
        (["kubectl", "get", "pods"], .run, .low),
        (["kubectl", "-n", "a", "delete", "pod", "b"], .ask, .critical),
        (["kubectl", "delete", "--now", "ns", "my-prod-1"], .deny, .critical),
        (["aws", "--region", "x", "s3api", "create-bucket"], .ask, .high),
        (["aws", "ec2", "describe-instances"], .run, .low),
        (["aws", "organizations", "close-account"], .deny, .critical),
        (["/usr/bin/sh", "-c", "id"], .deny, .critical),
    ]

    @Test(arguments: risks)
    func `the table of risks`(
        argv: [String],
        decision: RiskTable.Decision,
        risk: ToolRisk
    ) throws {
        let table = try RiskTable(text: BundledResources.standard().text("tools/risks.json"))
        let judgement = try #require(table.judgement(of: argv))
        #expect(judgement.decision == decision)
        #expect(judgement.risk == risk)
    }

    @Test func `a file may narrow a built-in agent and add nothing`() {
        let grants = GrantSet(
            builtIn: [.read, .write],
            narrowedTo: ["Read(docs/**)", "Bash", "Write"]
        )
        #expect(grants.written == ["Read(docs/**)", "Write"])
        #expect(grants.refusal(of: .bash, on: .effect) != nil)
        #expect(grants.refusal(of: .read, on: .path("docs/a")) == nil)
        #expect(grants.refusal(of: .read, on: .path("src/a")) != nil)
    }

    @Test func `only what was misread is mended`() {
        #expect(MisreadText.mended("‚ùå no") == ("❌ no", 1))
        #expect(MisreadText.mended("itâ€™s") == ("it’s", 1))
        #expect(MisreadText.mended("é, ≥ 5 and naïve") == ("é, ≥ 5 and naïve", 0))
    }
}
