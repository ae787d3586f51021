import Agents
import ArgumentParser
import Workflow

struct SettleCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Say what became of an effect whose outcome nobody knows."
    )

    enum Answer: EnumerableFlag {
        case done
        case retry
        case fail
    }

    @Argument(help: "The run.")
    var run: String

    @Argument(help: "The step.")
    var step: String

    @Flag(help: "It was done, it may be tried again, or the step has failed.")
    var answer: Answer

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("An output of the step, with --done.", valueName: "k=v")
    )
    var outputs: [String] = []

    @Flag(help: "Go on with the run at once.")
    var resume = false

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func validate() throws {
        guard outputs.isEmpty || answer == .done else {
            throw ValidationError("--output goes with --done only")
        }
        guard outputs.allSatisfy({ $0.contains("=") }) else {
            throw ValidationError("--output takes NAME=VALUE")
        }
    }

    func run() async throws {
        try Bystander.refuseInsideStep("settle")
        let progress = Progress(isShown: resume)
        let session = try Session.open(common, observer: progress.observer)
        let id = try await session.run(named: run)
        try await session.refuseSecrets(in: outputs, of: id)
        let who = session.surroundings.holder.user
        let fold = try await session.scheduler.amend(id) { (state: Run) throws -> [Event] in
            try state.settle(StepID(step), settled, outputs: .object(values), by: who)
        }
        if resume {
            progress.begin(with: fold.run)
            let advanced = try await Advancing(session: session).resume(id)
            try RunReport(fold: advanced, session: session).finish(asJSON: common.json, progress)
            return
        }
        if common.json {
            Output.json([
                "schema": 1, "run": .string(id.text), "step": .string(step),
                "answer": .string(settled.rawValue), "head": .string(fold.head.hash.hex),
            ])
        } else {
            Output.line("step '\(step)' of run \(id): settled as \(settled.rawValue) by \(who)")
            Output.line(NextCommand.line("orchestrate resume \(id)"))
        }
    }

    private var settled: EffectSettled.Answer {
        switch answer {
        case .done: .done
        case .retry: .retry
        case .fail: .fail
        }
    }

    private var values: Members {
        Members(
            outputs.compactMap { text in
                guard let equals = text.firstIndex(of: "=") else { return nil }
                let value = String(text[text.index(after: equals)...])
                return (String(text[..<equals]), Value.string(value))
            }
        )
    }
}
