/// The way of each requirement through a run: deliverable, check, gate, handoff.
///
/// It is computed from the run alone, which is the fold of its journal, and the definition that is
/// pinned to it. A requirement is covered when every deliverable that answers it and is owed was
/// captured whole, has no failed check and at least one that passed; anything less has a reason. One
/// with a failed check that somebody lets pass is `waived`, which is not covered.
package struct Traceability: Sendable {
    /// How far a requirement is covered; the reason says what is missing, nil when nothing is.
    package enum Coverage: String, Sendable, Hashable, CaseIterable {
        case covered
        /// No deliverable of the file answers it.
        case noDeliverable = "no-deliverable"
        /// One that answers it was not captured, or not whole.
        case notProduced = "not-produced"
        /// One that answers it has a failed check.
        case failed
        /// One that answers it has a failed check that somebody lets pass.
        case waived
        /// One that answers it has no check that passed.
        case unchecked
        /// All is there that a run can make; only operation shows whether it is met.
        case measuredInOperation = "measured-in-operation"
    }

    package struct Requirement: Sendable {
        package let id: String
        package let title: String
        /// The inputs that state it, with their values.
        package let asked: [Asked]
        package let coverage: Coverage
        /// Why it is not covered.
        package let reason: String?
        package let deliverables: [Deliverable]

        package var isCovered: Bool { coverage == .covered }
    }

    package struct Asked: Sendable, Hashable {
        package let path: String
        package let value: Value
    }

    package struct Deliverable: Sendable {
        package let id: DeliverableID
        package let phase: PhaseID
        /// Nil when it was not captured.
        package let produced: DeliverableProduced?
        package let checks: [DeliverableChecked]
        /// Failed checks that somebody lets pass.
        package let waived: [CheckID]
        package let counts: VerdictCounts
        /// Declared checks without a verdict.
        package let openChecks: [CheckID]
        package let gates: [Gate]
        package let handoffs: [HandoffRecord]

        /// A check's verdict as it stands, `waived` for one that failed and is let pass.
        package func standing(of checked: DeliverableChecked) -> String {
            waived.contains(checked.check)
                ? DeliverableRecord.waivedWord : checked.result.verdict.rawValue
        }
    }

    /// A gate that asks about a deliverable.
    package struct Gate: Sendable, Hashable {
        package let id: GateID
        /// Nil before it has opened over the present bytes.
        package let digest: Digest?
        /// `approve`, `reject`, `request-changes`, `open`, `expired`, `void`, `not-opened`.
        package let status: String
        /// All who decided so.
        package let by: String?
    }

    package let run: RunID
    /// All of them, sorted by id.
    package let requirements: [Requirement]
    /// Deliverables that answer no requirement.
    package let withoutRequirement: [DeliverableID]
    /// Inputs that were given and state no requirement, where the file says which inputs do.
    package let unnamedInputs: [String]

    /// Those that a run could cover and did not.
    package var uncovered: [Requirement] {
        requirements.filter { !$0.isCovered && $0.coverage != .measuredInOperation }
    }

    /// Those whose target and measure were made, and that no run can show to be met.
    package var inOperation: [Requirement] {
        requirements.filter { $0.coverage == .measuredInOperation }
    }

    package init(_ run: Run) {
        self.run = run.id
        let definition = run.definition
        let declarations = definition.phases.flatMap(\.deliverables)
        let handoffs = run.handoffOrder.compactMap { run.handoffs[$0] }
        var byRequirement: [String: [Deliverable]] = [:]
        for (phase, declaration) in definition.phases.flatMap({ phase in
            phase.deliverables.map { (phase, $0) }
        }) where !declaration.requirements.isEmpty && run.isOwed(declaration.id) {
            let trace = Self.trace(declaration, of: phase, run, handoffs)
            for id in declaration.requirements { byRequirement[id, default: []].append(trace) }
        }
        let ids = Set(definition.requirements.map(\.id) + declarations.flatMap(\.requirements))
        requirements = ids.sorted().map { id in
            Self.requirement(definition.requirement(id), byRequirement[id] ?? [], run)
        }
        withoutRequirement = declarations.filter(\.requirements.isEmpty).map(\.id)
        unnamedInputs = InputPaths(run.started.inputs, of: definition).unnamed
    }

    private static func requirement(
        _ declaration: RequirementDeclaration,
        _ deliverables: [Deliverable],
        _ run: Run
    ) -> Requirement {
        let judged = deliverables.lazy.map { judge($0) }.first { $0.0 != .covered }
        let (coverage, reason): (Coverage, String?) =
            deliverables.isEmpty
            ? (.noDeliverable, unanswered(declaration, run))
            : judged ?? met(declaration, deliverables)
        return Requirement(
            id: declaration.id,
            title: declaration.title,
            asked: InputPaths(run.started.inputs, of: run.definition).values(declaration.from),
            coverage: coverage,
            reason: reason,
            deliverables: deliverables
        )
    }

    private static func met(
        _ declaration: RequirementDeclaration,
        _ deliverables: [Deliverable]
    ) -> (Coverage, String?) {
        guard declaration.shownBy == .operation else { return (.covered, nil) }
        let names = deliverables.map { "'\($0.id)'" }.joined(separator: ", ")
        return (
            .measuredInOperation,
            "\(names): the target and what measures it; only operation shows whether it is met"
        )
    }

    private static func unanswered(_ declaration: RequirementDeclaration, _ run: Run) -> String {
        let left = run.definition.phases.flatMap(\.deliverables)
            .filter { $0.requirements.contains(declaration.id) }.map { "'\($0.id)'" }
        return left.isEmpty
            ? "no deliverable answers it"
            : "\(left.joined(separator: ", ")) is not owed in this run: its step was not run"
    }

    private static func judge(_ deliverable: Deliverable) -> (Coverage, String?) {
        let name = "'\(deliverable.id)'"
        guard let produced = deliverable.produced else {
            return (.notProduced, "\(name) is not captured yet")
        }
        guard produced.missing.isEmpty else {
            return (.notProduced, "\(name) lacks \(produced.missing.joined(separator: ", "))")
        }
        let failed = deliverable.checks.filter {
            $0.result.verdict == .failed && !deliverable.waived.contains($0.check)
        }
        guard failed.isEmpty else {
            return (.failed, "\(name) failed \(failed.map(\.check.text).joined(separator: ", "))")
        }
        guard deliverable.waived.isEmpty else {
            let names = deliverable.waived.map(\.text).joined(separator: ", ")
            return (.waived, "\(name) failed \(names), which is waived")
        }
        guard deliverable.checks.contains(where: { $0.result.verdict == .passed }) else {
            return (
                .unchecked,
                deliverable.checks.isEmpty && deliverable.openChecks.isEmpty
                    ? "\(name) has no check" : "no check of \(name) passed"
            )
        }
        return (.covered, nil)
    }

    // MARK: Deliverables

    private static func trace(
        _ declaration: DeliverableDeclaration,
        of phase: Phase,
        _ run: Run,
        _ handoffs: [HandoffRecord]
    ) -> Deliverable {
        let record = run.deliverables[declaration.id]
        let checks = record?.checked ?? []
        return Deliverable(
            id: declaration.id,
            phase: phase.id,
            produced: record?.produced,
            checks: checks,
            waived: record.map { record in
                checks.filter(record.isWaived).map(\.check)
            } ?? [],
            counts: record.map { VerdictCounts($0) } ?? VerdictCounts([Verdict]()),
            openChecks: declaration.checks.filter { id in !checks.contains { $0.check == id } },
            gates: gates(over: record?.produced, of: phase, run),
            handoffs: handoffs.filter { handoff in
                handoff.offered.deliverables.contains { $0.deliverable == declaration.id }
            }
        )
    }

    /// The gate of the phase, and every other that asked about these bytes.
    private static func gates(
        over produced: DeliverableProduced?,
        of phase: Phase,
        _ run: Run
    ) -> [Gate] {
        let files = produced?.files ?? []
        let asked = run.gateOrder.compactMap { run.gates[$0] }.filter { gate in
            !files.isEmpty && files.allSatisfy(gate.opened.subject.files.contains)
        }
        let opened = asked.map { Gate($0) }
        guard let own = phase.gate, !opened.contains(where: { $0.id == own.id }) else {
            return opened
        }
        return [Gate(id: own.id, digest: nil, status: "not-opened", by: nil)] + opened
    }
}

