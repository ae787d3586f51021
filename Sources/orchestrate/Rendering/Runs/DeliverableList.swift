import Agents
import Workflow

/// What a run made: files with digests, checks with verdicts.
struct DeliverableList {
    /// How the bytes of a file are now, where somebody looked.
    struct FileState: Equatable {
        /// `ok`, `missing`, `damaged` or `unreadable`.
        let stored: String
        /// `ok`, `missing`, `changed` or `unreadable`.
        let workspace: String

        var isWhole: Bool { stored == "ok" && workspace == "ok" }
    }

    let run: RunID
    /// Declared ones, in the order of the file.
    let records: [DeliverableRecord]
    /// By path; nil when nobody looked.
    let states: [String: FileState]?

    private var produced: [DeliverableProduced] { records.compactMap(\.produced) }

    var isWhole: Bool { states?.values.allSatisfy(\.isWhole) ?? true }

    private static let findingsShown = 5

    func lines(_ ink: Ink) -> [String] {
        let made = records.filter { $0.produced != nil }
        var lines = made.flatMap { self.lines($0, ink) }
        let open = records.count - made.count
        let total = VerdictCounts(records: made)
        lines.append(
            "\(made.count) of \(records.count) deliverables"
                + (open > 0 ? ", \(open) to come" : "") + "; checks: \(Findings.words(total, ink))"
        )
        if let states {
            let broken = states.values.count { !$0.isWhole }
            lines.append(
                broken == 0
                    ? "all files are what was recorded (\(states.count))"
                    : ink(.red, "\(broken) of \(states.count) files are not what was recorded")
            )
        }
        return lines
    }

    private func lines(_ record: DeliverableRecord, _ ink: Ink) -> [String] {
        guard let produced = record.produced else { return [] }
        let title = record.declaration.title.map { "  \(Words.printable($0))" } ?? ""
        let round = produced.round > 1 ? ", round \(produced.round)" : ""
        let head =
            ink(.bold, record.declaration.id.text) + title
            + ink(.dim, "  by \(Words.printable(produced.producer))\(round)")
        return [head] + files(produced, ink).map { "  " + $0 }
            + produced.missing.map { "  " + ink(.red, "missing ") + Words.printable($0) }
            + record.checked.flatMap { checked($0, of: record, ink) }.map { "  " + $0 } + [""]
    }

    private func files(_ produced: DeliverableProduced, _ ink: Ink) -> [String] {
        guard !produced.files.isEmpty else { return [] }
        var table =
            states == nil
            ? Table("FILE", ">BYTES", "SHA-256") : Table("FILE", ">BYTES", "STORED", "WORKSPACE")
        for file in produced.files {
            if let states {
                let state = states[file.path]
                table.add(
                    .init(file.path),
                    .number(file.bytes),
                    .status(state?.stored ?? ""),
                    .status(state?.workspace ?? "")
                )
            } else {
                table.add(.init(file.path), .number(file.bytes), .init(file.digest.hex))
            }
        }
        return table.lines(ink)
    }

    private func checked(
        _ checked: DeliverableChecked,
        of record: DeliverableRecord,
        _ ink: Ink
    ) -> [String] {
        let verdict = record.standing(of: checked)
        let waiver = record.isWaived(checked) ? record.waiver(of: checked.check) : nil
        let tool = checked.result.tool.map { " by \(Words.printable($0))" } ?? ""
        let findings = checked.result.findings
        let shown = findings.prefix(Self.findingsShown).flatMap { Findings.lines($0, ink) }
        let rest = findings.count - Self.findingsShown
        return [
            "check \(checked.check) (\(checked.kind.rawValue)\(tool)): "
                + ink(Ink.Colour.ofStatus(verdict), verdict)
        ] + (waiver.map { ["  " + DecisionWords.standing($0, ink)] } ?? [])
            + shown.map { "  " + $0 } + (rest > 0 ? ["  and \(rest) more, see --json"] : [])
    }

    var json: Value {
        .object([
            "schema": 1,
            "run": .string(run.text),
            "deliverables": .array(
                records.compactMap { record in record.produced.map { json(record, $0) } }
            ),
            "open": .strings(
                records.filter { $0.produced == nil }.map(\.declaration.id.text)
            ),
            "whole": states == nil ? .null : .bool(isWhole),
        ])
    }

    private func json(_ record: DeliverableRecord, _ produced: DeliverableProduced) -> Value {
        .object([
            "id": .string(record.declaration.id.text),
            "title": .optional(record.declaration.title),
            "phase": .string(produced.phase.text),
            "round": .int(produced.round),
            "producer": .string(produced.producer),
            "digest": .string(produced.manifest.hex),
            "requirements": .strings(record.declaration.requirements),
            "files": .array(produced.files.map(json)),
            "missing": .strings(produced.missing),
            "checks": .array(record.checked.map { json($0, of: record) }),
        ])
    }

    private func json(_ file: DeliverableFile) -> Value {
        var members: Members = [
            "path": .string(file.path), "sha256": .string(file.digest.hex),
            "bytes": .int(file.bytes),
        ]
        if let state = states?[file.path] {
            members["stored"] = .string(state.stored)
            members["workspace"] = .string(state.workspace)
        }
        return .object(members)
    }

    private func json(_ checked: DeliverableChecked, of record: DeliverableRecord) -> Value {
        let waiver = record.isWaived(checked) ? record.waiver(of: checked.check) : nil
        return [
            "id": .string(checked.check.text),
            "kind": .string(checked.kind.rawValue),
            "verdict": .string(record.standing(of: checked)),
            "waiver": waiver.map(EventCoding.form(waived:)) ?? .null,
            "tool": .optional(checked.result.tool),
            "measured": .object(checked.result.measured),
            "findings": Findings.json(checked.result.findings),
        ]
    }
}
