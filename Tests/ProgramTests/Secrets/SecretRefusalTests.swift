import Foundation
import Testing

extension ProgramTests {
    /// What must not be tried with a secret is refused, with the place and what to do instead.
    @Suite struct SecretRefusalTests {
        private static let canary = "c4n4ry-refusal-77"

        private static func file(_ step: String) -> String {
            """
            name: refused
            inputs:
              token: { secret: true }
            secrets:
              db: { env: DB_PASSWORD }
            phases:
              - id: one
                steps:
                  - id: make
                    run: echo made > made
                  - \(step)
                deliverables: [{ id: made, files: [made] }]
            """
        }

        @Test(
            arguments: [
                ("id: x\n        set: { a: '${{ secrets.db }}' }", "12:24", "under 'env'"),
                (
                    "id: x\n        if: secrets.token == 'a'\n        run: ls", "12:13",
                    "under 'env'"
                ),
                (
                    "id: x\n        agent: echo\n        task: echo\n        "
                        + "with: { a: 'x ${{ secrets.db }}' }", "14:27", "under 'env'"
                ),
                (
                    "id: x\n        handoff: { to: qa-orchestrator, deliverables: [made], "
                        + "with: { a: '${{ secrets.db }}' } }", "12:79", "under 'env'"
                ),
                (
                    "id: x\n        env: { T: '${{ secrets.db }}' }\n        "
                        + "if: env.T == 'a'\n        run: ls", "13:13", "holds secret 'db'"
                ),
                (
                    "id: x\n        env: { T: '${{ format(''{0}'', secrets.db) }}' }\n        "
                        + "run: ls", "12:40", "as it is"
                ),
                (
                    "id: x\n        env: { T: '${{ toJSON(secrets) }}' }\n        run: ls",
                    "12:31", "name of a secret"
                ),
                (
                    "id: x\n        env: { T: '${{ secrets.dv }}' }\n        run: ls", "12:24",
                    "did you mean 'db'"
                ),
                ("id: x\n        run: echo ${{ secrets.db }}", "12:19", "'${{ }}' is refused"),
            ]
        )
        func `secrets are read under env only, as they are`(
            step: String,
            place: String,
            words: String
        ) async throws {
            let sandbox = try Sandbox(workflow: Self.file(step))
            let finished = try await sandbox.orchestrate("validate", "w.yaml")
            #expect(finished.status == 65, "\(finished)")
            #expect(finished.all.contains("w.yaml:\(place): error: "), "\(finished)")
            #expect(finished.all.contains(words), "\(finished)")
        }

