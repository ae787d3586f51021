import Workflow

/// Values that nobody may see, and what takes them out of text.
///
/// - `conceal`: text with each value, in any spelling that `SecretPattern` knows, replaced by its
///   name
/// - `first(in:)`: whether there is one, and where
struct Secrets: Sendable {
    private(set) var values: [(name: String, value: String)] = []
    private var patterns: [SecretPattern] = []
    /// The patterns that a match beginning with a byte may be of, by that byte.
    private var byFirst: [[Int]] = []
    /// No match is longer.
    private(set) var longestMatch = 0

    /// None.
    init() {}

    var isEmpty: Bool { patterns.isEmpty }

    /// The same with more values.
    func adding(_ more: [(name: String, value: String)]) -> Secrets {
        var all = self
        for (name, value) in more
        where !all.values.contains(where: { $0.name == name && $0.value == value }) {
            all.values.append((name, value))
            // Shorter values would turn ordinary text into holes.
            guard value.utf8.count >= Self.shortestBytes else { continue }
            all.patterns += SecretPattern.all(of: value, name: name)
        }
        all.longestMatch = all.patterns.map(\.longestMatch).max() ?? 0
        all.byFirst = Array(repeating: [], count: all.patterns.isEmpty ? 0 : 256)
        for (index, pattern) in all.patterns.enumerated() {
            for byte in pattern.firstBytes { all.byFirst[Int(byte)].append(index) }
        }
        return all
    }

    /// A value must have that many bytes to be told from ordinary text.
    static let shortestBytes = 4

    func conceal(_ text: String) -> String {
        guard !isEmpty else { return text }
        let bytes = Array(text.utf8)
        let concealed = conceal(bytes)
        return concealed == bytes ? text : String(decoding: concealed, as: UTF8.self)
    }

    func conceal(_ bytes: [UInt8]) -> [UInt8] {
        guard !isEmpty else { return bytes }
        return bytes.withUnsafeBufferPointer { conceal($0, until: $0.count).concealed }
    }

    /// The beginning of `bytes` with its secrets concealed, and how many bytes that were: at least
    /// `end`, more when a match goes beyond it.
    func conceal(
        _ bytes: UnsafeBufferPointer<UInt8>,
        until end: Int
    ) -> (concealed: [UInt8], count: Int) {
        var result: [UInt8] = []
        result.reserveCapacity(end)
        var index = 0
        while index < end {
            guard let match = match(in: bytes, at: index) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            result += Array("[secret \(match.name)]".utf8)
            index = match.end
        }
        return (result, index)
    }

    /// The first secret in `bytes`: its name, and the number of its line.
    func first(in bytes: [UInt8]) -> (name: String, line: Int)? {
        guard !isEmpty else { return nil }
        return bytes.withUnsafeBufferPointer { buffer in
            var line = 1
            for index in buffer.indices {
                if let match = match(in: buffer, at: index) { return (match.name, line) }
                if buffer[index] == 0x0A { line += 1 }
            }
            return nil
        }
    }

    /// The longest secret that begins there.
    private func match(
        in bytes: UnsafeBufferPointer<UInt8>,
        at index: Int
    ) -> (name: String, end: Int)? {
        var longest: (name: String, end: Int)?
        for candidate in byFirst[Int(bytes[index])] {
            guard let end = patterns[candidate].end(in: bytes, at: index),
                end > longest?.end ?? index
            else { continue }
            longest = (patterns[candidate].name, end)
        }
        return longest
    }
}
