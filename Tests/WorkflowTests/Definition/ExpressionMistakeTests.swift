import Testing
import Workflow

@Suite struct `Mistakes in expressions` {
    static let expressions: [Mistake] = [
        Mistake(
            "an expression in a command",
            #"""
            name: aa
            steps:
            - id: x
              run: echo ${{ inputs.name }}
            """#,
            "w.yaml:4:13: error: '${{ }}' is refused inside 'run'. put the value "
                + "into a variable under 'env' and write \"$NAME\" here"
        ),
        Mistake(
            "an expression in a block command",
            #"""
            name: aa
            steps:
            - id: x
              run: |
                set -e
                  echo ${{ inputs.name }}
            """#,
            "w.yaml:6:12: error: '${{ }}' is refused inside 'run'. put the value "
                + "into a variable under 'env' and write \"$NAME\" here"
        ),
        Mistake(
            "an expression in a probe",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              probe: test ${{ 1 }}
            """#,
            "w.yaml:5:15: error: '${{ }}' is refused inside 'probe'. put the value "
                + "into a variable under 'env' and write \"$NAME\" here"
        ),
        Mistake(
            "bad syntax",
            #"""
            name: aa
            steps:
            - id: x
              if: inputs.a ==
              run: ls
            """#,
            "w.yaml:4:16: error: bad expression: Unexpected end of expression: '=='"
        ),
        Mistake(
            "an unknown function",
            #"""
            name: aa
            steps:
            - id: x
              if: ${{ contain('a', 'b') }}
              run: ls
            """#,
            "w.yaml:4:11: error: bad expression: Unrecognized function: 'contain'. "
                + "did you mean 'contains'? known here: 'always', 'cancelled', 'case', "
                + "'contains', 'endsWith', 'failure', 'format', 'fromJSON', 'join', "
                + "'startsWith', 'success', 'toJSON'"
        ),
        Mistake(
            "an unknown context",
            #"""
            name: aa
            steps:
            - id: x
              if: ${{ input.a }}
              run: ls
            """#,
            "w.yaml:4:11: error: bad expression: Unrecognized named-value: "
                + "'input'. did you mean 'inputs'? known here: 'env', 'inputs', 'phase', "
                + "'run', 'secrets', 'steps'"
        ),
        Mistake(
            "an unknown input",
            #"""
            name: aa
            inputs: {version: {}}
            steps:
            - id: x
              run: ls
              env: {A: '${{ inputs.verison }}'}
            """#,
            "w.yaml:6:17: error: unknown input 'verison'. did you mean 'version'?"
        ),
        Mistake(
            "an unknown input after quotes",
            #"""
            name: aa
            inputs: {version: {}}
            steps:
            - id: x
              run: ls
              env:
                A: 'it''s ${{ inputs.version == ''a'' && inputs.vers }}'
            """#,
            "w.yaml:7:46: error: unknown input 'vers'. known are 'version'"
        ),
        Mistake(
            "an unknown input after escapes",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              env:
                A: "a\tb\u00e9 \n ${{ inputs.vers }}"
            """#,
            "w.yaml:6:27: error: unknown input 'vers'. declare it under 'inputs', "
                + "at the top of the file"
        ),
        Mistake(
            "an unknown input in a folded text",
            #"""
            name: aa
            steps:
            - id: x
              set:
                a: >-
                  one
                  two

                  ${{ inputs.b }} three
                  ${{ inputs.c }}
            """#,
            "w.yaml:9:11: error: unknown input 'b'. declare it under 'inputs', at "
                + "the top of the file",
            "w.yaml:10:11: error: unknown input 'c'. declare it under 'inputs', at "
                + "the top of the file"
        ),
        Mistake(
            "an unknown input in a text of several lines",
            #"""
            name: aa
            steps:
            - id: x
              set:
                a: one
                  two ${{ inputs.b }}
                b: 'one

                  two  ${{ inputs.c }}'
            """#,
            "w.yaml:6:15: error: unknown input 'b'. declare it under 'inputs', at "
                + "the top of the file",
            "w.yaml:9:16: error: unknown input 'c'. declare it under 'inputs', at "
                + "the top of the file"
        ),
        Mistake(
            "an unknown input after an anchor",
            #"""
            name: aa
            steps:
            - id: x
              set:
                a: &here !!str '${{ inputs.b }}'
            """#,
            "w.yaml:5:25: error: unknown input 'b'. declare it under 'inputs', at "
                + "the top of the file"
        ),
        Mistake(
            "an expression without an end",
            #"""
            name: aa
            steps:
            - {id: a, set: {x: 'a ${{ 1'}}
            """#,
            "w.yaml:3:23: error: bad expression: The expression is not closed. An "
                + "unescaped ${{ sequence was found, but the closing }} sequence was not "
                + "found"
        ),
    ]

    @Test(arguments: expressions) func `each of the expressions is found at its place`(
        _ mistake: Mistake
    ) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }
}
