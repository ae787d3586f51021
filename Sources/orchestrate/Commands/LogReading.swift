import Agents
import Workflow

/// Reads a run's history for people: all of it page by page, its last page, or as it grows.
struct LogReading {
    struct Page {
        /// Entries that fit, those that were left out included.
        var count = 0
        var leftOut = 0
    }

    let session: Session
    let run: RunID
    let filter: LogFilter

    private var timeline = Timeline()
    private var sequence = 0
    private var hasEnded = false

    private static let pageSize = 1000
    /// Events before a page that are read too, so that who they are about is known in the page.
    private static let leadEvents = 200
    private static let pauseMilliseconds: Int64 = 250

    init(session: Session, run: RunID, filter: LogFilter) {
        self.session = session
        self.run = run
        self.filter = filter
    }

    /// Gives the last `limit` entries that fit to `each`; without a limit all of them, page by page,
    /// so that no history has to be held.
    mutating func entries(
        last limit: Int?,
        each: ([TimelineEntry]) -> Void
    ) async throws -> Page {
        var page = Page()
        if let limit, filter.isOpen, let head = try await session.journal.head(of: run) {
            // Only the end is read, so that the last page costs the same in any history.
            page.leftOut = max(0, head.sequence - limit)
            sequence = max(0, page.leftOut - Self.leadEvents)
        }
        let first = page.leftOut
        var kept: [TimelineEntry] = []
        while let entries = try await nextPage(after: first) {
            page.count += entries.count
            guard let limit else {
                each(entries)
                continue
            }
            kept += entries
            let excess = max(0, kept.count - limit)
            page.leftOut += excess
            kept.removeFirst(excess)
        }
        if limit != nil { each(kept) }
        return page
    }

    /// The entries of the next page that fit and come after `first`; nil at the end.
    private mutating func nextPage(after first: Int) async throws -> [TimelineEntry]? {
        let events = try await session.journal.history(
            of: run,
            after: sequence,
            limit: Self.pageSize
        )
        guard let last = events.last else { return nil }
        sequence = last.sequence
        var entries: [TimelineEntry] = []
        for sealed in events {
            let entry = timeline.apply(try EventCoding.open(sealed))
            hasEnded = entry.record.event.endsRun || (hasEnded && !entry.record.event.reopensRun)
            if sealed.sequence > first, filter.lets(entry) { entries.append(entry) }
        }
        return entries
    }

    /// Goes on behind what was read until the run has ended.
    mutating func follow(_ each: ([TimelineEntry]) -> Void) async throws {
        while true {
            while let entries = try await nextPage(after: 0) { each(entries) }
            let now = session.surroundings.now()
            if hasEnded || filter.until.map({ now > $0 }) == true { return }
            try await pause()
        }
    }

    func pause() async throws {
        try await session.surroundings.sleep(milliseconds: Self.pauseMilliseconds)
    }

    /// All handoffs that fit, and whether the run has ended.
    func handoffs() async throws -> (entries: [HandoffHistory.Entry], hasEnded: Bool) {
        var history = HandoffHistory()
        var position = 0
        var hasEnded = false
        while true {
            let events = try await session.journal.history(
                of: run,
                after: position,
                limit: Self.pageSize
            )
            guard let last = events.last else { break }
            position = last.sequence
            // Of a long history only what matters is decoded.
            for sealed in events where Self.concernsHandoffs(sealed.type) {
                let record = try EventCoding.open(sealed)
                hasEnded = record.event.endsRun || (hasEnded && !record.event.reopensRun)
                history.apply(record)
            }
        }
        let definition = try await session.load(run).definition
        let entries = history.entries.filter { filter.lets($0, of: definition) }
        return (entries, hasEnded)
    }

    private static func concernsHandoffs(_ type: String) -> Bool {
        type.hasPrefix("handoff.") || type.hasPrefix("run.") || type.hasPrefix("phase.")
    }
}

extension Event {
    fileprivate var endsRun: Bool {
        switch self {
        case .runCompleted, .runFailed, .runRejected, .runCancelled: true
        default: false
        }
    }

    /// A failed run goes on when it is resumed.
    fileprivate var reopensRun: Bool {
        if case .phaseReopened = self { true } else { false }
    }
}
