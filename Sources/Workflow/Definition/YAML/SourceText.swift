/// A file's text, kept to find out where in it a part of a scalar stands.
package struct SourceText: Sendable {
    private let bytes: [UInt8]
    /// Offset of the first byte of each line.
    private let lines: [Int]

    /// `bytes` must be UTF-8.
    init(_ bytes: [UInt8]) {
        var lines = [0]
        for (index, byte) in bytes.enumerated() where byte == 0x0A { lines.append(index + 1) }
        self.bytes = bytes
        self.lines = lines
    }

    /// The place of the Unicode scalar number `offset`, from zero, of a scalar's text.
    ///
    /// The text and the file are read side by side: quotes and escapes are longer in the file, and
    /// where lines are folded or indented any white space stands for any other.
    func place(of offset: Int, in scalar: YAMLNode.Scalar, at start: Place) -> Place {
        guard lines.indices.contains(start.line - 1) else { return start }
        var walk = Walk(
            source: String(decoding: bytes[lines[start.line - 1]...], as: UTF8.self).unicodeScalars,
            line: start.line,
            column: start.column
        )
        walk.skipHead(style: scalar.style)
        var text = scalar.text.unicodeScalars.prefix(offset)[...]
        if scalar.style == .block { walk.skipSpace() }
        if scalar.style == .block { text = text.drop(while: \.properties.isWhitespace) }
        while let next = text.first {
            if scalar.style == .doubleQuoted, walk.current == "\\" {
                let isSpace = walk.skipEscape()
                if isSpace == next.properties.isWhitespace { text = text.dropFirst() }
            } else if next.properties.isWhitespace || walk.current?.properties.isWhitespace == true
            {
                walk.skipSpace()
                text = text.drop(while: \.properties.isWhitespace)
            } else {
                if scalar.style == .singleQuoted, walk.current == "'" { walk.advance() }
                walk.advance()
                text = text.dropFirst()
            }
        }
        if offset > 0 || scalar.style == .block { walk.skipSpace() }
        return Place(file: start.file, line: walk.line, column: walk.column)
    }
}

/// A place that moves through a text.
private struct Walk {
    private var rest: Substring.UnicodeScalarView
    private(set) var line: Int
    private(set) var column: Int

    init(source: String.UnicodeScalarView, line: Int, column: Int) {
        rest = source.dropFirst(column - 1)
        self.line = line
        self.column = column
    }

    var current: Unicode.Scalar? { rest.first }

    mutating func advance() {
        guard let scalar = rest.popFirst() else { return }
        if scalar == "\n" {
            line += 1
            column = 1
        } else {
            column += 1
        }
    }

    mutating func skipSpace() {
        while let scalar = current, scalar.properties.isWhitespace { advance() }
    }

    /// Skips an anchor, a tag, the opening quote or the line of `|` and `>`.
    mutating func skipHead(style: YAMLNode.Style) {
        while current == "&" || current == "!" {
            while let scalar = current, !scalar.properties.isWhitespace { advance() }
            skipSpace()
        }
        switch style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: advance()
        case .block: while let scalar = current, scalar != "\n" { advance() }
        }
    }

    /// Skips an escape and says whether it stands for white space.
    mutating func skipEscape() -> Bool {
        advance()
        let kind = current
        advance()
        let digits = kind == "x" ? 2 : kind == "u" ? 4 : kind == "U" ? 8 : 0
        for _ in 0..<digits { advance() }
        if kind == "\n" || kind == "\r" { skipSpace() }
        return ["n", "t", "r", " ", "\t", "\n", "\r", "N", "L", "P", "_"].contains(kind)
    }
}

extension Substring.UnicodeScalarView {
    fileprivate mutating func popFirst() -> Unicode.Scalar? {
        guard let first else { return nil }
        self = dropFirst()
        return first
    }
}
