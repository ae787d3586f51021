import Agents
import ArgumentParser
import Foundation
import Workflow

struct RunCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Start a run and advance it until it is done or waits."
    )

    @Argument(help: "The workflow file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(
        name: .customLong("input"),
        help: ArgumentHelp("A value for an input.", valueName: "k=v")
    )
    var inputs: [String] = []

    @Option(
        name: .customLong("inputs"),
        help: ArgumentHelp("A YAML or JSON file of inputs.", valueName: "file")
    )
    var inputsFile: String?

    @Option(
        help: ArgumentHelp(
            "Where it works; else a folder below the state folder.",
            valueName: "dir"
        )
    )
    var workspace: String?

    @Option(
        help: ArgumentHelp(
            "The run's id (letters, digits, dashes); given again, it goes on with that run."
        )
    )
    var id: String?

    @Option(help: ArgumentHelp("An overlay over the prices.", valueName: "file"))
    var prices: String?

    @Option(
        help: ArgumentHelp(
            "How far it goes, over what the requirements say: render, plan or apply.",
            valueName: "mode"
        )
    )
    var mode: Mode?

    @Option(
        help: ArgumentHelp(
            "Where Terraform keeps the state, over what the requirements say.",
            valueName: "backend"
        )
    )
    var backend: TerraformBackend?

    enum Mode: String, ExpressibleByArgument, CaseIterable {
        case render, plan, apply
    }

    @OptionGroup var validation: ValidatorOptions
    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func validate() throws {
        guard let id else { return }
        let isName = id.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == 0x2D
        }
        guard isName, !id.isEmpty, id.utf8.count <= 64, !id.hasPrefix("-") else {
            throw ValidationError("--id takes up to 64 letters, digits and dashes, not '\(id)'")
        }
    }

    func run() async throws {
        let catalog = try Catalog.standard()
        let starting = try Starting(
            file: file,
            texts: inputs,
            inputsFile: inputsFile,
            execution: execution,
            prices: prices,
            catalog: catalog
        )
        if let mode = starting.mode, mode != Mode.render.rawValue, !TerraformTool.isInstalled {
            throw Failure(
                .toolMissing,
                "mode \(mode) needs terraform, which is not here; nothing was done",
                hint: "'orchestrate doctor' says where to get it; '--mode render' needs none"
            )
        }
        let agents = try CommandAgents(starting.definition, file: file)
        for warning in starting.warnings { Output.error(warning.description) }
        let progress = Progress(definition: starting.definition)
        let session = try Session.make(common, observer: progress.observer)
        let run = id.map { RunID($0) } ?? session.surroundings.newRunID()
        progress.begin(run: run)
        let present = try await resumeIfThere(run, starting, session)
        let fold: RunFold
        if let present {
            fold = present
        } else {
            fold = try await start(run, starting, agents, session)
        }
        try RunReport(fold: fold, session: session).finish(asJSON: common.json, progress)
    }

    private var execution: Members {
        let pairs = [("mode", mode?.rawValue), ("backend", backend?.rawValue)]
        return Members(pairs.compactMap { key, word in word.map { (key, .string($0)) } })
    }

    /// A start that was given before goes on with what it began.
    private func resumeIfThere(
        _ run: RunID,
        _ starting: Starting,
        _ session: Session
    ) async throws -> RunFold? {
        guard id != nil, try await session.journal.head(of: run) != nil else { return nil }
        let present = try await session.scheduler.load(run).run
        guard present.definition.digest == starting.definition.digest else {
            throw Failure(
                .usage,
                "run '\(run)' was started with another workflow file",
                hint: "'orchestrate resume \(run)' goes on with that one; choose another --id"
            )
        }
        guard present.started.inputs == starting.inputs else {
            throw Failure(
                .usage,
                "run '\(run)' was started with other inputs",
                hint: "'orchestrate resume \(run)' goes on with those; choose another --id"
            )
        }
        // The same command again is no wish to have everything looked at again.
        let validators = validation.validators.flatMap { $0 == present.validators ? nil : $0 }
        return try await Advancing(session: session).resume(run, validators: validators)
    }

    private func start(
        _ run: RunID,
        _ starting: Starting,
        _ agents: CommandAgents,
        _ session: Session
    ) async throws -> RunFold {
        let outOfReach = starting.definition
            .gatesOutOfReach(of: session.surroundings.holder.user)
        guard outOfReach.isEmpty else { throw InvalidDefinition(outOfReach) }
        let path = CommonOptions.absolute(
            workspace ?? session.folder.workspaces + "/" + run.text
        )
        if let prices = starting.prices,
            let warning = PriceChoice.warning(workspace: path, prices)
        {
            Output.error(warning)
        }
        let asOf = starting.inputs["asOf"]?.stringValue.flatMap { CivilDate($0) }
        return try await session.scheduler.start(
            run,
            starting.definition,
            RunStarted(
                workflow: starting.definition.name,
                definition: starting.definition.digest,
                inputs: starting.inputs,
                asOf: asOf ?? session.surroundings.now().date,
                workspace: path,
                startedBy: session.surroundings.holder.user,
                program: ProgramVersion.text,
                limits: session.limits.run,
                mailboxes: session.catalog.mailboxes,
                validators: validation.validators
                    ?? ValidatorPolicy.requested(in: starting.inputs) ?? .preferred,
                folder: agents.folder,
                circuits: session.catalog.circuits
            )
        )
    }
}
