import Testing
import Workflow

@Suite struct `Mistakes in gates and inputs` {
    static let gates: [Mistake] = [
        Mistake(
            "an unknown role",
            #"""
            name: aa
            roles: {editors: [ana]}
            steps: [{id: x, run: ls}]
            gate: {id: g, approvers: ['role:editor']}
            """#,
            "w.yaml:4:27: error: unknown role 'editor'. did you mean 'editors'?"
        ),
        Mistake(
            "a gate with too few people",
            #"""
            name: aa
            roles: {editor: [ana]}
            steps: [{id: x, run: ls}]
            gate: {id: g, approvers: ['role:editor', 'user:ana'], minimum: 2}
            """#,
            "w.yaml:4:64: error: gate 'g' can never open: it asks for 2 and only 1 "
                + "person may decide. name more people, or lower 'minimum'"
        ),
        Mistake(
            "a role without members",
            #"""
            name: aa
            roles: {editor: []}
            steps: [{id: x, run: ls}]
            gate: {id: g, approvers: ['role:editor']}
            """#,
            "w.yaml:4:7: error: gate 'g' can never open: it asks for 1 and only 0 "
                + "people may decide. name more people, or lower 'minimum'"
        ),
        Mistake(
            "a gate without approvers",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            gate: {id: g, approvers: []}
            """#,
            "w.yaml:4:26: error: 'approvers' must be an array with at least one "
                + "element, found an empty array"
        ),
        Mistake(
            "a minimum of nobody",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            gate: {id: g, minimum: 0}
            """#,
            "w.yaml:4:24: error: 'minimum' must be an integer from 1 to 100, found "
                + "number '0'"
        ),
        Mistake(
            "a gate that expires at once",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            gate: {id: g, expires: 0s}
            """#,
            "w.yaml:4:24: error: 'expires' must be more than nothing"
        ),
    ]

    static let inputs: [Mistake] = [
        Mistake(
            "an unknown type",
            #"""
            name: aa
            inputs: {a: {type: integer}}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:2:20: error: 'type' must be one of 'string', 'number', "
                + "'boolean', 'object', 'array', found string 'integer'"
        ),
        Mistake(
            "a default of another type",
            #"""
            name: aa
            inputs:
              a: {type: number, default: '5'}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:3:30: error: input 'a' must be of type number, found string '5'"
        ),
        Mistake(
            "a default that is not allowed",
            #"""
            name: aa
            inputs:
              a: {enum: [dev, prod], default: stage}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:3:35: error: input 'a' must be one of \"dev\", \"prod\", found "
                + "string 'stage'"
        ),
        Mistake(
            "a default that does not match",
            #"""
            name: aa
            inputs:
              a: {pattern: '^v', default: x1}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:3:31: error: input 'a' must match the pattern ^v, found string "
                + "'x1'"
        ),
        Mistake(
            "a bad pattern",
            #"""
            name: aa
            inputs:
              a: {pattern: '(v'}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:3:16: error: 'pattern' is no regular expression: expected ')'"
        ),
        Mistake(
            "a pattern of a number",
            #"""
            name: aa
            inputs:
              a: {type: number, pattern: v}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:3:21: error: 'pattern' is for inputs of type string"
        ),
        Mistake(
            "a schema of a string",
            #"""
            name: aa
            inputs:
              a: {schema: v}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:3:7: error: 'schema' is for inputs of type object"
        ),
        Mistake(
            "an enum of another type",
            #"""
            name: aa
            inputs:
              a: {enum: [1]}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:3:14: error: a value of 'enum' must be of type string, found "
                + "number"
        ),
        Mistake(
            "a secret in the file",
            #"""
            name: aa
            inputs:
              a: {secret: true, default: hunter2}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:3:30: error: the secret input 'a' has its value in the file. "
                + "leave it out, and give it when the run is started"
        ),
        Mistake(
            "an expression in a default",
            #"""
            name: aa
            inputs:
              a: {default: 'x ${{ 1 }}'}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:3:19: error: the value of an input is taken as it is, '${{ }}' "
                + "is not evaluated in it. evaluate it in the step that reads the input"
        ),
    ]

    @Test(arguments: gates) func `each of the gates is found at its place`(_ mistake: Mistake) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }

    @Test(arguments: inputs) func `each of the inputs is found at its place`(_ mistake: Mistake) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }
}
