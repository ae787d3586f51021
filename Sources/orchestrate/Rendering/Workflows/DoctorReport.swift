import Agents
import Workflow

/// What the program stands on.
struct DoctorReport {
    struct Home {
        let path: String
        let mode: Int

        var isOpenToOthers: Bool { mode & 0o077 != 0 }
    }

    struct Tool: Sendable {
        let tool: ExternalTool
        /// The checks that call it.
        let validators: [CheckID]
        let probe: ToolProbe

        /// Checks are unavailable without it.
        var isMissed: Bool { !probe.isUsable && !tool.isOptional }

        fileprivate var word: (text: String, colour: Ink.Colour?) {
            if probe.isUsable { return ("yes", .green) }
            if probe.path != nil { return ("broken", .yellow) }
            return tool.isOptional ? ("optional", nil) : ("no", .yellow)
        }
    }

    let home: Home?
    /// SQLite's version and settings, as the writing connection has them.
    var settings: [String: String] = [:]
    /// Whether the settings are those of a journal, and not only of the library.
    var hasJournal = false
    var freeBytes: Int64?
    /// What confines agents that are commands.
    var sandbox = SandboxReport(sandbox: .none)
    /// Where `ssh-keygen` is, which makes and verifies signatures; nil when it is missing.
    var signer: String?
    var tools: [Tool] = []
    /// Where the install script puts the tools.
    var prefix = ""
    var problems: [String] = []
    /// Every bound of the program with its present value.
    var limits: [(name: String, value: Int)] = []

    init(home: Home?) { self.home = home }

    /// SQLite's names, and those of JSON.
    private static let settingNames = [
        ("journal_mode", "journalMode"), ("synchronous", "synchronous"),
        ("wal_autocheckpoint", "walAutocheckpoint"), ("mmap_size", "mmapSize"),
    ]

    /// Versions in which two connections that commit and checkpoint at once can damage a database.
    var hasResetBug: Bool {
        let parts = (settings["version"] ?? "").split(separator: ".").compactMap { Int($0) }
        guard parts.count >= 3 else { return false }
        return !parts.lexicographicallyPrecedes([3, 7, 0])
            && !([3, 51, 2].lexicographicallyPrecedes(parts))
    }

    func lines(_ ink: Ink) -> [String] {
        var lines = ["program       \(ProgramVersion.text)"]
        lines.append("SQLite        \(settings["version"] ?? "unknown")")
        if hasResetBug {
            lines.append(
                "              has the WAL-reset bug (3.7.0 to 3.51.2); safe here, since every"
            )
            lines.append(
                "              write and checkpoint of this program is made under one lock:"
            )
            lines.append("              let no other program write to the journal")
        }
        if let home {
            let mode = String(home.mode & 0o777, radix: 8)
            lines.append("state folder  \(Words.printable(home.path)) (mode \(mode))")
        } else {
            lines.append("state folder  none here or above; 'orchestrate init' makes one")
        }
        if hasJournal {
            let words = Self.settingNames.map { "\($0.0)=\(settings[$0.0] ?? "unknown")" }
            lines.append("journal       " + words.joined(separator: ", "))
        }
        if let freeBytes { lines.append("free disk     \(Self.gibibytes(freeBytes))") }
        lines += sandboxLines
        lines.append(
            "signatures    "
                + (signer.map { "ssh-keygen (\(Words.printable($0)))" }
                    ?? "none are made or verified: ssh-keygen is missing (openssh-client)")
        )
        lines += problems.map { ink(.red, "problem       ") + Words.printable($0) }
        return lines + [""] + toolLines(ink) + limitLines
    }

    private var sandboxLines: [String] {
        let place = sandbox.path.map { " (\(Words.printable($0)))" } ?? ""
        var lines = ["sandbox       \(sandbox.sandbox.rawValue)\(place)"]
        if sandbox.sandbox == .none {
            lines.append("              agents that are commands and require one do not run")
        } else {
            lines.append("              holds " + sandbox.holds.joined(separator: ", "))
        }
        if !sandbox.lacks.isEmpty {
            lines.append("              not: " + sandbox.lacks.joined(separator: "; "))
        }
        return lines + sandbox.reasons.map { "              " + Words.printable($0, limit: 200) }
    }

    private var limitLines: [String] {
        guard !limits.isEmpty else { return [] }
        let words = limits.map { "  \($0.name)=\($0.value)" }
        return ["", "limits, each changed with \(Limits.variable)=NAME=NUMBER,…"] + words
    }

    private static func gibibytes(_ bytes: Int64) -> String {
        let tenths = bytes / (1 << 30) * 10 + bytes % (1 << 30) * 10 / (1 << 30)
        return "\(tenths / 10).\(tenths % 10) GiB"
    }

    private func toolLines(_ ink: Ink) -> [String] {
        var table = Table("TOOL", "FOR", "HERE", "VERSION", "WHERE, OR WHAT IS NOT CHECKED")
        for tool in tools {
            let checks = tool.validators.map(\.text).joined(separator: ", ")
            table.add(
                .init(tool.tool.name),
                .init(tool.tool.purpose),
                .init(tool.word.text, tool.word.colour),
                .init(tool.probe.version ?? ""),
                .init(tool.probe.problem ?? tool.probe.path ?? checks, limit: 80)
            )
        }
        let missed = tools.filter(\.isMissed)
        guard !missed.isEmpty else {
            return table.lines(ink) + ["every validator that is not optional is here"]
        }
        let checks = missed.flatMap(\.validators)
        return table.lines(ink) + [
            "\(missed.count) missing, so \(Count.of(checks.count, "check")) will be unavailable; "
                + "all of them at once: \(ExternalTool.install)",
            "they are looked for on the PATH and in \(Words.printable(prefix))/bin",
        ]
    }

    var json: Value {
        .object([
            "limits": .object(Members(limits.map { ($0.name, .int($0.value)) })),
            "schema": 1,
            "program": .string(ProgramVersion.number),
            "sqlite": [
                "version": .optional(settings["version"]), "walResetBug": .bool(hasResetBug),
            ],
            "home": home.map {
                [
                    "path": .string($0.path),
                    "mode": .string(String($0.mode & 0o777, radix: 8)),
                ]
            } ?? .null,
            "journal": hasJournal
                ? .object(Members(Self.settingNames.map { ($0.1, .optional(settings[$0.0])) }))
                : .null,
            "freeBytes": freeBytes.map { .number(Double($0)) } ?? .null,
            "sandbox": [
                "kind": .string(sandbox.sandbox.rawValue), "path": .optional(sandbox.path),
                "holds": .strings(sandbox.holds), "lacks": .strings(sandbox.lacks),
                "reasons": .strings(sandbox.reasons),
            ],
            "signatures": ["sshKeygen": .optional(signer)],
            "problems": .strings(problems),
            "tools": .array(
                tools.map { tool in
                    [
                        "name": .string(tool.tool.name),
                        "purpose": .string(tool.tool.purpose),
                        "validators": .strings(tool.validators.map(\.text)),
                        "optional": .bool(tool.tool.isOptional),
                        "found": .bool(tool.probe.isUsable),
                        "path": .optional(tool.probe.path),
                        "version": .optional(tool.probe.version),
                        "problem": .optional(tool.probe.problem),
                    ]
                }
            ),
            "install": .string(ExternalTool.install),
            "prefix": .string(prefix),
        ])
    }
}
