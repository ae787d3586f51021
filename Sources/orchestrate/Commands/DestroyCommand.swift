import Agents
import ArgumentParser
import Workflow

struct DestroyCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "destroy",
        abstract: "Plan the end of an environment that a run applied, and ask before it comes.",
        discussion: """
            Begins a run of its own that plans, opens gate 'destroy' over that plan, and applies \
            exactly it after the approval. Production asks for two approvals, of people who did not \
            begin the destruction.
            """
    )

    @Argument(help: "The run that applied it.")
    var run: String

    @Option(help: "The environment.")
    var environment: String

    @Option(help: "How many must approve, where that is not what the run's own gate says.")
    var minimum: Int?

    @Flag(help: "Take --as for who decides, where the run's own gate takes the system's user.")
    var asserted = false

    @Option(help: "The id of the run that destroys; given again, it is refused.")
    var id: String?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func validate() throws {
        if let minimum, minimum < 1 { throw ValidationError("--minimum is at least 1") }
    }

    func run() async throws {
        try Bystander.refuseInsideStep("destroy")
        let progress = Progress()
        let session = try Session.open(common, observer: progress.observer)
        let source = try await session.run(named: run)
        try session.refuseIfImported(source)
        let state = try await session.load(source)
        let all = AppliedEnvironment.all(of: state, session)
        guard let applied = all.first(where: { $0.name == environment }) else {
            throw Failure(
                .usage,
                "run '\(source)' has not applied '\(environment)'",
                hint: all.isEmpty
                    ? nil : "it has applied " + all.map(\.name).joined(separator: ", ")
            )
        }
        guard TerraformTool.isInstalled else {
            throw Failure(.toolMissing, "destroying needs terraform, which is not here")
        }
        let requester = session.surroundings.holder.user
        let starting = try Starting(
            WorkflowFiles.reader(session.catalog)
                .read(bytes: Array(workflow(state).utf8), path: "destroy"),
            texts: [
                "run=\(source)", "environment=\(environment)", "root=\(applied.root)",
                "backend=\(applied.backend.rawValue)",
            ],
            catalog: session.catalog
        )
        let outOfReach = starting.definition.gatesOutOfReach(of: requester)
        guard outOfReach.isEmpty else { throw InvalidDefinition(outOfReach) }
        let new = id.map { RunID($0) } ?? session.surroundings.newRunID()
        progress.begin(run: new)
        let fold = try await session.scheduler.start(
            new,
            starting.definition,
            RunStarted(
                workflow: starting.definition.name,
                definition: starting.definition.digest,
                inputs: starting.inputs,
                asOf: session.surroundings.now().date,
                workspace: session.folder.workspaces + "/" + new.text,
                startedBy: requester,
                program: ProgramVersion.text,
                limits: session.limits.run,
                mailboxes: session.catalog.mailboxes,
                circuits: session.catalog.circuits
            )
        )
        try RunReport(fold: fold, session: session).finish(asJSON: common.json, progress)
    }

    /// The shipped workflow with the approvers of the gate that let the environment come.
    private func workflow(_ state: Run) -> String {
        let declared = gate(of: state)
        let approvers = declared?.approvers ?? [.anyone]
        let least = environment == "production" ? Self.forProduction : 1
        let wanted = minimum ?? max(declared?.minimum ?? 1, min(least, people(approvers, state)))
        let roles = state.definition.roles.map { role in
            "  \(JSONWriter.compact(.string(role.name))): "
                + JSONWriter.compact(.strings(role.members))
        }
        return
            ([
                "name: infrastructure-destroy", "uses: infrastructure-destroy", "gates:",
                "  destroy:",
                "    approvers: " + JSONWriter.compact(.strings(approvers.map(\.description))),
                "    minimum: \(wanted)",
                "    identity: \(identity(declared).rawValue)",
                "    not: " + JSONWriter.compact(.strings(excluded(declared))),
            ] + (roles.isEmpty ? [] : ["roles:"] + roles)).joined(separator: "\n") + "\n"
    }

    private static let forProduction = 2

    private func identity(_ declared: GateDeclaration?) -> GateDeclaration.Identity {
        asserted ? .asserted : declared?.identity ?? .system
    }

    /// Who began it does not approve the end of production, unless the run's own gate says who may
    /// not decide, if only nobody.
    private func excluded(_ declared: GateDeclaration?) -> [String] {
        let usual: [GateExclusion] = environment == "production" ? [.requester] : []
        return (declared?.rules.excluded ?? usual).map(\.description)
    }

    /// The gate at which this environment's plan was approved.
    private func gate(of state: Run) -> GateDeclaration? {
        let steps = state.graph.steps.compactMap { step -> GateDeclaration? in
            if case .approval(let gate) = step.kind { gate } else { nil }
        }
        let all = steps + state.definition.phases.compactMap(\.gate)
        return all.first { $0.id.text == "provision-\(environment)" }
    }

    /// How many could approve; where anyone may, there are always two.
    private func people(_ approvers: [Approver], _ state: Run) -> Int {
        var names: Set<String> = []
        for approver in approvers {
            switch approver {
            case .anyone: return .max
            case .user(let name): names.insert(name)
            case .role(let name):
                names.formUnion(
                    state.definition.roles.first { $0.name == name }?.members ?? []
                )
            }
        }
        return names.count
    }
}
