import Testing
import Workflow

@Suite struct `A file that uses another` {
    static let base = """
        name: base
        inputs:
          request: { type: object, schema: request, required: true }
          asOf: { type: string, default: today }
        phases:
          - id: plan
            steps:
              - id: x
                set: { a: '${{ inputs.request.budget.monthlyUsd }}' }
              - id: ask
                approval: { minimum: 1 }
            gate: { id: architecture, approvers: [anyone], title: Architecture }
          - id: do
            steps: [{ id: y, run: ls }]
            gate: { id: ship }
        """

    static let saas = """
        name: new-saas
        uses: base
        with:
          metadata: { name: acme }
          budget:
            monthlyUsd: 15000
            order: [a, b]
        gates:
          architecture: { approvers: ['role:architect'], minimum: 2, expires: 3d }
          ask: { approvers: ['user:ana'] }
        roles:
          architect: [ana, pat]
        """

    @Test func `the whole of with is the value of the input with a schema`() throws {
        let reading = Reading.read(Self.saas, files: ["base": Self.base])
        #expect(reading.diagnostics.map(\.description) == [])
        let definition = try #require(reading.definition)
        #expect(definition.name == "new-saas")
        #expect(definition.inputs.map(\.name) == ["asOf", "request"])
        let request = definition.inputs[1].defaultValue
        #expect(request?["budget"]?["monthlyUsd"] == 15000)
        let path = ["request", "budget", "monthlyUsd"]
        #expect(reading.places[path] == Place(file: "w.yaml", line: 6, column: 17))
        #expect(
            reading.places[["request", "budget", "order", "1"]]
                == Place(file: "w.yaml", line: 7, column: 16)
        )
        #expect(reading.places[["request", "traffic"]] == nil)
        #expect(
            reading.places.nearest(to: ["request", "traffic", "p95"])
                == Place(file: "w.yaml", line: 4, column: 3)
        )
        #expect(reading.places[["asOf"]] == Place(file: "base", line: 4, column: 34))
    }

    @Test func `gates and roles are overridden`() throws {
        let definition = try #require(
            Reading.read(Self.saas, files: ["base": Self.base]).definition
        )
        #expect(
            definition.phases[0].gate
                == GateDeclaration(
                    id: "architecture",
                    title: "Architecture",
                    approvers: [.role("architect")],
                    minimum: 2,
                    expiresAfterMilliseconds: 3 * 86_400_000
                )
        )
        #expect(definition.roles == [Role(name: "architect", members: ["ana", "pat"])])
        guard case .approval(let gate) = definition.steps[1].kind else {
            Issue.record("expected an approval")
            return
        }
        #expect(gate.approvers == [.user("ana")])
    }

    @Test func `the resolved document stands for itself`() throws {
        let definition = try #require(
            Reading.read(Self.saas, files: ["base": Self.base]).definition
        )
        let again = Reading.reader().read(source: definition.source)
        #expect(again.definition == definition)
        #expect(again.definition?.digest == definition.digest)
        #expect(!definition.source.contains("uses"))
    }

    @Test func `without such an input each key of with is an input`() throws {
        let other = "name: base\ninputs: {a: {}, b: {type: number}}\nsteps: [{id: x, run: ls}]"
        let definition = try #require(
            Reading.read("uses: base\nwith: {a: x, b: 2}", files: ["base": other]).definition
        )
        #expect(definition.name == "base")
        #expect(definition.inputs.map(\.defaultValue) == ["x", 2])
    }

    @Test func `a file is used through another, seen from the file that says so`() throws {
        let files = [
            "one.yaml": "uses: ./two.yaml\nname: one\nroles: {r: [ana]}",
            "two.yaml":
                "name: two\nsteps: [{id: x, run: ls}]\ngate: {id: g, approvers: ['role:r']}",
        ]
        let reading = Reading.read("uses: ./one.yaml\nroles: {r: [bob]}", files: files)
        let definition = try #require(reading.definition)
        #expect(definition.name == "one")
        #expect(definition.roles.map(\.members) == [["bob"]])
    }

    static let mistakes: [Mistake] = [
        Mistake(
            "an unknown workflow",
            "uses: bsae",
            "w.yaml:1:7: error: 'bsae' cannot be used: there is no such workflow. try 'base'"
        ),
        Mistake(
            "steps beside uses",
            "uses: base\nsteps: [{id: z, run: ls}]\nwith: {}",
            "w.yaml:2:1: error: the key 'steps' cannot stand beside 'uses'. a file that uses "
                + "another may give 'with', 'gates', 'roles' and 'signers'"
        ),
        Mistake(
            "an unknown key",
            "uses: base\nwiht: {}",
            "w.yaml:2:1: error: unknown key 'wiht' in the file. did you mean 'with'?"
        ),
        Mistake(
            "an unknown gate",
            "uses: base\ngates: {architecure: {minimum: 2}}",
            "w.yaml:2:9: error: the used workflow has no gate 'architecure'. did you mean "
                + "'architecture'?"
        ),
        Mistake(
            "an unknown key of a gate",
            "uses: base\ngates: {ship: {minimun: 2}}",
            "w.yaml:2:16: error: unknown key 'minimun' in 'ship'. did you mean 'minimum'?"
        ),
        Mistake(
            "a gate at which nobody can decide",
            "uses: base\ngates: {ship: {approvers: ['user:ana'], minimum: 2}}",
            "w.yaml:2:50: error: gate 'ship' can never open: it asks for 2 and only 1 person may "
                + "decide. name more people, or lower 'minimum'"
        ),
        Mistake(
            "an unknown input",
            "uses: plain\nwith: {verison: v1}",
            "w.yaml:2:8: error: the used workflow has no input 'verison'. did you mean 'version'?"
        ),
        Mistake(
            "a value of another type",
            "uses: plain\nwith: {version: 1.10}",
            "w.yaml:2:17: error: input 'version' must be of type string, found number 1.1"
        ),
        Mistake(
            "a secret in the file",
            "uses: plain\nwith: {token: hunter2}",
            "w.yaml:2:15: error: the secret input 'token' has its value in the file. leave it out, "
                + "and give it when the run is started"
        ),
        Mistake(
            "a circle",
            "uses: ./one.yaml",
            "one.yaml:1:7: error: circular 'uses': w.yaml → one.yaml → w.yaml"
        ),
        Mistake(
            "a mistake in the used file",
            "uses: broken",
            "broken:2:22: error: 'run' must be a string that is not blank, found number '1'. put "
                + "it in quotes to make it a string"
        ),
    ]

    @Test(arguments: mistakes) func `each mistake is found at its place`(_ mistake: Mistake) {
        let files = [
            "base": Self.base,
            "plain": "name: aa\ninputs: {version: {}, token: {secret: true}}\n"
                + "steps: [{id: x, run: ls}]",
            "one.yaml": "uses: ./w.yaml",
            "w.yaml": "uses: ./one.yaml",
            "broken": "name: aa\nsteps: [{id: x, run: 1}]",
        ]
        #expect(Reading.mistakes(mistake.text, files: files) == mistake.expected)
    }
}
