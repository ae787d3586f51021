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
    /// What earlier applies have left in the world, where that is known.
    let standing: EnvironmentStanding?

    /// All of which there is a record, in the order of promotion.
    static func all(
        _ files: [DeliverableFile],
        _ store: ObjectStore,
        standing: (String) -> EnvironmentStanding?
    ) -> [EnvironmentState] {
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
                plan: store.json(at: folder + "plan.json", in: files).flatMap(words),
                standing: standing(name)
            )
        }.sorted { ($0.order, $0.name) < ($1.order, $1.name) }
    }

    /// The same of a run, with what its applies have left.
    static func all(of run: Run, _ session: Session) -> [EnvironmentState] {
        all(run.captured.flatMap(\.files), session.workshop.store) { name in
            EnvironmentStanding(of: name, of: run.id, in: session.folder)
        }
    }

    /// Whether something of it may be there: applied, or begun to be.
    var isThere: Bool {
        switch standing?.kind {
        case .applied, .begun: true
        case .destroyed: false
        case nil: mode == "applied"
        }
    }

    /// How far it is, in words that do not hide what an earlier round has applied.
    private var words: String {
        switch standing?.kind {
        case .applied where mode != "applied": "applied in an earlier round, now \(mode)"
        case .begun where mode != "applied": "\(mode), its apply did not come to its end"
        case .begun: "applied, a later apply did not come to its end"
        case .destroyed: mode == "applied" ? "destroyed since it was applied" : mode
        case .applied, nil: mode
        }
    }

    /// What a run that ended leaves in the world, and how it is taken down, the last one first.
    static func left(of run: Run, _ session: Session) -> [String] {
        switch run.status {
        case .rejected, .cancelled: break
        case .open, .completed, .failed: return []
        }
        return all(of: run, session).filter(\.isThere).reversed().flatMap { state in
            [
                Words.printable("still there: \(state.name) (\(state.words))", limit: 200),
                "  take it down: orchestrate destroy \(run.id) --environment \(state.name)",
            ]
        }
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
        Words.printable("\(name): \(words)" + (plan.map { "; plan: \($0)" } ?? ""), limit: 200)
    }

    var json: Value {
        [
            "environment": .string(name), "mode": .string(mode), "plan": .optional(plan),
            "backend": .optional(backend), "isThere": .bool(isThere),
            "standing": .optional(standing?.kind.rawValue),
        ]
    }
}
