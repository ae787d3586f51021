import Agents

/// The command line to type next, with the state folder that this one named: without it, the next one
/// would look elsewhere.
enum NextCommand {
    /// A line with one command, or several with `&&` between them.
    static func line(_ commands: String, _ ink: Ink = .plain) -> String {
        "next: " + ink(.bold, typed(commands))
    }

    /// The commands as they are to be typed.
    static func typed(_ commands: String, arguments: [String] = CommandLine.arguments) -> String {
        guard let home = home(in: arguments) else { return commands }
        let option = " --home " + quoted(home)
        return commands.replacing(" && ", with: option + " && ") + option
    }

    private static func home(in arguments: [String]) -> String? {
        if let index = arguments.firstIndex(of: "--home"), index + 1 < arguments.count {
            return arguments[index + 1]
        }
        return arguments.first { $0.hasPrefix("--home=") }.map { String($0.dropFirst(7)) }
    }

    /// For a shell, when it holds anything that a shell reads as other than itself.
    private static func quoted(_ path: String) -> String {
        let text = Words.printable(path)
        let isPlain = text.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+@%:".contains($0))
        }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
