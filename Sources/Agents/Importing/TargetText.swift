/// Finds numbers that somebody is held to in a line of text: `<2 hours`, `>99.9%`, `within 30 minutes`.
enum TargetText {
    /// - Parameters:
    ///   - text: the line, without its lead
    ///   - name: what it is about
    ///   - line: where it stands
    ///   - isStandard: whether a number without a comparison is meant as one that must be met
    /// - Returns: what was found, in the order of the line.
    static func targets(
        in text: String,
        name: String,
        line: Int,
        isStandard: Bool
    ) -> [NumericTarget] {
        let characters = Array(text)
        var found: [NumericTarget] = []
        var index = 0
        while index < characters.count {
            guard let (comparison, start) = comparison(characters, at: index, isStandard) else {
                index += 1
                continue
            }
            guard let (value, unit, end) = quantity(characters, at: start),
                comparison != .equal || unit == .percent || unit == .factor
            else {
                index += 1
                continue
            }
            let isOpenEnded = end < characters.count && characters[end] == "+"
            let qualifier = qualifier(characters, before: index, after: end)
            found.append(
                NumericTarget(
                    name: qualifier.map { name.isEmpty ? $0 : "\(name): \($0)" } ?? name,
                    comparison: isOpenEnded && comparison == .equal ? .atLeast : comparison,
                    value: value,
                    unit: unit,
                    text: String(characters[index..<end]).trimmed,
                    line: line
                )
            )
            index = end
        }
        return found
    }

    private static func comparison(
        _ text: [Character],
        at index: Int,
        _ isStandard: Bool
    ) -> (NumericTarget.Comparison, Int)? {
        let next = index + 1 < text.count ? text[index + 1] : " "
        switch text[index] {
        case "<": return next == "=" ? (.atMost, index + 2) : (.less, index + 1)
        case ">": return next == "=" ? (.atLeast, index + 2) : (.more, index + 1)
        case "≤": return (.atMost, index + 1)
        case "≥": return (.atLeast, index + 1)
        default: break
        }
        guard index == 0 || !isWord(text[index - 1]) else { return nil }
        for (word, comparison) in words where hasPrefix(text, at: index, word) {
            return (comparison, index + word.count)
        }
        // The end of a version or of a decimal number is no number of its own.
        let isWhole = index == 0 || !".,-$".contains(text[index - 1])
        return isStandard && isWhole && text[index].isASCII && text[index].isNumber
            ? (.equal, index) : nil
    }

    private static let words: [(String, NumericTarget.Comparison)] = [
        ("within ", .atMost), ("at most ", .atMost), ("at least ", .atLeast),
        ("less than ", .less), ("more than ", .more), ("under ", .less), ("over ", .more),
    ]

    private static func hasPrefix(_ text: [Character], at index: Int, _ word: String) -> Bool {
        text[index...].prefix(word.count).map { $0.lowercased() } == word.map { String($0) }
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber
    }

    private static func quantity(
        _ text: [Character],
        at start: Int
    ) -> (Double, NumericTarget.Unit, Int)? {
        var index = start
        while index < text.count, text[index] == " " { index += 1 }
        let isMoney = index < text.count && text[index] == "$"
        if isMoney { index += 1 }
        var digits = ""
        while index < text.count {
            let character = text[index]
            let isInner = index + 1 < text.count && text[index + 1].isNumber && !digits.isEmpty
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else if character == ".", isInner {
                digits.append(character)
            } else if character != "," || !isInner {
                break
            }
            index += 1
        }
        guard let value = Double(digits) else { return nil }
        if isMoney { return (value, .dollars, index) }
        for (word, unit) in units {
            let isSpaced = index < text.count && text[index] == " "
            let place = isSpaced || index < text.count && text[index] == "-" ? index + 1 : index
            guard hasPrefix(text, at: place, word) else { continue }
            let end = place + word.count
            let isWhole = end >= text.count || !isWord(text[end]) || !(word.last?.isLetter ?? false)
            if isWhole, !(isSpaced && (unit == .factor || word == "s")) {
                return (value, unit, end)
            }
        }
        return (value, .none, index)
    }

    /// The longer word first.
    private static let units: [(String, NumericTarget.Unit)] = [
        ("%", .percent), ("milliseconds", .milliseconds), ("ms", .milliseconds),
        ("seconds", .seconds), ("second", .seconds), ("sec", .seconds), ("minutes", .minutes),
        ("minute", .minutes), ("min", .minutes), ("hours", .hours), ("hour", .hours),
        ("days", .days), ("day", .days), ("s", .seconds), ("m", .minutes), ("h", .hours),
        ("x", .factor),
    ]

    /// An abbreviation that stands right before or behind: `RTO <2 hours`, `<2 hour RTO`.
    private static func qualifier(_ text: [Character], before: Int, after: Int) -> String? {
        let left = text[..<before].split(separator: " ").last.map { String($0) } ?? ""
        if isAbbreviation(left) { return left }
        let right = text[min(after, text.count)...].split(separator: " ").first.map {
            String($0.prefix { $0.isLetter })
        }
        return right.flatMap { isAbbreviation($0) ? $0 : nil }
    }

    private static func isAbbreviation(_ word: String) -> Bool {
        (2...5).contains(word.count) && word.allSatisfy { $0.isASCII && $0.isUppercase }
    }
}
