import Testing
import Workflow

@Suite struct `Mistakes in agents and deliverables` {
    static let agents: [Mistake] = [
        Mistake(
            "an unknown agent",
            #"""
            name: aa
            steps:
            - {id: x, agent: bulider, task: build, with: {target: a}}
            """#,
            "w.yaml:3:18: error: unknown agent 'bulider'. did you mean 'builder'?"
        ),
        Mistake(
            "an unknown owner",
            #"""
            name: aa
            phases:
            - {id: p, owner: nobody, steps: [{id: x, run: ls}]}
            """#,
            "w.yaml:3:18: error: unknown agent 'nobody'. known are 'builder'"
        ),
        Mistake(
            "an unknown task",
            #"""
            name: aa
            steps:
            - {id: x, agent: builder, task: biuld}
            """#,
            "w.yaml:3:33: error: agent 'builder' knows no task 'biuld'. did you "
                + "mean 'build'?"
        ),
        Mistake(
            "a missing field",
            #"""
            name: aa
            steps:
            - {id: x, agent: builder, task: build, with: {jobs: 2}}
            """#,
            "w.yaml:3:46: error: 'with' has no 'target', which task 'build' "
                + "requires. what to build"
        ),
        Mistake(
            "a field of another type",
            #"""
            name: aa
            steps:
            - {id: x, agent: builder, task: build, with: {target: 1, jobs: 'v${{ 1 }}'}}
            """#,
            "w.yaml:3:55: error: 'target' must be of type string, found number",
            "w.yaml:3:64: error: 'jobs' must be of type number, found string"
        ),
        Mistake(
            "an unknown field",
            #"""
            name: aa
            steps:
            - {id: x, agent: builder, task: build, with: {target: a, job: 1}}
            """#,
            "w.yaml:3:58: error: task 'build' knows no 'job'. did you mean 'jobs'?"
        ),
        Mistake(
            "an agent without a command",
            #"""
            name: aa
            agents: {scribe: {tools: [Read]}}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:2:10: error: agent 'scribe' is not built in and has no "
                + "'command'. known are 'builder'"
        ),
        Mistake(
            "an unknown tool",
            #"""
            name: aa
            agents: {builder: {tools: [Raed]}}
            steps: [{id: x, run: ls}]
            """#,
            "w.yaml:2:28: error: unknown tool 'Raed'. did you mean 'Read'?"
        ),
        Mistake(
            "an unknown partner",
            #"""
            name: aa
            steps:
            - {id: x, handoff: {to: qa, deliverables: [d], criteria: [B1]}}
            deliverables: [{id: d, files: [a]}]
            """#,
            "w.yaml:3:25: error: unknown agent 'qa'. known are 'builder'",
            "w.yaml:3:44: error: deliverable 'd' is captured only at the end of "
                + "this phase. name it in the 'produces' of a step that step 'x' needs"
        ),
        Mistake(
            "an unknown criterion",
            #"""
            name: aa
            phases:
            - {id: p, steps: [{id: x, run: ls}], deliverables: [{id: d, files: [a]}]}
            - {id: q, steps: [{id: y, handoff: {to: builder, deliverables: [d], criteria: [B3]}}]}
            """#,
            "w.yaml:4:80: error: agent 'builder' executes no criterion 'B3'. did "
                + "you mean 'B1'?"
        ),
    ]

    static let deliverables: [Mistake] = [
        Mistake(
            "an unknown check",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            deliverables: [{id: d, files: [a], checks: [markdown-link]}]
            """#,
            "w.yaml:4:45: error: unknown check 'markdown-link'. did you mean "
                + "'markdown-links'?"
        ),
        Mistake(
            "an unknown check of a step",
            #"""
            name: aa
            steps:
            - {id: x, run: ls, produces: [d]}
            - {id: y, needs: x, check: {deliverable: d, checks: [jsno]}}
            deliverables: [{id: d, files: [a]}]
            """#,
            "w.yaml:4:54: error: unknown check 'jsno'. did you mean 'json'?"
        ),
        Mistake(
            "an unknown deliverable",
            #"""
            name: aa
            steps:
            - {id: x, check: note}
            - {id: y, run: ls, produces: [notse]}
            deliverables: [{id: notes, files: [a]}]
            """#,
            "w.yaml:3:18: error: unknown deliverable 'note'. did you mean 'notes'?",
            "w.yaml:4:31: error: unknown deliverable 'notse'. did you mean 'notes'?"
        ),
        Mistake(
            "a deliverable of another phase",
            #"""
            name: aa
            phases:
            - {id: p, steps: [{id: x, run: ls, produces: [d]}]}
            - {id: q, steps: [{id: y, run: ls}], deliverables: [{id: d, files: [a]}]}
            """#,
            "w.yaml:3:47: error: step 'x' produces 'd', which another phase owes. "
                + "declare it under the 'deliverables' of this phase"
        ),
        Mistake(
            "a deliverable with two producers",
            #"""
            name: aa
            steps:
            - {id: x, run: ls, produces: [d]}
            - {id: y, run: ls, produces: [d]}
            deliverables: [{id: d, files: [a]}]
            """#,
            "w.yaml:4:31: error: step 'x' produces 'd' too"
        ),
        Mistake(
            "a deliverable of a later phase",
            #"""
            name: aa
            phases:
            - {id: p, steps: [{id: x, check: d}]}
            - {id: q, steps: [{id: y, run: ls}], deliverables: [{id: d, files: [a]}]}
            """#,
            "w.yaml:3:34: error: step 'x' uses deliverable 'd', which a later "
                + "phase owes"
        ),
        Mistake(
            "a deliverable that is captured later",
            #"""
            name: aa
            steps:
            - {id: x, run: ls}
            - {id: y, needs: x, check: d}
            deliverables: [{id: d, files: [a]}]
            """#,
            "w.yaml:4:28: error: deliverable 'd' is captured only at the end of "
                + "this phase. name it in the 'produces' of a step that step 'y' needs"
        ),
        Mistake(
            "a producer that does not come before",
            #"""
            name: aa
            steps:
            - {id: x, run: ls, produces: [d]}
            - {id: y, check: d}
            deliverables: [{id: d, files: [a]}]
            """#,
            "w.yaml:4:18: error: step 'y' uses deliverable 'd', but does not come "
                + "after step 'x', which produces it. add 'x' to its 'needs'"
        ),
    ]

    @Test(arguments: agents) func `each of the agents is found at its place`(_ mistake: Mistake) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }

    @Test(arguments: deliverables) func `each of the deliverables is found at its place`(
        _ mistake: Mistake
    ) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }
}
