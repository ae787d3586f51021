import Agents
import ArgumentParser
import Workflow

struct AgentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract: "Show the agents, or import those of other systems.",
        subcommands: [AgentsList.self, AgentsImport.self],
        defaultSubcommand: AgentsList.self
    )
}

struct AgentsList: ParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the agents: what each understands, checks and may use."
    )

    @Argument(help: "One of them; all when left out.")
    var agent: String?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() throws {
        let catalog = try Catalog.standard()
        let agents = catalog.agents.map(AgentCard.init)
        let chosen = agent.map { name in agents.filter { $0.id.text == name } } ?? agents
        if let agent, chosen.isEmpty {
            let near = Spelling.nearest(to: agent, in: agents.map(\.id.text))
            throw Failure(
                .notFound,
                "no agent '\(agent)'",
                hint: near.map { "did you mean '\($0)'?" } ?? "'orchestrate agents' shows all"
            )
        }
        let list = AgentList(agents: chosen, isDetailed: agent != nil)
        if common.json {
            Output.json(list.json)
        } else {
            list.lines(.standard).forEach(Output.line)
        }
    }
}
