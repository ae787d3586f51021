import Workflow

/// One event of every kind, with every member filled.
enum EventSamples {
    private static let digest = Digest(of: "sample")
    private static let time = Timestamp(milliseconds: 1_790_000_000_123)
    private static let finding = Finding(
        .high,
        code: "T01",
        "undeclared",
        file: "main.tf",
        line: 7,
        fix: "declare it"
    )
    private static let stream = Stream(
        name: "stdout",
        digest: digest,
        keptBytes: 10,
        totalBytes: 20
    )
    private static let file = DeliverableFile(path: "a/b.json", digest: digest, bytes: 42)
    private static let effect = EffectKey(owner: "apply#1", round: 1, key: "push")
    private static let use = ToolUse(agent: "worker", tool: "Read", message: "m", count: 3)

    static let all: [Event] =
        runs + steps + effects + messages + deliverables + gates + others + demands + signatures
        + people

    private static let runs: [Event] = [
        .runStarted(
            RunStarted(
                workflow: "sample",
                definition: digest,
                inputs: ["who": "ana", "n": 1.5],
                asOf: CivilDate(daysSince1970: 20_000),
                workspace: "/somewhere",
                startedBy: "ana",
                program: "orchestrate 0.1.0",
                mailboxes: [RunStarted.Mailbox(agent: "echo", atOnce: 64)]
            )
        ),
        .runCompleted, .runFailed(reason: "phase 'a' failed"), .runRejected(gate: "ok", by: "ana"),
        .runCancelRequested(by: "ana", comment: "enough"), .runCancelled(by: "ana"),
        .phaseStarted("make", round: 1),
        .phaseReopened(
            PhaseReopened(
                phase: "make",
                round: 2,
                feedback: Feedback(from: "person:ana", comment: "more", findings: [finding]),
                steps: ["first", "second"]
            )
        ),
        .phaseCompleted("make", round: 2),
    ]

    private static let steps: [Event] = [
        .stepStarted(
            StepStarted(
                step: "first",
                phase: "make",
                round: 1,
                attempt: 2,
                idempotencyKey: digest,
                input: digest
            )
        ),
        .stepCompleted(
            StepCompleted(
                step: "first",
                round: 1,
                attempt: 2,
                outputs: ["stdout": "é\n"],
                streams: [stream]
            )
        ),
        .stepFailed(
            StepFailed(
                step: "first",
                round: 1,
                attempt: 2,
                reason: "exit code 1",
                findings: [finding],
                isPermanent: true,
                streams: [stream]
            )
        ),
        .stepSkipped("second", round: 1, reason: "its condition is false"),
    ]

    private static let effects: [Event] = [
        .effectIntended(
            EffectIntended(
                effect: effect,
                attempt: 1,
                idempotencyKey: digest,
                input: digest,
                onUnknown: .ask
            )
        ),
        .effectCompleted(
            EffectCompleted(effect: effect, isDone: true, result: [1, nil], evidence: "probe")
        ),
        .effectUnknown(effect, reason: "gone"),
        .effectSettled(
            EffectSettled(effect: effect, answer: .done, outputs: ["id": "x"], by: "ana")
        ),
    ]

    private static let messages: [Event] = [
        .messageSent(
            MessageSent(
                envelope: Envelope(
                    id: "first#1.1?1",
                    type: "help",
                    version: 2,
                    from: "worker",
                    to: "partner",
                    payload: ["a": true],
                    correlation: "first#1",
                    causation: "first#1.1",
                    deadline: time,
                    step: "first",
                    phase: "make",
                    round: 1,
                    attempt: 1,
                    feedback: [Feedback(from: "check:sound", comment: "", findings: [finding])]
                ),
                question: MessageSent.Question(asker: "first#1.1", index: 1)
            )
        ),
        .messageSuspended("first#1.1", on: "first#1.1?1"),
        .messageHandled("first#1.1?1", outputs: ["ok": true]),
        .messageRejected("first#1.1?1", reason: "not understood"),
    ]

    private static let deliverables: [Event] =
        [
            .deliverableProduced(
                DeliverableProduced(
                    deliverable: "D1.1",
                    phase: "make",
                    round: 1,
                    producer: "worker",
                    files: [file],
                    missing: ["c.txt"]
                )
            ),
            .deliverableChecked(
                DeliverableChecked(
                    deliverable: "D1.1",
                    check: "sound",
                    kind: .external,
                    manifest: digest,
                    result: CheckResult(
                        .failed,
                        findings: [finding],
                        measured: ["count": 3],
                        tool: "promtool 2.42"
                    )
                )
            ),
            .handoffOffered(
                HandoffOffered(
                    handoff: "give#1.1",
                    step: "give",
                    round: 1,
                    from: "worker",
                    to: "partner",
                    deliverables: [HandoffOffered.Item(deliverable: "D1.1", manifest: digest)],
                    criteria: ["K1"]
                )
            ),
        ]
        + Receipt.Decision.allCases.map { decision in
            .handoffAnswered(
                "give#1.1",
                by: "partner",
                Receipt(
                    decision,
                    criteria: [CriterionResult(id: "K1", status: .passed, evidence: "3 of 3")],
                    findings: [finding]
                )
            )
        } + [.handoffWithdrawn("give#1.1", reason: "reopened")]

