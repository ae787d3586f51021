import Foundation
import Testing

extension ProgramTests {
    /// What an agent runs, whom it asks and where it connects.
    @Suite struct CommandGrantTests {
        /// A tool of that name that only says what it was asked, in front of all others.
        private static func faking(_ names: [String], in bed: AgentBed) throws -> [String: String] {
            try bed.sandbox.makeFolder("bin")
            for name in names {
                try bed.sandbox.write("#!/bin/sh\necho \"did: $*\"\n", to: "bin/\(name)")
                chmod(bed.sandbox("bin/\(name)"), 0o755)
            }
            let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
            return [
                "PATH": bed.sandbox("bin") + ":" + path,
                "ORCHESTRATE_VALIDATORS": bed.sandbox("none"),
            ]
        }

        @Test(
            arguments: [
                "['sh', '-c', 'id']", "['bash', '-c', 'id']", "['env', 'id']",
                "['/bin/cat', 'a.txt']", "['cat', '/etc/passwd']", "['cat', '../../etc/passwd']",
                "['cat', '--file=/etc/passwd']", "['wc', '-l']", "['cat', '.git/config']",
                "['kubectl', 'delete', '-n', 'x', 'namespace', 'production']",
                "['aws', 'organizations', 'close-account', '--account-id', '1']",
            ]
        )
        func `what is not allowed is not run`(argv: String) async throws {
            let bed = try AgentBed(
                "done(answer=use('Bash', argv=\(argv)))",
                tools: "[Read, Bash(cat *), Bash(sh *), Bash(kubectl *), Bash(aws *)]",
                prepare: "echo a > a.txt"
            )
            let fakes = try Self.faking(["kubectl", "aws"], in: bed)
            let run = try await bed.run(fakes)
            #expect(run.status == 0, "\(run)")
            #expect(try await bed.outputs()["answer"]["error"]["code"].text == "refused")
            let refused = try #require(try await bed.events("tool.refused").first)
            #expect(refused["body"]["tool"].text == "Bash")
            #expect(refused["body"]["risk"].text != nil)
            #expect(!refused["body"]["arguments"]["argv"].array.isEmpty)
            #expect(try await bed.events("gate.opened").isEmpty)
        }

        @Test(arguments: AgentBed.kinds)
        func `what is allowed runs, confined as the agent is`(kind: String) async throws {
            guard try await AgentBed.isHere(kind) else { return }
            let bed = try AgentBed(
                """
                use("Write", path="docs/new.md", text="new\\n")
                done(
                    seen=use("Bash", argv=["cat", "docs/a.md", "docs/new.md"]),
                    hidden=use("Bash", argv=["cat", "b.md"]), failed=use("Bash", argv=["false"]),
                )
                """,
                tools: "[Read(docs/**), Write, Bash(cat *), Bash(false)]",
                kind: kind,
                prepare: "mkdir docs; echo a > docs/a.md; echo b > b.md"
            )
            let run = try await bed.run()
            #expect(run.status == 0, "\(run)")
            let outputs = try await bed.outputs()
            #expect(outputs["seen"]["result"]["stdout"].text == "a\nnew\n", "\(outputs)")
            #expect(outputs["hidden"]["result"]["exitCode"].int == 1)
            #expect(outputs["failed"]["result"]["exitCode"].int == 1)
            let used = try await bed.events("tool.used")
                .filter { $0["body"]["tool"].text == "Bash" }
            #expect(used.count == 3)
            #expect(used.first?["body"]["outcome"].text == "exit code 0")
            #expect(used.first?["body"]["risk"].text == "medium")
        }

