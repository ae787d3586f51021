/// A piece of an expression's text.
struct Token {
    enum Kind: Hashable {
        case openGroup
        case closeGroup
        case openIndex
        case closeIndex
        case comma
        case dot
        case star
        case not
        case and
        case or
        case comparison(ComparisonOperator)
        case literal(Value)
        /// A name that is neither after a dot nor before a parenthesis.
        case root
        /// A name after a dot.
        case property
        /// A name before a parenthesis.
        case function
        /// Text that is no token at all; nothing comes after it.
        case unexpected
    }

    let kind: Kind
    let text: String
    let column: Int
}
