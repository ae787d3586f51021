/// A pattern of commands, word by word and never as one line: `terraform validate*`.
///
/// Each word of the pattern stands for one argument, in which `*` stands for any characters. When the
/// last word ends with `*`, further arguments may follow.
struct CommandPattern: Sendable {
    private let words: [String]

    init(_ text: String) { words = text.split(separator: " ").map(String.init) }

    func matches(_ argv: [String]) -> Bool {
        guard let first = words.first, let last = words.last, let program = argv.first,
            first == program
        else { return false }
        if last == "*", words.count > 1 {
            let fixed = words.dropLast()
            return argv.count >= fixed.count && zip(fixed, argv).allSatisfy(Self.fits)
        }
        let isOpen = words.count > 1 && last.hasSuffix("*")
        guard isOpen ? argv.count >= words.count : argv.count == words.count else { return false }
        return zip(words, argv).allSatisfy(Self.fits)
    }

    private static func fits(_ pattern: String, _ word: String) -> Bool {
        WordPattern.matches(pattern, word)
    }
}
