/// Finds what may belong to a person in texts that must hold none of it.
///
/// It knows the ranges that are reserved for examples; what is outside them counts as real, since
/// nobody can tell otherwise. Names cannot be recognised.
///
/// Boundaries of words are the simple ones: by Unicode's own there is none between digits and a comma.
enum RealData {
    struct Hit: Hashable {
        /// `e-mail`, `telephone`, `card`, `account`, `network-address`, `social-security`.
        let kind: String
        let text: String
    }

    static func hits(in text: String) -> [Hit] {
        emails(text) + telephones(text) + cards(text) + accounts(text) + addresses(text)
            + socialSecurity(text)
    }

    private static func emails(_ text: String) -> [Hit] {
        text.matches(of: #/[A-Za-z0-9._%+\-]+@([A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*)/#)
            .filter { !isReserved(domain: $0.output.1.lowercased()) }
            .map { Hit(kind: "e-mail", text: String($0.output.0)) }
    }

    /// RFC 2606 and RFC 6761.
    private static func isReserved(domain: String) -> Bool {
        let parts = domain.split(separator: ".").map(String.init)
        if ["example", "test", "invalid", "localhost"].contains(parts.last ?? "") { return true }
        return parts.suffix(2).first == "example"
            && ["com", "net", "org"].contains(parts.last ?? "")
    }

    /// Numbers with a country's code, and those of North America without one.
    private static func telephones(_ text: String) -> [Hit] {
        let international = text.matches(of: #/\+[0-9][0-9 ().\-]{6,18}[0-9]/#).map(\.output)
        let national = text.matches(
            of: #/\(?\b[2-9][0-9]{2}\)?[ .\-][2-9][0-9]{2}[ .\-][0-9]{4}\b/#.wordBoundaryKind(
                .simple
            )
        )
        .map(\.output)
        let known = international.map(String.init)
        return
            (known
            + national.map(String.init).filter { part in
                !known.contains { $0.contains(part) }
            })
            .filter { !isFictitious($0.filter(\.isNumber)) }
            .map { Hit(kind: "telephone", text: $0) }
    }

    /// 555-0100 to 555-0199 of any area of North America, and Ofcom's numbers for drama.
    private static func isFictitious(_ digits: String) -> Bool {
        let local =
            digits.hasPrefix("1") && digits.count == 11 ? String(digits.dropFirst()) : digits
        if local.count == 10, local.dropFirst(3).hasPrefix("55501") { return true }
        return digits.hasPrefix("441632960") || digits.hasPrefix("447700900")
    }

    private static func cards(_ text: String) -> [Hit] {
        text.matches(of: #/\b[0-9](?:[ \-]?[0-9]){12,18}\b/#.wordBoundaryKind(.simple))
            .filter { passesLuhn($0.output.filter(\.isNumber)) }
            .map { Hit(kind: "card", text: String($0.output)) }
    }

    static func passesLuhn(_ digits: String) -> Bool {
        let values = digits.reversed().compactMap(\.wholeNumberValue)
        guard values.count >= 13, values.contains(where: { $0 != 0 }) else { return false }
        let sum = values.enumerated().reduce(0) { sum, digit in
            let doubled = digit.element * (digit.offset % 2 + 1)
            return sum + doubled / 10 + doubled % 10
        }
        return sum % 10 == 0
    }

    /// International bank account numbers whose check digits are right.
    private static func accounts(_ text: String) -> [Hit] {
        text.matches(
            of: #/\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/#.wordBoundaryKind(
                .simple
            )
        )
        .filter { passesModulo97($0.output.filter { $0 != " " }) }
        .map { Hit(kind: "account", text: String($0.output)) }
    }

    private static func passesModulo97(_ number: String) -> Bool {
        let turned = number.dropFirst(4) + number.prefix(4)
        var rest = 0
        for character in turned {
            guard let value = character.hexOrLetterValue else { return false }
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97
        }
        return rest == 1
    }

    /// RFC 5737 keeps three networks for documents; private networks say nothing of a person.
    private static func addresses(_ text: String) -> [Hit] {
        text.matches(of: #/\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b/#.wordBoundaryKind(.simple))
            .filter { match in
                let parts = match.output.split(separator: ".").compactMap { Int($0) }
                guard parts.count == 4, parts.allSatisfy({ $0 < 256 }) else { return false }
                let start = parts.prefix(3).map(String.init).joined(separator: ".")
                return !["192.0.2", "198.51.100", "203.0.113"].contains(start)
                    && parts[0] != 10 && parts[0] != 127 && !(parts[0] == 192 && parts[1] == 168)
                    && !(parts[0] == 172 && (16...31).contains(parts[1]))
            }
            .map { Hit(kind: "network-address", text: String($0.output)) }
    }

    /// Numbers that begin with 000, 666 or 9 are never given out.
    private static func socialSecurity(_ text: String) -> [Hit] {
        text.matches(of: #/\b([0-9]{3})-[0-9]{2}-[0-9]{4}\b/#.wordBoundaryKind(.simple))
            .filter {
                !["000", "666"].contains(String($0.output.1)) && !$0.output.1.hasPrefix("9")
            }
            .map { Hit(kind: "social-security", text: String($0.output.0)) }
    }
}

extension Character {
    /// 0 to 9 for digits, 10 to 35 for the letters of the Latin alphabet in capitals.
    fileprivate var hexOrLetterValue: Int? {
        wholeNumberValue ?? asciiValue.flatMap { (65...90).contains($0) ? Int($0) - 55 : nil }
    }
}
