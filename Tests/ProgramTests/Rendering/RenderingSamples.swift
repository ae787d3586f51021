import Workflow

/// A small workflow and a run of it, for golden texts.
enum RenderingSamples {
    static let text = """
        name: notes
        phases:
          - id: draft
            title: Write it
            owner: scribe
            steps:
              - { id: collect, run: git log }
              - { id: write, needs: [collect], agent: scribe, task: write }
            deliverables:
              - { id: page, title: The page, files: [NOTES.md], checks: [links, spelling] }
            gate: { id: publish, title: Fit to print?, expires: 2h }
          - id: give
            steps:
              - { id: hand-over, handoff: { to: press, deliverables: [page], criteria: [K1] } }
        """

    static func definition() throws -> Definition {
        let reader = DefinitionReader(
            vocabulary: Vocabulary(
                agents: [
                    AgentVocabulary(
                        id: "scribe",
                        accepts: [MessageSchema(type: "write", summary: "writes", isOpen: true)]
                    ),
                    AgentVocabulary(id: "press", accepts: [], criteria: ["K1"]),
                ],
                checks: ["links", "spelling"]
            )
        )
        let reading = reader.read(bytes: Array(text.utf8), path: "notes.yaml")
        guard let definition = reading.definition else {
            throw InvalidDefinition(reading.diagnostics)
        }
        return definition
    }

    /// 2026-01-31T08:00:00Z.
    static let start: Int64 = 1_769_846_400_000

    static let file = DeliverableFile(path: "NOTES.md", digest: Digest(of: "notes"), bytes: 5)

    static let produced = DeliverableProduced(
        deliverable: "page",
        phase: "draft",
        round: 1,
        producer: "scribe",
        files: [file],
        missing: []
    )

    static func checked(_ check: CheckID, _ result: CheckResult) -> Event {
        .deliverableChecked(
            DeliverableChecked(
                deliverable: "page",
                check: check,
                kind: check == "links" ? .native : .external,
                manifest: produced.manifest,
                result: result
            )
        )
    }

    static func step(_ id: StepID) -> [Event] {
        let started = StepStarted(
            step: id,
            phase: "draft",
            round: 1,
            attempt: 1,
            idempotencyKey: .zero,
            input: .zero
        )
        return [
            .stepStarted(started),
            .stepCompleted(StepCompleted(step: id, round: 1, attempt: 1, outputs: .null)),
        ]
    }

    /// A run that waits at its gate, one of its checks not carried out.
    static func waiting() throws -> Run {
        let definition = try definition()
        let started = RunStarted(
            workflow: definition.name,
            definition: definition.digest,
            inputs: .object([:]),
            asOf: Timestamp(milliseconds: start).date,
            workspace: "/home/ana/space",
            startedBy: "ana",
            program: "orchestrate 0.1.0"
        )
        var run = Run(
            id: "r1",
            definition: definition,
            started: started,
            record: record(1, .runStarted(started))
        )
        let events =
            [.phaseStarted("draft", round: 1)] + step("collect") + step("write") + [
                .deliverableProduced(produced), checked("links", CheckResult(.passed)),
                checked("spelling", CheckResult(.unavailable)),
            ]
        for event in events { run.apply(record(run.lastSequence + 1, event)) }
        for fact in run.decide().facts { run.apply(record(run.lastSequence + 1, fact)) }
        return run
    }

    static func record(_ sequence: Int, _ event: Event) -> RecordedEvent {
        RecordedEvent(
            sequence: sequence,
            time: Timestamp(milliseconds: start + Int64(sequence)),
            hash: Digest(of: "\(sequence)"),
            event: event
        )
    }
}
