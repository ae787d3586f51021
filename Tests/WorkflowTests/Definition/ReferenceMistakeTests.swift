import Testing
import Workflow

@Suite struct `Mistakes in what expressions read` {
    static let references: [Mistake] = [
        Mistake(
            "an unknown step",
            #"""
            name: aa
            steps:
            - id: collect
              run: ls
            - id: x
              needs: [collect]
              set: {a: '${{ steps.colect.outputs.stdout }}'}
            """#,
            "w.yaml:7:17: error: unknown step 'colect'. did you mean 'collect'?"
        ),
        Mistake(
            "a step that does not come before",
            #"""
            name: aa
            steps:
            - id: a
              run: ls
            - id: b
              set: {a: '${{ steps.a.outputs.stdout }}'}
            """#,
            "w.yaml:6:17: error: step 'b' reads 'a', which does not come before "
                + "it. add 'a' to its 'needs'"
        ),
        Mistake(
            "a step of a later phase",
            #"""
            name: aa
            phases:
            - {id: p, steps: [{id: x, set: {a: '${{ steps.y.status }}'}}]}
            - {id: q, steps: [{id: y, run: ls}]}
            """#,
            "w.yaml:3:41: error: step 'x' reads 'y', which does not come before "
                + "it. it is of a later phase"
        ),
        Mistake(
            "its own results",
            #"""
            name: aa
            steps:
            - id: a
              run: ls
              if: steps.a.status == 'x'
            """#,
            "w.yaml:5:7: error: step 'a' reads its own results"
        ),
        Mistake(
            "no step at all",
            #"""
            name: aa
            steps:
            - id: a
              run: ls
              env: {A: '${{ toJSON(steps) }}'}
            """#,
            "w.yaml:5:24: error: 'steps' must be followed by the id of a step. "
                + "write 'steps.ID.outputs.NAME' or 'steps.ID.status'"
        ),
        Mistake(
            "an unknown part of a step",
            #"""
            name: aa
            steps:
            - {id: a, run: ls}
            - {id: b, needs: a, set: {x: '${{ steps.a.output.y }}'}}
            """#,
            "w.yaml:4:35: error: step 'a' has no 'output'. did you mean 'outputs'?"
        ),
        Mistake(
            "an unknown output",
            #"""
            name: aa
            steps:
            - {id: a, set: {count: 1}}
            - {id: b, needs: a, set: {x: '${{ steps.a.outputs.coutn }}'}}
            """#,
            "w.yaml:4:35: error: step 'a' sets no output 'coutn'. did you mean "
                + "'count'?"
        ),
        Mistake(
            "a status function outside of if",
            #"""
            name: aa
            steps:
            - {id: a, set: {x: '${{ always() }}'}}
            """#,
            "w.yaml:3:25: error: success(), failure(), always() and cancelled() "
                + "can only be called in 'if'"
        ),
        Mistake(
            "an unknown variable",
            #"""
            name: aa
            steps:
            - {id: a, env: {NAME: x}, set: {x: '${{ env.NAEM }}'}}
            """#,
            "w.yaml:3:41: error: step 'a' has no variable 'NAEM' under 'env'. did "
                + "you mean 'NAME'?"
        ),
        Mistake(
            "a variable inside of env",
            #"""
            name: aa
            steps:
            - {id: a, run: ls, env: {A: 1, B: '${{ env.A }}'}}
            """#,
            "w.yaml:3:40: error: variables of one step do not see one another"
        ),
        Mistake(
            "a secret outside of env",
            #"""
            name: aa
            inputs: {token: {secret: true}}
            steps:
            - {id: a, set: {x: '${{ secrets.token }}'}}
            """#,
            "w.yaml:4:25: error: secrets can only be read under 'env'. everything "
                + "else is written down in the journal"
        ),
        Mistake(
            "a secret as an input",
            #"""
            name: aa
            inputs: {token: {secret: true}}
            steps:
            - {id: a, run: ls, env: {T: '${{ inputs.token }}'}}
            """#,
            "w.yaml:4:34: error: input 'token' is secret. read it as "
                + "'secrets.token', under 'env'"
        ),
        Mistake(
            "an unknown secret",
            #"""
            name: aa
            inputs: {token: {secret: true}}
            steps:
            - {id: a, run: ls, env: {T: '${{ secrets.tokne }}'}}
            """#,
            "w.yaml:4:34: error: unknown secret 'tokne'. did you mean 'token'?"
        ),
    ]

    @Test(arguments: references) func `each of the references is found at its place`(
        _ mistake: Mistake
    ) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }
}
