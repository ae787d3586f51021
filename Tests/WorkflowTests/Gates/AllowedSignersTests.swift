import Testing
import Workflow

@Suite struct AllowedSignersTests {
    private static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"

    @Test(
        arguments: [
            ("ana \(key)", "ana", true), ("ana \(key)", "an", false),
            ("ana,ben \(key) a comment", "ben", true), ("a*a \(key)", "anna", true),
            ("a?a \(key)", "anna", false), ("*,!eve \(key)", "eve", false),
            ("*,!eve \(key)", "ana", true), ("\"ana\" \(key)", "ana", true),
            ("ana namespaces=\"git\" \(key)", "ana", false),
            ("ana namespaces=\"git,orchestrate-*\" \(key)", "ana", true),
            ("ana valid-before=\"20200101\" \(key)", "ana", true),
            ("ana cert-authority,valid-after=\"2020 01\" \(key)", "ana", true),
            ("# ana\nben \(key)", "ana", false), ("\n\tana\t\(key)\r\n", "ana", true),
        ]
    )
    func `who is covered`(text: String, name: String, isCovered: Bool) throws {
        #expect(try AllowedSigners(text).covers(name, in: .decision) == isCovered)
    }

    @Test(arguments: [("", 1), ("# x\n", 1), ("ana \(key)\nben", 2), ("ana x y \(key)", 1)])
    func `what is no entry is named by its line`(text: String, line: Int) {
        let error = #expect(throws: AllowedSignersError.self) { try AllowedSigners(text) }
        #expect(error?.line == line)
    }
}

@Suite struct DecisionStatementTests {
    /// What others sign and verify too: a change here is a new schema.
    @Test func `the canonical text of a decision is written once and for all`() {
        let vote = Vote(
            gate: "ok",
            round: 2,
            digest: Digest(of: "subject"),
            decision: .approve,
            by: "ana",
            identity: .system,
            comment: "within \"budget\"",
            host: "here"
        )
        let statement = DecisionStatement(
            vote,
            run: "r",
            definition: Digest(of: "definition"),
            head: Digest(of: "head"),
            at: Timestamp(milliseconds: 1_790_000_000_999)
        )
        let expected =
            #"{"at":"2026-09-21T14:13:20Z","by":"ana","comment":"within \"budget\"","#
            + #""decision":"approve","definition":"\#(Digest(of: "definition"))","gate":"ok","#
            + #""head":"\#(Digest(of: "head"))","host":"here","identity":"system","round":2,"#
            + #""run":"r","schema":1,"subject":"\#(Digest(of: "subject"))","waivers":[]}"#
        #expect(statement.text == expected)
    }
}
