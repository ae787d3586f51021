import Agents
import ArgumentParser
import Foundation
import Workflow

struct AgentsImport: ParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read definitions of agents that other systems use.",
        discussion: """
            Claude Code's and OpenCode's Markdown with front matter, and ai-mesh's YAML. What could \
            not be found or understood is listed with its line.
            """
    )

    @Argument(help: "Files, or folders that hold them.", completion: .file())
    var paths: [String]

    @Option(
        help: ArgumentHelp("Where the 'agents:' of a workflow file is written.", valueName: "file")
    )
    var output: String?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() throws {
        var agents: [ImportedAgent] = []
        for path in paths {
            let files = AgentImporter.files(at: path)
            guard !files.isEmpty else {
                throw Failure(
                    .notFound,
                    FileManager.default.fileExists(atPath: path)
                        ? "no definition of an agent below '\(path)'" : "no file '\(path)'"
                )
            }
            for file in files { agents.append(try imported(file)) }
        }
        let ids = agents.map(\.id)
        if let twice = ids.first(where: { id in ids.count { $0 == id } > 1 }), output != nil {
            throw Failure(
                .invalid,
                "two of the files define an agent '\(twice)'",
                hint: "import one of them at a time"
            )
        }
        if let output { try write(agents, to: output) }
        let report = ImportReport(agents: agents, output: output)
        if common.json {
            Output.json(report.json)
        } else {
            report.lines(.standard).forEach(Output.line)
        }
    }

    private func imported(_ file: String) throws -> ImportedAgent {
        let bytes: [UInt8]
        do {
            bytes = try DurableFile.read(file)
        } catch {
            throw Failure(.notFound, "'\(file)' cannot be read: \(error)")
        }
        do {
            return try AgentImporter.agent(bytes, file: file)
        } catch let error as AgentImportError {
            throw Failure(.invalid, "\(file):1:1: error: \(error)")
        }
    }

    private func write(_ agents: [ImportedAgent], to path: String) throws {
        let builtIn = Set(try Catalog.standard().agents.map(\.id))
        let fragment = ImportedFragment(agents, builtIn: builtIn).text
        try DurableFile.write(
            Array(fragment.utf8),
            to: CommonOptions.absolute(path),
            mode: 0o644
        )
    }
}
