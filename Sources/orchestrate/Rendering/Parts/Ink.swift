/// Colours text on a terminal, and nowhere else.
struct Ink: Sendable {
    enum Colour: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
    }

    let isColoured: Bool

    static let plain = Ink(isColoured: false)

    /// For standard output: coloured on a terminal, unless `NO_COLOR` says otherwise.
    static var standard: Ink {
        let environment = Session.environment
        let isRefused = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return Ink(isColoured: Output.isTerminal && !isRefused)
    }

    func callAsFunction(_ colour: Colour?, _ text: String) -> String {
        guard isColoured, let colour, !text.isEmpty else { return text }
        return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
    }
}

extension Ink.Colour {
    /// The colour of a run's or step's status.
    static func ofStatus(_ word: String) -> Ink.Colour? {
        switch word {
        case "completed", "success", "passed", "accepted", "ok": .green
        case "waiting", "interrupted", "retrying", "unavailable", "needs-input", "waived": .yellow
        case "failed", "failure", "rejected", "changed", "missing", "damaged": .red
        case "running", "open": .blue
        case "cancelled", "skipped", "pending", "not-started", "not-applicable": .dim
        default: nil
        }
    }
}
