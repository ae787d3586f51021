import Testing

extension ProgramTests {
    /// Beginning a run, its name, its inputs, its workspace.
    @Suite struct StartTests {
        @Test func `a second start with the same id and file goes on with the run`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let first = try await sandbox.begin()
            let second = try await sandbox.begin()
            #expect(first.status == 3, "\(first)")
            #expect(second.status == 3, "\(second)")
            #expect(try first.json() == second.json())
            let list = try await sandbox.orchestrate("list", "--json").json()
            #expect(list["runs"].array.count == 1)
            #expect(list["runs"][0]["status"].text == "waiting")
            #expect(try await sandbox.orchestrate("approve", "r", "ok").status == 0)
            let third = try await sandbox.begin()
            #expect(third.status == 0, "\(third)")
            let fourth = try await sandbox.begin()
            #expect(fourth.status == 0, "\(fourth)")
        }

        @Test func `an id that another file has is refused`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let first = try await sandbox.begin()
            try sandbox.write(Samples.plain, to: "w.yaml")
            let second = try await sandbox.begin()
            #expect(second.status == 64, "\(second)")
            let shown = try await sandbox.orchestrate("show", "r", "--json").json()
            #expect(try shown["head"] == first.json()["head"], "nothing was written")
        }

        @Test func `many starts with one id make one run`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            let starts = try (0..<6).map { _ in try sandbox.beginInBackground() }
            for start in starts {
                let finished = try await start.finish()
                #expect(finished.status == 3 || finished.status == 75, "\(finished)")
            }
            let events = try await sandbox.events()
            #expect(events.count { $0["type"].text == "run.started" } == 1)
            #expect(events.count { $0["type"].text == "step.completed" } == 1)
            #expect(try await sandbox.orchestrate("verify").status == 0)
        }

        @Test func `an exact id beats a prefix and a prefix must be unique`() async throws {
            let sandbox = try Sandbox(workflow: Samples.plain)
            for id in ["alpha", "alpha-1", "beta-1"] {
                _ = try await sandbox.orchestrate("run", "w.yaml", "--id", id)
            }
            for (name, run) in [("alpha", "alpha"), ("alpha-", "alpha-1"), ("b", "beta-1")] {
                let shown = try await sandbox.orchestrate("show", name, "--json")
                #expect(shown.status == 0, "\(shown)")
                #expect(try shown.json()["run"].text == run)
            }
            let several = try await sandbox.orchestrate("show", "alph")
            #expect(several.status == 64, "\(several)")
            #expect(several.error.contains("alpha-1"), "it names them: \(several)")
            #expect(try await sandbox.orchestrate("show", "gamma").status == 66)
            let latest = try await sandbox.orchestrate("show", "--json").json()
            #expect(latest["run"].text == "beta-1", "the latest when none is named")
        }

        @Test func `every name that one run has can be resumed and nothing of it runs again`()
            async throws
        {
            let sandbox = try Sandbox(
                workflow: """
                    name: once
                    steps:
                      - id: make
                        run: echo x >> times
                    """
            )
            _ = try await sandbox.begin()
            for name in ["r", nil] as [String?] {
                let again = try await sandbox.orchestrate(["resume"] + (name.map { [$0] } ?? []))
                #expect(again.status == 0, "\(again)")
            }
            #expect(try sandbox.lines("ws/times") == ["x"])
        }

        @Test func `inputs come from options and files and are checked`() async throws {
            let sandbox = try Sandbox([
                "w.yaml": """
                name: inputs
                inputs:
                  version: { type: string, required: true, pattern: '^v[0-9]+$' }
                  count: { type: number, default: 3 }
                  size: { enum: [small, large], default: small }
                steps:
                  - id: write
                    env:
                      A: '${{ inputs.version }}'
                      B: '${{ inputs.count }}'
                      C: '${{ inputs.size }}'
                    run: printf '%s %s %s' "$A" "$B" "$C" > out
                """,
                "in.yaml": "version: v7\nsize: large\n",
            ])
            let began = try await sandbox.begin("--inputs", "in.yaml", "--input", "count=4")
            #expect(began.status == 0, "\(began)")
            #expect(try sandbox.text("ws/out") == "v7 4 large")
            let wrong = [
                ([], "version"), (["--input", "version=7"], "version"),
                (["--input", "version=v1", "--input", "size=huge"], "size"),
                (["--input", "version=v1", "--input", "count=many"], "count"),
                (["--input", "version=v1", "--input", "colour=red"], "colour"),
            ]
            for (words, name) in wrong {
                let refused = try await sandbox.orchestrate(["run", "w.yaml"] + words)
                #expect(refused.status == 65, "\(refused)")
                #expect(refused.error.contains(name), "\(refused)")
            }
        }

        @Test func `a workspace has one live run at a time`() async throws {
            let sandbox = try Sandbox(workflow: Samples.holding(["idempotent: true"]))
            try sandbox.write(Samples.plain, to: "other.yaml")
            let holder = try sandbox.beginInBackground()
            _ = try await sandbox.pid("ws/pids")
            let other = try await sandbox.orchestrate(
                "run",
                "other.yaml",
                "--workspace",
                sandbox.workspace
            )
            #expect(other.status == 75, "\(other)")
            #expect(!sandbox.has("ws/made.txt"))
            try sandbox.write("", to: "ws/go")
            #expect(try await holder.finish().status == 0)
        }

        @Test func `the file may change or go away once a run has begun`() async throws {
            let sandbox = try Sandbox(workflow: Samples.gated)
            _ = try await sandbox.begin()
            try sandbox.write("name: [", to: "w.yaml")
            let approved = try await sandbox.orchestrate("approve", "r", "ok", "--resume", "--json")
            #expect(approved.status == 0, "\(approved)")
            #expect(try approved.json()["status"].text == "completed")
        }
    }
}
