import Workflow

extension CheckSubject {
    /// The requirements as the run was given them, with defaults; without them what phase 1 wrote.
    ///
    /// They are the run's inputs themselves, or the one input that holds them.
    func requirements() throws -> InfrastructureRequest {
        let members = inputs.objectValue?.pairs.map(\.value) ?? []
        let given = ([inputs] + members).first { $0["traffic"] != nil && $0["budget"] != nil }
        let document = try given ?? json("request/normalized.json")
        var walker = RequestWalker()
        let normalized = ShapeDefaults.applied(
            to: walker.normalize(document, as: .object(RequestKeys.root), path: []),
            defaulted: walker.defaulted
        )
        if let mistake = walker.mistakes.first(where: { $0.severity == .error }) {
            throw UnreadableFile(
                path: "request/normalized.json",
                reason: mistake.path.joined(separator: ".") + ": " + mistake.message
            )
        }
        return InfrastructureRequest(normalized: normalized, defaulted: [])
    }
}

/// Collects findings about one file.
struct Findings {
    let file: String
    private(set) var all: [Finding] = []

    init(_ file: String) { self.file = file }

    mutating func add(
        _ code: String,
        _ message: String,
        _ severity: Finding.Severity = .high,
        fix: String? = nil
    ) {
        all.append(Finding(severity, code: code, message, file: file, fix: fix))
    }

    /// Adds a finding unless `condition` holds.
    mutating func expect(
        _ condition: Bool,
        _ code: String,
        _ message: @autoclosure () -> String,
        _ severity: Finding.Severity = .high,
        fix: String? = nil
    ) {
        if !condition { add(code, message(), severity, fix: fix) }
    }
}
