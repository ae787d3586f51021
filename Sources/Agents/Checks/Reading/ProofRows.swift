import Workflow

extension CheckSubject {
    /// Why a proof, as `Proof` writes it, does not hold; nil when it does.
    func doubt(of proof: Value) -> String? {
        guard let file = proof.string("file"), let holds = proof.string("holds"), !holds.isEmpty
        else { return "a proof without file and text proves nothing" }
        guard let text = text(file) else { return "'\(file)' was not delivered" }
        let isThere = text.split(separator: "\n").contains { line in
            let start = line.drop { $0 == " " || $0 == "\t" }
            return !start.hasPrefix("#") && !start.hasPrefix("//") && line.contains(holds)
        }
        // A Markdown heading begins like a comment.
        if isThere || (file.hasSuffix(".md") && text.contains(holds)) { return nil }
        return "'\(holds)' does not stand in '\(file)'"
    }
}
