/// Messages that have not been answered: mailboxes, questions, and what was answered.
package struct Mail: Sendable, Hashable {
    package struct Letter: Sendable, Hashable {
        package let sent: MessageSent
        /// The question whose answer it waits for.
        package var waitsFor: MessageID?

        package var envelope: Envelope { sent.envelope }
    }

    /// The answer to a question.
    package enum Answer: Sendable, Hashable {
        case outputs(Value)
        case refused(reason: String)
    }

    private var widths: [AgentID: Int] = [:]
    /// Agents in the order in which they were first written to.
    private var agents: [AgentID] = []
    /// Per agent, messages that are due, the first at the front.
    private var queues: [AgentID: [MessageID]] = [:]
    package private(set) var letters: [MessageID: Letter] = [:]
    /// Answers by the message that asked, then by the question's place.
    private var answers: [MessageID: [Int: Answer]] = [:]

    init(mailboxes: [RunStarted.Mailbox]) {
        for mailbox in mailboxes { widths[mailbox.agent] = mailbox.atOnce }
    }

    package var isEmpty: Bool { letters.isEmpty }

    /// The messages that should be handled now, mailbox by mailbox; none for a partner whose
    /// circuit is open.
    func due(_ circuits: Circuits) -> [MessageID] {
        agents.flatMap { agent in
            (queues[agent] ?? []).prefix(circuits.width(of: agent, widths[agent] ?? 1))
        }
    }

    /// How many messages wait in a partner's mailbox.
    package func queued(for agent: AgentID) -> Int { queues[agent]?.count ?? 0 }

    /// The answers that `message` has got so far, by the place of the question.
    package func answers(for message: MessageID) -> [Int: Answer] { answers[message] ?? [:] }

    /// Agents that wait, directly or not, for the answer to `message`; asking one of them would
    /// never end.
    package func askers(of message: MessageID) -> [AgentID] {
        var chain: [AgentID] = []
        var current = letters[message]?.sent.question?.asker
        while let asker = current, let letter = letters[asker] {
            chain.append(letter.envelope.to)
            current = letter.sent.question?.asker
        }
        return chain
    }

    mutating func send(_ sent: MessageSent) {
        let agent = sent.envelope.to
        if queues[agent] == nil { agents.append(agent) }
        queues[agent, default: []].append(sent.envelope.id)
        letters[sent.envelope.id] = Letter(sent: sent)
    }

    mutating func suspend(_ message: MessageID, on question: MessageID) {
        letters[message]?.waitsFor = question
        unqueue(message)
        // The answer may have come in the same transaction, before this message was set aside.
        if letters[question] == nil { wake(message) }
    }

    /// Ends a message; who asked it goes on.
    mutating func end(_ message: MessageID, with answer: Answer) {
        guard let letter = letters.removeValue(forKey: message) else { return }
        unqueue(message, of: letter.envelope.to)
        answers[message] = nil
        guard let question = letter.sent.question else { return }
        answers[question.asker, default: [:]][question.index] = answer
        if letters[question.asker]?.waitsFor == message { wake(question.asker) }
    }

    /// Drops what was sent for steps that are run anew.
    mutating func drop(where isDropped: (Envelope) -> Bool) {
        for agent in agents {
            for message in queues[agent] ?? [] {
                guard let letter = letters[message], isDropped(letter.envelope) else { continue }
                letters[message] = nil
                answers[message] = nil
                unqueue(message, of: agent)
            }
        }
    }

    private mutating func wake(_ message: MessageID) {
        guard let agent = letters[message]?.envelope.to else { return }
        letters[message]?.waitsFor = nil
        queues[agent, default: []].append(message)
    }

    private mutating func unqueue(_ message: MessageID) {
        guard let agent = letters[message]?.envelope.to else { return }
        unqueue(message, of: agent)
    }

    private mutating func unqueue(_ message: MessageID, of agent: AgentID) {
        guard let index = queues[agent]?.firstIndex(of: message) else { return }
        queues[agent]?.remove(at: index)
    }
}
