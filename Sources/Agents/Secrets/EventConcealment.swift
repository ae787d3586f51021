import Workflow

/// Takes secrets out of facts before they are written down.
///
/// What only the file or the program itself says, such as the id of a step, stays as it is; all
/// text that comes from elsewhere is looked through.
struct EventConcealment: Sendable {
    let secrets: Secrets

    func conceal(_ events: [Event]) throws -> [Event] {
        guard !secrets.isEmpty else { return events }
        return try events.map { event in
            let form = EventCoding.form(of: event)
            let body = conceal(form.body, in: .body)
            guard body != form.body else { return event }
            return try EventCoding.event(of: form, body: body)
        }
    }

    /// What the names of members mean.
    private enum Scope {
        case body
        case finding
        /// Nothing: anybody may have chosen them.
        case free

        func holds(_ key: String) -> Bool {
            switch self {
            case .body: EventConcealment.kept.contains(key)
            case .finding: key == "severity"
            case .free: false
            }
        }

        func below(_ key: String) -> Scope {
            if self == .free || EventConcealment.free.contains(key) { return .free }
            return key == "findings" ? .finding : self
        }
    }

    private func conceal(_ value: Value, in scope: Scope) -> Value {
        switch value {
        case .null, .bool: value
        case .number(let number): scope == .free ? conceal(number, value) : value
        case .string(let text): .string(secrets.conceal(text))
        case .array(let elements): .array(elements.map { conceal($0, in: scope) })
        case .object(let members):
            .object(
                Members(
                    members.pairs.map { key, member in
                        (
                            scope == .free ? secrets.conceal(key) : key,
                            scope.holds(key) ? member : conceal(member, in: scope.below(key))
                        )
                    }
                )
            )
        }
    }

    /// A secret of digits may have become a number, where anything may stand.
    private func conceal(_ number: Double, _ value: Value) -> Value {
        let text = JSONWriter.compact(.number(number))
        let concealed = secrets.conceal(text)
        return concealed == text ? value : .string(concealed)
    }

    /// Members of a body under which anything may stand.
    private static let free: Set<String> = [
        "outputs", "payload", "result", "measured", "arguments", "inputs", "with",
    ]

    /// Members of a body that only the file or the program itself says.
    private static let kept: Set<String> = [
        "agent", "approvers", "answer", "asker", "attempt", "bytes", "causation", "check",
        "correlation", "deadline", "deliverable", "deliverables", "digest", "due", "effect",
        "expires", "files", "from", "gate", "handoff", "id", "identity", "idempotencyKey", "index",
        "input", "kept", "kind", "manifest", "message", "minimum", "missing", "on", "onUnknown",
        "phase",
        "producer", "question", "round", "severity", "sha256", "status", "step", "steps",
        "streams", "subject", "timer", "to", "total", "type", "verdict", "version",
    ]
}

/// A ledger whose records hold no secret.
struct ConcealingLedger: Ledger {
    let ledger: any Ledger
    /// Asked anew at each record: more may be known by then.
    let concealment: @Sendable () -> EventConcealment

    func record(_ events: [Event]) async throws {
        try await ledger.record(try concealment().conceal(events))
    }

    func confirmLease() async throws { try await ledger.confirmLease() }
}
