/// Reads configurations in HCL as far as the checks need it: blocks, attributes and expressions as
/// tokens, with lines.
package struct HCLReader {
    private let tokens: [HCLToken]
    private var index = 0

    private init(_ tokens: [HCLToken]) { self.tokens = tokens }

    /// The body of a whole file.
    ///
    /// - Throws: `HCLError` with the line of the first mistake.
    package static func body(of text: String) throws(HCLError) -> HCLBody {
        var reader = HCLReader(try HCLLexer.tokens(of: text))
        let body = try reader.readBody(isBlock: false)
        return body
    }

    private var current: HCLToken? { index < tokens.count ? tokens[index] : nil }

    private mutating func skipNewlines() {
        while current?.kind == .newline { index += 1 }
    }

    private func error(_ reason: String) -> HCLError {
        HCLError(line: current?.line ?? tokens.last?.line ?? 1, reason: reason)
    }

    private mutating func readBody(isBlock: Bool) throws(HCLError) -> HCLBody {
        var body = HCLBody()
        while true {
            skipNewlines()
            guard let token = current else {
                if isBlock { throw error("a block without its '}'") }
                return body
            }
            if isBlock, token.isSymbol("}") {
                index += 1
                return body
            }
            guard let name = token.identifier else {
                throw error("expected an argument or a block")
            }
            index += 1
            if current?.isSymbol("=") == true {
                index += 1
                let expression = try readExpression()
                body.attributes.append(
                    HCLAttribute(name: name, line: token.line, expression: expression)
                )
            } else {
                body.blocks.append(try readBlock(type: name, line: token.line))
            }
        }
    }

    private mutating func readBlock(type: String, line: Int) throws(HCLError) -> HCLBlock {
        var labels: [String] = []
        while let token = current, !token.isSymbol("{") {
            switch token.kind {
            case .string(let label, _), .identifier(let label): labels.append(label)
            default: throw error("expected '{' after '\(type)'")
            }
            index += 1
        }
        guard current != nil else { throw error("expected '{' after '\(type)'") }
        index += 1
        let body = try readBody(isBlock: true)
        return HCLBlock(type: type, labels: labels, line: line, body: body)
    }

    /// Everything up to the end of the line, and past it while a bracket is open.
    private mutating func readExpression() throws(HCLError) -> HCLExpression {
        var taken: [HCLToken] = []
        var depth = 0
        while let token = current {
            if case .symbol(let symbol) = token.kind {
                if ["(", "[", "{"].contains(symbol) { depth += 1 }
                if [")", "]", "}"].contains(symbol) {
                    // The `}` of a block on one line belongs to the block.
                    if depth == 0 { break }
                    depth -= 1
                }
            }
            if token.kind == .newline, depth == 0 { break }
            if token.kind != .newline { taken.append(token) }
            index += 1
        }
        guard !taken.isEmpty else { throw error("expected an expression") }
        guard depth == 0 else { throw error("a bracket is not closed") }
        return HCLExpression(tokens: taken)
    }
}
