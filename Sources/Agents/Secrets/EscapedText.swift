/// A value as text: each byte as it is, percent-encoded, escaped as in JSON or a shell, or as an
/// entity of XML.
struct EscapedText: Sendable {
    private let value: [UInt8]

    init(_ value: [UInt8]) { self.value = value }

    var firstBytes: Set<UInt8> {
        guard let first = value.first else { return [] }
        var bytes: Set<UInt8> = [first, UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&")]
        if first == 0x20 { bytes.insert(UInt8(ascii: "+")) }
        if first == 0x0A { bytes.insert(0x0D) }
        return bytes
    }

    /// `\\\\\\\\u0041` for each byte.
    var longestMatch: Int { value.count * (Self.mostBackslashes + 5) + 8 }

    private static let mostBackslashes = 8

    func end(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        var position = start
        var index = 0
        while index < value.count {
            guard position < text.count else { return nil }
            if isPlain(text[position]) {
                guard text[position] == value[index] else { return nil }
                position += 1
                index += 1
                continue
            }
            let ways = ways(in: text, at: position, of: index)
            guard let first = ways.first else { return nil }
            if ways.count > 1 {
                return ways.lazy.compactMap { way in
                    rest(from: way.index)?.end(in: text, at: way.position)
                        ?? (way.index == value.count ? way.position : nil)
                }.first
            }
            (position, index) = first
        }
        return position
    }

    private func rest(from index: Int) -> EscapedText? {
        index < value.count ? EscapedText(Array(value[index...])) : nil
    }

    /// Whether no other spelling begins with this byte.
    private func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x0D, 0x25, 0x26, 0x27, 0x2B, 0x5C: false
        default: true
        }
    }

    /// What may follow: the next position of the text with the next byte of the value.
    private func ways(
        in text: UnsafeBufferPointer<UInt8>,
        at position: Int,
        of index: Int
    ) -> [(position: Int, index: Int)] {
        let wanted = value[index]
        // Escapes come first, so that nothing of one is left behind.
        var ways: [(position: Int, index: Int)] = []
        switch text[position] {
        case 0x25:
            if HexadecimalDigit.byte(in: text, at: position + 1) == wanted {
                ways.append((position + 3, index + 1))
            }
        case 0x2B where wanted == 0x20: ways.append((position + 1, index + 1))
        case 0x0D where wanted == 0x0A:
            if position + 1 < text.count, text[position + 1] == 0x0A {
                ways.append((position + 2, index + 1))
            }
        case 0x27 where wanted == 0x27:
            for quote in ["'\\''", "'\"'\"'"] where holds(quote, text, at: position) {
                ways.append((position + quote.utf8.count, index + 1))
            }
        case 0x26:
            for entity in Self.entities[wanted] ?? [] where holds(entity, text, at: position) {
                ways.append((position + entity.utf8.count, index + 1))
            }
        case 0x5C: ways += escapes(in: text, at: position, of: index)
        default: break
        }
        if text[position] == wanted, wanted != 0x5C { ways.append((position + 1, index + 1)) }
        return ways
    }

    private static let entities: [UInt8: [String]] = [
        0x22: ["&quot;", "&#34;", "&#x22;"], 0x26: ["&amp;", "&#38;", "&#x26;"],
        0x27: ["&#39;", "&#x27;", "&apos;"], 0x3C: ["&lt;", "&#60;", "&#x3c;", "&#x3C;"],
        0x3E: ["&gt;", "&#62;", "&#x3e;", "&#x3E;"], 0x0A: ["&#10;", "&#xa;", "&#xA;"],
    ]

    private func holds(
        _ word: String,
        _ text: UnsafeBufferPointer<UInt8>,
        at position: Int
    ) -> Bool {
        let end = position + word.utf8.count
        return end <= text.count && text[position..<end].elementsEqual(word.utf8)
    }

    /// What backslashes may stand for; several, where something was escaped more than once.
    private func escapes(
        in text: UnsafeBufferPointer<UInt8>,
        at position: Int,
        of index: Int
    ) -> [(position: Int, index: Int)] {
        var after = position
        while after < text.count, text[after] == 0x5C, after - position < Self.mostBackslashes {
            after += 1
        }
        let run = value[index...].prefix { $0 == 0x5C }.count
        if run > 0 {
            let count = after - position
            guard count >= run else { return [] }
            // The last of them may escape what comes next.
            return count > run
                ? [(after, index + run), (after - 1, index + run)] : [(after, index + run)]
        }
        guard after < text.count else { return [] }
        let wanted = value[index]
        let letter = text[after]
        if letter == wanted || Self.letters[letter] == wanted { return [(after + 1, index + 1)] }
        switch letter {
        case UInt8(ascii: "x") where HexadecimalDigit.byte(in: text, at: after + 1) == wanted:
            return [(after + 3, index + 1)]
        case UInt8(ascii: "0")...UInt8(ascii: "3") where octal(in: text, at: after) == wanted:
            return [(after + 3, index + 1)]
        case UInt8(ascii: "u"): return unicode(in: text, at: after + 1, of: index)
        default: return []
        }
    }

    private static let letters: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "v"): 0x0B,
        UInt8(ascii: "a"): 0x07, UInt8(ascii: "e"): 0x1B, UInt8(ascii: "E"): 0x1B,
    ]

    private func octal(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt8? {
        guard position + 2 < text.count else { return nil }
        let digits = text[position...position + 2]
        guard digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
        return UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 - 0x30) })
    }

    /// `\uXXXX`, two of them for a scalar beyond the first plane.
    private func unicode(
        in text: UnsafeBufferPointer<UInt8>,
        at position: Int,
        of index: Int
    ) -> [(position: Int, index: Int)] {
        guard let unit = unit(in: text, at: position) else { return [] }
        var scalar = UInt32(unit)
        var end = position + 4
        if UTF16.isLeadSurrogate(unit) {
            var next = end
            while next < text.count, text[next] == 0x5C { next += 1 }
            guard next < text.count, text[next] == UInt8(ascii: "u"),
                let low = self.unit(in: text, at: next + 1), UTF16.isTrailSurrogate(low)
            else { return [] }
            scalar = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
            end = next + 5
        }
        guard let character = Unicode.Scalar(scalar) else { return [] }
        let bytes = Array(String(Character(character)).utf8)
        guard value[index...].starts(with: bytes) else { return [] }
        return [(end, index + bytes.count)]
    }

    private func unit(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt16? {
        guard let high = HexadecimalDigit.byte(in: text, at: position),
            let low = HexadecimalDigit.byte(in: text, at: position + 2)
        else { return nil }
        return UInt16(high) << 8 | UInt16(low)
    }
}
