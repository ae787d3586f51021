import Testing
import Workflow

@Suite struct `Mistakes in the rules of gates` {
    /// The mistakes of a file with this gate, without their file name.
    private func mistakes(_ gate: String) -> [String] {
        let text = """
            name: aa
            roles: {editor: [ana, ben], director: [dora]}
            steps: [{id: x, run: ls}]
            deliverables: [{id: D1, files: [a], checks: [json]}]
            gate: {id: g, \(gate)}
            """
        let vocabulary = Vocabulary(
            checks: ["json", "plan"],
            facts: [
                FactVocabulary(name: "size", check: "json"),
                FactVocabulary(name: "destroys", check: "plan"),
            ]
        )
        let reading = DefinitionReader(vocabulary: vocabulary)
            .read(bytes: Array(text.utf8), path: "w")
        return reading.diagnostics.map { diagnostic in
            #expect(diagnostic.place?.line == 5, "\(diagnostic)")
            return diagnostic.message + (diagnostic.hint.map { ". \($0)" } ?? "")
        }
    }

    @Test(arguments: [
        "not: [requester, producer, 'user:eve', 'role:director']", "not: requester", "not: []",
        "minimum: 2, require: [{role: editor}, {role: director, minimum: 1}]",
        "expires: 3d, remind: [24h, 4h], escalate: {after: 48h, to: 'role:director'}",
        "escalate: {after: 48h, to: [anyone]}",
        "rules: [{if: '${{ facts.size > 3 }}', minimum: 2}]",
        "rules: [{if: facts.of.D1.size > 3, approvers: ['role:director'], not: producer}]",
        "rules: [{if: facts.openFindings > 0, minimum: 2, because: risky}]",
        "minimum: 2, rules: [{if: 'facts.files < 3', minimum: 1, lowers: true}]",
        // Whoever it escalates to is enough in the end.
        "approvers: ['user:ana'], minimum: 2, escalate: {after: 1h, to: 'role:director'}",
    ])
    func `what makes sense is taken`(gate: String) {
        #expect(mistakes(gate) == [])
    }

    @Test(arguments: [
        ("not: [requestor]", "must be 'requester', 'producer', 'user:NAME' or 'role:NAME'"),
        ("not: ['role:edtor']", "unknown role 'edtor'. did you mean 'editor'?"),
        ("require: [{role: edtor}]", "unknown role 'edtor'. did you mean 'editor'?"),
        (
            "rules: [{if: facts.openFindings > 0, signed: true}]",
            "gate 'g' asks for signatures, and the file names no 'signers'"
        ),
        ("require: [{role: editor}, {role: editor}]", "role 'editor' is required twice"),
        (
            "require: [{role: editor, minimum: 3}]",
            "asks for 3 of role 'editor' and only 2 of them may decide"
        ),
        (
            "approvers: ['role:director'], require: [{role: editor}]",
            "asks for 1 of role 'editor' and only 0 of them may decide"
        ),
        (
            "approvers: ['role:editor'], minimum: 2, not: ['user:ana']",
            "asks for 2 and only 1 person may decide"
        ), ("remind: 4h", "'remind' is for a gate that expires"),
        ("expires: 2h, remind: [4h]", "'4h' before it expires is before it opens"),
        (
            "escalate: {after: 1h, to: 'role:directors'}",
            "unknown role 'directors'. did you mean 'director'?"
        ), ("expires: 1h, escalate: {after: 1h, to: anyone}", "it escalates when it has expired"),
        ("rules: [{if: facts.size > 1}]", "the rule changes nothing"),
        ("rules: [{minimum: 2}]", "has no key 'if'"),
        ("rules: [{if: facts.siz > 1, minimum: 2}]", "unknown fact 'siz'. did you mean 'size'?"),
        (
            "rules: [{if: facts.openFinding > 1, minimum: 2}]",
            "unknown fact 'openFinding'. did you mean 'openFindings'?"
        ),
        (
            "rules: [{if: facts.destroys > 1, minimum: 2}]",
            "nothing that gate 'g' asks about measures 'destroys'. it is measured by 'plan'"
        ), ("rules: [{if: facts.of.D2.size > 1, minimum: 2}]", "asks about no deliverable 'D2'"),
        ("rules: [{if: facts > 1, minimum: 2}]", "'facts' must be followed by the name"),
        ("rules: [{if: inputs.a > 1, minimum: 2}]", "unknown input 'a'"),
        ("rules: [{if: steps.x.status == 1, minimum: 2}]", "bad expression"),
        ("rules: [{if: failure(), minimum: 2}]", "say nothing at a gate"),
        ("rules: [{if: facts.files > 1, minimum: 1}]", "raises nothing"),
        ("minimum: 3, rules: [{if: facts.files > 1, minimum: 2}]", "say 'lowers: true'"),
        ("rules: [{if: facts.files > 1, signed: false}]", "take away that a decision is signed"),
        (
            "minimum: 2, rules: [{if: facts.files > 1, minimum: 1, not: producer, lowers: true}]",
            "a rule that lowers can only have 'minimum' and 'approvers'"
        ),
        (
            "approvers: ['role:editor'], rules: [{if: facts.files > 1, minimum: 3}]",
            "can never be passed when this rule holds: it asks for 3 and only 2 people may decide"
        ),
        (
            "approvers: ['role:editor'], "
                + "rules: [{if: facts.files > 1, approvers: ['role:director']}]",
            "can never be passed when this rule holds: it asks for 1 and only 0 people may decide"
        ),
        (
            "rules: [{if: facts.files > 1, approvers: ['role:director']}, "
                + "{if: facts.files > 9, minimum: 2}]",
            "could not be passed if all of its rules held at once"
        ),
    ])
    func `what could not hold is found at its place`(gate: String, expected: String) {
        let found = mistakes(gate)
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains(expected) == true, "\(found)")
    }

    @Test func `who starts a run counts where the requester may not decide`() throws {
        let text = """
            name: aa
            roles: {editor: [ana, ben]}
            steps: [{id: x, run: ls}]
            gate: {id: g, approvers: ['role:editor'], minimum: 2, not: requester}
            """
        let definition = try #require(Reading.read(text).definition)
        #expect(definition.gatesOutOfReach(of: "eve").isEmpty)
        #expect(definition.gatesOutOfReach(of: "ana").count == 1)
    }
}
