import Agents
import Workflow

/// `show --explain`: reads the captured figures and estimate of a run and traces a number.
struct Explaining {
    let names: [String]
    let session: Session

    /// An id has a dot, a run has none.
    private var figure: String? { names.last.flatMap { $0.contains(".") ? $0 : nil } }
    private var run: String? { names.first.flatMap { $0.contains(".") ? nil : $0 } }

    func tell(asJSON: Bool) async throws {
        if names.count == 2, figure == nil {
            throw Failure(.usage, "'\(names[1])' is no id of a number: those have dots")
        }
        let id = try await session.run(named: run)
        let fold = try await session.load(id)
        let explanation = try Explanation(
            figures: document("architecture/figures.json", of: fold),
            estimate: document("cost/estimate.json", of: fold),
            lock: document(PriceLock.path, of: fold)
        )
        guard !explanation.isEmpty else {
            throw Failure(
                .notFound,
                "run '\(id)' captured neither figures nor an estimate",
                hint: "'orchestrate deliverables \(id)' shows what it captured"
            )
        }
        guard let figure else {
            list(explanation, asJSON: asJSON)
            return
        }
        guard let tree = explanation.tree(figure) else {
            throw Failure(
                .notFound,
                "run '\(id)' has no number '\(figure)'",
                hint: Spelling.nearest(to: figure, in: explanation.ids)
                    .map { "did you mean '\($0)'?" } ?? "'orchestrate show --explain' lists all"
            )
        }
        if asJSON {
            Output.json(["schema": 1, "run": .string(id.text), "number": tree.json])
        } else {
            tree.lines().map { Words.printable($0) }.forEach(Output.line)
        }
    }

    private func list(_ explanation: Explanation, asJSON: Bool) {
        let entries = explanation.ids.compactMap { id in
            explanation.summary(id).map { (id, $0) }
        }
        if asJSON {
            Output.json([
                "schema": 1,
                "numbers": .array(
                    entries.map { ["id": .string($0.0), "value": .string($0.1)] }
                ),
            ])
            return
        }
        var rows = Table("id", "value")
        for (id, value) in entries { rows.add(Table.Cell(id), Table.Cell(value)) }
        rows.lines(.standard).forEach(Output.line)
    }

    /// A captured JSON file; nil when no deliverable holds it.
    private func document(_ path: String, of run: Run) throws -> Value? {
        let files = run.deliverableOrder.compactMap { run.deliverables[$0]?.produced }
            .flatMap(\.files)
        guard let bytes = try session.workshop.store.bytes(of: path, in: files) else { return nil }
        do {
            return try JSONReader.value(of: bytes)
        } catch {
            throw Failure(.integrity, "\(path): \(error)")
        }
    }
}
