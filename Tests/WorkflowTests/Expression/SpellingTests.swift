import Testing
import Workflow

struct SpellingTests {
    @Test(arguments: [
        ("stps", "steps"), ("stesp", "steps"), ("steeps", "steps"), ("input", "inputs"),
        ("ENV", "env"),
        ("matirx", "matrix"), ("secert", "secrets"), ("nv", "env"),
    ])
    func `a misspelled word is near to the one that was meant`(word: String, meant: String) {
        let words: Set<String> = ["inputs", "steps", "matrix", "secrets", "env", "run"]
        #expect(Spelling.nearest(to: word, in: words) == meant)
    }

    @Test(arguments: ["", "x", "github", "stepladder", "needs", "vars", "out"])
    func `a different word is near to none`(word: String) {
        let words = ["inputs", "steps", "matrix", "secrets", "env", "run"]
        #expect(Spelling.nearest(to: word, in: words) == nil)
    }

    @Test func `of equally near words the first in the alphabet is taken`() {
        #expect(Spelling.nearest(to: "bat", in: ["cat", "bar", "rat"]) == "bar")
        #expect(Spelling.nearest(to: "bat", in: ["rat", "bar", "cat"]) == "bar")
        #expect(Spelling.nearest(to: "bat", in: ["bar", "bat"]) == "bat")
    }

    @Test func `very long words are compared with none`() {
        let long = String(repeating: "a", count: 65)
        #expect(Spelling.nearest(to: long, in: [long]) == nil)
        #expect(Spelling.nearest(to: "a", in: [String](repeating: long, count: 1000)) == nil)
    }
}
