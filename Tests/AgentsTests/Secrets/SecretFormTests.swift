import Foundation
import Testing

@testable import Agents

/// Every spelling of a value is found, and what is not the value is left alone.
@Suite struct SecretFormTests {
    private static let value = "c4n4ry-Zq8s+/\"Wx'7 \\geheim é%20&<>\u{1F511}"

    private static let secrets = Secrets().adding([("token", value)])

    /// Text as encoders in use write it.
    static let spellings: [(name: String, text: String)] = {
        let bytes = Array(value.utf8)
        let json = String(
            decoding: (try? JSONSerialization.data(withJSONObject: [value])) ?? Data(),
            as: UTF8.self
        ).dropFirst(2).dropLast(2)
        let ascii = value.utf16.map { unit -> String in
            switch unit {
            case 0x22: "\\\""
            case 0x5C: "\\\\"
            case 0x20...0x7E: String(UnicodeScalar(UInt8(unit)))
            default: "\\u" + hex(UInt32(unit), 4)
            }
        }.joined()
        let percent = bytes.map { "%" + hex(UInt32($0), 2) }.joined()
        let component =
            value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let query = value.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? ""
        let shell = value.replacingOccurrences(of: "'", with: "'\\''")
        let python = value.replacingOccurrences(of: "'", with: "'\"'\"'")
        let backslashes = value.unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic || scalar.value > 127 ? "\(scalar)" : "\\\(scalar)"
        }.joined()
        let digits = bytes.map { hex(UInt32($0), 2) }
        return [
            ("as it is", value), ("JSON", String(json)), ("JSON in ASCII", ascii),
            (
                "JSON in JSON",
                ascii.replacingOccurrences(of: "\\", with: "\\\\")
                    .replacingOccurrences(of: "\"", with: "\\\"")
            ),
            ("percent, all", percent), ("percent, lower case", percent.lowercased()),
            ("percent, component", component), ("percent, query", query),
            ("form", component.replacingOccurrences(of: "%20", with: "+")),
            ("shell", shell), ("shell, Python", python), ("shell, backslashes", backslashes),
            ("hexadecimal", digits.joined()), ("HEXADECIMAL", digits.joined().uppercased()),
            ("hexadecimal, spaces", digits.joined(separator: " ")),
            ("hexadecimal, colons", digits.joined(separator: ":")),
            ("hexadecimal, escapes", digits.map { "\\x" + $0 }.joined()),
            (
                "XML",
                value.replacingOccurrences(of: "&", with: "&amp;")
                    .replacingOccurrences(of: "<", with: "&lt;")
                    .replacingOccurrences(of: ">", with: "&gt;")
                    .replacingOccurrences(of: "\"", with: "&quot;")
                    .replacingOccurrences(of: "'", with: "&#39;")
            ),
        ] + base64
    }()

    /// At each place among three bytes, of both alphabets, in one line and in several.
    private static let base64: [(name: String, text: String)] = (0..<3).flatMap { offset in
        let before = String(repeating: "x", count: offset)
        return (0..<3).flatMap { after -> [(name: String, text: String)] in
            let text = before + value + String(repeating: "y", count: after)
            let plain = Data(text.utf8).base64EncodedString()
            let safe = plain.replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
            let lines = stride(from: 0, to: plain.count, by: 20).map { start in
                String(plain.dropFirst(start).prefix(20))
            }
            let name = "base64 \(offset) \(after)"
            return [
                (name, plain), (name + " safe", safe),
                (name + " lines", lines.joined(separator: "\n  ")),
                (name + " in a form", plain.replacingOccurrences(of: "/", with: "%2F")),
            ]
        }
    }

    private static func hex(_ number: UInt32, _ width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    @Test(arguments: spellings)
    func `every spelling is concealed`(spelling: (name: String, text: String)) {
        let concealed = Self.secrets.conceal("before[" + spelling.text + "]after")
        #expect(concealed.contains("[secret token]"), "\(spelling.name): \(concealed)")
        #expect(concealed.hasPrefix("before["), "\(spelling.name): \(concealed)")
        #expect(concealed.hasSuffix("]after"), "\(spelling.name): \(concealed)")
        // Of base64 the digits of other bytes stay, and one that is shared with them.
        #expect(concealed.count < "before[]after[secret token]".count + 16, "\(concealed)")
        #expect(Self.secrets.first(in: Array(("1\n2\n" + spelling.text).utf8))?.line == 3)
    }

    @Test(arguments: spellings)
    func `and so it is in any chunks`(spelling: (name: String, text: String)) {
        let text = Array((String(repeating: "-", count: 700) + spelling.text + " end").utf8)
        let whole = Self.secrets.conceal(text)
        for size in [1, 2, 3, 7, 64, 1000] {
            var concealer = StreamConcealer(Self.secrets)
            var result: [UInt8] = []
            for start in stride(from: 0, to: text.count, by: size) {
                result += concealer.add(text[start..<min(text.count, start + size)])
            }
            result += concealer.finish()
            #expect(result == whole, "\(spelling.name) in chunks of \(size)")
        }
    }

    @Test func `what only resembles it is left alone`() {
        let near = [
            String(Self.value.dropLast()), String(Self.value.dropFirst()),
            Self.value.replacingOccurrences(of: "Zq8s", with: "Zq9s"), "", "\\", "%", "%4", "\\u00",
            "&", "'\\", String(repeating: "\\", count: 100),
            Data(String(Self.value.dropLast(3)).utf8).base64EncodedString(),
        ]
        for text in near { #expect(Self.secrets.conceal(text) == text, "\(text)") }
    }

    @Test func `lines of a value of several are found one by one, a key's armour is not`() {
        let key = """
            -----BEGIN PRIVATE KEY-----
            MIIEvQIBADANBgkqhkiG9w0BAQ
            short
            -----END PRIVATE KEY-----
            """
        let secrets = Secrets().adding([("key", key)])
        #expect(secrets.conceal("a MIIEvQIBADANBgkqhkiG9w0BAQ b") == "a [secret key] b")
        #expect(secrets.conceal("short") == "short")
        let armour = "-----BEGIN PRIVATE KEY-----"
        #expect(secrets.conceal(armour) == armour)
        #expect(secrets.conceal("[" + key + "]") == "[[secret key]]")
        let escaped = key.replacingOccurrences(of: "\n", with: "\\n")
        #expect(secrets.conceal(escaped) == "[secret key]")
        let windows = key.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(secrets.conceal(windows) == "[secret key]")
    }

    @Test func `a value of too few bytes makes no holes into ordinary text`() {
        #expect(Secrets().adding([("pin", "abc")]).conceal("abc") == "abc")
        #expect(Secrets().adding([("pin", "abcd")]).conceal("abcd") == "[secret pin]")
    }

    /// The same numbers for the same seed.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    @Test(arguments: 0..<60)
    func `any value is found in base64, in hexadecimal and percent-encoded`(seed: UInt64) {
        var random = Seeded(state: seed)
        let count = Int.random(in: 4...40, using: &random)
        let value = (0..<count).map { _ in
            String(UnicodeScalar(UInt8.random(in: 0x21...0x7E, using: &random)))
        }.joined()
        let secrets = Secrets().adding([("s", value)])
        let filler = String(repeating: "z", count: Int.random(in: 0...5, using: &random))
        let encoded = Data((filler + value + filler).utf8).base64EncodedString()
        #expect(secrets.conceal(encoded).contains("[secret s]"), "\(value) in \(encoded)")
        let digits = value.utf8.map { Self.hex(UInt32($0), 2) }
        #expect(secrets.conceal(digits.joined()) == "[secret s]")
        #expect(secrets.conceal(digits.map { "%" + $0 }.joined()) == "[secret s]")
    }
}