    private static let gates: [Event] = [
        .gateOpened(
            GateOpened(
                gate: "ok",
                phase: "make",
                step: "ask",
                round: 1,
                subject: GateSubject(
                    definition: digest,
                    gate: "ok",
                    round: 1,
                    files: [file],
                    verdicts: [
                        GateSubject.Line(
                            deliverable: "D1.1",
                            check: "sound",
                            verdict: .notApplicable
                        )
                    ]
                ),
                approvers: [.anyone, .user("ana"), .role("editor")],
                minimum: 2,
                identity: .asserted,
                expires: time,
                question: "is it?"
            )
        ),
        .gateVoted(
            Vote(
                gate: "ok",
                round: 1,
                digest: digest,
                decision: .requestChanges,
                by: "ana",
                identity: .system,
                comment: "more"
            )
        ),
        .gateDecided("ok", round: 1, .approve, by: "ana"),
        .gateVoided("ok", round: 1, reason: "changed"), .gateExpired("ok", round: 1),
    ]

    private static let demands: [Event] = [
        .gateReminded("ok", round: 1, expires: time),
        .gateEscalated("ok", round: 1, to: [.role("director"), .anyone]),
    ]

    /// What a gate with every rule asks for; a gate without is in `all`.
    static let demanding = GateOpened(
        gate: "ok",
        phase: "make",
        step: nil,
        round: 1,
        subject: GateSubject(definition: digest, gate: "ok", round: 1, files: [file], verdicts: []),
        approvers: [.role("editor")],
        minimum: 2,
        identity: .system,
        expires: time,
        question: "is it?",
        demand: GateDemand(
            excluded: [ExcludedPeople(rule: .requester, people: ["ana"])],
            required: [RoleRequirement(role: "security", minimum: 1)],
            signed: true,
            facts: ["destroys": 3, "costDelta": nil],
            held: [
                HeldRule(
                    condition: "facts.destroys > 0",
                    effect: "minimum 2",
                    because: "data goes",
                    facts: ["destroys": 3],
                    reason: nil
                ),
                HeldRule(
                    condition: "facts.costDelta > 0",
                    effect: "minimum 2",
                    because: nil,
                    facts: ["costDelta": nil],
                    reason: "not measured: costDelta"
                ),
            ],
            reminders: [time],
            escalation: PlannedEscalation(at: time, to: [.role("director")])
        )
    )

    private static let others: [Event] = [
        .timerSet("retry:first#1.1", due: time), .timerFired("retry:first#1.1"),
        .timerCancelled("retry:first#1.1"), .toolUsed(use),
        .toolRefused(use, reason: "not granted"), .runValidatorsSet(.required, by: "ana"),
        .driftChecked(
            DriftChecked(
                environment: "production",
                by: "ana",
                tool: "terraform 1.11.4",
                differences: [
                    DriftChecked.Difference(
                        address: "aws_subnet.a",
                        kind: "changed",
                        attributes: ["tags"]
                    )
                ]
            )
        ),
        .toolAsked(
            ToolRequest(
                gate: "tool-make-1",
                agent: "worker",
                message: "make#1.1",
                step: "make",
                owner: "make#1",
                tool: "Bash",
                argv: ["terraform", "apply"],
                risk: .high,
                reason: "it changes real infrastructure",
                occurrence: 1
            )
        ),
        .agentStarted(
            AgentStarted(
                agent: "worker",
                message: "make#1.1",
                program: "/agents/worker",
                digest: digest,
                idempotencyKey: digest,
                tools: ["Read(docs/**)"],
                sandbox: "landlock",
                mayUseNetwork: false
            )
        ),
        .agentReported("worker", "make#1.1", text: "half done"),
        .circuitOpened(CircuitOpened(agent: "worker", failures: 6, deliveries: 9, until: time)),
        .circuitClosed("worker"),
    ]

    private static let signature = VoteSignature(
        at: Timestamp(milliseconds: 1_790_000_000_000),
        text: "{}",
        armored: "-----BEGIN SSH SIGNATURE-----\n"
    )

    private static let signatures: [Event] = [
        .gateVoteRefused(
            VoteRefused(
                gate: "ok",
                round: 1,
                digest: digest,
                decision: .approve,
                by: "ana",
                identity: .system,
                host: "here",
                reason: "no key"
            )
        ),
        .headSigned(
            HeadSigned(
                sequence: 7,
                head: digest,
                by: "ana",
                identity: .asserted,
                host: "here",
                signature: signature
            )
        ),
    ]

    /// A vote with the members that were added to it later.
    static let signedVote = Event.gateVoted(
        Vote(
            gate: "ok",
            round: 1,
            digest: digest,
            decision: .approve,
            by: "ana",
            identity: .system,
            comment: "",
            host: "here",
            signature: signature
        )
    )
    private static let waiver = Waiver(
        deliverable: "D1.1",
        check: "sound",
        manifest: digest,
        reason: "mended next week",
        until: time
    )
    private static let undone = UndoneStep(step: "first", round: 2)
    private static let left = CompensationStarted.Left(
        step: UndoneStep(step: "second", round: 1),
        reason: "its outcome is unknown"
    )

    private static let people: [Event] = [
        .checkWaived(
            CheckWaived(waiver: waiver, gate: "ok", round: 1, by: "ana", identity: .asserted)
        ),
        .checkWaiverExpired(waiver),
        .deliverableEdited(
            DeliverableEdited(
                gate: "ok",
                round: 1,
                deliverable: "D1.1",
                path: "a/b.json",
                before: digest,
                after: digest,
                bytes: 42,
                diff: digest,
                by: "ana",
                identity: .system
            )
        ),
        .compensationRequested(by: "ana"),
        .compensationStarted(CompensationStarted(steps: [undone], left: [left])),
        .compensationCompleted(CompensationCompleted(undone: [undone], left: [left])),
        .stepUndone(StepUndone(step: undone, attempt: 2, streams: [stream])),
        .stepUndoFailed(
            StepUndone(step: undone, attempt: 1, streams: [stream]),
            reason: "exit code 3"
        ),
    ]
}
