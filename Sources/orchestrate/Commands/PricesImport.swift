import Agents
import ArgumentParser
import Foundation
import Workflow

extension PricesCommand {
    struct Import: ParsableCommand, Reporting {
        static let configuration = CommandConfiguration(
            abstract: "Take prices from a file: an overlay, or a bulk offer file of AWS.",
            discussion: """
                Needs no network. The file is validated, the difference is shown, and the overlay \
                is written to the folder of your own prices, $XDG_CONFIG_HOME/orchestrate/prices. \
                A bulk offer file is what AWS publishes as \
                offers/v1.0/aws/SERVICE/current/REGION/index.json.
                """
        )

        @Argument(help: "The file.", completion: .file(extensions: ["json"]))
        var file: String

        @Option(help: "The region of a bulk offer file that holds several.")
        var region: String?

        @Option(help: "The name of the overlay; else the file's own name.")
        var name: String?

        @Flag(help: "Show the difference and write nothing.")
        var dryRun = false

        @OptionGroup var common: CommonOptions
        var wantsJSON: Bool { common.json }

        func validate() throws {
            if let name { try Self.check(name) }
        }

        func run() throws {
            let document = try PriceChoice.read(file)
            let present = try PriceChoice(option: nil).table
            let overlay = try overlay(of: document, present)
            let changed: PriceTable
            do {
                changed = try present.applying(overlay)
            } catch {
                throw Failure(.invalid, "\(file): \(error)")
            }
            let regions = changed.regions.map(\.name)
            let changes = PriceChange.between(present, changed, regions: regions)
            let own = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
            let target = name ?? own
            try Self.check(target)
            let path = dryRun ? nil : try PricesCommand.keep(overlay, as: target)
            PriceDifference(changes: changes, path: path).tell(asJSON: common.json)
        }

        private func overlay(of document: Value, _ table: PriceTable) throws -> Value {
            guard OfferReader.isOffer(document) else { return document }
            let regions = OfferReader.regions(document)
            guard let region = region ?? (regions.count == 1 ? regions.first : nil) else {
                throw Failure(
                    .usage,
                    "\(file) holds \(regions.count) regions; name one with --region",
                    hint: regions.prefix(8).joined(separator: ", ")
                )
            }
            guard table.region(region) != nil else { throw PricesCommand.unknown(region, table) }
            let queries = try PriceQueries(
                text: BundledResources.standard().text(PriceQueries.path)
            )
            do {
                return try OfferReader(queries: queries.queries(table), region: region)
                    .overlay(offer: document)
            } catch {
                throw Failure(.invalid, "\(file): \(error)")
            }
        }

        private static func check(_ name: String) throws {
            let isName =
                !name.isEmpty && !name.hasPrefix(".")
                && name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
            guard isName else {
                throw ValidationError(
                    "--name takes letters, digits, dashes and dots, not '\(name)'"
                )
            }
        }
    }
}
