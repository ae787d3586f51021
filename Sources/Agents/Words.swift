/// Small texts for people.
package enum Words {
    /// Milliseconds as a duration: `350ms`, `2m`, `1h30m`.
    package static func duration(_ milliseconds: Int64) -> String {
        if milliseconds < 1000 { return "\(milliseconds)ms" }
        if milliseconds < 10_000, milliseconds % 1000 != 0 {
            return "\(milliseconds / 1000).\(milliseconds % 1000 / 100)s"
        }
        let seconds = milliseconds / 1000
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "m"),
            (seconds % 60, "s"),
        ]
        return parts.filter { $0.0 > 0 }.prefix(2).map { "\($0.0)\($0.1)" }.joined()
    }

    /// The letters and digits of a text in lower case, with a dash between its words: for names of
    /// files and codes.
    package static func slug(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }

    /// Text from outside without control characters, so that it cannot rule a terminal, and cut at
    /// `limit` characters.
    package static func printable(_ text: String, limit: Int = .max) -> String {
        let clean = String(
            text.unicodeScalars.map { scalar in
                scalar.properties.generalCategory == .control
                    || scalar.properties.generalCategory == .format ? "\u{FFFD}" : Character(scalar)
            }
        )
        return clean.count <= limit ? clean : String(clean.prefix(limit)) + "…"
    }
}
