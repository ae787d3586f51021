import Agents
import ArgumentParser
import Foundation
import Workflow

extension PricesCommand {
    struct Refresh: AsyncParsableCommand, Reporting {
        static let configuration = CommandConfiguration(
            abstract: "Ask AWS for the present prices, with your 'aws' command and credentials.",
            discussion: """
                Calls 'aws pricing get-products' for every item that the price list knows \
                (permission pricing:GetProducts), shows the difference and writes an overlay to \
                your own prices. The shipped table is never changed. Without 'aws' or without \
                credentials it ends with 69.
                """
        )

        @Option(help: "The region whose prices are asked for.")
        var region: String?

        @Flag(help: "Show the difference and write nothing.")
        var dryRun = false

        @OptionGroup var common: CommonOptions
        var wantsJSON: Bool { common.json }

        func run() async throws {
            let table = try PriceChoice(option: nil).table
            let region = region ?? table.baseRegion
            guard table.region(region) != nil else { throw PricesCommand.unknown(region, table) }
            guard let aws = PriceListClient() else {
                throw Failure(
                    .toolMissing,
                    "'aws' is not here",
                    hint: "install the AWS command line, or use 'orchestrate prices import FILE'"
                )
            }
            let queries = try PriceQueries(
                text: BundledResources.standard().text(PriceQueries.path)
            ).queries(table)
            var products: [(query: PriceQueries.Query, product: Value)] = []
            for query in queries {
                for product in try await aws.products(query, region: region) {
                    products.append((query, product))
                }
            }
            let day = SystemSurroundings().now().date.description
            let overlay: Value
            let changed: PriceTable
            do {
                overlay = try OfferReader(queries: queries, region: region)
                    .overlay(products: products, day: day)
                changed = try table.applying(overlay)
            } catch {
                throw Failure(.invalid, "the answers of 'aws': \(error)")
            }
            let changes = PriceChange.between(table, changed, regions: [region])
            let path =
                dryRun ? nil : try PricesCommand.keep(overlay, as: "aws-\(region)")
            PriceDifference(changes: changes, path: path).tell(asJSON: common.json)
        }
    }
}

/// The `aws` command, called without a shell.
struct PriceListClient {
    private let path: String

    /// Nil when it is not here.
    init?() {
        guard let found = ToolPath.ofProcess.find("aws") else { return nil }
        path = found
    }

    private static let waitMilliseconds: Int64 = 60_000
    private static let stepMilliseconds: Int64 = 20

    /// The products that fit, each a document of the price list.
    ///
    /// - Throws: `Failure(.toolMissing)` when it cannot ask: no credentials, no network.
    func products(_ query: PriceQueries.Query, region: String) async throws -> [Value] {
        let answer = try await call(query.arguments(region: region))
        guard let document = try? JSONReader.value(of: answer),
            let list = document["PriceList"]?.arrayValue
        else { throw Failure(.toolMissing, "'aws pricing' answered with something else than JSON") }
        return list.compactMap { entry in
            entry.stringValue.flatMap { try? JSONReader.value(of: $0) } ?? entry
        }
    }

    private func call(_ arguments: [String]) async throws -> String {
        let process = Process()
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "orchestrate-prices-\(ProcessInfo.processInfo.processIdentifier)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, so that a long answer does not fill a pipe that nobody reads.
        let output = folder.appending(path: "stdout").path
        let errors = folder.appending(path: "stderr").path
        for file in [output, errors] {
            guard FileManager.default.createFile(atPath: file, contents: nil) else {
                throw Failure(.inputOutput, "cannot write '\(file)'")
            }
        }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        process.environment = Session.environment.merging(["AWS_PAGER": ""]) { $1 }
        try process.run()
        for _ in 0..<(Self.waitMilliseconds / Self.stepMilliseconds) where process.isRunning {
            try await SystemSurroundings().sleep(milliseconds: Self.stepMilliseconds)
        }
        guard !process.isRunning else {
            process.terminate()
            throw Failure(.toolMissing, "'aws pricing' gave no answer in a minute")
        }
        func text(_ file: String) -> String {
            String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
        }
        guard process.terminationStatus == 0 else {
            let line =
                text(errors).split(whereSeparator: \.isNewline).last.map(String.init)
                ?? "exit \(process.terminationStatus)"
            throw Failure(
                .toolMissing,
                "'aws pricing get-products' cannot be asked: \(Words.printable(line, limit: 300))",
                hint: "check your credentials with 'aws sts get-caller-identity'"
            )
        }
        return text(output)
    }
}
