/// The regular expression of an input's `pattern`.
///
/// Not `Sendable`, so it is made anew where it is used.
enum TextPattern {
    struct Invalid: Error, CustomStringConvertible {
        let description: String
    }

    /// Longer patterns are refused: the library reads nested groups with recursion.
    static let maximumPatternBytes = 500
    /// Longer texts are not searched: matching may take much longer than reading.
    static let maximumTextBytes = 10_000

    static func parse(_ pattern: String) -> Result<Regex<AnyRegexOutput>, Invalid> {
        guard pattern.utf8.count <= maximumPatternBytes else {
            return .failure(Invalid(description: "longer than \(maximumPatternBytes) bytes"))
        }
        do {
            return .success(try Regex(pattern))
        } catch {
            return .failure(Invalid(description: "\(error)"))
        }
    }

    /// Whether `pattern` is found somewhere in `text`.
    static func isFound(_ pattern: String, in text: String) -> Bool {
        guard case .success(let regex) = parse(pattern), text.utf8.count <= maximumTextBytes else {
            return false
        }
        return text.contains(regex)
    }
}
