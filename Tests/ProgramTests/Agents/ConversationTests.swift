import Foundation
import Testing

extension ProgramTests {
    /// How a conversation with an agent goes wrong, and what is left of it.
    @Suite struct ConversationTests {
        @Test(
            arguments: [
                ("print('hello, world', flush=True)", "no JSON document"),
                ("say({'type': 'dance'})", "of type 'dance'"),
                ("say([1, 2])", "no 'type'"),
                ("say({'type': 'result', 'outputs': 7})", "'outputs' is no object"),
                ("say({'type': 'use', 'tool': 'Read'})", "'id' is no integer"),
                ("sys.exit(0)", "without a result (exit code 0)"),
                ("print('words', file=sys.stderr); sys.exit(7)", "(exit code 7): words"),
                ("os.kill(os.getpid(), 9)", "without a result ("),
                ("done(); say({'type': 'progress', 'text': 'late'})", "more after its result"),
                ("done(); sys.exit(3)", "after its result it ended with exit code 3"),
                ("done(text='x' * 100000)", "the limit (messageBytes)"),
                ("say({'type': 'deliver', 'path': '../x', 'text': 'x'})", "is refused"),
                ("say({'type': 'result', 'status': 'failed', 'reason': 'no ink'})", "no ink"),
            ]
        )
        func `what is no answer fails the attempt with its reason`(
            body: String,
            reason: String
        ) async throws {
            let bed = try AgentBed(body, tools: "[Write]")
            let run = try await bed.run()
            #expect(run.status == 1, "\(run)")
            let failure = try await bed.failure()
            #expect(failure.contains(reason), "\(failure)")
            #expect(!run.hasCrashed)
            #expect(try bed.sandbox.tree("ws").isEmpty)
        }

        @Test func `an agent that never answers is ended with its children`() async throws {
            let bed = try AgentBed(
                """
                import subprocess
                child = subprocess.Popen(["sleep", "600"])
                say({"type": "progress", "text": str(child.pid)})
                time.sleep(600)
                """,
                step: ["timeout: 3s"]
            )
            let run = try await bed.run()
            #expect(run.status == 1, "\(run)")
            #expect(try await bed.failure().contains("timed out after 3s"))
            #expect(try await bed.events("agent.reported").count == 1)
        }

        @Test func `output without end is cut off`() async throws {
            for body in [
                "while True: sys.stdout.write('x' * 65536)",
                "while True: say({'type': 'finding', 'severity': 'low', 'code': 'a', 'message': 'b'})",
            ] {
                let bed = try AgentBed(body)
                let run = try await bed.run()
                #expect(run.status == 1, "\(run)")
                let failure = try await bed.failure()
                #expect(failure.contains("more than"), "\(failure)")
            }
        }

        @Test func `standard error is kept, and bounded`() async throws {
            let bed = try AgentBed(
                "sys.stderr.write('noise ' * 1000000); sys.stderr.flush(); done()"
            )
            let run = try await bed.run()
            #expect(run.status == 0, "\(run)")
            let completed = try await bed.events("step.completed").last
            let stream = completed?["body"]["streams"][0] ?? .null
            #expect(stream["name"].text == "stderr")
            #expect(stream["total"].int == 6_000_000)
            #expect((stream["kept"].int ?? 0) <= 1024 * 1024)
        }

        @Test func `who is refused for ever is ended`() async throws {
            let bed = try AgentBed("while True: use('Read', path='/etc/passwd')", tools: "[Read]")
            let run = try await bed.run()
            #expect(run.status == 1, "\(run)")
            #expect(try await bed.failure().contains("more than 100 times"))
            #expect(try await bed.events("tool.refused").count == 100)
        }

        @Test(arguments: AgentBed.kinds)
        func `after a kill the attempt is repeated with the same key`(kind: String) async throws {
            guard try await AgentBed.isHere(kind) else { return }
            let bed = try AgentBed(
                """
                mark = doc["message"]["payload"]
                use("Write", path="half.md", text="half")
                say({"type": "progress", "text": "begun"})
                if "go" not in use("Glob", pattern="*")["result"]["files"]:
                    time.sleep(600)
                use("Write", path="whole.md", text=doc["idempotencyKey"])
                done()
                """,
                tools: "[Write, Glob]",
                kind: kind
            )
            let running = try bed.background()
            var hasBegun = false
            for _ in 0..<600 where !hasBegun {
                hasBegun = try await bed.sandbox.orchestrate("log", "r", "--json").out
                    .contains("agent.reported")
                if !hasBegun { try await Task.sleep(for: .milliseconds(200)) }
            }
            #expect(hasBegun)
            running.send(SIGKILL)
            _ = try await running.finish()
            #expect(!bed.sandbox.has("ws/half.md"), "nothing is laid out before it is answered")
            try bed.sandbox.write("", to: "ws/go")
            let resumed = try await bed.resume()
            #expect(resumed.status == 0, "\(resumed)")
            let keys = try await bed.events("agent.started")
                .compactMap { $0["body"]["idempotencyKey"].text }
            #expect(keys.count == 2 && Set(keys).count == 1, "\(keys)")
            #expect(try bed.sandbox.text("ws/half.md") == "half")
            #expect(try bed.sandbox.text("ws/whole.md") == keys.first)
        }

        @Test func `without a sandbox only those run that do not require one`() async throws {
            let strict = try AgentBed("done()", kind: "none")
            let refused = try await strict.run()
            #expect(refused.status == 1, "\(refused)")
            let failure = try await strict.failure()
            #expect(failure.contains("requires a sandbox, a tool that is missing"), "\(failure)")
            #expect(try await strict.events("agent.started").isEmpty)
            for need in ["preferred", "none"] {
                let bed = try AgentBed("done()", kind: "none", agent: ["sandbox: \(need)"])
                let run = try await bed.run()
                #expect(run.status == 0, "\(run)")
                let started = try await bed.events("agent.started").first
                #expect(started?["body"]["sandbox"].text == "none")
            }
        }

        @Test func `a secret reaches it by its variable and goes nowhere`() async throws {
            let secret = "s3cr3t-sentinel-value"
            let bed = try AgentBed(
                """
                secret = os.environ["TOKEN"]
                sys.stderr.write("it is " + secret + "\\n")
                use("Write", path="leak.md", text="token " + secret)
                use("Bash", argv=["echo", secret])
                say({"type": "progress", "text": secret})
                done(length=len(secret), leak=secret, shown="inputs" in doc and "token" in doc["inputs"])
                """,
                tools: "[Write, 'Bash(echo *)']",
                agent: ["secrets: { TOKEN: token }"],
                rest: "inputs: { token: { secret: true, required: true } }\n"
            )
            try bed.sandbox.write(secret, to: "secret.txt")
            let run = try await bed.sandbox.begin(
                "--input",
                "token=file:\(bed.sandbox("secret.txt"))"
            )
            #expect(run.status == 0, "\(run)")
            let outputs = try await bed.outputs()
            #expect(outputs["length"].int == secret.utf8.count)
            #expect(outputs["leak"].text == "[secret token]")
            #expect(outputs["shown"] == .bool(false))
            #expect(try bed.sandbox.text("ws/leak.md") == "token [secret token]")
            #expect(!run.all.contains(secret))
            for (path, bytes) in try bed.sandbox.tree("home") {
                let isClean = bytes.range(of: Data(secret.utf8)) == nil
                #expect(isClean, "\(path) holds the secret")
            }
        }
    }
}
