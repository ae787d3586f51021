import Testing
import Workflow

@Suite struct `Mistakes in YAML` {
    static let yaml: [Mistake] = [
        Mistake(
            "a duplicate key",
            #"""
            name: aa
            steps: [{id: x, run: ls}]
            name: bb
            """#,
            "w.yaml:3:1: error: the key 'name' stands here a second time. the "
                + "first is at 1:1"
        ),
        Mistake(
            "a duplicate key in an object",
            #"""
            name: aa
            steps:
            - {id: x, run: ls, env: {A: 1, B: 2, A: 3, A: 4}}
            """#,
            "w.yaml:3:38: error: the key 'A' stands here a second time. the first "
                + "is at 3:26",
            "w.yaml:3:44: error: the key 'A' stands here a second time. the first "
                + "is at 3:26"
        ),
        Mistake(
            "two documents",
            #"""
            name: aa
            steps: [{id: x, run: ls}]
            ---
            name: bb
            """#,
            "w.yaml:3:1: error: a second document begins here, expected one "
                + "document. put it into a file of its own"
        ),
        Mistake(
            "a file of comments",
            #"""
            # nothing
            """#,
            "w.yaml:1:1: error: the file is empty"
        ),
        Mistake(
            "a file of nothing",
            #"""
            ~
            """#,
            "w.yaml:1:1: error: the file must be an object, found null"
        ),
        Mistake(
            "a merge key",
            #"""
            base: &b {id: x}
            name: aa
            steps:
            - <<: *b
              run: ls
            """#,
            "w.yaml:1:1: error: unknown key 'base' in the file. known are "
                + "'agents', 'deliverables', 'description', 'gate', 'inputs', 'name', "
                + "'phases', 'requirements', 'roles', 'secrets', 'signers', 'steps'",
            "w.yaml:4:3: error: the merge key '<<' is not supported. write the "
                + "members out",
            "w.yaml:4:3: error: an element of 'steps' has no key 'id'"
        ),
        Mistake(
            "a key that is a list",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            ? [a, b]
            : 1
            """#,
            "w.yaml:4:3: error: a key must be a scalar, found an array"
        ),
        Mistake(
            "an unknown tag",
            #"""
            name: aa
            steps:
            - {id: x, run: !!binary aGk=}
            """#,
            "w.yaml:3:16: error: the tag '!!binary' is not supported. leave the "
                + "tag out"
        ),
        Mistake(
            "a tag that does not fit",
            #"""
            name: aa
            steps:
            - {id: x, set: {a: !!int hello}}
            """#,
            "w.yaml:3:20: error: 'hello' is no number, as its tag says"
        ),
        Mistake(
            "an unknown alias",
            #"""
            name: aa
            steps:
            - {id: x, run: *ls}
            """#,
            "w.yaml:3:16: error: alias '*ls' has no finished anchor '&ls' before it"
        ),
        Mistake(
            "an alias inside of itself",
            #"""
            name: aa
            steps: &s
            - *s
            """#,
            "w.yaml:3:3: error: alias '*s' has no finished anchor '&s' before it"
        ),
        Mistake(
            "bad syntax",
            #"""
            name: aa
            steps: [{id: x
            """#,
            "w.yaml:3:1: error: not YAML: while parsing a flow mapping, did not "
                + "find expected ',' or '}'"
        ),
        Mistake(
            "a NUL escape",
            #"""
            name: "a\0a"
            steps: [{id: x, run: "l\0s"}]
            """#,
            "w.yaml:1:7: error: the character NUL is not allowed",
            "w.yaml:1:7: error: 'name' must be a name of 2 to 63 lower-case "
                + "letters, digits and dashes that begins with a letter, found string "
                + "'a\\u{0}a'",
            "w.yaml:2:22: error: the character NUL is not allowed"
        ),
    ]

    @Test(arguments: yaml) func `each of the YAML mistakes is found at its place`(
        _ mistake: Mistake
    ) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }
}
