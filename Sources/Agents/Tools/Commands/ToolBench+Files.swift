import Foundation
import Workflow

/// Read, Grep, Glob, Write and Edit.
extension ToolBench {
    private static let mostReadBytes = 1024 * 1024
    private static let mostMatches = 1000
    private static let mostSearchedBytes = 4 * 1024 * 1024

    /// `path`, and optionally `offset` and `limit` in bytes.
    func read(_ arguments: Value) async throws -> Done {
        let path = try arguments.text("path")
        try BeneathFolder.checked(path)
        try require(.read, on: .path(path))
        let bytes = try await content(of: path)
        let offset = min(max(0, arguments["offset"]?.intValue ?? 0), bytes.count)
        let most = min(Self.mostReadBytes, max(1, arguments["limit"]?.intValue ?? 256 * 1024))
        let part = Array(bytes[offset..<min(bytes.count, offset + most)])
        var answer: Members = [
            "bytes": .int(bytes.count), "truncated": .bool(offset + part.count < bytes.count),
        ]
        if let text = String(validating: part, as: UTF8.self) {
            answer["text"] = .string(text)
        } else {
            answer["base64"] = .string(Data(part).base64EncodedString())
        }
        return Done(.object(answer))
    }

    /// What the agent wrote so far, else what the workspace holds.
    func content(of path: String) async throws -> [UInt8] {
        if let staged = await ground.desk.staged(path) { return staged }
        let bytes = try workspace.read(path, limit: ground.workshop.limits.deliverableFileBytes)
        guard !ProtectedPath.holdsKey(bytes) else {
            throw ToolDenial("'\(path)' holds a private key, which no agent may touch")
        }
        return bytes
    }

    /// `pattern`; the files that it names, sorted.
    func glob(_ arguments: Value) async throws -> Done {
        let pattern = PathPattern(try arguments.text("pattern"))
        let files = try await visible(to: .glob).filter(pattern.matches)
        return Done([
            "files": .strings(files.prefix(Self.mostMatches)),
            "truncated": .bool(files.count > Self.mostMatches),
        ])
    }

    /// `pattern`, a text as it stands, `path`, a pattern of files, and `ignoreCase`.
    func grep(_ arguments: Value) async throws -> Done {
        let wanted = try arguments.text("pattern")
        guard !wanted.isEmpty else { throw ToolFailure("the argument 'pattern' is empty") }
        let ignoresCase = arguments["ignoreCase"]?.boolValue ?? false
        let scope = arguments["path"]?.stringValue.map { PathPattern($0) }
        let needle = ignoresCase ? wanted.lowercased() : wanted
        var matches: [Value] = []
        var isCut = false
        search: for file in try await visible(to: .grep) where scope?.matches(file) ?? true {
            guard let bytes = try? await content(of: file), bytes.count <= Self.mostSearchedBytes,
                let text = String(validating: bytes, as: UTF8.self)
            else { continue }
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            for (number, line) in lines.enumerated() {
                let line = String(line)
                guard (ignoresCase ? line.lowercased() : line).contains(needle) else { continue }
                guard matches.count < Self.mostMatches else {
                    isCut = true
                    break search
                }
                matches.append([
                    "file": .string(file), "line": .int(number + 1),
                    "text": .string(String(line.prefix(500))),
                ])
            }
        }
        return Done(["matches": .array(matches), "truncated": .bool(isCut)])
    }

    private func visible(to tool: Tool) async throws -> [String] {
        let own = await ground.desk.staged.map(\.path.text)
        let files = try workspace.files(limit: StagingFolder.mostFiles * 5)
        return Set(files + own).filter { ground.grants.refusal(of: tool, on: .path($0)) == nil }
            .sorted()
    }

    /// `path` and either `text` or `base64`; it replaces what is there.
    func write(_ arguments: Value) async throws -> Done {
        let path = try arguments.text("path")
        let bytes: [UInt8]
        switch (arguments["text"]?.stringValue, arguments["base64"]?.stringValue) {
        case (let text?, nil): bytes = Array(text.utf8)
        case (nil, let base64?):
            guard let data = Data(base64Encoded: base64) else {
                throw ToolFailure("the argument 'base64' is no base64")
            }
            bytes = Array(data)
        default: throw ToolFailure("there is either 'text' or 'base64'")
        }
        try await stage(path, bytes, by: .write)
        return Done(["bytes": .int(bytes.count)], outcome: "staged")
    }

    /// Stages a file after all that stands against it was looked at.
    func stage(_ path: String, _ bytes: [UInt8], by tool: Tool) async throws {
        try BeneathFolder.checked(path)
        try require(tool, on: .path(path))
        try workspace.requireNoLink(on: path)
        guard !ProtectedPath.holdsKey(bytes) else {
            throw ToolDenial("what it wants to write to '\(path)' is a private key")
        }
        let limit = ground.workshop.limits.deliverableFileBytes
        guard bytes.count <= limit else {
            throw ToolFailure("'\(path)' would have \(bytes.count) bytes, the limit is \(limit)")
        }
        try await ground.desk.stage(path: path, bytes: ground.secrets.conceal(bytes))
    }

    /// `path`, `old` and `new`, and `all` where `old` may stand more than once.
    func edit(_ arguments: Value) async throws -> Done {
        let path = try arguments.text("path")
        let old = try arguments.text("old")
        let new = try arguments.text("new")
        try BeneathFolder.checked(path)
        try require(.edit, on: .path(path))
        let isOwn = ground.message.bench.phaseFiles.contains { PathPattern($0).matches(path) }
        guard isOwn else {
            throw ToolDenial("'\(path)' belongs to no deliverable of the agent's own phase")
        }
        guard !old.isEmpty,
            let text = String(validating: try await content(of: path), as: UTF8.self)
        else { throw ToolFailure("'old' is empty, or '\(path)' is no text") }
        let count = text.components(separatedBy: old).count - 1
        guard count > 0 else { throw ToolFailure("'old' does not stand in '\(path)'") }
        guard count == 1 || arguments["all"]?.boolValue == true else {
            throw ToolFailure("'old' stands \(count) times in '\(path)'; say 'all', or more of it")
        }
        let edited = text.replacingOccurrences(of: old, with: new)
        try await stage(path, Array(edited.utf8), by: .edit)
        noteEdited(path)
        return Done(["replaced": .int(count)], outcome: "staged")
    }
}
