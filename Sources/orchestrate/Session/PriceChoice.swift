import Agents
import Foundation
import Workflow

/// The prices that a run begins with: the shipped table and the user's overlays over it.
///
/// Laid over each other in this order, the later over the earlier: the shipped table, the files of
/// `$XDG_CONFIG_HOME/orchestrate/prices` by name, overlays that the request itself holds, the file
/// that `budget.priceTable` names, the file of `--prices`.
struct PriceChoice {
    let table: PriceTable
    let overlays: [Value]

    /// - Throws: `Failure(.invalid)` with the file and what is wrong in it.
    init(option: String?, request: Value? = nil, workflowFile: String? = nil) throws {
        var layers: [(place: String, document: Value)] = []
        for path in Self.configured { layers.append((path, try Self.read(path))) }
        let budget = request?["budget"]
        for overlay in budget?["prices"]?["overlays"]?.arrayValue ?? [] {
            layers.append(("budget.prices.overlays", overlay))
        }
        if let named = budget?["priceTable"]?.stringValue, named != "builtin" {
            let folder = ((workflowFile ?? "") as NSString).deletingLastPathComponent
            let path =
                named.hasPrefix("/") || folder.isEmpty
                ? named : (folder as NSString).appendingPathComponent(named)
            guard FileManager.default.fileExists(atPath: path) else {
                throw Failure(
                    .invalid,
                    "budget.priceTable: no price file '\(path)'",
                    hint: "a path is seen from the workflow file; 'builtin' is the table that ships"
                )
            }
            layers.append((path, try Self.read(path)))
        }
        if let option { layers.append((option, try Self.read(option))) }
        var table = try Self.shipped()
        for layer in layers {
            do {
                table = try table.applying(layer.document)
            } catch {
                throw Failure(.invalid, "\(layer.place): \(error)")
            }
        }
        self.table = table
        overlays = layers.map(\.document)
    }

    static func shipped() throws -> PriceTable {
        try PriceTable(text: BundledResources.standard().text(PriceTable.shippedPath))
    }

    /// Where a user's own overlays lie.
    static var folder: String {
        let environment = Session.environment
        let base =
            environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? (environment["HOME"] ?? "") + "/.config"
        return base + "/orchestrate/prices"
    }

    private static var configured: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
            .map { folder + "/" + $0 }
    }

    /// An overlay from disk, or a whole table.
    static func read(_ path: String) throws -> Value {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.notFound, "no price file '\(path)'")
        }
        do {
            return try PriceTable.document(String(decoding: data, as: UTF8.self))
        } catch {
            throw Failure(.invalid, "\(path): \(error)")
        }
    }

    /// The inputs with the prices in them, so that the journal holds what every later step takes.
    static func journaled(
        _ inputs: Value,
        _ definition: Definition,
        option: String?,
        workflowFile: String
    ) throws -> (inputs: Value, table: PriceTable?) {
        var members = inputs.objectValue ?? [:]
        var last: PriceTable?
        for input in definition.inputs where input.schema == "infrastructure-request" {
            guard var request = members[input.name]?.objectValue,
                var budget = request["budget"]?.objectValue
            else { continue }
            let choice = try PriceChoice(
                option: option,
                request: .object(request),
                workflowFile: workflowFile
            )
            budget["prices"] = PriceTable.choice(
                overlays: choice.overlays,
                digest: choice.table.digest
            )
            request["budget"] = .object(budget)
            members[input.name] = .object(request)
            last = choice.table
        }
        return (.object(members), last)
    }

    /// What the lock of an earlier run in the same workspace holds otherwise, for a warning.
    static func warning(workspace: String, _ table: PriceTable) -> String? {
        let path = workspace + "/" + PriceLock.path
        guard let data = FileManager.default.contents(atPath: path),
            let lock = try? PriceTable.document(String(decoding: data, as: UTF8.self))
        else { return nil }
        let changes = PriceLock.differences(lock, table)
        guard !changes.isEmpty else { return nil }
        let first = changes.prefix(3).map {
            "\($0.id) in \($0.region): \($0.locked) was locked, now \($0.now ?? "not priced")"
        }
        return "warning: \(path) locks other prices (\(changes.count) items): "
            + first.joined(separator: "; ") + (changes.count > 3 ? "; …" : "")
            + ". This run estimates with the present ones and locks them anew."
    }
}
