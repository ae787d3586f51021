import Foundation
import Testing

extension ProgramTests {
    /// One workflow tries to leak planted secrets in every way; none is in anything that the
    /// program keeps or says.
    @Suite struct SentinelTests {
        private static let token = "S3nt1nel+Wq/7x\"Yz'8 \\kéy&<9>"
        private static let key = """
            -----BEGIN SENTINEL KEY-----
            TUlJRXNlbnRpbmVsLWxpbmUtb25l
            TUlJRXNlbnRpbmVsLWxpbmUtdHdv
            -----END SENTINEL KEY-----
            """
        private static let pass = "sentinelpassphrase42"

        private static let workflow = """
            name: leaking
            inputs:
              token: { required: true, secret: true }
            secrets:
              key: { file: KEYFILE }
              pass: { command: [PRINTER, pass], timeout: 20s }
            phases:
              - id: leak
                owner: infrastructure-orchestrator
                steps:
                  - id: spell
                    env: { T: 'x${{ secrets.token }}y', K: '${{ secrets.key }}', P: '${{ secrets.pass }}' }
                    run: |
                      printf %s "$P" | sha256sum | cut -d ' ' -f 1 > sums
                      printf %s "$K" | sha256sum | cut -d ' ' -f 1 >> sums
                      python3 - <<'END'
                      import base64, binascii, json, os, shlex, sys, time, urllib.parse
                      for s in (os.environ["T"][1:-1], os.environ["K"], os.environ["P"]):
                          b = s.encode()
                          say = [s, json.dumps(s), json.dumps(json.dumps(s)), shlex.quote(s), repr(s),
                                 urllib.parse.quote(s), urllib.parse.quote_plus(s, safe=""),
                                 binascii.hexlify(b).decode(), binascii.hexlify(b, ":").decode().upper(),
                                 "".join("%%%02x" % c for c in b)]
                          for n in range(3):
                              e = base64.b64encode(b"q" * n + b + b"q")
                              say += [e.decode(), base64.urlsafe_b64encode(b"q" * n + b).decode().rstrip("=")]
                              say += [base64.encodebytes(b"q" * n + b).decode()]
                          for text in say:
                              print("out", text)
                              print("err", text, file=sys.stderr)
                          for c in b:                      # a byte at a time
                              os.write(1, bytes([c])); os.write(2, bytes([c])); time.sleep(0.0005)
                      print("done")
                      END
                      head -c 786400 /dev/zero | tr '\\0' .; printf %s "$P$P$P$P$P$P$P$P"; head -c 400000 /dev/zero | tr '\\0' .
                      printf '%s\\n' "told=$P" "b64=$(printf %s "$P" | base64)" >> "$ORCHESTRATE_OUTPUT"
                      printf 'block<<END\\n%s\\nEND\\n' "$K" >> "$ORCHESTRATE_OUTPUT"
                      printf %s "$P" > carried
                  - id: repeat
                    needs: [spell]
                    env: { TOLD: '${{ steps.spell.outputs.told }}', OUT: '${{ steps.spell.outputs.stdout }}' }
                    run: |
                      cat carried; cat carried >&2; echo; printf '%s\\n' "$TOLD" > told.txt
                      echo "$OUT" | tail -c 300 >> told.txt
                  - id: compute
                    needs: [repeat]
                    set: { again: '${{ steps.repeat.outputs.stdout }}' }
                  - id: fail-twice
                    needs: [repeat]
                    retry: { attempts: 2, backoff: { initial: 1ms, max: 1ms } }
                    env: { P: '${{ secrets.pass }}' }
                    run: |
                      [ -e once ] || { touch once; echo "no: $P" >&2; printf %s "$P" | xxd -p >&2 || true; exit 4; }
                      echo made > fine.txt
                deliverables:
                  - { id: told, files: [told.txt, fine.txt, sums] }
                gate: { id: look }
              - id: capture
                steps:
                  - id: write
                    env: { P: '${{ secrets.pass }}', T: '${{ secrets.token }}' }
                    run: |
                      mkdir -p out
                      echo fine > out/fine.txt
                      printf 'one\\ntwo\\nthree %s\\n' "$P" > out/plain.txt
                      printf '{"k": "%s"}' "$(printf %s "$P" | base64)" > out/encoded.json
                      printf %s "$T" | od -An -tx1 > out/hex.txt
                      echo named > "out/$P.txt"
                deliverables:
                  - { id: out, files: [out/] }
            """