extension Traceability.Gate {
    init(_ record: GateRecord) {
        id = record.opened.gate
        digest = record.opened.subject.digest
        switch record.status {
        case .open: (status, by) = ("open", nil)
        case .decided(let decision, let who, _):
            let people = record.votes.filter { $0.decision == decision }.map(\.by)
            (status, by) = (
                decision.rawValue, people.isEmpty ? who : people.joined(separator: ", ")
            )
        case .voided: (status, by) = ("void", nil)
        case .expired: (status, by) = ("expired", nil)
        }
    }
}

/// Paths into the inputs of a run, such as `requirements.budget.monthlyUsd`.
private struct InputPaths {
    private let inputs: Value
    private let definition: Definition

    init(_ inputs: Value, of definition: Definition) {
        self.inputs = inputs
        self.definition = definition
    }

    /// The values at `paths`; those that were not given are left out, and secrets always are.
    func values(_ paths: [String]) -> [Traceability.Asked] {
        paths.compactMap { path in
            let parts = path.split(separator: ".").map(String.init)
            guard let first = parts.first, !isSecret(first) else { return nil }
            var value: Value? = inputs
            for part in parts { value = value?[part] }
            return value.map { Traceability.Asked(path: path, value: $0) }
        }
    }

    private func isSecret(_ input: String) -> Bool {
        definition.inputs.contains { $0.isSecret && $0.name == input }
    }

    /// The given paths that no requirement names; none where no requirement names any.
    var unnamed: [String] {
        let named = definition.requirements.flatMap(\.from)
        guard !named.isEmpty else { return [] }
        return (inputs.objectValue?.pairs ?? []).filter { !isSecret($0.key) }
            .flatMap { rest(of: $0.value, at: $0.key, named) }
    }

    /// The largest parts below `path` that hold nothing which is named.
    private func rest(of value: Value, at path: String, _ named: [String]) -> [String] {
        if named.contains(path) { return [] }
        let holdsNamed = named.contains { $0.hasPrefix(path + ".") }
        guard holdsNamed, let members = value.objectValue else { return [path] }
        return members.pairs.flatMap { rest(of: $0.value, at: path + "." + $0.key, named) }
    }
}
