import Foundation
package import Workflow

/// Calls an external validator on captured bytes, and records what it said.
///
/// The files come out of the store into a private folder, never out of the workspace; the tool works
/// there with an environment of its own, no credentials in it, for a limited time.
package struct ExternalCheck: Check {
    package let validator: ExternalValidator
    let toolbox: Toolbox

    package init(_ validator: ExternalValidator, toolbox: Toolbox) {
        self.validator = validator
        self.toolbox = toolbox
    }

    package var id: CheckID { validator.id }
    package var summary: String { validator.summary }
    package var kind: CheckKind { .external }

    package func verdict(on subject: CheckSubject) async throws -> CheckResult {
        let targets = validator.looksAt(subject)
        guard !targets.isEmpty else { return CheckResult(.notApplicable) }
        guard let program = toolbox.path(of: validator.tool) else { return missing }
        let beside = validator.alsoReads(subject, targets)
        let folder = try await toolbox.folders.borrow(
            try files(subject, Set(targets + beside)),
            isShared: validator.sharesFolder
        )
        let told: [ToolAnswer]
        do {
            told = try await tell(try validator.commands(subject, targets), program, folder)
        } catch {
            await toolbox.folders.giveBack(folder)
            throw error
        }
        await toolbox.folders.giveBack(folder)
        let version = await toolbox.version(of: validator.tool)
        return result(told, validator.remarks(subject, targets), targets: targets, version)
    }

    private var missing: CheckResult {
        let name = validator.tool.name
        guard !validator.tool.isOptional else {
            let words = "'\(name)', which is optional, is not installed"
            return CheckResult(.notApplicable, findings: [Finding(.info, code: id.text, words)])
        }
        return unavailable("'\(name)' is not installed")
    }

    private func unavailable(_ reason: String, fix: String? = ExternalTool.install) -> CheckResult {
        CheckResult(
            .unavailable,
            findings: [Finding(.info, code: id.text, reason, fix: fix.map { "run \($0)" })]
        )
    }

    private func files(
        _ subject: CheckSubject,
        _ paths: Set<String>
    ) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for path in paths { files[path] = subject.read(path) }
        for (path, text) in try validator.writes(subject, paths.sorted()) {
            files[path] = Array(text.utf8)
        }
        return files
    }

    // MARK: Running

    /// Side by side, as far as the toolbox lets them; in the order of the commands.
    private func tell(
        _ commands: [ToolCommand],
        _ program: String,
        _ folder: PrivateFolder
    ) async throws -> [ToolAnswer] {
        try await withThrowingTaskGroup(of: (Int, ToolAnswer).self) { group in
            for (index, command) in commands.enumerated() {
                group.addTask { (index, try await tell(command, program, folder)) }
            }
            var all: [(Int, ToolAnswer)] = []
            for try await told in group { all.append(told) }
            return all.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func tell(
        _ command: ToolCommand,
        _ program: String,
        _ folder: PrivateFolder
    ) async throws -> ToolAnswer {
        for preparation in command.preparations {
            let key = ([preparation.folder] + preparation.arguments).joined(separator: "\u{0}")
            let told = try await folder.prepared.value(of: key) {
                try await call(preparation, program, folder)
            }
            // What is wrong already, or could not be had, leaves nothing to look at.
            guard told.reading == .findings([]) else { return told }
        }
        return try await call(command, program, folder)
    }

    private func call(
        _ command: ToolCommand,
        _ program: String,
        _ folder: PrivateFolder
    ) async throws -> ToolAnswer {
        let call = ToolCall(
            program: program,
            arguments: command.arguments,
            folder: command.folder.isEmpty ? folder.root : folder.root + "/" + command.folder,
            environment: toolbox.environment(
                for: validator.tool,
                home: folder.home,
                usesNetwork: validator.usesNetwork
            ).merging(validator.variables) { $1 },
            timeLimitMilliseconds: validator.timeLimitMilliseconds
        )
        let ended = try await toolbox.run(call)
        let output = ended.output(in: command.folder, root: folder.root)
        let reading: ToolReading
        switch ended.ending {
        case .exited: reading = command.read(output)
        default: reading = .broken("\(validator.tool.name) \(ended.ending)")
        }
        return ToolAnswer(reading: reading, record: record(command, output, ended.ending))
    }

    /// What the journal keeps: enough to call the tool again and to compare what it says.
    private func record(
        _ command: ToolCommand,
        _ output: ToolOutput,
        _ ending: ChildProcess.Ending
    ) -> Value {
        let digest = Digest(of: output.stdout + "\u{0}" + output.stderr)
        return [
            "arguments": .strings([validator.tool.name] + command.arguments),
            "folder": .string(command.folder.isEmpty ? "." : command.folder),
            "ending": .string(ending.description),
            "exitCode": output.exitCode.map { .int($0) } ?? .null,
            "outputSha256": .string(digest.hex),
        ]
    }

    // MARK: Judging

    private func result(
        _ told: [ToolAnswer],
        _ remarks: [Finding],
        targets: [String],
        _ version: String?
    ) -> CheckResult {
        var findings = remarks
        var broken: [String] = []
        var isNothing = true
        for one in told {
            switch one.reading {
            case .findings(let found):
                isNothing = false
                findings += found.filter { !findings.contains($0) }
            case .nothing: break
            case .broken(let reason): if !broken.contains(reason) { broken.append(reason) }
            }
        }
        let fails = findings.contains { $0.severity <= .medium }
        let verdict: Verdict =
            fails
            ? .failed
            : !broken.isEmpty ? .unavailable : isNothing ? .notApplicable : .passed
        let gaps = broken.map { Finding(.info, code: id.text, Words.printable($0, limit: 500)) }
        return CheckResult(
            verdict,
            findings: findings.sorted(by: Self.isBefore) + gaps,
            measured: [
                "files": .int(targets.count), "commands": .array(told.map(\.record)),
            ],
            tool: validator.tool.name + (version.map { " \($0)" } ?? "")
        )
    }

    /// The worst first, then by place, so that the same bytes give the same list.
    private static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
        if left.severity != right.severity { return left.severity < right.severity }
        let place = (left.file ?? "", left.line ?? 0)
        let other = (right.file ?? "", right.line ?? 0)
        return place == other ? left.message < right.message : place < other
    }
}
