import Agents
import Foundation
import Workflow

/// Every bound that the program keeps, by the name that its messages use.
///
/// `ORCHESTRATE_LIMITS=fileBytes=4194304,stepsAtOnce=8` changes them for one command; those that a
/// run keeps for its life (`stepsAtOnce`, `handoffRounds`, `attempts`, `phaseRounds`) are recorded when it begins.
struct Limits {
    var definition = DefinitionLimits()
    var workshop = WorkshopLimits()
    var runner = RunnerLimits.standard
    var run = RunLimits.standard
    var bundle = TarReader.Limits(
        entries: 200_000,
        entryBytes: 512 << 20,
        totalBytes: 8 << 30
    )

    static let variable = "ORCHESTRATE_LIMITS"

    /// The limits as the environment sets them.
    ///
    /// - Throws: `Failure(.usage)` for a name that is no limit or a value that is no number.
    static func current() throws -> Limits {
        let environment = ProcessInfo.processInfo.environment
        var limits = Limits()
        if let seconds = environment["ORCHESTRATE_LEASE_SECONDS"].flatMap(Double.init) {
            limits.runner.leaseMilliseconds = Int64(max(0.1, seconds) * 1000)
        }
        for part in (environment[variable] ?? "").split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard pair.count == 2, let value = Int(pair[1]), value > 0 else {
                throw Failure(.usage, "\(variable) takes NAME=NUMBER,…, not '\(part)'")
            }
            try limits.set(pair[0], to: value)
        }
        return limits
    }

    /// The names with their present values, in order.
    var table: [(name: String, value: Int)] {
        Self.paths.map { ($0.name, Int($0.read(self))) }
    }

    private mutating func set(_ name: String, to value: Int) throws {
        guard let path = Self.paths.first(where: { $0.name == name }) else {
            let names = Self.paths.map(\.name)
            let near = Spelling.nearest(to: name, in: names)
            throw Failure(
                .usage,
                "\(Self.variable): no limit '\(name)'",
                hint: near.map { "did you mean '\($0)'?" }
                    ?? "there are: \(names.joined(separator: ", "))"
            )
        }
        path.write(&self, value)
    }

    private struct Path: Sendable {
        let name: String
        let read: @Sendable (Limits) -> Int64
        let write: @Sendable (inout Limits, Int) -> Void
    }

    private static func path(
        _ name: String,
        _ key: any WritableKeyPath<Limits, Int> & Sendable
    ) -> Path {
        Path(
            name: name,
            read: { Int64($0[keyPath: key]) },
            write: { $0[keyPath: key] = $1 }
        )
    }

    private static func path(
        _ name: String,
        milliseconds key: any WritableKeyPath<Limits, Int64> & Sendable
    ) -> Path {
        Path(
            name: name,
            read: { $0[keyPath: key] },
            write: { $0[keyPath: key] = Int64($1) }
        )
    }

    private static let paths = [
        path("fileBytes", \.definition.fileBytes),
        path("nodes", \.definition.nodes),
        path("depth", \.definition.depth),
        path("uses", \.definition.uses),
        path("diagnostics", \.definition.diagnostics),
        path("streamHeadBytes", \.workshop.streamHeadBytes),
        path("streamTailBytes", \.workshop.streamTailBytes),
        path("outputValueBytes", \.workshop.outputValueBytes),
        path("outputFileBytes", \.workshop.outputFileBytes),
        path("messageBytes", \.workshop.messageBytes),
        path("deliverableFileBytes", \.workshop.deliverableFileBytes),
        path("graceMilliseconds", milliseconds: \.workshop.graceMilliseconds),
        path("factsPerTransaction", \.runner.factsPerTransaction),
        path("timerWaitMilliseconds", milliseconds: \.runner.timerWaitMilliseconds),
        path("leaseMilliseconds", milliseconds: \.runner.leaseMilliseconds),
        path("stepsAtOnce", \.run.stepsAtOnce),
        path("handoffRounds", \.run.handoffRounds),
        path("attempts", \.run.attempts),
        path("bundleEntries", \.bundle.entries),
        path("bundleEntryBytes", \.bundle.entryBytes),
        path("bundleBytes", \.bundle.totalBytes),
        path("phaseRounds", \.run.phaseRounds),
        path("circuitHoldMilliseconds", milliseconds: \.run.circuitHoldMilliseconds),
    ]
}
