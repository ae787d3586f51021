import Testing
import Workflow

@Suite struct `Mistakes in keys` {
    static let keys: [Mistake] = [
        Mistake(
            "an unknown key",
            #"""
            name: aa
            stesp: []
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:2:1: error: unknown key 'stesp' in the file. did you mean "
                + "'steps'?"
        ),
        Mistake(
            "an unknown key of a step",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              neds: []
            """#,
            "w.yaml:5:3: error: unknown key 'neds' in step 'x'. did you mean "
                + "'needs'?"
        ),
        Mistake(
            "a key of which nothing known is near",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
            zzzzzz: 1
            """#,
            "w.yaml:5:1: error: unknown key 'zzzzzz' in the file. known are "
                + "'agents', 'deliverables', 'description', 'gate', 'inputs', 'name', "
                + "'phases', 'requirements', 'roles', 'secrets', 'signers', 'steps'"
        ),
        Mistake(
            "a missing key",
            #"""
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:1:1: error: the file has no key 'name'"
        ),
        Mistake(
            "a step without an id",
            #"""
            name: aa
            steps:
            - run: ls
            """#,
            "w.yaml:3:3: error: an element of 'steps' has no key 'id'"
        ),
        Mistake(
            "a missing key of a deliverable",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            deliverables:
            - id: d
            """#,
            "w.yaml:5:3: error: deliverable 'd' has no key 'files'"
        ),
        Mistake(
            "no steps at all",
            #"""
            name: aa
            """#,
            "w.yaml:1:1: error: the file has neither 'phases' nor 'steps'. give it "
                + "'steps', each with an 'id'"
        ),
        Mistake(
            "steps beside phases",
            #"""
            name: aa
            phases:
            - {id: p, steps: [{id: x, run: ls}]}
            steps:
            - {id: y, run: ls}
            """#,
            "w.yaml:4:1: error: the key 'steps' cannot stand beside 'phases'. move "
                + "it into a phase"
        ),
        Mistake(
            "with without uses",
            #"""
            name: aa
            with: {a: 1}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:2:1: error: the key 'with' stands only beside 'uses'"
        ),
        Mistake(
            "a file that is no object",
            #"""
            - a
            - b
            """#,
            "w.yaml:1:1: error: the file must be an object, found array"
        ),
        Mistake(
            "several mistakes at once",
            #"""
            nam: aa
            steps:
            - id: x y
              run: 5
            - id: z
              tiemout: 1s
            """#,
            "w.yaml:1:1: error: unknown key 'nam' in the file. did you mean 'name'?",
            "w.yaml:1:1: error: the file has no key 'name'",
            "w.yaml:3:7: error: 'id' must be an id of at most 63 letters, digits, "
                + "'_' and '-' that begins with a letter or '_', found string 'x y'",
            "w.yaml:4:8: error: 'run' must be a string that is not blank, found "
                + "number '5'. put it in quotes to make it a string",
            "w.yaml:5:3: error: step 'z' does nothing. give it one of 'run', "
                + "'agent', 'set', 'check', 'handoff', 'approval'",
            "w.yaml:6:3: error: unknown key 'tiemout' in step 'z'. did you mean "
                + "'timeout'?"
        ),
    ]

    static let paths: [Mistake] = [
        Mistake(
            "an absolute path",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            deliverables:
            - {id: d, files: [/etc/passwd]}
            """#,
            "w.yaml:5:19: error: the path '/etc/passwd' is absolute. write it as "
                + "seen from the workspace, with '/' between its parts"
        ),
        Mistake(
            "a path that leaves the workspace",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            deliverables:
            - {id: d, files: [a/../../b]}
            """#,
            "w.yaml:5:19: error: the path 'a/../../b' leaves the workspace. write "
                + "it as seen from the workspace, with '/' between its parts"
        ),
        Mistake(
            "a path with NUL",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            deliverables:
            - {id: d, files: ["a\0b"]}
            """#,
            "w.yaml:5:19: error: the character NUL is not allowed",
            "w.yaml:5:19: error: the path 'a\\u{0}b' holds a control character. "
                + "write it as seen from the workspace, with '/' between its parts"
        ),
        Mistake(
            "a path with an empty part",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            deliverables:
            - {id: d, files: [a//b]}
            """#,
            "w.yaml:5:19: error: the path 'a//b' has an empty or '.' component. "
                + "write it as seen from the workspace, with '/' between its parts"
        ),
        Mistake(
            "a deliverable without files",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            deliverables:
            - {id: d, files: []}
            """#,
            "w.yaml:5:18: error: 'files' must be an array with at least one "
                + "element, found an empty array"
        ),
    ]

    @Test(arguments: keys) func `each of the keys is found at its place`(_ mistake: Mistake) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }

    @Test(arguments: paths) func `each of the paths is found at its place`(_ mistake: Mistake) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }
}