        /// Spellings by an encoder of the test's own.
        private static func spellings(_ text: String) -> [Data] {
            let bytes = Data(text.utf8)
            let hex = bytes.map { String(format: "%02x", $0) }
            var all = [
                bytes, Data(hex.joined().utf8), Data(hex.joined().uppercased().utf8),
                Data(hex.joined(separator: " ").utf8), Data(hex.joined(separator: ":").utf8),
                Data(hex.map { "%" + $0 }.joined().utf8),
                Data(
                    (text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "").utf8
                ),
                Data(text.replacingOccurrences(of: "'", with: "'\\''").utf8),
            ]
            for offset in 0..<3 {
                let whole = (Data(repeating: 0, count: offset) + bytes).base64EncodedString()
                let core = whole.dropFirst(offset == 0 ? 0 : offset + 1).prefix { $0 != "=" }
                    .dropLast(2)
                all.append(Data(core.utf8))
                let safe = core.replacingOccurrences(of: "+", with: "-")
                all.append(Data(safe.replacingOccurrences(of: "/", with: "_").utf8))
            }
            if let json = try? JSONEncoder().encode([text]) {
                all.append(json.dropFirst(2).dropLast(2))
            }
            return all
        }

        private static let forms: [Data] =
            spellings(token) + spellings(pass) + spellings(key)
            + key.split(separator: "\n").filter { !$0.hasPrefix("-----") }
            .flatMap { spellings(String($0)) }

        private static func leaks(in data: Data) -> [String] {
            forms.filter { data.range(of: $0) != nil }.map { String(decoding: $0, as: UTF8.self) }
        }

        private static func expectNothing(_ sandbox: Sandbox, _ said: [Finished]) throws {
            let tree = try sandbox.tree("home")
            #expect(tree.keys.contains { $0.hasPrefix("journal.sqlite") })
            #expect(tree.keys.contains { $0.hasPrefix("objects/") })
            for (path, data) in tree {
                #expect(leaks(in: data).isEmpty, "\(path) holds \(leaks(in: data))")
                #expect(leaks(in: Data(path.utf8)).isEmpty, "the name \(path)")
            }
            for finished in said {
                for text in [finished.out, finished.error] {
                    let found = leaks(in: Data(text.utf8))
                    #expect(found.isEmpty, "\(finished.command) said \(found)")
                }
            }
        }

        private func sandbox() throws -> Sandbox {
            let sandbox = try Sandbox()
            let printer = sandbox("printer")
            try sandbox.write(
                "#!/bin/sh\n[ \"$1\" = pass ] && printf '%s\\n' \(Self.pass)\necho noise >&2\n",
                to: "printer"
            )
            chmod(printer, 0o700)
            try sandbox.write(Self.key + "\n", to: "key")
            chmod(sandbox("key"), 0o600)
            try sandbox.write(
                Self.workflow.replacingOccurrences(of: "KEYFILE", with: sandbox("key"))
                    .replacingOccurrences(of: "PRINTER", with: printer),
                to: "w.yaml"
            )
            return sandbox
        }

        @Test func `nothing of a planted secret is kept or said`() async throws {
            let sandbox = try sandbox()
            let environment = ["THE_TOKEN": Self.token]
            let began = try await sandbox.begin(
                "--input",
                "token=env:THE_TOKEN",
                environment: environment
            )
            #expect(began.status == 3, "\(began)")
            let sums = try await sandbox.shell(
                "printf %s \"$P\" | sha256sum | cut -d ' ' -f 1; "
                    + "printf %s \"$K\" | sha256sum | cut -d ' ' -f 1",
                environment: ["P": Self.pass, "K": Self.key]
            )
            #expect(try sandbox.text("ws/sums") == sums.out, "the secrets arrived whole")
            let told = try sandbox.text("ws/told.txt")
            #expect(told.contains("[secret pass]"), "\(told)")

            // The second phase writes secrets into what it should deliver.
            let approved = try await sandbox.orchestrate(
                "approve",
                "r",
                "look",
                "--resume",
                "--json",
                environment: environment
            )
            #expect(approved.status == 1, "\(approved)")
            var said = [began, approved]
            for words in Self.commands {
                let finished = try await sandbox.orchestrate(words)
                #expect(!finished.hasCrashed, "\(finished)")
                said.append(finished)
            }
            let stdout = try await sandbox.orchestrate("cat", "r", "spell", "--stream", "stdout")
            #expect(stdout.out.contains("[secret token]") && stdout.out.contains("[secret key]"))
            said.append(stdout)
            try Self.expectNothing(sandbox, said)
            try await expectRefusal(sandbox)
        }

        private static let commands: [[String]] = [
            ["show", "r"], ["show", "r", "--json"], ["show", "r", "--trace"],
            ["show", "r", "--trace", "--format", "csv"], ["log", "r", "--all"],
            ["log", "r", "--json"], ["log", "r", "--format", "mermaid"],
            ["log", "r", "--why", "20"], ["log", "r", "--why", "20", "--all", "--json"],
            ["deliverables", "r"], ["deliverables", "r", "--json"], ["gates"], ["list"],
            ["verify"], ["verify", "r", "--json"], ["cat", "r", "told.txt"],
            ["cat", "r", "out/fine.txt"], ["cat", "r", "spell", "--stream", "stderr"],
            ["cat", "r", "repeat", "--stream", "stdout"], ["cat", "r", "fail-twice"],
            ["plan", "w.yaml", "--input", "token=env:THE_TOKEN"], ["graph", "w.yaml"],
            ["validate", "w.yaml"], ["eval", "secrets.token"], ["show", "r", "--explain"],
        ]

