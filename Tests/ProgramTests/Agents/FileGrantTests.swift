import Foundation
import Testing

extension ProgramTests {
    /// What an agent that is a command reads and writes, and what it does not.
    @Suite struct FileGrantTests {
        private static let outside = "what is outside is private"

        /// What an agent that looks everywhere reads with its own hands.
        private static let prying = """
            seen = []
            places = sys.argv[1:] + [
                "/etc/passwd", "/etc/shadow", os.environ["ORCHESTRATE_VIEW"] + "/../../../../journal.sqlite",
                os.path.expanduser("~root/.bashrc"), "../../../etc/passwd",
            ]
            for place in places:
                try:
                    with open(place, "rb") as file:
                        if file.read(1): seen.append(place)
                except OSError:
                    pass
            done(seen=seen, own=sorted(os.listdir(".")), variables=sorted(os.environ))
            """

        @Test(arguments: ["../../etc/passwd", "/etc/passwd", "a/../../b", ".git/config", ".env"])
        func `a path that leads out is refused and noted`(path: String) async throws {
            let bed = try AgentBed(
                "done(answer=use('Read', path='\(path)'))",
                tools: "[Read]",
                prepare: "mkdir .git; echo x > .git/config; echo x > .env"
            )
            let run = try await bed.run()
            #expect(run.status == 0, "\(run)")
            #expect(try await bed.outputs()["answer"]["error"]["code"].text == "refused")
            let refused = try await bed.events("tool.refused")
            #expect(refused.count == 1)
            #expect(refused.first?["body"]["tool"].text == "Read")
            #expect(refused.first?["body"]["arguments"]["path"].text == path)
            #expect(refused.first?["body"]["reason"].text?.isEmpty == false)
        }

        @Test func `a link is not followed, to read or to write`() async throws {
            let bed = try AgentBed(
                """
                done(
                    read=use("Read", path="link/secret.txt"),
                    file=use("Read", path="one"),
                    write=use("Write", path="link/new.txt", text="x"),
                    over=use("Write", path="one", text="x"),
                    found=use("Glob", pattern="**")["result"]["files"],
                    lines=use("Grep", pattern="private")["result"]["matches"],
                )
                """,
                tools: "[Read, Write, Glob, Grep]",
                prepare: """
                    mkdir ../outside; echo '\(Self.outside)' > ../outside/secret.txt
                    ln -s ../outside link; ln -s ../outside/secret.txt one; echo fine > fine.txt
                    """
            )
            let run = try await bed.run()
            #expect(run.status == 0, "\(run)")
            let outputs = try await bed.outputs()
            for key in ["read", "file", "write", "over"] {
                #expect(outputs[key]["error"]["code"].text == "refused", "\(key): \(outputs[key])")
            }
            #expect(outputs["found"].array.compactMap(\.text) == ["fine.txt"])
            #expect(outputs["lines"].array.isEmpty)
            #expect(try await bed.events("tool.refused").count == 4)
            #expect(!bed.sandbox.has("outside/new.txt"))
            #expect(try bed.sandbox.text("outside/secret.txt") == Self.outside + "\n")
        }

        @Test(arguments: [
            "../new.txt", "/tmp/new.txt", ".git/hooks/x", "a/.env", "id_rsa", "k.pem",
        ])
        func `nothing is written outside, nor over keys and repositories`(
            path: String
        ) async throws {
            let bed = try AgentBed(
                "done(answer=use('Write', path='\(path)', text='x'))",
                tools: "[Write]"
            )
            let run = try await bed.run()
            #expect(run.status == 0, "\(run)")
            #expect(try await bed.outputs()["answer"]["error"]["code"].text == "refused")
            #expect(try await bed.events("tool.refused").count == 1)
            #expect(try bed.sandbox.tree("ws").isEmpty)
        }

        @Test func `a pattern narrows what is granted`() async throws {
            let bed = try AgentBed(
                """
                done(
                    inside=use("Read", path="docs/a.md"), beside=use("Read", path="src/a.txt"),
                    new=use("Write", path="docs/b.md", text="new"),
                    other=use("Write", path="b.md", text="new"), edit=use("Edit", path="docs/a.md"),
                )
                """,
                tools: "[Read(docs/**), Write(docs/*.md)]",
                prepare: "mkdir docs src; echo a > docs/a.md; echo a > src/a.txt"
            )
            let run = try await bed.run()
            #expect(run.status == 0, "\(run)")
            let outputs = try await bed.outputs()
            #expect(outputs["inside"]["result"]["text"].text == "a\n")
            #expect(outputs["new"]["result"]["bytes"].int == 3)
            for key in ["beside", "other", "edit"] {
                #expect(outputs[key]["error"]["code"].text == "refused", "\(key)")
            }
            #expect(try bed.sandbox.text("ws/docs/b.md") == "new")
            #expect(!bed.sandbox.has("ws/b.md"))
            let used = try await bed.events("tool.used")
            let write = try #require(used.first { $0["body"]["tool"].text == "Write" })
            #expect(write["body"]["arguments"]["text"].text == "3 bytes")
            #expect(write["body"]["risk"].text == "low")
            #expect(write["body"]["outcome"].text == "staged")
            #expect(write["body"]["durationMilliseconds"].int != nil)
            let read = try #require(used.first { $0["body"]["tool"].text == "Read" })
            #expect(read["body"]["count"].int == 1)
        }

