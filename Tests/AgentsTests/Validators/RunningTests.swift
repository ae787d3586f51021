import Foundation
import Testing
import Workflow

@testable import Agents

/// How many are inside, and how many were at most.
private actor Counter {
    private(set) var now = 0
    private(set) var most = 0

    @discardableResult
    func enter() -> Int {
        now += 1
        most = max(most, now)
        return now
    }

    func leave() { now -= 1 }
}

/// The machine's own, but a time limit begins only when there is a file at `mark`.
private struct LateSurroundings: Surroundings {
    let mark: String
    private let system = SystemSurroundings()

    init(mark: String) { self.mark = mark }

    var holder: Holder { system.holder }
    func now() -> Timestamp { system.now() }
    func leaseNow() -> LeaseTime { system.leaseNow() }

    func sleep(milliseconds: Int64) async throws {
        while !FileManager.default.fileExists(atPath: mark) {
            try await Task.sleep(for: .milliseconds(10))
        }
        try await system.sleep(milliseconds: milliseconds)
    }
}

@Suite("Calling a tool")
struct RunningTests {
    private static func call(
        _ script: String,
        milliseconds: Int64 = 600_000
    ) -> ToolCall {
        ToolCall(
            program: "/bin/sh",
            arguments: ["-c", script],
            folder: "/tmp",
            environment: ["PATH": "/usr/bin:/bin"],
            timeLimitMilliseconds: milliseconds
        )
    }

    @Test func `a tool that hangs is ended with all that it started`() async throws {
        let mark = FileManager.default.temporaryDirectory
            .appending(path: "orchestrate-\(UUID().uuidString)").path()
        defer { unlink(mark) }
        let script = """
            sh -c 'trap "" TERM; echo $$ > \(mark).new; mv \(mark).new \(mark); sleep 300' &
            sleep 300
            """
        let ended = try await Self.call(script, milliseconds: 300).run(LateSurroundings(mark: mark))
        #expect(ended.ending == .timedOut(milliseconds: 300))
        let text = try String(contentsOfFile: mark, encoding: .utf8)
        let descendant = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        // The kernel ends it when it gets round to it, which is long before it would end by itself.
        let deadline = ContinuousClock.now + .seconds(120)
        while Self.isAlive(descendant), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(!Self.isAlive(descendant), "a descendant lived on")
    }

    /// Whether the process is there; one that has ended and was not waited for is not.
    private static func isAlive(_ pid: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let close = status.lastIndex(of: ")")
        else { return false }
        let state = status[status.index(after: close)...].split(separator: " ").first
        return state != "Z" && state != "X"
    }

    @Test func `colours and the private folder are no part of what was said`() async throws {
        let ended = try await Self.call("printf '\\033[1;31m/some/root/a.tf\\033[0m'")
            .run(SystemSurroundings())
        #expect(ended.output(in: "", root: "/some/root").stdout == "a.tf")
    }

    @Test func `a program that cannot be started is said so`() async throws {
        var call = Self.call("")
        call = ToolCall(
            program: "/nowhere/tool",
            arguments: call.arguments,
            folder: call.folder,
            environment: [:],
            timeLimitMilliseconds: 600_000
        )
        guard case .notStarted = try await call.run(SystemSurroundings()).ending else {
            Issue.record("it was started")
            return
        }
    }

    @Test func `no more than so many run at once`() async throws {
        let turnstile = Turnstile(atOnce: 2)
        let counter = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try await turnstile.pass {
                        await counter.enter()
                        // Nobody leaves before two have been inside together.
                        let deadline = ContinuousClock.now + .seconds(120)
                        while await counter.most < 2, ContinuousClock.now < deadline {
                            try await Task.sleep(for: .milliseconds(1))
                        }
                        await counter.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await counter.most == 2)
        #expect(await counter.now == 0)
    }

