import Agents
import ArgumentParser
import Workflow

/// How a trace is written.
enum TraceFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv
}

/// The way of each requirement through a run, for people, as JSON and as CSV.
struct TraceReport {
    let trace: Traceability

    // MARK: For people

    func lines(_ ink: Ink) -> [String] {
        guard !trace.requirements.isEmpty else {
            return ["the workflow names no requirement: give its deliverables 'requirements'"]
                + unanswering
        }
        var table = Table("REQUIREMENT", "COVERED", "DELIVERABLE", "CHECKS", "GATE", "HANDOFF")
        for requirement in trace.requirements {
            let covered: Table.Cell =
                requirement.isCovered
                ? Table.Cell("yes", .green)
                : Table.Cell(
                    requirement.coverage.rawValue,
                    requirement.coverage == .measuredInOperation ? .yellow : .red
                )
            if requirement.deliverables.isEmpty {
                table.add(name(requirement), covered)
                continue
            }
            for (index, deliverable) in requirement.deliverables.enumerated() {
                table.add(
                    index == 0 ? name(requirement) : "",
                    index == 0 ? covered : "",
                    Table.Cell(deliverable.id.text),
                    Table.Cell(checks(deliverable)),
                    Table.Cell(deliverable.gates.map(Self.words).joined(separator: ", ")),
                    Table.Cell(handoffs(deliverable).map(Self.words).joined(separator: ", "))
                )
            }
        }
        return table.lines(ink) + [""] + uncovered(ink) + inOperation + unanswering + unnamed
    }

    private func name(_ requirement: Traceability.Requirement) -> Table.Cell {
        let title = requirement.title.isEmpty ? "" : " " + requirement.title
        return Table.Cell(requirement.id + title, limit: 60)
    }

    private func uncovered(_ ink: Ink) -> [String] {
        let all = trace.requirements.count
        let open = trace.uncovered
        guard !open.isEmpty else {
            let later = trace.inOperation.count
            return [
                later == 0
                    ? "all \(Count.of(all, "requirement")) covered"
                    : "all \(Count.of(all - later, "requirement")) covered that a run can cover"
            ]
        }
        let head = "not covered: \(open.count) of \(Count.of(all, "requirement"))"
        return [ink(.red, head)]
            + open.map { requirement in
                let title = requirement.title.isEmpty ? "" : " (\(requirement.title))"
                let words = "\(requirement.id)\(title): \(requirement.reason ?? "")"
                return "  " + Words.printable(words)
            }
    }

    private var inOperation: [String] {
        guard !trace.inOperation.isEmpty else { return [] }
        let names = trace.inOperation.map { requirement in
            requirement.title.isEmpty ? requirement.id : "\(requirement.id) (\(requirement.title))"
        }
        return [
            "measured in operation, claimed by no check: "
                + Words.printable(names.joined(separator: ", "))
        ]
    }

    private var unanswering: [String] {
        let names = trace.withoutRequirement.map(\.text)
        guard !names.isEmpty else { return [] }
        return [
            "without requirement: \(Count.of(names.count, "deliverable")): "
                + names.joined(separator: ", ")
        ]
    }

    private var unnamed: [String] {
        guard !trace.unnamedInputs.isEmpty else { return [] }
        return [
            "given and named by no requirement: "
                + Words.printable(trace.unnamedInputs.joined(separator: ", "))
        ]
    }

    /// How many said what; those that failed are named.
    private func checks(_ deliverable: Traceability.Deliverable) -> String {
        guard deliverable.produced != nil else { return "not captured" }
        let counts = Findings.words(deliverable.counts)
        let failed = deliverable.checks.filter { $0.result.verdict == .failed }.map(\.check.text)
        let open = deliverable.openChecks.isEmpty ? "" : ", \(deliverable.openChecks.count) open"
        return counts + open + (failed.isEmpty ? "" : ": " + failed.joined(separator: ", "))
    }

    /// The last offer to each partner.
    private func handoffs(_ deliverable: Traceability.Deliverable) -> [HandoffRecord] {
        var last: [HandoffRecord] = []
        for handoff in deliverable.handoffs {
            last.removeAll { $0.offered.step == handoff.offered.step }
            last.append(handoff)
        }
        return last
    }

    private static func words(_ gate: Traceability.Gate) -> String {
        "\(gate.id): \(gate.status)" + (gate.by.map { " by \($0)" } ?? "")
    }

    private static func words(_ handoff: HandoffRecord) -> String {
        "\(handoff.offered.to): \(answer(handoff))"
    }