        /// What holds a secret was not captured; a failed check says where, and not what.
        private func expectRefusal(_ sandbox: Sandbox) async throws {
            for name in ["carried", "out/plain.txt", "out/encoded.json"] {
                let found = Self.leaks(in: try sandbox.bytes("ws/" + name))
                #expect(!found.isEmpty, "what is looked for can be found, in \(name)")
            }
            let made = try await sandbox.orchestrate("deliverables", "r", "--json").json()
            let out = try #require(made["deliverables"].array.first { $0["id"].text == "out" })
            #expect(out["files"].array.map { $0["path"].text } == ["out/fine.txt"])
            let check = try #require(out["checks"].array.first)
            #expect(check["id"].text == "no-secret-values")
            #expect(check["verdict"].text == "failed")
            let findings = check["findings"].array
            let places = Set(findings.map { "\($0["file"].text ?? ""):\($0["line"].int ?? 0)" })
            #expect(
                places == [
                    "out/plain.txt:3", "out/encoded.json:1", "out/hex.txt:1",
                    "out/[secret pass].txt:0",
                ]
            )
            #expect(
                findings.contains { $0["message"].text?.contains("secret 'pass'") == true }
            )
            let events = try await sandbox.events()
            let failed = events.filter { $0["type"].text == "deliverable.checked" }
            #expect(failed.contains { $0["body"]["check"].text == "no-secret-values" })
            #expect(events.last?["type"].text == "run.failed")
        }

        @Test func `a secret that a step was given must be there to look for it`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: later
                    inputs:
                      token: { required: true, secret: true }
                    phases:
                      - id: one
                        steps:
                          - { id: use, env: { T: '${{ secrets.token }}' }, run: 'printf %s "$T" > kept' }
                        gate: { id: ok }
                      - id: two
                        steps:
                          - { id: leak, run: cat kept; cp kept made }
                        deliverables: [{ id: made, files: [made] }]
                    """
            )
            let environment = ["THE_TOKEN": Self.pass]
            let began = try await sandbox.begin(
                "--input",
                "token=env:THE_TOKEN",
                environment: environment
            )
            #expect(began.status == 3, "\(began)")
            let without = try await sandbox.orchestrate("approve", "r", "ok", "--resume")
            #expect(without.status == 1, "\(without)")
            #expect(without.all.contains("THE_TOKEN is not set"), "\(without)")
            #expect(!sandbox.has("ws/made"), "the command was not started")
            let with = try await sandbox.orchestrate("resume", "r", environment: environment)
            #expect(with.status == 1, "\(with)")
            #expect(with.all.contains("secret 'token'"), "\(with)")
            try Self.expectNothing(sandbox, [began, without, with])
        }

        @Test func `a crash says nothing of what the process knows`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: crashing
                    inputs:
                      token: { required: true, secret: true }
                    steps:
                      - id: hold
                        env: { T: '${{ secrets.token }}' }
                        run: |
                          ulimit -c > limit
                          echo $$ > pids
                          \(Samples.wait)
                    """
            )
            for signal in [SIGSEGV, SIGABRT, SIGILL] {
                try? FileManager.default.removeItem(atPath: sandbox("ws/pids"))
                let running = try sandbox.background(
                    "run",
                    "w.yaml",
                    "--id",
                    "r\(signal)",
                    "--workspace",
                    sandbox.workspace,
                    "--input",
                    "token=env:THE_TOKEN",
                    environment: ["THE_TOKEN": Self.pass]
                )
                _ = try await sandbox.pid("ws/pids")
                #expect(try sandbox.text("ws/limit") == "0\n", "no core file of a command")
                let limits = try String(
                    contentsOfFile: "/proc/\(running.pid)/limits",
                    encoding: .utf8
                )
                let core = limits.split(separator: "\n").first {
                    $0.hasPrefix("Max core file size")
                }
                let words = core?.split(separator: " ").map(String.init) ?? []
                #expect(words.contains("0"), "no core file of the program: \(words)")
                running.send(signal)
                let ended = try await running.finish()
                #expect(ended.signal == signal, "\(ended)")
                #expect(!ended.all.contains("rax") && !ended.all.contains("Registers"), "\(ended)")
                try Self.expectSilence(sandbox, ended)
                let cancelled = try await sandbox.orchestrate("cancel", "r\(signal)")
                #expect(cancelled.status == 0, "\(cancelled)")
            }
        }

        private static func expectSilence(_ sandbox: Sandbox, _ said: Finished) throws {
            #expect(leaks(in: Data(said.all.utf8)).isEmpty, "\(said)")
            for (path, data) in try sandbox.tree("home") {
                #expect(leaks(in: data).isEmpty, "\(path)")
            }
        }
    }
}
