import Agents
import Workflow

/// How far an environment is, by its captured record and plan: rendered, planned or applied.
struct EnvironmentState {
    let name: String
    let mode: String
    /// Its place in the order of promotion.
    let order: Int
    let root: String?
    let backend: String?
    /// What its plan would do or did, with the difference that it makes to the bill.
    let plan: String?

    /// All of which there is a record, in the order of promotion.
    static func all(_ files: [DeliverableFile], _ store: ObjectStore) -> [EnvironmentState] {
        var names: [String] = []
        for file in files where file.path.hasSuffix("/provisioning-record.json") {
            let parts = file.path.split(separator: "/").map(String.init)
            guard parts.count == 3, parts[0] == "environments", !names.contains(parts[1]) else {
                continue
            }
            names.append(parts[1])
        }
        return names.compactMap { name in
            let folder = "environments/\(name)/"
            guard let record = store.json(at: folder + "provisioning-record.json", in: files) else {
                return nil
            }
            return EnvironmentState(
                name: name,
                mode: record["mode"]?.stringValue ?? "unknown",
                order: record["order"]?.intValue ?? .max,
                root: record["root"]?.stringValue,
                backend: record["backend"]?.stringValue,
                plan: store.json(at: folder + "plan.json", in: files).flatMap(words)
            )
        }.sorted { ($0.order, $0.name) < ($1.order, $1.name) }
    }

    /// What each plan among the files of a gate would do.
    static func plans(_ files: [DeliverableFile], _ store: ObjectStore) -> [String] {
        files.latest.compactMap { file -> String? in
            let parts = file.path.split(separator: "/").map(String.init)
            guard parts.count == 3, ["plan.json", "destroy-plan.json"].contains(parts[2]),
                let plan = store.json(at: file.path, in: [file]), let words = words(of: plan)
            else { return nil }
            return Words.printable("plan of \(parts[1]): \(words)", limit: 200)
        }
    }

    /// `plan: 3 to add, 1 to change, 0 to destroy, 0 to replace; 812.40 USD a month more`.
    private static func words(of plan: Value) -> String? {
        guard let counts = plan["counts"] else { return nil }
        func count(_ name: String) -> String { counts[name].map { JSONWriter.compact($0) } ?? "?" }
        let lost = plan["lossOfState"]?.arrayValue?.count ?? 0
        let delta = plan["cost"]?["monthlyDelta"]?.stringValue
        return "\(count("add")) to add, \(count("change")) to change, "
            + "\(count("destroy")) to destroy, \(count("replace")) to replace"
            + (lost > 0 ? ", \(lost) of them hold data" : "")
            + (delta.map { "; \($0) USD a month" } ?? "")
    }

    var line: String {
        Words.printable("\(name): \(mode)" + (plan.map { "; plan: \($0)" } ?? ""), limit: 200)
    }

    var json: Value {
        [
            "environment": .string(name), "mode": .string(mode), "plan": .optional(plan),
            "backend": .optional(backend),
        ]
    }
}
