import Foundation
import Testing

extension ProgramTests {
    /// A secret is given by reference and is written down nowhere.
    @Suite struct SecretTests {
        static let canary = "c4n4ry-Zq8s+/\"Wx'7 secret"

        private static let workflow = """
            name: secretive
            inputs:
              token: { type: string, required: true, secret: true }
            steps:
              - id: use
                env: { TOKEN: '${{ secrets.token }}' }
                run: |
                  printf %s "$TOKEN" | sha256sum | cut -d ' ' -f 1 > sum
                  echo "out $TOKEN"
                  echo "err $TOKEN" >&2
                  printf %s "$TOKEN" | base64 -w 0
                  echo "told=$TOKEN" >> "$ORCHESTRATE_OUTPUT"
              - id: next
                needs: [use]
                env: { TOLD: '${{ steps.use.outputs.told }}', OUT: '${{ steps.use.outputs.stdout }}' }
                run: printf '%s\\n%s\\n' "$TOLD" "$OUT" > told
            deliverables: [{ id: sum, files: [sum, told] }]
            gate: { id: ok }
            """

        /// Every spelling of the canary that the program might produce.
        private static let spellings: [Data] = [
            Data(canary.utf8), Data(canary.utf8).base64EncodedData(),
            Data("c4n4ry".utf8),
            Data(Data(canary.utf8).map { String(format: "%02x", $0) }.joined().utf8),
        ]

        private static func expectNoTrace(_ sandbox: Sandbox, _ outputs: [Finished]) throws {
            for (path, bytes) in try sandbox.tree("home") {
                for spelling in spellings {
                    #expect(bytes.range(of: spelling) == nil, "it is in \(path)")
                }
            }
            for finished in outputs {
                for spelling in spellings {
                    let text = String(decoding: spelling, as: UTF8.self)
                    #expect(!finished.all.contains(text), "\(finished)")
                }
            }
        }

        @Test(arguments: ["env", "file"])
        func `a secret reaches its step and nothing else`(source: String) async throws {
            let sandbox = try Sandbox(["w.yaml": Self.workflow, "token": Self.canary + "\n"])
            let reference = source == "env" ? "env:MY_TOKEN" : "file:\(sandbox("token"))"
            let secret = ["MY_TOKEN": Self.canary]
            var outputs = [
                try await sandbox.begin("--input", "token=\(reference)", environment: secret)
            ]
            #expect(outputs[0].status == 3, "\(outputs[0])")
            let expected = try await sandbox.shell(
                "printf %s \"$MY_TOKEN\" | sha256sum | cut -d ' ' -f 1",
                environment: secret
            )
            #expect(try sandbox.text("ws/sum") == expected.out, "it arrived whole")
            let commands = [
                ["show", "r"], ["show", "r", "--json"], ["log", "r"], ["log", "r", "--json"],
                ["deliverables", "r", "--json"], ["cat", "r", "told"], ["verify"],
                ["cat", "r", "use", "--stream", "stdout"],
                ["cat", "r", "use", "--stream", "stderr"],
                ["approve", "r", "ok", "--resume", "--json"],
            ]
            for words in commands {
                let finished = try await sandbox.orchestrate(words)
                #expect(finished.status == 0, "\(finished)")
                outputs.append(finished)
            }
            try Self.expectNoTrace(sandbox, outputs)
        }

        @Test func `a secret is in no message of a step that fails`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: secretive
                    inputs:
                      token: { required: true, secret: true }
                    steps:
                      - id: use
                        env: { TOKEN: '${{ secrets.token }}' }
                        run: echo "refused $TOKEN" >&2; exit 1
                    """
            )
            let began = try await sandbox.begin(
                "--input",
                "token=env:MY_TOKEN",
                environment: ["MY_TOKEN": Self.canary]
            )
            #expect(began.status == 1, "\(began)")
            #expect(began.all.contains("refused"), "\(began)")
            try Self.expectNoTrace(sandbox, [began])
        }

        @Test func `a secret is in no trace of a step that was killed`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: secretive
                    inputs:
                      token: { required: true, secret: true }
                    steps:
                      - id: use
                        idempotent: true
                        env: { TOKEN: '${{ secrets.token }}' }
                        run: |
                          echo "out $TOKEN"; echo "told=$TOKEN" >> "$ORCHESTRATE_OUTPUT"
                          echo $$ >> pids
                          if [ "$(wc -l < pids)" -eq 1 ]; then \(Samples.wait); fi
                    """
            )
            let secret = ["MY_TOKEN": Self.canary]
            let running = try sandbox.background(
                "run",
                "w.yaml",
                "--id",
                "r",
                "--workspace",
                sandbox.workspace,
                "--input",
                "token=env:MY_TOKEN",
                environment: secret
            )
            _ = try await sandbox.pid("ws/pids")
            let arguments = try await sandbox.shell("cat /proc/[0-9]*/cmdline 2>/dev/null; true")
            #expect(!arguments.out.contains(Self.canary), "it is on a command line")
            running.send(SIGKILL)
            _ = try await running.finish()
            let resumed = try await sandbox.orchestrate("resume", "r", environment: secret)
            #expect(resumed.status == 0, "\(resumed)")
            try Self.expectNoTrace(sandbox, [resumed])
        }

        @Test func `a probe gets the secrets of its step, and leaves no trace of them`()
            async throws
        {
            let sandbox = try Sandbox(
                workflow: """
                    name: secretive
                    inputs:
                      token: { required: true, secret: true }
                    steps:
                      - id: use
                        env: { TOKEN: '${{ secrets.token }}' }
                        run: exit 79
                        probe: |
                          printf %s "$TOKEN" | sha256sum | cut -d ' ' -f 1 > sum
                          echo "looked with $TOKEN" >&2; exit 2
                    """
            )
            let secret = ["MY_TOKEN": Self.canary]
            let began = try await sandbox.begin(
                "--input",
                "token=env:MY_TOKEN",
                environment: secret
            )
            #expect(began.status == 3, "\(began)")
            #expect(began.out.contains("looked with"), "\(began)")
            let expected = try await sandbox.shell(
                "printf %s \"$MY_TOKEN\" | sha256sum | cut -d ' ' -f 1",
                environment: secret
            )
            #expect(try sandbox.text("ws/sum") == expected.out, "it arrived whole")
            try Self.expectNoTrace(sandbox, [began])
        }

        @Test func `a literal secret is refused and not repeated`() async throws {
            let sandbox = try Sandbox(workflow: Self.workflow)
            try sandbox.write(#"{"token": "c4n4ry-literal"}"#, to: "in.json")
            for words in [["--input", "token=c4n4ry-literal"], ["--inputs", "in.json"]] {
                let began = try await sandbox.orchestrate(["run", "w.yaml"] + words)
                #expect(began.status == 65, "\(began)")
                #expect(began.error.contains("token"), "\(began)")
                #expect(began.error.contains("env:"), "it says what to give: \(began)")
                #expect(!began.all.contains("c4n4ry"), "\(began)")
            }
        }

        @Test func `a secret that is not there fails its step and says where it was looked for`()
            async throws
        {
            let sandbox = try Sandbox(workflow: Self.workflow)
            let began = try await sandbox.begin("--input", "token=env:NOT_SET_ANYWHERE")
            #expect(began.status == 1, "\(began)")
            #expect(began.all.contains("NOT_SET_ANYWHERE"), "\(began)")
            let resumed = try await sandbox.orchestrate(
                "resume",
                "r",
                environment: ["NOT_SET_ANYWHERE": Self.canary]
            )
            #expect(resumed.status == 3, "it can be given later: \(resumed)")
        }
    }
}
