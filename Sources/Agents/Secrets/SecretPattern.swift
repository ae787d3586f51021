/// One value in one family of spellings.
///
/// A family is matched as a whole and not spelling by spelling, since encoders differ in what they
/// escape: each byte of the value may stand as it is or escaped in any of the family's ways.
struct SecretPattern: Sendable {
    private enum Spelling: Sendable {
        case text(EscapedText)
        case base64(Base64Text)
        case hexadecimal(HexadecimalText)
    }

    let name: String
    private let spelling: Spelling
    let firstBytes: Set<UInt8>
    let longestMatch: Int

    private init(_ name: String, _ spelling: Spelling) {
        self.name = name
        self.spelling = spelling
        switch spelling {
        case .text(let text): (firstBytes, longestMatch) = (text.firstBytes, text.longestMatch)
        case .base64(let text): (firstBytes, longestMatch) = (text.firstBytes, text.longestMatch)
        case .hexadecimal(let text):
            (firstBytes, longestMatch) = (text.firstBytes, text.longestMatch)
        }
    }

    /// All patterns of a value: as text, in base64 at each place among three bytes, in hexadecimal;
    /// and the same of each line that is long enough to be told from ordinary text.
    static func all(of value: String, name: String) -> [SecretPattern] {
        ([value] + lines(of: value)).flatMap { text -> [SecretPattern] in
            let bytes = Array(text.utf8)
            let base64 = (0..<3).map { Base64Text(bytes, offset: $0) }
            return [SecretPattern(name, .text(EscapedText(bytes)))]
                + base64.map { SecretPattern(name, .base64($0)) }
                + [SecretPattern(name, .hexadecimal(HexadecimalText(bytes)))]
        }
    }

    /// Lines of a value of several; the armour of a key file is no secret.
    private static func lines(of value: String) -> [String] {
        guard value.contains(where: \.isNewline) else { return [] }
        let spaces: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return value.split(whereSeparator: \.isNewline).map { line -> String in
            var text = line.drop(while: spaces)
            while let last = text.last, spaces(last) { text.removeLast() }
            return String(text)
        }.filter {
            $0.utf8.count >= shortestLineBytes && !($0.hasPrefix("-----") && $0.hasSuffix("-----"))
        }
    }

    private static let shortestLineBytes = 8

    /// Where a match that begins at `index` ends; nil when there is none.
    func end(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        switch spelling {
        case .text(let text): text.end(in: bytes, at: index)
        case .base64(let text): text.end(in: bytes, at: index)
        case .hexadecimal(let text): text.end(in: bytes, at: index)
        }
    }
}

/// Digits of the base 16.
enum HexadecimalDigit {
    static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// The byte that two digits at `index` stand for.
    static func byte(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt8? {
        guard index + 1 < bytes.count, let high = value(of: bytes[index]),
            let low = value(of: bytes[index + 1])
        else { return nil }
        return high << 4 | low
    }
}
