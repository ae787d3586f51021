import Testing
import Workflow

@Suite("Declared paths")
struct DeclaredPathsTests {
    static let cases: [(declared: [String], path: String, isNamed: Bool)] = [
        (["a.txt"], "a.txt", true),
        (["a.txt"], "b/a.txt", false),
        (["a"], "a/b/c.txt", true),
        (["a"], "ab/c.txt", false),
        (["a/"], "a/b", true),
        (["a/"], "a", false),
        (["a/b/"], "a/c", false),
        (["*.txt"], "a.txt", true),
        (["*.txt"], "b/a.txt", false),
        (["a/*/main.tf"], "a/b/main.tf", true),
        (["a/*/main.tf"], "a/b/c/main.tf", false),
        (["a/x*y*z"], "a/x1y2z", true),
        (["a/x*y*z"], "a/x1z", false),
        (["a/ab*ba"], "a/aba", false),
        (["*"], "a", true),
        ([], "a", false),
        (["none", "also/none/", "c/*.json"], "c/d.json", true),
    ]

    @Test(arguments: cases)
    func `name the files they stand for`(declared: [String], path: String, isNamed: Bool) {
        #expect(DeclaredPaths(declared).name(path) == isNamed)
    }
}
