/// Who holds the lock of a state, as Terraform says when it is refused.
struct StateLock {
    let id: String
    let who: String?
    let created: String?

    /// Nil when the text is about something else.
    init?(in text: String) {
        // What stands before it has ids of its own, of the request that was refused.
        guard text.contains("Error acquiring the state lock"),
            let start = text.firstRange(of: "Lock Info:")?.upperBound,
            let id = text[start...].firstMatch(of: #/ID:\s+([0-9A-Za-z-]+)/#)?.output.1
        else { return nil }
        let info = text[start...]
        self.id = String(id)
        who = (info.firstMatch(of: #/Who:\s+(\S+)/#)?.output.1).map(String.init)
        created = (info.firstMatch(of: #/Created:\s+(\S+ \S+)/#)?.output.1).map(String.init)
    }

    var words: String {
        "the state is locked" + (who.map { " by \($0)" } ?? "")
            + (created.map { " since \($0)" } ?? "")
            + "; when nobody works there any more, free it in the root: terraform force-unlock \(id)"
    }
}
