import Agents
import Workflow

/// Whole runs through the engine, with the built-in agent `echo`, each event on disk before the
/// next thing happens.
struct EngineWorkloads {
    let folder: String

    /// W1: one run of `steps` tasks, one after the other.
    static func chain(_ steps: Int) -> String {
        "name: chain\nsteps:\n"
            + (0..<steps).map { index in
                let needs = index > 0 ? ", needs: [s\(index - 1)]" : ""
                return
                    "  - { id: s\(index), agent: echo, task: echo, with: { n: \(index) }\(needs) }\n"
            }.joined()
    }

    /// W3: one run of `steps` tasks side by side, and a step that joins them.
    static func fan(_ steps: Int) -> String {
        let needs = (0..<steps).map { "s\($0)" }.joined(separator: ", ")
        return "name: fan\nsteps:\n"
            + (0..<steps).map {
                "  - { id: s\($0), agent: echo, task: echo, with: { n: \($0) } }\n"
            }.joined() + "  - { id: join, needs: [\(needs)], set: { done: true } }\n"
    }

    func definition(_ text: String, _ catalog: Catalog) throws -> Definition {
        let reading = DefinitionReader(vocabulary: catalog.vocabulary)
            .read(bytes: Array(text.utf8), path: "workload.yaml")
        guard let definition = reading.definition else {
            throw InvalidDefinition(reading.diagnostics)
        }
        return definition
    }

    /// Runs `text` `runs` times, at most `atOnce` of them at once, in a state folder of its own.
    ///
    /// - Returns: how the time went and how large the journal became.
    func run(_ text: String, runs: Int, atOnce: Int) async throws -> Outcome {
        let catalog = try Catalog(agents: [EchoAgent()], checks: [])
        let definition = try definition(text, catalog)
        let state = try StateFolder.create(at: folder + "/state-\(unique())")
        let journal = try SQLiteJournal(path: state.database)
        let surroundings = SystemSurroundings()
        let scheduler = Scheduler(
            journal: journal,
            runner: Runner(
                journal: journal,
                performer: Workshop(catalog: catalog, folder: state, surroundings: surroundings),
                surroundings: surroundings
            ),
            claims: FileClaims(state),
            surroundings: surroundings,
            definition: { _ in definition }
        )
        let started = RunStarted(
            workflow: definition.name,
            definition: definition.digest,
            inputs: .object([:]),
            asOf: surroundings.now().date,
            workspace: folder + "/workspace",
            startedBy: "benchmark",
            program: "benchmark",
            mailboxes: catalog.mailboxes
        )
        let begin = seconds()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<runs {
                if number >= atOnce { try await group.next() }
                group.addTask {
                    let fold = try await scheduler.start(RunID("r\(number)"), definition, started)
                    guard fold.run.status == .completed else {
                        throw WorkloadFailed(reason: "run \(number) ended as \(fold.run.status)")
                    }
                }
            }
            try await group.waitForAll()
        }
        let elapsed = seconds() - begin
        return Outcome(
            seconds: elapsed,
            steps: runs * definition.steps.count,
            scheduler: scheduler,
            journal: journal
        )
    }

    struct Outcome {
        let seconds: Double
        let steps: Int
        let scheduler: Scheduler
        let journal: SQLiteJournal
        var stepsPerSecond: Double { Double(steps) / seconds }
    }

    /// Seconds from a stored history to the state from which the next step follows.
    func fold(_ outcome: Outcome) async throws -> (seconds: Double, events: Int) {
        let begin = seconds()
        let fold = try await outcome.scheduler.load("r0")
        _ = fold.run.decide()
        return (seconds() - begin, fold.run.lastSequence)
    }

    /// Bytes of the events of a run.
    func bytes(_ outcome: Outcome) async throws -> Int {
        try await outcome.journal.history(of: "r0", after: 0, limit: nil)
            .reduce(0) { $0 + $1.text.utf8.count + 128 }
    }
}

struct WorkloadFailed: Error {
    let reason: String
}
