import Workflow

/// What an apply says of itself, line by line.
final class ApplyProgress {
    private(set) var begun = 0
    private(set) var completed = 0
    private(set) var complaint: String?
    private(set) var log = ""

    /// The line in words; nil for one that a person need not read.
    func take(_ line: String) -> String? {
        guard let event = try? JSONReader.value(of: line) else {
            log += line + "\n"
            return line
        }
        let type = event.string("type") ?? ""
        // Values of outputs are no business of a log.
        guard type != "outputs" else { return nil }
        switch type {
        case "apply_start": begun += 1
        case "apply_complete": completed += 1
        case "diagnostic" where event.string("diagnostic.severity") == "error":
            complaint =
                complaint
                ?? [event.string("diagnostic.summary"), event.string("diagnostic.detail")]
                .compactMap(\.self).joined(separator: ": ")
        default: break
        }
        guard let words = event.string("@message") else { return nil }
        log += words + "\n"
        return words
    }
}
