import Agents
import ArgumentParser
import Foundation

/// The program: `orchestrate COMMAND …`.
///
/// A child's first process is this program too, so that is looked at before anything else.
@main
struct Program {
    static func main() async {
        ChildEntry.enterIfAsked(CommandLine.arguments)
        Crashing.tellsNothing()
        ConfineEntry.enterIfAsked(CommandLine.arguments)
        signal(SIGPIPE, SIG_IGN)
        let status = await Interruption.guarded { await run() }
        if let reason = Output.failure {
            Output.error("error: the answer could not be written: \(reason)")
            exit(ExitStatus.inputOutput.rawValue)
        }
        exit(status.rawValue)
    }

    private static func run() async -> ExitStatus {
        var wantsJSON = false
        do {
            var command = try Orchestrate.parseAsRoot()
            if let reporting = command as? any Reporting { wantsJSON = reporting.wantsJSON }
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return .done
        } catch {
            return ErrorReport(error, asJSON: wantsJSON).tell()
        }
    }
}

struct Orchestrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orchestrate",
        abstract: "Runs durable workflows of agents, with checked handoffs and people's decisions.",
        discussion: """
            A run pauses at a gate and goes on days later, in another process; what was \
            acknowledged survives a crash. Begin with 'orchestrate init', or with
              orchestrate run workflows/new-saas-env.yaml
            """,
        version: ProgramVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Runs",
                subcommands: [RunCommand.self, ResumeCommand.self, CancelCommand.self]
            ),
            CommandGroup(
                name: "Environments",
                subcommands: [DriftCommand.self, DestroyCommand.self, TerraformCommand.self]
            ),
            CommandGroup(
                name: "Decisions",
                subcommands: [
                    GatesCommand.self, ApproveCommand.self, RejectCommand.self,
                    RequestChangesCommand.self, SettleCommand.self, SignHeadCommand.self,
                ]
            ),
            CommandGroup(
                name: "Looking",
                subcommands: [
                    ListCommand.self, ShowCommand.self, LogCommand.self,
                    DeliverablesCommand.self, CatCommand.self, DiffCommand.self,
                    VerifyCommand.self, ExportCommand.self, ImportCommand.self,
                ]
            ),
            CommandGroup(
                name: "Writing workflows",
                subcommands: [
                    InitCommand.self, ValidateCommand.self, PlanCommand.self, GraphCommand.self,
                    EvalCommand.self, SchemaCommand.self, AgentsCommand.self, DoctorCommand.self,
                    PricesCommand.self,
                ]
            ),
        ]
    )
}

/// What the program calls itself; recorded with each run.
enum ProgramVersion {
    static let number = "0.1.0"
    static let text = "orchestrate \(number)"
}
