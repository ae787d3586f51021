import Agents
import Workflow

/// `log --why EVENT`: what led to an event.
struct Reasons {
    let session: Session
    let run: RunID
    /// Whether every cause is followed, and not only the nearest of each event.
    let isWhole: Bool

    private static let pageSize = 1000

    func tell(_ event: String, as format: LogFormat) async throws {
        let sequence = try await sequence(of: event)
        let definition = try await session.load(run).definition
        let path = CausalPath(
            to: sequence,
            in: try await history(until: sequence),
            of: definition,
            all: isWhole
        )
        switch format {
        case .table: CausalReport.lines(path, .standard).forEach(Output.line)
        case .json: Output.line(CausalReport.json(path, run: run))
        case .mermaid: CausalReport.diagram(path).forEach(Output.line)
        }
    }

    /// The number of the event that `text` names: a number, else the beginning of a hash.
    private func sequence(of text: String) async throws -> Int {
        let head = try await session.journal.head(of: run)
        if let number = Int(text), text.allSatisfy(\.isASCII), number > 0,
            number <= head?.sequence ?? 0
        {
            return number
        }
        let wanted = text.lowercased()
        let isHash = wanted.count >= 4 && wanted.allSatisfy { $0.isHexDigit && $0.isASCII }
        let found = isHash ? try await sequences(ofHash: wanted) : []
        guard let only = found.first else {
            throw Failure(
                .notFound,
                "run '\(run)' has no event '\(Words.printable(text, limit: 80))'",
                hint: "give a number from 1 to \(head?.sequence ?? 0), or at least 4 characters "
                    + "of the event's hash, as 'orchestrate log --json' shows it"
            )
        }
        guard found.count == 1 else {
            let numbers = found.map(String.init).joined(separator: ", ")
            throw Failure(
                .usage,
                "'\(wanted)' begins the hashes of several events: \(numbers)",
                hint: "give more of the hash, or the number"
            )
        }
        return only
    }

    private func sequences(ofHash prefix: String) async throws -> [Int] {
        var found: [Int] = []
        try await pages { page in
            found += page.filter { $0.hash.hex.hasPrefix(prefix) }.map(\.sequence)
            return true
        }
        return found
    }

    private func history(until sequence: Int) async throws -> [RecordedEvent] {
        var records: [RecordedEvent] = []
        try await pages { page in
            for sealed in page where sealed.sequence <= sequence {
                records.append(try EventCoding.open(sealed))
            }
            return records.count < sequence
        }
        return records
    }

    private func pages(_ each: ([SealedEvent]) throws -> Bool) async throws {
        var position = 0
        while true {
            let page = try await session.journal.history(
                of: run,
                after: position,
                limit: Self.pageSize
            )
            guard let last = page.last, try each(page) else { return }
            position = last.sequence
        }
    }
}