    @Test func `a value is made once, and again after a failure`() async throws {
        let once = Once<Int>()
        let counter = Counter()
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await once.value(of: "a") {
                        try await Task.sleep(for: .milliseconds(5))
                        return await counter.enter()
                    }
                }
            }
            var values: [Int] = []
            for try await value in group { values.append(value) }
            return values
        }
        #expect(values == Array(repeating: 1, count: 8))
        struct Trouble: Error {}
        await #expect(throws: Trouble.self) { try await once.value(of: "b") { throw Trouble() } }
        #expect(try await once.value(of: "b") { 7 } == 7)
    }

    @Test func `folders with the same bytes are shared until the last has gone`() async throws {
        let parent = FileManager.default.temporaryDirectory.path()
        let folders = PrivateFolders(parent: parent)
        let files = ["a/b.tf": Array("x".utf8)]
        let first = try await folders.borrow(files, isShared: true)
        let second = try await folders.borrow(files, isShared: true)
        let own = try await folders.borrow(files, isShared: false)
        #expect(first.root == second.root)
        #expect(own.root != first.root)
        #expect(FileManager.default.fileExists(atPath: first.root + "/a/b.tf"))
        await folders.giveBack(first)
        #expect(FileManager.default.fileExists(atPath: second.root))
        await folders.giveBack(second)
        #expect(!FileManager.default.fileExists(atPath: second.root))
        await folders.giveBack(own)
        #expect(!FileManager.default.fileExists(atPath: own.root))
        await #expect(throws: AgentError.self) {
            try await folders.borrow(["../out": []], isShared: false)
        }
    }

    @Test func `what a killed program left is removed, and what another one uses is not`() throws {
        let parent = FileManager.default.temporaryDirectory
            .appending(path: "orchestrate-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: parent) }
        try FileManager.default.createDirectory(
            atPath: parent,
            withIntermediateDirectories: false
        )
        let living = try PrivateArea(in: parent)
        let left = (living.path as NSString).deletingLastPathComponent + "/killed"
        try FileManager.default.createDirectory(
            atPath: left + "/files",
            withIntermediateDirectories: true
        )
        let next = try PrivateArea(in: parent)
        #expect(!FileManager.default.fileExists(atPath: left))
        #expect(FileManager.default.fileExists(atPath: living.path))
        #expect(next.path != living.path)
    }

    @Test func `a tool gets no credential and no way out`() {
        let toolbox = Toolbox(
            variables: [
                "PATH": "/usr/bin", "HOME": "/home/ana", "AWS_SECRET_ACCESS_KEY": "s",
                "GITHUB_TOKEN": "t", "https_proxy": "http://proxy:1", "TZ": "UTC",
                "TF_CLI_CONFIG_FILE": "/nowhere/at/all.rc",
            ],
            surroundings: SystemSurroundings(),
            atOnce: 1,
            temporary: "/tmp"
        )
        let tool = ExternalTool("some-tool", for: "tests")
        let off = toolbox.environment(for: tool, home: "/h", usesNetwork: false)
        #expect(off["AWS_SECRET_ACCESS_KEY"] == nil)
        #expect(off["GITHUB_TOKEN"] == nil)
        #expect(off["HOME"] == "/h")
        #expect(off["TZ"] == "UTC")
        #expect(off["https_proxy"] == "http://127.0.0.1:9")
        // A variable that names no file is not passed on.
        #expect(off["TF_CLI_CONFIG_FILE"] == nil)
        let on = toolbox.environment(for: tool, home: "/h", usesNetwork: true)
        #expect(on["https_proxy"] == "http://proxy:1")
    }

    @Test func `the copy for promtool keeps every line's number`() {
        let text = """
            scrape_configs:
              - job_name: a
                kubernetes_sd_configs:
                  - role: pod
                    namespaces:
                      names: [x]
                relabel_configs:
                  - action: keep
              - kubernetes_sd_configs:
                - role: node
                job_name: b
            """
        let copy = DiscoveryCopy.of(text)
        let expected = """
            scrape_configs:
              - job_name: a
                static_configs: [{targets: ["replaced:9"]}]



                relabel_configs:
                  - action: keep
              - static_configs: [{targets: ["replaced:9"]}]

                job_name: b
            """
        #expect(copy.text == expected)
        #expect(copy.replaced == ["kubernetes_sd_configs"])
        #expect(DiscoveryCopy.of("a: 1\nb: 2").text == "a: 1\nb: 2")
    }

    @Test func `Grafana's variables become what promtool can read`() {
        let plain = DashboardQueries.plain
        #expect(plain("rate(x[$__rate_interval])") == "rate(x[5m])")
        #expect(plain("rate(x{a=\"$b\"}[${c:raw}])") == "rate(x{a=\"x\"}[5m])")
        #expect(plain("sum(x)") == "sum(x)")
    }

    @Test func `a suppression without a reason is found`() {
        let text =
            "a\n  #checkov:skip=CKV_1:it is a test\n  #checkov:skip=CKV_2\n #checkov:skip=CKV_3: "
        let findings = CheckovOutput.bareSuppressions(text, file: "m.tf")
        #expect(findings.map(\.line) == [3, 4])
    }

    @Test func `an annotation that suppresses gives its reason too`() {
        let text =
            "a:\n  checkov.io/skip1: CKV_K8S_11=it is a test\n  checkov.io/skip2: CKV_K8S_43\n"
            + "  checkov.io/skip3: CKV_K8S_15= "
        let findings = CheckovOutput.bareSuppressions(text, file: "m.yaml")
        #expect(findings.map(\.line) == [3, 4])
        #expect(findings.first?.message == "the suppression of CKV_K8S_43 gives no reason")
    }
}