        @Test(
            arguments: [
                ("db: \(canary)", "must say where the secret is"),
                ("db: { value: \(canary) }", "unknown key 'value'"),
                ("db: {}", "has no source"),
                ("db: { env: A, file: /b }", "has both 'env' and 'file'"),
                ("db: { file: relative }", "must be an absolute path"),
                ("db: { command: [./get] }", "must be an absolute path or a name on the PATH"),
                ("db: { command: vault read x }", "must be an array"),
                ("db: { command: [vault, '${{ inputs.token }}'] }", "'${{ }}' is refused"),
                ("db: { env: A, timeout: 1s }", "'timeout' has no effect"),
                ("token: { env: A }", "is an input and a secret"),
                ("db: { env: 'A B' }", "must be a variable's name"),
            ]
        )
        func `a place of a secret that is none is refused`(
            entry: String,
            words: String
        ) async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: refused
                    inputs:
                      token: { secret: true }
                    secrets:
                      \(entry)
                    steps:
                      - { id: a, run: ls }
                    """
            )
            let finished = try await sandbox.orchestrate("validate", "w.yaml")
            #expect(finished.status == 65, "\(finished)")
            #expect(finished.all.contains(words), "\(finished)")
            #expect(!finished.all.contains(Self.canary), "\(finished)")
        }

        private static func use(_ secrets: String) -> String {
            """
            name: using
            \(secrets)
            steps:
              - id: use
                env: { T: '${{ secrets.db }}' }
                run: printf %s "$T" | sha256sum > sum
            """
        }

        /// Each cannot be had, and the step says why.
        @Test(
            arguments: [
                ("{ env: NOT_SET_HERE }", "NOT_SET_HERE is not set"),
                ("{ file: FOLDER/none }", "cannot be read"),
                ("{ file: FOLDER/link }", "symbolic link"),
                ("{ file: FOLDER/fifo }", "no plain file"),
                ("{ file: FOLDER }", "no plain file"),
                ("{ file: FOLDER/short }", "fewer than 4 bytes"),
                ("{ file: FOLDER/empty }", "is empty"),
                ("{ file: FOLDER/binary }", "not UTF-8"),
                ("{ file: FOLDER/long }", "more than 65536 bytes"),
                ("{ command: [no-such-program-here] }", "is not on the PATH"),
                ("{ command: [/bin/sh, -c, 'echo c4n4ry-refusal-77 >&2; exit 3'] }", "exit code 3"),
                ("{ command: [/bin/sleep, '60'], timeout: 200ms }", "timed out"),
                ("{ command: [/bin/echo, abc] }", "fewer than 4 bytes"),
            ]
        )
        func `a secret that cannot be had fails its step`(
            source: String,
            words: String
        ) async throws {
            let sandbox = try Sandbox()
            try sandbox.makeFolder("s")
            for (name, text) in [
                ("short", "abc\n"), ("empty", ""), ("real", "long enough"),
                ("long", String(repeating: "x", count: 70_000)),
            ] { try sandbox.write(text, to: "s/" + name) }
            try Data([0xFF, 0xFE, 0xFD, 0xFC]).write(
                to: URL(fileURLWithPath: sandbox("s/binary"))
            )
            symlink(sandbox("s/real"), sandbox("s/link"))
            mkfifo(sandbox("s/fifo"), 0o600)
            let place = source.replacingOccurrences(of: "FOLDER", with: sandbox("s"))
            try sandbox.write(Self.use("secrets: { db: \(place) }"), to: "w.yaml")
            let began = try await sandbox.begin()
            #expect(began.status == 1, "\(began)")
            #expect(began.all.contains("secret 'db' cannot be had"), "\(began)")
            #expect(began.all.contains(words), "\(began)")
            #expect(!began.all.contains(Self.canary), "\(began)")
            #expect(!sandbox.has("ws/sum"), "the command was not started")
            let failed = try await sandbox.events().first { $0["type"].text == "step.failed" }
            #expect(failed?["body"]["reason"].text?.contains(words) == true, "\(began)")
        }

        @Test func `an input must not hold the value of a secret`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: carrying
                    inputs:
                      token: { secret: true }
                      note: {}
                    steps:
                      - { id: a, env: { N: '${{ inputs.note }}' }, run: ls }
                    """
            )
            let encoded = Data(Self.canary.utf8).base64EncodedString()
            for note in [Self.canary, encoded] {
                let began = try await sandbox.begin(
                    "--input",
                    "token=env:THE_TOKEN",
                    "--input",
                    "note=see \(note)",
                    environment: ["THE_TOKEN": Self.canary]
                )
                #expect(began.status == 65, "\(began)")
                #expect(began.all.contains("input 'note' holds the value of secret 'token'"))
                #expect(!(began.out + began.error).contains(note), "it is not repeated")
            }
            #expect(try await sandbox.orchestrate("list", "--json").json()["runs"].array.isEmpty)
        }

        @Test func `others may read a secret's file: that is said by name`() async throws {
            let sandbox = try Sandbox(["f": Self.canary])
            try sandbox.write(
                Self.use("secrets: { db: { file: '\(sandbox("f"))' } }"),
                to: "w.yaml"
            )
            chmod(sandbox("f"), 0o644)
            let open = try await sandbox.begin()
            #expect(open.status == 0, "\(open)")
            #expect(open.error.contains("others may read the file of secret 'db'"), "\(open)")
            chmod(sandbox("f"), 0o600)
            let planned = try await sandbox.orchestrate("plan", "w.yaml")
            #expect(!planned.error.contains("others may read"), "\(planned)")
        }

        @Test func `a comment must not hold one either`() async throws {
            let sandbox = try Sandbox(
                workflow: Self.use("secrets: { db: { env: DB } }") + "\ngate: { id: ok }\n"
            )
            let environment = ["DB": Self.canary]
            let began = try await sandbox.begin(environment: environment)
            #expect(began.status == 3, "\(began)")
            let refused = try await sandbox.orchestrate(
                "approve",
                "r",
                "ok",
                "--comment",
                "it is \(Self.canary)",
                environment: environment
            )
            #expect(refused.status == 64, "\(refused)")
            #expect(refused.error.contains("secret 'db'"), "\(refused)")
            #expect(!refused.error.contains(Self.canary), "\(refused)")
            let events = try await sandbox.events()
            #expect(!events.contains { $0["type"].text == "gate.voted" })
        }

        /// Text that looks like what stands for a secret is text.
        @Test func `a mark that a step forges is no secret`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: forging
                    inputs:
                      token: { required: true, secret: true }
                    steps:
                      - id: use
                        env: { T: '${{ secrets.token }}' }
                        run: 'true'
                      - id: forge
                        run: 'printf ''\\357\\243\\277secret:token\\357\\243\\277'''
                      - id: read
                        needs: [forge, use]
                        env: { F: '${{ steps.forge.outputs.stdout }}', U: 'a' }
                        run: printf %s "$F" > forged
                    """
            )
            let began = try await sandbox.begin(
                "--input",
                "token=env:THE_TOKEN",
                environment: ["THE_TOKEN": Self.canary]
            )
            #expect(began.status == 0, "\(began)")
            let forged = try sandbox.text("ws/forged")
            #expect(forged.contains("secret:token") && !forged.contains(Self.canary), "\(forged)")
        }
    }
}
