import Foundation
import Testing

extension ProgramTests {
    /// Values on their way from an input through steps to a file, byte for byte.
    @Suite struct ValueTests {
        @Test func `outputs come in both forms`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: outputs
                    steps:
                      - id: gives
                        run: |
                          echo "plain=a=b c" >> "$ORCHESTRATE_OUTPUT"
                          echo "empty=" >> "$ORCHESTRATE_OUTPUT"
                          printf 'block<<END\\nfirst\\n\\n key=value\\nEND\\n' >> "$ORCHESTRATE_OUTPUT"
                          printf 'one\\ntwo\\n\\n'
                      - id: counts
                        needs: [gives]
                        set: { n: '${{ fromJSON(''[1, 42]'')[1] }}' }
                      - id: takes
                        needs: [gives, counts]
                        env:
                          PLAIN: '${{ steps.gives.outputs.plain }}'
                          EMPTY: '${{ steps.gives.outputs.empty }}'
                          BLOCK: '${{ steps.gives.outputs.block }}'
                          STDOUT: '${{ steps.gives.outputs.stdout }}'
                          N: '${{ steps.counts.outputs.n }}'
                        run: |
                          for name in PLAIN EMPTY BLOCK STDOUT N; do
                            eval "printf %s \\"\\$$name\\"" > "$name"
                          done
                    """
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 0, "\(finished)")
            #expect(try sandbox.text("ws/PLAIN") == "a=b c")
            #expect(try sandbox.text("ws/EMPTY") == "")
            #expect(try sandbox.text("ws/BLOCK") == "first\n\n key=value")
            #expect(try sandbox.text("ws/N") == "42")
            #expect(try sandbox.text("ws/STDOUT") == "one\ntwo\n", "without the last newline")
        }

        @Test(arguments: ["no equals sign", "block<<END\\nnever ends", "bad name=1", "=1"])
        func `outputs that cannot be read fail the step`(line: String) async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: outputs
                    steps:
                      - id: gives
                        run: printf '\(line)\\n' >> "$ORCHESTRATE_OUTPUT"
                    """
            )
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            #expect(finished.all.contains("outputs"), "\(finished)")
        }

        static let hostile = [
            "$(touch pwned)", "`touch pwned`", "; touch pwned #", "' ; touch pwned ; '",
            "\" ; touch pwned ; \"", "a\nb\n\nc\n", "\n", "${{ inputs.text }}", "${HOME}", "%s%n",
            "--flag", "-n", "\\", "\\n\\0", "tab\there", "Ümläut ✓ 🦀 e\u{301}",
            "key=value\nother<<END", "END", "*", "~", "$'\\x41'", "&& touch pwned", "| touch pwned",
            "\u{202E}reversed", "\r\n", " leading and trailing ",
        ]

        @Test(arguments: hostile)
        func `hostile text arrives byte for byte and does nothing`(text: String) async throws {
            let json = String(decoding: try JSONEncoder().encode(["text": text]), as: UTF8.self)
            // Characters that turn the direction of text are taken as escapes only.
            let inputs = json.replacingOccurrences(of: "\u{202E}", with: "\\u202e")
            let sandbox = try Sandbox([
                "in.json": inputs,
                "w.yaml": """
                name: hostile
                inputs: { text: { required: true } }
                steps:
                  - id: file
                    env: { TEXT: '${{ inputs.text }}' }
                    run: |
                      printf %s "$TEXT" > first
                      { echo 'text<<A-LINE-THAT-IS-IN-NO-TEXT'; printf '%s\\n' "$TEXT"
                        echo A-LINE-THAT-IS-IN-NO-TEXT; } >> "$ORCHESTRATE_OUTPUT"
                  - id: set
                    needs: [file]
                    set: { text: '${{ steps.file.outputs.text }}' }
                  - id: agent
                    needs: [set]
                    agent: echo
                    task: echo
                    with: { text: '${{ steps.set.outputs.text }}' }
                  - id: again
                    needs: [agent]
                    env: { TEXT: '${{ steps.agent.outputs.text }}' }
                    run: printf %s "$TEXT" > second
                """,
            ])
            let finished = try await sandbox.begin("--inputs", "in.json")
            #expect(finished.status == 0, "\(finished)")
            #expect(try sandbox.bytes("ws/first") == Data(text.utf8))
            #expect(try sandbox.bytes("ws/second") == Data(text.utf8))
            let names = try sandbox.tree(".").keys
            #expect(!names.contains { $0.hasSuffix("pwned") })
        }

        @Test func `an inputs file is JSON with all of its escapes`() async throws {
            let sandbox = try Sandbox([
                "in.json": #"{"text": "\ud83e\udd80 \u00fc \/ \b\f \u2713"}"#,
                "w.yaml": """
                name: escapes
                inputs: { text: { required: true } }
                steps:
                  - { id: file, env: { TEXT: '${{ inputs.text }}' }, run: 'printf %s "$TEXT" > out' }
                """,
            ])
            let finished = try await sandbox.begin("--inputs", "in.json")
            #expect(finished.status == 0, "\(finished)")
            #expect(try sandbox.text("ws/out") == "🦀 ü / \u{8}\u{C} ✓")
        }

        @Test func `hostile text on the command line and in a comment is kept as it is`()
            async throws
        {
            let sandbox = try Sandbox(
                workflow: """
                    name: hostile
                    inputs: { text: { required: true } }
                    steps:
                      - id: file
                        env: { TEXT: '${{ inputs.text }}' }
                        run: printf %s "$TEXT" > made.txt
                    deliverables: [{ id: made, files: [made.txt] }]
                    gate: { id: ok }
                    """
            )
            let text = "$(touch pwned) `touch pwned`\n\u{1B}[2J; --digest 'x' \"y\""
            let began = try await sandbox.begin("--input", "text=\(text)")
            #expect(began.status == 3, "\(began)")
            #expect(try sandbox.bytes("ws/made.txt") == Data(text.utf8))
            let approved = try await sandbox.orchestrate("approve", "r", "ok", "--comment", text)
            #expect(approved.status == 0, "\(approved)")
            #expect(!approved.all.contains("\u{1B}"))
            for words in [["show", "r"], ["log", "r"], ["log", "r", "--format", "mermaid"]] {
                let shown = try await sandbox.orchestrate(words)
                #expect(shown.status == 0, "\(shown)")
                #expect(!shown.all.contains("\u{1B}"), "\(shown)")
            }
            #expect(!(try sandbox.tree(".").keys.contains { $0.hasSuffix("pwned") }))
        }

        @Test func `a command sees the environment that it was promised`() async throws {
            let sandbox = try Sandbox(
                workflow: """
                    name: surroundings
                    steps:
                      - id: look
                        env: { DECLARED: here }
                        run: |
                          pwd > where
                          printf '%s %s %s %s\\n' "$ORCHESTRATE_RUN" "$ORCHESTRATE_STEP" \\
                            "$DECLARED" "$INHERITED" > seen
                    """
            )
            let finished = try await sandbox.begin(environment: ["INHERITED": "too"])
            #expect(finished.status == 0, "\(finished)")
            #expect(try sandbox.lines("ws/where") == [sandbox.workspace])
            #expect(try sandbox.lines("ws/seen") == ["r look here too"])
        }
    }
}
