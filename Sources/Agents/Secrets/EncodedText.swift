/// A value inside a text in base64, of either alphabet, at one of the three places that its first
/// byte may have: the digits that are the same whatever stands before and after it.
struct Base64Text: Sendable {
    /// Six bits each.
    private let digits: [UInt8]
    /// What is known of the digit after them: its upper bits, and how many.
    private let next: (bits: UInt8, count: Int)

    /// - Parameters:
    ///   - value: the bytes
    ///   - offset: how many bytes stand before them in their group of three
    init(_ value: [UInt8], offset: Int) {
        let bits = Array(repeating: UInt8(0), count: offset) + value
        let first = (8 * offset + 5) / 6
        let end = 8 * bits.count / 6
        digits = (first..<max(first, end)).map { Self.digit(of: bits, at: $0) }
        let known = 8 * bits.count - 6 * end
        next = (known == 0 ? 0 : Self.digit(of: bits, at: end) >> (6 - UInt8(known)), known)
    }

    private static func digit(of bytes: [UInt8], at index: Int) -> UInt8 {
        let bit = index * 6
        let high = UInt16(bytes[bit / 8]) << 8
        let low = bit / 8 + 1 < bytes.count ? UInt16(bytes[bit / 8 + 1]) : 0
        return UInt8((high | low) >> UInt16(10 - bit % 8) & 0x3F)
    }

    var firstBytes: Set<UInt8> {
        guard let first = digits.first else { return [] }
        let own = (UInt8.min...UInt8.max).filter { Self.value(of: $0) == first }
        return Set(own + (first >= 62 ? [UInt8(ascii: "%")] : []))
    }

    /// Each digit may be percent-encoded and stand after the end of a line.
    var longestMatch: Int { (digits.count + 1) * (3 + Self.mostBetween) }

    /// White space between two digits, at most.
    private static let mostBetween = 16

    func end(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        guard digits.count >= 4 else { return nil }
        var position = start
        for (index, digit) in digits.enumerated() {
            if index > 0 { position = skipBreak(in: text, at: position) }
            guard let read = read(in: text, at: position), read.value == digit else { return nil }
            position = read.end
        }
        return endOfGroup(in: text, at: position)
    }

    /// Takes a last digit that holds bits of the value, and the padding.
    private func endOfGroup(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        guard next.count > 0, let read = read(in: text, at: skipBreak(in: text, at: position)),
            read.value >> (6 - UInt8(next.count)) == next.bits
        else { return position }
        var end = read.end
        while end < text.count, text[end] == UInt8(ascii: "="), end - read.end < 2 { end += 1 }
        return end
    }

    private func read(
        in text: UnsafeBufferPointer<UInt8>,
        at position: Int
    ) -> (value: UInt8, end: Int)? {
        guard position < text.count else { return nil }
        if text[position] == UInt8(ascii: "%"),
            let byte = HexadecimalDigit.byte(in: text, at: position + 1),
            let value = Self.value(of: byte)
        {
            return (value, position + 3)
        }
        return Self.value(of: text[position]).map { ($0, position + 1) }
    }

    /// Behind the end of a line with the indentation of the next, also where both are escaped.
    private func skipBreak(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        var end = position
        while end < text.count, end - position < Self.mostBetween {
            switch text[end] {
            case 0x0A, 0x0D, 0x20, 0x09: end += 1
            case 0x5C:
                let count = Self.escapedBreak(text, after: end)
                if count == 0 { return end }
                end += count
            default: return end
            }
        }
        return end
    }

    /// How many bytes the backslash and the end of a line after it have; of an escaped `/` only the
    /// backslash is passed over.
    private static func escapedBreak(
        _ text: UnsafeBufferPointer<UInt8>,
        after backslash: Int
    ) -> Int {
        guard backslash + 1 < text.count else { return 0 }
        switch text[backslash + 1] {
        case 0x6E, 0x72, 0x0A: return 2
        case 0x2F: return 1
        default: return 0
        }
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}

/// A value in hexadecimal digits, with or without something between its bytes.
struct HexadecimalText: Sendable {
    private let value: [UInt8]

    init(_ value: [UInt8]) { self.value = value }

    var firstBytes: Set<UInt8> {
        guard let first = value.first else { return [] }
        return Set((UInt8.min...UInt8.max).filter { HexadecimalDigit.value(of: $0) == first >> 4 })
    }

    var longestMatch: Int { value.count * (2 + Self.mostBetween + 1) }

    private static let mostBetween = 8

    func end(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        var position = start
        for (index, byte) in value.enumerated() {
            if index > 0, HexadecimalDigit.byte(in: text, at: position) != byte {
                position = skip(in: text, at: position)
            }
            guard HexadecimalDigit.byte(in: text, at: position) == byte else { return nil }
            position += 2
        }
        return position
    }

    /// Behind spaces, ends of lines, `:`, `-`, `,`, `%`, `\x` and `0x`.
    private func skip(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        var end = position
        while end < text.count, end - position < Self.mostBetween {
            switch text[end] {
            case 0x20, 0x09, 0x0A, 0x0D, 0x3A, 0x2D, 0x2C, 0x25, 0x5C, 0x78: end += 1
            case 0x30 where end + 1 < text.count && text[end + 1] == 0x78: end += 2
            default: return end
            }
        }
        return end
    }
}
