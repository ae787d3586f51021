import Testing
import Workflow

@Suite struct `Mistakes in steps and needs` {
    static let steps: [Mistake] = [
        Mistake(
            "two kinds",
            #"""
            name: aa
            steps:
            - id: x
              run: ls
              agent: builder
              task: echo
            """#,
            "w.yaml:5:3: error: step 'x' has both 'run' and 'agent'. make two "
                + "steps of it",
            "w.yaml:6:3: error: the key 'task' has no effect in a step with 'run'. "
                + "it is for 'agent'"
        ),
        Mistake(
            "no kind",
            #"""
            name: aa
            steps:
            - id: x
            """#,
            "w.yaml:3:3: error: step 'x' does nothing. give it one of 'run', "
                + "'agent', 'set', 'check', 'handoff', 'approval'"
        ),
        Mistake(
            "an agent without a task",
            #"""
            name: aa
            steps:
            - id: x
              agent: builder
            """#,
            "w.yaml:4:10: error: step 'x' has an 'agent' but no 'task'. 'task' is "
                + "the type of the message that the agent is asked with"
        ),
        Mistake(
            "a key for another kind",
            #"""
            name: aa
            steps:
            - id: x
              set: {a: 1}
              timeout: 1s
            """#,
            "w.yaml:5:3: error: the key 'timeout' has no effect in a step with "
                + "'set'. it is for 'run', 'agent', 'handoff', 'check'"
        ),
        Mistake(
            "a duplicate step",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            - {id: x, run: ls}
            """#,
            "w.yaml:4:8: error: duplicate step id 'x'. the first is at 3:8"
        ),
        Mistake(
            "ids that differ in case only",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            - {id: X, run: ls}
            """#,
            "w.yaml:4:8: error: duplicate step id 'X'. it differs only in case "
                + "from 'x' at 3:8"
        ),
        Mistake(
            "a step of the same name in another phase",
            #"""
            name: aa
            phases:
            - {id: p, steps: [{id: x, run: ls}]}
            - {id: q, steps: [{id: x, run: ls}]}
            """#,
            "w.yaml:4:24: error: duplicate step id 'x'. the first is at 3:24"
        ),
        Mistake(
            "a duplicate phase",
            #"""
            name: aa
            phases:
            - {id: p, steps: [{id: x, run: ls}]}
            - {id: p, steps: [{id: y, run: ls}]}
            """#,
            "w.yaml:4:8: error: duplicate phase id 'p'. the first is at 3:8"
        ),
        Mistake(
            "a duplicate deliverable",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            deliverables:
            - {id: d, files: [a]}
            - {id: d, files: [b]}
            """#,
            "w.yaml:6:8: error: duplicate deliverable id 'd'. the first is at 5:8"
        ),
        Mistake(
            "a duplicate gate",
            #"""
            name: aa
            steps:
            - id: g
              approval: {}
            gate: {id: g}
            """#,
            "w.yaml:5:12: error: duplicate gate id 'g'. the first is at 4:13"
        ),
        Mistake(
            "a duplicate input",
            #"""
            name: aa
            inputs: {version: {}, Version: {}}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:2:10: error: duplicate input id 'version'. it differs only in "
                + "case from 'Version' at 2:23"
        ),
    ]

    static let needs: [Mistake] = [
        Mistake(
            "an unknown step",
            #"""
            name: aa
            steps:
            - {id: build, run: ls}
            - id: ship
              run: ls
              needs: [biuld]
            """#,
            "w.yaml:6:11: error: step 'ship' needs 'biuld', which is not defined. "
                + "did you mean 'build'?"
        ),
        Mistake(
            "the same step twice",
            #"""
            name: aa
            steps:
            - {id: a, run: ls}
            - {id: b, run: ls, needs: [a, a]}
            """#,
            "w.yaml:4:31: error: step 'b' needs 'a' twice"
        ),
        Mistake(
            "a step that needs itself",
            #"""
            name: aa
            steps:
            - {id: a, run: ls, needs: [a]}
            """#,
            "w.yaml:3:28: error: step 'a' needs itself"
        ),
        Mistake(
            "a circle",
            #"""
            name: aa
            steps:
            - {id: a, run: ls, needs: [c]}
            - {id: b, run: ls, needs: [a]}
            - {id: c, run: ls, needs: [b]}
            """#,
            "w.yaml:4:28: error: circular needs: a → c → b → a. take one of these "
                + "out of 'needs'"
        ),
        Mistake(
            "a later phase",
            #"""
            name: aa
            phases:
            - {id: p, steps: [{id: x, run: ls, needs: y}]}
            - {id: q, steps: [{id: y, run: ls}]}
            """#,
            "w.yaml:3:43: error: step 'x' needs 'y', which is of a later phase. "
                + "phases follow one another in the order of the file"
        ),
    ]

    @Test(arguments: steps) func `each of the steps is found at its place`(_ mistake: Mistake) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }

    @Test(arguments: needs) func `each of the needs is found at its place`(_ mistake: Mistake) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }
}