        @Test(arguments: AgentBed.kinds)
        func `the network is not there unless it is granted`(kind: String) async throws {
            guard try await AgentBed.isHere(kind) else { return }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(server) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            var length = size
            let port = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer -> UInt16 in
                    guard bind(server, pointer, size) == 0, listen(server, 8) == 0,
                        getsockname(server, pointer, &length) == 0
                    else { return 0 }
                    return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                        UInt16(bigEndian: $0.pointee.sin_port)
                    }
                }
            }
            #expect(port != 0)
            let body = """
                try:
                    socket.create_connection(("127.0.0.1", \(port)), 5).close()
                    connected = True
                except OSError as error:
                    connected = False
                done(connected=connected, page=use("WebFetch", url="https://example.org/"))
                """
            for isGranted in [false, true] {
                let bed = try AgentBed(
                    body,
                    tools: "[WebFetch(example.com)]",
                    kind: kind,
                    agent: isGranted ? ["network: true"] : []
                )
                let run = try await bed.run()
                #expect(run.status == 0, "\(run)")
                let outputs = try await bed.outputs()
                #expect(outputs["connected"] == .bool(isGranted), "\(outputs)")
                #expect(outputs["page"]["error"]["code"].text == "refused")
                let refused = try #require(try await bed.events("tool.refused").first)
                #expect(refused["body"]["tool"].text == "WebFetch")
                let address = refused["body"]["arguments"]["url"].text
                #expect(address == "https://example.org/")
            }
        }

        @Test func `only partners that are granted are asked`() async throws {
            let bed = try AgentBed(
                """
                done(
                    echo=use("Task", agent="echo", task="echo", payload={"a": 1}),
                    other=use("Task", agent="code-reviewer", task="full-review", payload={}),
                )
                """,
                tools: "[Task(echo)]"
            )
            let run = try await bed.run()
            #expect(run.status == 0, "\(run)")
            let outputs = try await bed.outputs()
            #expect(outputs["echo"]["result"]["a"].int == 1)
            #expect(outputs["other"]["error"]["code"].text == "refused")
            let refused = try #require(try await bed.events("tool.refused").first)
            #expect(refused["body"]["arguments"]["agent"].text == "code-reviewer")
            let sent = try await bed.events("message.sent")
            #expect(sent.allSatisfy { $0["body"]["to"].text != "code-reviewer" })
            // It was begun twice: to ask, and to take the answer; with one idempotency key.
            let keys = try await bed.events("agent.started")
                .compactMap { $0["body"]["idempotencyKey"].text }
            #expect(keys.count == 2 && Set(keys).count == 1)
        }

        private static let elevated = """
            first = use("Bash", argv=["terraform", "apply", "-auto-approve"])
            done(first=first)
            """

        @Test func `an elevated command waits for a person and runs once`() async throws {
            let bed = try AgentBed(Self.elevated, tools: "['Bash(terraform *)']")
            let fakes = try Self.faking(["terraform"], in: bed)
            let run = try await bed.run(fakes)
            #expect(run.status == 3, "\(run)")
            let gates = try await bed.sandbox.orchestrate("gates", "--json").json()["gates"]
            #expect(gates[0]["gate"].text == "tool-work-1")
            let asked = try #require(try await bed.events("tool.asked").first)
            #expect(
                asked["body"]["argv"].array.compactMap(\.text)
                    == ["terraform", "apply", "-auto-approve"]
            )
            #expect(asked["body"]["risk"].text == "high")
            let opened = try #require(try await bed.events("gate.opened").first)
            let question = opened["body"]["question"].text ?? ""
            #expect(question.contains("\"terraform\",\"apply\",\"-auto-approve\""), "\(question)")
            #expect(question.contains("risk high"))
            let intended = try await bed.events("effect.intended")
            #expect(intended.allSatisfy { !"\($0["body"])".contains("tool:tool-work-") })
            #expect(try await bed.resume(fakes).status == 3, "nothing runs before it is decided")
            let vote = try await bed.sandbox.orchestrate("approve", "r", "tool-work-1")
            #expect(vote.status == 0, "\(vote)")
            let resumed = try await bed.resume(fakes)
            #expect(resumed.status == 0, "\(resumed)")
            let first = try await bed.outputs()["first"]
            #expect(first["result"]["stdout"].text == "did: apply -auto-approve\n", "\(first)")
            let used = try await bed.events("tool.used").last
            #expect(used?["body"]["risk"].text == "high")
            #expect(used?["body"]["outcome"].text?.contains(Program.user) == true)
            #expect(try await bed.sandbox.orchestrate("verify", "r").status == 0)
        }

        @Test func `what a person refuses is not run, and the run goes on`() async throws {
            let bed = try AgentBed(Self.elevated, tools: "['Bash(terraform *)']")
            let fakes = try Self.faking(["terraform"], in: bed)
            #expect(try await bed.run(fakes).status == 3)
            let vote = try await bed.sandbox.orchestrate(
                "reject",
                "r",
                "tool-work-1",
                "--comment",
                "not today"
            )
            #expect(vote.status == 0, "\(vote)")
            let resumed = try await bed.resume(fakes)
            #expect(resumed.status == 0, "\(resumed)")
            let first = try await bed.outputs()["first"]
            #expect(first["error"]["code"].text == "refused")
            #expect(first["error"]["message"].text?.contains("not today") == true)
            #expect(try await bed.events("tool.refused").count == 1)
            #expect(try await bed.events("run.rejected").isEmpty)
        }

        @Test func `each execution is asked about by itself, by whom the file names`() async throws
        {
            let bed = try AgentBed(
                """
                first = use("Bash", argv=["terraform", "apply"])
                second = use("Bash", argv=["terraform", "apply"])
                done(first=first["result"]["exitCode"], second=second["result"]["exitCode"])
                """,
                tools: "['Bash(terraform *)']",
                agent: ["approvers: ['role:sre']"],
                rest: "roles: { sre: ['\(Program.user)'], other: [eve] }\n"
            )
            let fakes = try Self.faking(["terraform"], in: bed)
            for gate in ["tool-work-1", "tool-work-2"] {
                let waiting =
                    gate == "tool-work-1" ? try await bed.run(fakes) : try await bed.resume(fakes)
                #expect(waiting.status == 3, "\(waiting)")
                let gates = try await bed.sandbox.orchestrate("gates", "--json").json()["gates"]
                #expect(gates.array.compactMap { $0["gate"].text } == [gate])
                #expect(gates[0]["approvers"].array.compactMap(\.text) == ["role:sre"])
                let vote = try await bed.sandbox.orchestrate("approve", "r", gate)
                #expect(vote.status == 0, "\(vote)")
            }
            let resumed = try await bed.resume(fakes)
            #expect(resumed.status == 0, "\(resumed)")
            let outputs = try await bed.outputs()
            #expect(outputs["first"].int == 0 && outputs["second"].int == 0)
            let done = try await bed.events("effect.completed").filter {
                "\($0["body"])".contains("tool:tool-work-")
            }
            #expect(done.count == 2, "each ran once: \(done)")
        }
    }
}
