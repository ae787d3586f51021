import Testing
import Workflow

@Suite struct `Reading a workflow file` {
    static let releaseNotes = """
        name: release-notes
        description: what changed, for people
        inputs:
          version: { type: string, required: true, pattern: '^v[0-9]+' }
          token: { secret: true }
        agents:
          scribe: { command: [./agents/scribe], tools: [Read, Write] }
        phases:
          - id: draft
            title: Draft
            owner: scribe
            steps:
              - id: collect
                run: git log --oneline "$SINCE"
                env: { SINCE: '${{ inputs.version }}', TOKEN: '${{ secrets.token }}', PORT: 8080 }
                retry: { attempts: 3, backoff: { initial: 1s, factor: 2, max: 30s } }
                timeout: 2m
                idempotent: true
              - id: write
                needs: collect
                agent: scribe
                task: write-notes
                with: { commits: '${{ steps.collect.outputs.stdout }}', n: 3 }
                produces: [notes]
              - id: numbers
                if: ${{ success() && inputs.version != 'v0' }}
                set: { b: '${{ 1 }}', a: 'v${{ inputs.version }}' }
              - id: again
                needs: [write]
                check: notes
              - id: look
                needs: [again]
                approval: { minimum: 2 }
            deliverables:
              - id: notes
                files: [NOTES.md, 'docs/*.md', assets/]
                checks: [markdown-links]
                requirements: [R1]
            gate:
              id: publish
              approvers: ['role:editor', 'user:bob']
              minimum: 2
              expires: 72h
              identity: asserted
          - id: publish
            steps:
              - id: hand-over
                handoff:
                  to: builder
                  deliverables: [notes]
                  criteria: [B1, B2]
                  with: { why: done }
        roles: { editor: [ana] }
        """

    @Test func `a whole file is read`() throws {
        let reading = Reading.read(Self.releaseNotes)
        #expect(reading.diagnostics.map(\.description) == [])
        let definition = try #require(reading.definition)
        #expect(definition.name == "release-notes")
        #expect(definition.inputs.map(\.name) == ["token", "version"])
        #expect(definition.phases.map(\.id) == ["draft", "publish"])
        let steps = definition.steps
        #expect(steps.map(\.id) == ["collect", "write", "numbers", "again", "look", "hand-over"])
        #expect(steps.map(\.kind.word) == ["run", "agent", "set", "check", "approval", "handoff"])
        #expect(steps[0].retry == RetryPolicy(attempts: 3, maximumMilliseconds: 30_000))
        #expect(steps[0].timeoutMilliseconds == 120_000)
        #expect(steps[0].onUnknown == .retry)
        #expect(steps[0].environment.map(\.name) == ["PORT", "SINCE", "TOKEN"])
        #expect(try steps[0].environment[0].value.evaluate(in: .init()) == "8080")
        #expect(steps[0].place == Place(file: "w.yaml", line: 13, column: 9))
        #expect(steps[1].needs == ["collect"])
        #expect(steps[1].produces == ["notes"])
        let gate = try #require(definition.phases[0].gate)
        #expect(gate.approvers == [.role("editor"), .user("bob")])
        #expect(gate.expiresAfterMilliseconds == 259_200_000)
        #expect(gate.identity == .asserted)
    }

    @Test func `the canonical text is read as the same definition`() throws {
        let definition = try #require(Reading.read(Self.releaseNotes).definition)
        let again = Reading.reader().read(source: definition.source)
        #expect(again.diagnostics == [])
        #expect(again.definition == definition)
        #expect(again.definition?.digest == definition.digest)
        #expect(again.definition?.steps.first?.place == nil)
    }

    @Test func `a stored definition outlives what was built in`() throws {
        let definition = try #require(Reading.read(Self.releaseNotes).definition)
        let later = DefinitionReader(vocabulary: Vocabulary())
        #expect(later.read(source: definition.source).definition == definition)
        #expect(later.read(source: "{").definition == nil)
        #expect(
            later.read(source: "{").diagnostics.map(\.description) == [
                "definition:1:1: error: the stored definition is not JSON at byte 1: expected a "
                    + "member's name"
            ]
        )
    }

    @Test func `comments, quotes and the order of keys make no other definition`() throws {
        let one = Reading.read(
            "name: aa\nsteps:\n  - id: x\n    run: 'true'\n    env: {A: 1, B: 2}"
        )
        let two = Reading.read(
            "# why\nsteps: [{run: \"true\", env: {'B': '2', A: 1}, id: x}]\n\n\"name\": aa\n"
        )
        #expect(one.definition != nil)
        #expect(one.definition == two.definition)
        #expect(one.definition?.digest == two.definition?.digest)
    }

    @Test func `steps at the top are the phase main`() throws {
        let definition = try #require(
            Reading.read("name: aa\nsteps: [{id: x, run: ls}]\ngate: {id: g}").definition
        )
        #expect(definition.phases.map(\.id) == ["main"])
        #expect(definition.phases[0].gate?.approvers == [.anyone])
    }

    @Test func `plain scalars are what a person means`() throws {
        let text = """
            name: aa
            steps:
              - id: x
                set:
                  values: [no, on, 010, 1_000, 12:30, 2026-01-02, 0x1F, 0o17, 1e3, -2, +3, .5, 1., 007]
                  more: [null, ~, true, False, "5", !!str 5, .inf, .nan, 1e999, 1.2.3, -, '', 0, -0.0]
            """
        let reading = Reading.read(text)
        let step = try #require(reading.definition?.steps.first)
        guard case .set(let assignments) = step.kind else {
            Issue.record("expected set")
            return
        }
        let values = try assignments.map { try $0.value.evaluate(in: .init()) }
        let more: Value = [
            nil, nil, true, false, "5", "5", ".inf", ".nan", "1e999", "1.2.3", "-", "", 0, 0,
        ]
        let plain: Value = [
            "no", "on", "010", "1_000", "12:30", "2026-01-02", 31, 15, 1000, -2, 3, 0.5, 1, "007",
        ]
        #expect(values == [more, plain])
    }

    @Test func `ten thousand steps are read`() throws {
        let steps = (0..<10_000).map { "- {id: s\($0), run: ls, needs: [s\(max(0, $0 - 1))]}" }
        let text =
            "name: aa\nsteps:\n- {id: s0, run: ls}\n" + steps.dropFirst().joined(separator: "\n")
        let definition = try #require(Reading.read(text).definition)
        #expect(definition.steps.count == 10_000)
        #expect(Graph(definition).topologicalOrder == Array(0..<10_000))
    }
}
