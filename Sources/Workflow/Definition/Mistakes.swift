/// Collects the mistakes of a file, as many as a person can use.
final class Mistakes {
    private(set) var found: [Diagnostic] = []
    private var unreported = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Whether another mistake would only be counted, so that its place need not be looked for.
    var isFull: Bool { found.count >= limit }

    var hasErrors: Bool { unreported > 0 || found.contains { $0.severity == .error } }

    func add(_ diagnostic: Diagnostic) {
        guard !isFull else {
            unreported += 1
            return
        }
        found.append(diagnostic)
    }

    /// Message, place and hint are made only when they will be shown: a hint compares with all
    /// known names, and a file may hold a mistake in every line.
    func error(
        _ message: @autoclosure () -> String,
        at place: @autoclosure () -> Place?,
        hint: @autoclosure () -> String? = nil
    ) {
        guard !isFull else {
            unreported += 1
            return
        }
        add(Diagnostic(message(), at: place(), hint: hint()))
    }

    func warning(_ message: String, at place: Place?, hint: String? = nil) {
        add(Diagnostic(message, at: place, hint: hint, severity: .warning))
    }

    /// All of them in the order of the file, and how many were left out.
    var sorted: [Diagnostic] {
        var seen: Set<Diagnostic> = []
        let unique = found.filter { seen.insert($0).inserted }
        let order = unique.indices.sorted { left, right in
            switch (unique[left].place, unique[right].place) {
            case (let first?, let second?) where first != second: first < second
            case (nil, .some): true
            case (.some, nil): false
            default: left < right
            }
        }
        let rest = Diagnostic(
            "\(unreported) more mistakes are not shown",
            at: nil,
            hint: "at most \(limit) are shown at once"
        )
        return order.map { unique[$0] } + (unreported > 0 ? [rest] : [])
    }
}

extension String {
    /// A name as messages show it: in quotes, without control characters, and not without end.
    var quoted: String {
        let limit = 60
        let text = unicodeScalars.prefix(limit).map { scalar in
            scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
                ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        let isCut = unicodeScalars.dropFirst(limit).first != nil
        return "'\(text.joined())\(isCut ? "…" : "")'"
    }

    /// More than these are no help in one line.
    private static let namesInAHint = 24

    /// The known name that `self` was probably meant to be, as a hint.
    func guess(among known: some Collection<String>) -> String? {
        if let near = Spelling.nearest(to: self, in: known) {
            return "did you mean \(near.quoted)?"
        }
        guard !known.isEmpty, known.count <= Self.namesInAHint else { return nil }
        return "known are \(known.sorted().map(\.quoted).joined(separator: ", "))"
    }
}
