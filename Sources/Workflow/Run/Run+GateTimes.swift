extension Run {
    /// What time has brought about at open gates by `now`, as facts.
    ///
    /// Whoever writes next appends them. Nothing of it approves.
    package func due(at now: Timestamp) -> [Event] {
        guard status.isOpen else { return [] }
        return gateOrder.flatMap { id -> [Event] in
            guard let gate = gates[id], gate.isOpen else { return [] }
            if let expires = gate.opened.expires, now >= expires { return [] }
            return escalated(gate, at: now) + reminded(gate, at: now)
        } + expired(at: now)
    }

    private func escalated(_ gate: GateRecord, at now: Timestamp) -> [Event] {
        guard let escalation = gate.opened.demand.escalation, now >= escalation.at,
            gate.escalatedTo.isEmpty
        else { return [] }
        let opened = gate.opened
        return [.gateEscalated(opened.gate, round: opened.round, to: escalation.to)]
    }

    /// One for all reminders that are due: nobody is helped by several at once.
    private func reminded(_ gate: GateRecord, at now: Timestamp) -> [Event] {
        guard let expires = gate.opened.expires, gate.isReminderDue(at: now) else { return [] }
        return [.gateReminded(gate.opened.gate, round: gate.opened.round, expires: expires)]
    }
}

extension GateRecord {
    /// Whether a reminder's time has come for which there was none yet.
    package func isReminderDue(at now: Timestamp) -> Bool {
        opened.demand.reminders.contains { time in
            time <= now && (remindedAt.map { $0 < time } ?? true)
        }
    }
}
