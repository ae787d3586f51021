import Testing
import Workflow

@Suite struct `Mistakes in types` {
    static let types: [Mistake] = [
        Mistake(
            "a number for a string",
            #"""
            name: aa
            description: 1.10
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:2:14: error: 'description' must be a string, found number "
                + "'1.10'. put it in quotes to make it a string"
        ),
        Mistake(
            "nothing for a command",
            #"""
            name: aa
            steps:
            - id: x
              run:
            """#,
            "w.yaml:4:7: error: 'run' must be a string that is not blank, found "
                + "nothing"
        ),
        Mistake(
            "a blank command",
            #"""
            name: aa
            steps:
            - id: x
              run: '  '
            """#,
            "w.yaml:4:8: error: 'run' must be a string that is not blank, found "
                + "string '  '"
        ),
        Mistake(
            "an object for steps",
            #"""
            name: aa
            steps: {id: x}
            """#,
            "w.yaml:2:8: error: 'steps' must be an array with at least one "
                + "element, found object"
        ),
        Mistake(
            "no step in steps",
            #"""
            name: aa
            steps: []
            """#,
            "w.yaml:2:8: error: 'steps' must be an array with at least one "
                + "element, found an empty array"
        ),
        Mistake(
            "a string for a boolean",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              idempotent: yes
            """#,
            "w.yaml:5:15: error: 'idempotent' must be true or false, found string "
                + "'yes'. write true"
        ),
        Mistake(
            "a bad name",
            #"""
            name: Release Notes
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:1:7: error: 'name' must be a name of 2 to 63 lower-case "
                + "letters, digits and dashes that begins with a letter, found string "
                + "'Release Notes'"
        ),
        Mistake(
            "a bad id",
            #"""
            name: aa
            steps:
            - id: '1st'
              run: ls
            """#,
            "w.yaml:3:7: error: 'id' must be an id of at most 63 letters, digits, "
                + "'_' and '-' that begins with a letter or '_', found string '1st'"
        ),
        Mistake(
            "a number for an id",
            #"""
            name: aa
            steps:
            - id: 1
              run: ls
            """#,
            "w.yaml:3:7: error: 'id' must be an id of at most 63 letters, digits, "
                + "'_' and '-' that begins with a letter or '_', found number '1'. put "
                + "it in quotes to make it a string"
        ),
        Mistake(
            "a reserved variable",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              env: {ORCHESTRATE_OUTPUT: /tmp/x}
            """#,
            "w.yaml:5:9: error: the variable 'ORCHESTRATE_OUTPUT' is reserved"
        ),
        Mistake(
            "a list for a variable",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              env: {A: [1]}
            """#,
            "w.yaml:5:12: error: 'A' must be a string, number or boolean, found "
                + "array"
        ),
        Mistake(
            "a bad approver",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
            gate: {id: g, approvers: [ana]}
            """#,
            "w.yaml:5:27: error: an element of 'approvers' must be 'anyone', "
                + "'user:NAME' or 'role:NAME', found string 'ana'"
        ),
        Mistake(
            "a number that is too large",
            #"""
            name: aa
            steps:
            - id: x
              set: {n: 12345678901234567890}
            """#,
            "w.yaml:4:12: error: the number '12345678901234567890' is too large to "
                + "be kept exactly. put it in quotes to keep it as text"
        ),
    ]

    @Test(arguments: types) func `each of the types is found at its place`(_ mistake: Mistake) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }
}
