import Testing

@testable import orchestrate

@Suite("The command to type next")
struct NextCommandTests {
    static let lines: [(arguments: [String], expected: String)] = [
        ([], "orchestrate approve r g && orchestrate resume r"),
        (
            ["run", "w.yaml", "--home", "/var/state"],
            "orchestrate approve r g --home /var/state && orchestrate resume r --home /var/state"
        ),
        (
            ["run", "--home=a b"],
            "orchestrate approve r g --home 'a b' && orchestrate resume r --home 'a b'"
        ),
        (
            ["run", "--home", "it's"],
            "orchestrate approve r g --home 'it'\\''s' && orchestrate resume r --home 'it'\\''s'"
        ),
        (["run", "--home"], "orchestrate approve r g && orchestrate resume r"),
    ]

    @Test(arguments: lines)
    func `names the state folder that was named`(arguments: [String], expected: String) {
        let commands = "orchestrate approve r g && orchestrate resume r"
        #expect(
            NextCommand.typed(commands, arguments: ["orchestrate"] + arguments) == expected
        )
    }
}
