import Workflow

/// The outputs that a command wrote: lines of `key=value`, and blocks of `key<<END … END`.
struct OutputFile {
    private(set) var pairs: [(key: String, value: String)] = []

    /// Secrets are taken out before anything is read, so that no message about a line holds one.
    init(path: String, limit: Int, _ secrets: Secrets = Secrets()) throws(OutputFileError) {
        let bytes: [UInt8]
        do {
            bytes = try DurableFile.read(path)
        } catch {
            throw OutputFileError(reason: error.description)
        }
        guard bytes.count <= limit else {
            throw OutputFileError(
                reason: "it holds \(bytes.count) bytes, the limit (outputFileBytes) is \(limit)"
            )
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw OutputFileError(reason: "it is not UTF-8 text")
        }
        try self.init(text: secrets.conceal(text))
    }

    init(text: String) throws(OutputFileError) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var number = 0
        while let line = lines.popFirst() {
            number += 1
            if line.isEmpty { continue }
            guard let block = Self.block(line) else {
                pairs.append(try Self.pair(line, number))
                continue
            }
            let start = number
            var value: [Substring] = []
            while let next = lines.popFirst() {
                number += 1
                if next == block.end { break }
                value.append(next)
                if lines.isEmpty {
                    throw OutputFileError(
                        reason: "line \(start): '\(block.key)<<\(block.end)' has no line "
                            + "'\(block.end)' after it"
                    )
                }
            }
            pairs.append((try Self.checked(block.key, start), value.joined(separator: "\n")))
        }
    }

    private static func block(_ line: Substring) -> (key: Substring, end: Substring)? {
        let equals = line.firstIndex(of: "=") ?? line.endIndex
        guard let mark = line.range(of: "<<"), mark.lowerBound < equals else { return nil }
        let end = line[mark.upperBound...]
        return end.isEmpty ? nil : (line[..<mark.lowerBound], end)
    }

    private static func pair(
        _ line: Substring,
        _ number: Int
    ) throws(OutputFileError) -> (key: String, value: String) {
        guard let equals = line.firstIndex(of: "=") else {
            throw OutputFileError(
                reason: "line \(number) is neither 'key=value' nor 'key<<END': "
                    + Words.printable(String(line), limit: 60)
            )
        }
        let key = try checked(line[..<equals], number)
        return (key, String(line[line.index(after: equals)...]))
    }

    private static func checked(_ key: Substring, _ number: Int) throws(OutputFileError) -> String {
        let isName = key.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == 0x2D || $0 == 0x5F
        }
        guard isName, !key.isEmpty else {
            throw OutputFileError(
                reason: "line \(number): an output's name has letters, digits, '-' and '_', not "
                    + "'\(Words.printable(String(key), limit: 40))'"
            )
        }
        return String(key)
    }
}

struct OutputFileError: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
}

extension Substring {
    /// The first place of `text`, which must not be empty.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
