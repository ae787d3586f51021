/// The one form of a POSIX archive (ustar) that is written and read here: plain files only, in a
/// given order, with nothing in it that differs from machine to machine.
///
/// The same names and bytes always give the same archive, so that any byte of it that was changed
/// is one that does not belong there.
package enum TarFormat {
    package static let blockBytes = 512
    private static let prefixBytes = 155
    private static let nameBytes = 100

    /// Whether a name can be written at all.
    package static func canHold(_ name: String) -> Bool { split(name) != nil }

    /// The header of a plain file: mode 0644, owner 0, time 0; nil for a name that is too long.
    package static func header(_ name: String, bytes: Int) -> [UInt8]? {
        guard let (prefix, rest) = split(name), bytes >= 0, bytes < 1 << 33 else { return nil }
        var block = [UInt8](repeating: 0, count: blockBytes)
        func put(_ text: [UInt8], at offset: Int) {
            block.replaceSubrange(offset..<(offset + text.count), with: text)
        }
        put(rest, at: 0)
        put(octal(0o644, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(bytes, digits: 11), at: 124)
        put(octal(0, digits: 11), at: 136)
        put(Array("        ".utf8), at: 148)
        put(Array("0".utf8), at: 156)
        put(Array("ustar\u{0}00".utf8), at: 257)
        put(octal(0, digits: 7), at: 329)
        put(octal(0, digits: 7), at: 337)
        put(prefix, at: 345)
        let sum = block.reduce(0) { $0 + Int($1) }
        put(octal(sum, digits: 6) + [0x00, 0x20], at: 148)
        return block
    }

    /// What fills a file's last block.
    package static func padding(after bytes: Int) -> Int {
        (blockBytes - bytes % blockBytes) % blockBytes
    }

    /// Two empty blocks end an archive.
    package static let end = [UInt8](repeating: 0, count: 2 * blockBytes)

    private static func octal(_ value: Int, digits: Int) -> [UInt8] {
        let text = String(value, radix: 8)
        return Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8)
    }

    /// A long name goes into two fields, parted at a slash.
    private static func split(_ name: String) -> (prefix: [UInt8], name: [UInt8])? {
        let bytes = Array(name.utf8)
        if bytes.isEmpty || bytes.contains(0) { return nil }
        if bytes.count <= nameBytes { return ([], bytes) }
        for (index, byte) in bytes.enumerated() where byte == 0x2F {
            let rest = bytes[(index + 1)...]
            if index > 0, index <= prefixBytes, !rest.isEmpty, rest.count <= nameBytes {
                return (Array(bytes[..<index]), Array(rest))
            }
        }
        return nil
    }

    /// What a header says; an error for one that this program would not have written.
    package static func entry(
        _ block: [UInt8]
    ) throws(TarError) -> (name: String, bytes: Int) {
        guard block.count == blockBytes, Array(block[257..<263]) == Array("ustar\u{0}".utf8) else {
            throw TarError("is no POSIX archive")
        }
        let prefix = text(block[345..<500])
        let name = (prefix.isEmpty ? "" : prefix + "/") + text(block[0..<100])
        let kind = block[156]
        guard kind == UInt8(ascii: "0") else {
            let word =
                switch kind {
                case UInt8(ascii: "1"): "a hard link"
                case UInt8(ascii: "2"): "a symbolic link"
                case UInt8(ascii: "5"): "a folder"
                default: "something else than a plain file"
                }
            throw TarError("holds \(word), '\(name)'")
        }
        guard let bytes = Int(text(block[124..<136]), radix: 8), header(name, bytes: bytes) == block
        else { throw TarError("has a header for '\(name)' that was changed") }
        return (name, bytes)
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }
}

/// Why an archive is not read.
package struct TarError: Error, Sendable, Hashable, CustomStringConvertible {
    package let reason: String
    package var description: String { reason }

    package init(_ reason: String) { self.reason = reason }
}
