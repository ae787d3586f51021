import Agents
import ArgumentParser
import Foundation
import Workflow

struct PricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices",
        abstract: "Show, import or refresh the prices that estimates are made with.",
        subcommands: [Show.self, Import.self, Refresh.self],
        defaultSubcommand: Show.self
    )

    struct Show: ParsableCommand, Reporting {
        static let configuration = CommandConfiguration(
            abstract: "List every price with its unit, confidence, date and source."
        )

        @Argument(help: "The beginning of the ids to show, 'ec2.'; all when left out.")
        var prefix = ""

        @Option(help: "The region; else the one for which the table is stated.")
        var region: String?

        @Option(help: ArgumentHelp("An overlay to lay over the others.", valueName: "file"))
        var prices: String?

        @OptionGroup var common: CommonOptions
        var wantsJSON: Bool { common.json }

        func run() throws {
            let table = try PriceChoice(option: prices).table
            let name = region ?? table.baseRegion
            guard let region = table.region(name) else {
                throw PricesCommand.unknown(name, table)
            }
            let list = PriceList(table: table, region: region, prefix: prefix)
            guard !list.isEmpty else {
                throw Failure(
                    .notFound,
                    "no price begins with '\(prefix)'",
                    hint: "'orchestrate prices show' lists all"
                )
            }
            if common.json {
                Output.json(list.json)
            } else {
                list.lines(.standard).forEach(Output.line)
            }
        }
    }

    static func unknown(_ region: String, _ table: PriceTable) -> Failure {
        let known = table.regions.map(\.name)
        return Failure(
            .notFound,
            "region '\(region)' is not in the price table",
            hint: Spelling.nearest(to: region, in: known).map { "did you mean '\($0)'?" }
                ?? "priced: " + known.joined(separator: ", ")
                + "; an overlay can add a region, see 'orchestrate prices import --help'"
        )
    }

    /// Writes an overlay into the user's folder.
    static func keep(_ overlay: Value, as name: String) throws -> String {
        let folder = PriceChoice.folder
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            let path = folder + "/" + name + ".json"
            let text = JSONWriter.pretty(overlay) + "\n"
            try DurableFile.write(Array(text.utf8), to: path, mode: 0o644)
            return path
        } catch {
            throw Failure(.inputOutput, "cannot write to '\(folder)': \(error)")
        }
    }
}