        @Test func `only deliverables of the own phase are edited`() async throws {
            let bed = try AgentBed(
                """
                done(
                    own=use("Edit", path="own.md", old="one", new="two"),
                    other=use("Edit", path="other.md", old="one", new="two"),
                    absent=use("Edit", path="own.md", old="three", new="four"),
                )
                """,
                tools: "[Edit]",
                prepare: "echo one > own.md; echo one > other.md",
                rest: """
                    deliverables:
                      - id: own
                        files: [own.md]

                    """
            )
            let run = try await bed.run()
            #expect(run.status == 0, "\(run)")
            let outputs = try await bed.outputs()
            #expect(outputs["own"]["result"]["replaced"].int == 1)
            #expect(outputs["absent"]["error"]["code"].text == "failed")
            #expect(try bed.sandbox.text("ws/own.md") == "two\n")
            let refused = try await bed.events("tool.refused")
            #expect(refused.compactMap { $0["body"]["arguments"]["path"].text } == ["other.md"])
            #expect(try bed.sandbox.text("ws/other.md") == "one\n")
        }

        @Test(arguments: AgentBed.kinds)
        func `the kernel shows nothing but what was granted`(kind: String) async throws {
            guard try await AgentBed.isHere(kind) else { return }
            let bed = try AgentBed(
                Self.prying,
                tools: "[Read(docs/**)]",
                kind: kind,
                prepare: "mkdir docs; echo a > docs/a.md; echo b > b.md"
            )
            let run = try await bed.run([
                "SECRET_TOKEN": "not-for-agents", "AWS_PROFILE": "production",
            ])
            #expect(run.status == 0, "\(run)")
            let outputs = try await bed.outputs()
            #expect(outputs["seen"].array.isEmpty, "\(outputs["seen"])")
            #expect(outputs["own"].array.compactMap(\.text) == ["docs"])
            let variables = outputs["variables"].array.compactMap(\.text)
            #expect(!variables.contains("SECRET_TOKEN") && !variables.contains("AWS_PROFILE"))
            #expect(!variables.contains("ORCHESTRATE_HOME"))
            let started = try #require(try await bed.events("agent.started").first)
            #expect(started["body"]["sandbox"].text == kind)
            #expect(started["body"]["network"] == .bool(false))
        }

        @Test(arguments: AgentBed.kinds)
        func `the kernel lets nothing be written but in the outbox`(kind: String) async throws {
            guard try await AgentBed.isHere(kind) else { return }
            let bed = try AgentBed(
                """
                written = []
                workspace = sys.argv[1:]
                for place in ["x", "/usr/x", "/x", "/var/tmp/x", os.path.dirname(__file__) + "/x",
                              os.environ["ORCHESTRATE_VIEW"] + "/y"]:
                    try:
                        open(place, "w").close()
                        written.append(place)
                    except OSError:
                        pass
                os.makedirs(os.environ["ORCHESTRATE_OUTBOX"] + "/docs")
                with open(os.environ["ORCHESTRATE_OUTBOX"] + "/docs/out.md", "w") as file:
                    file.write("delivered")
                done(written=written)
                """,
                tools: "[Write(docs/**)]",
                kind: kind
            )
            let run = try await bed.run()
            #expect(run.status == 0, "\(run)")
            #expect(try await bed.outputs()["written"].array.isEmpty)
            #expect(try bed.sandbox.tree("ws").keys.sorted() == ["docs/out.md"])
            #expect(try bed.sandbox.text("ws/docs/out.md") == "delivered")
            let used = try await bed.events("tool.used")
            #expect(used.compactMap { $0["body"]["arguments"]["path"].text } == ["docs/out.md"])
        }

        @Test func `a link in the outbox is delivered to nobody`() async throws {
            let bed = try AgentBed(
                """
                os.symlink("/etc/passwd", os.environ["ORCHESTRATE_OUTBOX"] + "/out.md")
                done()
                """,
                tools: "[Write]"
            )
            let run = try await bed.run()
            #expect(run.status == 1, "\(run)")
            #expect(try await bed.failure().contains("link"))
            let refused = try await bed.events("tool.refused")
            #expect(refused.first?["body"]["arguments"]["path"].text == "out.md")
            #expect(try bed.sandbox.tree("ws").isEmpty)
        }
    }
}
