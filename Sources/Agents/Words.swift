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
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            return text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
        }
        var slug: [UInt8] = []
        var isBetween = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"):
                if isBetween, !slug.isEmpty { slug.append(UInt8(ascii: "-")) }
                isBetween = false
                slug.append(
                    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
                )
            default: isBetween = true
            }
        }
        return String(decoding: slug, as: UTF8.self)
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