    private static func answer(_ handoff: HandoffRecord) -> String {
        if let receipt = handoff.receipt { return receipt.decision.rawValue }
        return handoff.withdrawn == nil ? "not-answered" : "withdrawn"
    }

    // MARK: As JSON

    var json: Value {
        [
            "schema": 1,
            "run": .string(trace.run.text),
            "requirements": .array(trace.requirements.map(json)),
            "covered": .int(trace.requirements.count { $0.isCovered }),
            "uncovered": .strings(trace.uncovered.map(\.id)),
            "measuredInOperation": .strings(trace.inOperation.map(\.id)),
            "withoutRequirement": .strings(trace.withoutRequirement.map(\.text)),
            "unnamedInputs": .strings(trace.unnamedInputs),
        ]
    }

    private func json(_ requirement: Traceability.Requirement) -> Value {
        [
            "id": .string(requirement.id),
            "title": .string(requirement.title),
            "asked": .array(
                requirement.asked.map { ["path": .string($0.path), "value": $0.value] }
            ),
            "coverage": .string(requirement.coverage.rawValue),
            "reason": .optional(requirement.reason),
            "deliverables": .array(requirement.deliverables.map(json)),
        ]
    }

    private func json(_ deliverable: Traceability.Deliverable) -> Value {
        [
            "id": .string(deliverable.id.text),
            "phase": .string(deliverable.phase.text),
            "manifest": .optional(deliverable.produced?.manifest.hex),
            "files": .strings(deliverable.produced?.files.map(\.path) ?? []),
            "checks": .array(
                deliverable.checks.map {
                    [
                        "id": .string($0.check.text), "kind": .string($0.kind.rawValue),
                        "verdict": .string(deliverable.standing(of: $0)),
                    ]
                } + deliverable.openChecks.map { ["id": .string($0.text), "verdict": .null] }
            ),
            "gates": .array(
                deliverable.gates.map {
                    [
                        "id": .string($0.id.text), "status": .string($0.status),
                        "by": .optional($0.by), "digest": .optional($0.digest?.hex),
                    ]
                }
            ),
            "handoffs": .array(deliverable.handoffs.map { json($0, of: deliverable) }),
        ]
    }

    private func json(
        _ handoff: HandoffRecord,
        of deliverable: Traceability.Deliverable
    ) -> Value {
        let item = handoff.offered.deliverables.first { $0.deliverable == deliverable.id }
        return [
            "handoff": .string(handoff.offered.handoff.text),
            "to": .string(handoff.offered.to.text),
            "answer": .string(Self.answer(handoff)),
            "isOfPresentBytes": .bool(item?.manifest == deliverable.produced?.manifest),
        ]
    }

    // MARK: As CSV

    /// A row for each requirement, deliverable and check; several gates or handoffs stand in one
    /// cell, with `; ` between them.
    var csv: String {
        let head = [
            "requirement", "title", "asked", "coverage", "reason", "deliverable", "manifest",
            "check", "verdict", "gate", "decision", "handoff", "answer",
        ]
        return CSVText.text([head] + trace.requirements.flatMap(rows))
    }

    private func rows(_ requirement: Traceability.Requirement) -> [[String]] {
        let asked = requirement.asked.map { "\($0.path)=\(JSONWriter.compact($0.value))" }
        let head = [
            requirement.id, requirement.title, asked.joined(separator: "; "),
            requirement.coverage.rawValue, requirement.reason ?? "",
        ]
        guard !requirement.deliverables.isEmpty else {
            return [head + Array(repeating: "", count: 8)]
        }
        return requirement.deliverables.flatMap { rows($0).map { head + $0 } }
    }

    private func rows(_ deliverable: Traceability.Deliverable) -> [[String]] {
        let handoffs = handoffs(deliverable)
        let start = [deliverable.id.text, deliverable.produced?.manifest.hex ?? ""]
        let end = [
            deliverable.gates.map(\.id.text).joined(separator: "; "),
            deliverable.gates.map { $0.status + ($0.by.map { " by \($0)" } ?? "") }
                .joined(separator: "; "),
            handoffs.map(\.offered.handoff.text).joined(separator: "; "),
            handoffs.map(Self.answer).joined(separator: "; "),
        ]
        let checks =
            deliverable.checks.map { [$0.check.text, deliverable.standing(of: $0)] }
            + deliverable.openChecks.map { [$0.text, ""] }
        return (checks.isEmpty ? [["", ""]] : checks).map { start + $0 + end }
    }
}
