import Testing
import Workflow

@Suite struct `Mistakes of a workflow file` {
    static let keys: [Mistake] = [
        Mistake("an unknown key", "name: aa\nstesp: []\nsteps: [{id: x, run: ls}]",
            "w.yaml:2:1: error: unknown key 'stesp' in the file. did you mean 'steps'?"),
    ]

    @Test(arguments: keys) func `each is found at its place`(mistake: Mistake) {
        #expect(Reading.mistakes(mistake.text) == mistake.expected)
    }
}
