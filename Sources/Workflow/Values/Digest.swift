internal import CPlatform

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
package struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let hex: String

    /// A digest from its written form; nil unless it is 64 lower-case hexadecimal digits.
    package init?(hex: some StringProtocol) {
        guard hex.utf8.count == 64,
            hex.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.hex = String(hex)
    }

    fileprivate init(raw: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        self.hex = String(
            decoding: raw.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] },
            as: UTF8.self
        )
    }

    /// The digest of `bytes`.
    package init(of bytes: [UInt8]) {
        var raw = [UInt8](repeating: 0, count: 32)
        bytes.withUnsafeBytes { platform_sha256($0.baseAddress, $0.count, &raw) }
        self.init(raw: raw)
    }

    /// The digest of the UTF-8 bytes of `text`.
    package init(of text: String) {
        var text = text
        var raw = [UInt8](repeating: 0, count: 32)
        text.withUTF8 { platform_sha256($0.baseAddress, $0.count, &raw) }
        self.init(raw: raw)
    }

    /// The digest of several texts, each followed by a newline, so that no two lists run together.
    package init(ofLines lines: [String]) {
        self.init(of: lines.map { $0 + "\n" }.joined())
    }

    package var description: String { hex }
    /// The first twelve digits: enough for a person to compare.
    package var short: String { String(hex.prefix(12)) }

    package static func < (left: Digest, right: Digest) -> Bool { left.hex < right.hex }

    /// What the first event of a journal has for the event before it.
    package static let zero = Digest(raw: [UInt8](repeating: 0, count: 32))
}
