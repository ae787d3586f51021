import Agents
import Workflow

/// What is different in what a gate asks about, for people and as JSON.
struct GateDifference {
    let run: RunID
    let comparison: GateComparison
    let store: ObjectStore
    let figures: [any SubjectFigures]
    /// Lines of differences that are shown in all.
    let limit: Int

    private var before: GateComparison.Opening? { comparison.before }
    private var after: GateComparison.Opening { comparison.after }

    // MARK: For people

    func lines(_ ink: Ink) throws -> [String] {
        [head(ink)] + edits + files(ink) + verdicts(ink) + changes(ink) + (try texts(ink))
    }

    private func head(_ ink: Ink) -> String {
        let opened = after.opened
        let name =
            "gate '\(opened.gate)' of run \(run), round \(opened.round), digest "
            + opened.subject.digest.short
        guard let before else { return ink(.bold, name) + ": asked for the first time" }
        return ink(.bold, name)
            + ": what changed since \(before.time) (round \(before.opened.round), "
            + "digest \(before.opened.subject.digest.short))"
    }

    private var edits: [String] {
        comparison.edits.map {
            Words.printable("edited by \($0.by): \($0.path) of \($0.deliverable)")
        }
    }

    private func count(_ kind: GateComparison.File.Kind) -> Int {
        comparison.files.count { $0.kind == kind }
    }

    private func files(_ ink: Ink) -> [String] {
        let head =
            "files: \(count(.added)) added, \(count(.removed)) removed, "
            + "\(count(.changed)) changed, \(comparison.unchanged) the same"
        return [head]
            + comparison.files.map { file in
                let (mark, colour): (String, Ink.Colour) =
                    switch file.kind {
                    case .added: ("A", .green)
                    case .removed: ("D", .red)
                    case .changed: ("M", .yellow)
                    }
                return "  \(ink(colour, mark)) \(Words.printable(file.path))  \(size(file))"
            }
    }

    private func size(_ file: GateComparison.File) -> String {
        switch (file.before?.bytes, file.after?.bytes) {
        case (let old?, let new?): "\(old) → \(new) bytes"
        case (let size?, nil), (nil, let size?): "\(size) bytes"
        case (nil, nil): ""
        }
    }

    private func verdicts(_ ink: Ink) -> [String] {
        guard before != nil, !comparison.verdicts.isEmpty else { return [] }
        return ["checks:"]
            + comparison.verdicts.map { verdict in
                let after = verdict.after?.rawValue ?? "not asked"
                return "  \(verdict.deliverable)/\(verdict.check): "
                    + "\(verdict.before?.rawValue ?? "not asked") → "
                    + ink(Ink.Colour.ofStatus(after), after)
            }
    }

    private func changes(of reader: any SubjectFigures) -> [SubjectFigureChange] {
        let read = { (file: DeliverableFile) in try? store.read(file.digest) }
        return SubjectFigureChange.changes(
            from: reader.figures(of: before?.opened.subject.files ?? [], read: read),
            to: reader.figures(of: after.opened.subject.files, read: read)
        )
    }

    private func changes(_ ink: Ink) -> [String] {
        figures.flatMap { reader -> [String] in
            let changes = changes(of: reader)
            guard !changes.isEmpty else { return [] }
            let shown = changes.prefix(limit).map { change in
                let value =
                    before == nil
                    ? change.after ?? "" : "\(change.before ?? "-") → \(change.after ?? "-")"
                return "  " + Words.printable("\(change.name): \(value)", limit: 200)
            }
            let rest = changes.count - shown.count
            return ["\(reader.title):"] + shown
                + (rest > 0 ? ["  and \(rest) more (--lines is \(limit); 0 shows all)"] : [])
        }
    }

    /// What a gate asks about for the first time is all new: it is listed, and read with `cat`.
    private func texts(_ ink: Ink) throws -> [String] {
        guard before != nil else {
            return ["contents: orchestrate cat \(run) PATH"]
        }
        var left = limit
        var hidden = 0
        var lines: [String] = []
        for file in comparison.files {
            let diff = try diff(file)
            let shown = diff.prefix(left)
            left -= shown.count
            hidden += diff.count - shown.count
            lines += shown.map { line in
                let colour: Ink.Colour? =
                    line.hasPrefix("+") ? .green : line.hasPrefix("-") ? .red : nil
                return ink(colour, Words.printable(line, limit: Self.lineCharacters))
            }
        }
        return lines
            + (hidden > 0 ? ["\(hidden) more lines (--lines is \(limit); 0 shows all)"] : [])
    }

    private static let lineCharacters = 500
    /// Larger files are not compared line by line.
    private static let textBytes = 1 << 20

    private func diff(_ file: GateComparison.File) throws -> [String] {
        guard max(file.before?.bytes ?? 0, file.after?.bytes ?? 0) <= Self.textBytes else {
            return ["\(file.path): larger than \(Self.textBytes) bytes, not compared"]
        }
        guard let old = try text(file.before), let new = try text(file.after) else {
            return ["\(file.path): no text, not compared"]
        }
        return LineDiff(from: old, to: new).unified(path: file.path)
    }

    /// The text of a file, empty for one that is not there; nil for what is no text.
    private func text(_ file: DeliverableFile?) throws -> String? {
        guard let file else { return "" }
        let bytes = try store.read(file.digest)
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    // MARK: JSON

    func json() throws -> Value {
        var left = limit
        let files = try comparison.files.map { file -> Value in
            let diff = before == nil ? [] : try self.diff(file)
            let shown = diff.prefix(left)
            left -= shown.count
            return [
                "path": .string(file.path), "change": .string(file.kind.rawValue),
                "before": file.before.map(json) ?? .null, "after": file.after.map(json) ?? .null,
                "diff": .string(shown.map { $0 + "\n" }.joined()),
                "linesLeftOut": .int(diff.count - shown.count),
            ]
        }
        return .object([
            "schema": 1, "run": .string(run.text),
            "gate": .string(after.opened.gate.text),
            "before": before.map(json) ?? .null, "after": json(after),
            "files": .array(files), "unchanged": .int(comparison.unchanged),
            "verdicts": .array(
                comparison.verdicts.map {
                    [
                        "deliverable": .string($0.deliverable.text),
                        "check": .string($0.check.text),
                        "before": .optional($0.before?.rawValue),
                        "after": .optional($0.after?.rawValue),
                    ]
                }
            ),
            "figures": .object(
                Members(
                    figures.map { reader in
                        (
                            reader.title,
                            .array(
                                changes(of: reader).map {
                                    [
                                        "name": .string($0.name), "before": .optional($0.before),
                                        "after": .optional($0.after),
                                    ]
                                }
                            )
                        )
                    }
                )
            ),
            "edits": .array(
                comparison.edits.map {
                    [
                        "path": .string($0.path), "by": .string($0.by),
                        "before": .string($0.before.hex), "after": .string($0.after.hex),
                        "diff": .string($0.diff.hex),
                    ]
                }
            ),
        ])
    }

    private func json(_ opening: GateComparison.Opening) -> Value {
        [
            "time": .string(opening.time.description), "round": .int(opening.opened.round),
            "digest": .string(opening.opened.subject.digest.hex),
        ]
    }

    private func json(_ file: DeliverableFile) -> Value {
        ["sha256": .string(file.digest.hex), "bytes": .int(file.bytes)]
    }
}
