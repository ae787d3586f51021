internal import CPlatform
import Foundation
package import Workflow

/// Gets the value of one secret from where it is.
package struct SecretReading: Sendable {
    let name: String
    let surroundings: any Surroundings

    package init(name: String, surroundings: any Surroundings) {
        self.name = name
        self.surroundings = surroundings
    }

    /// Longer values are refused.
    static let longestBytes = 64 * 1024

    /// - Throws: `SecretError` when it is not there or cannot be used; `CancellationError`.
    package func value(of source: SecretSource) async throws -> String {
        switch source {
        case .environment(let variable): try checked(environment(variable), variable)
        case .file(let path): try checked(file(path), "the file \(path)")
        case .command(let words, let limit):
            try checked(await command(words, limit), "what '\(words.first ?? "")' writes")
        }
    }

    /// The value when it can be got without a command; nil otherwise.
    package func valueAtHand(of source: SecretSource) -> String? {
        switch source {
        case .environment(let variable): try? checked(environment(variable), variable)
        case .file(let path): try? checked(file(path), path)
        case .command: nil
        }
    }

    private func checked(_ bytes: [UInt8], _ what: String) throws(SecretError) -> String {
        guard bytes.count <= Self.longestBytes else {
            throw refusal("\(what) has more than \(Self.longestBytes) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw refusal("\(what) is not UTF-8 text")
        }
        guard !text.isEmpty else { throw refusal("\(what) is empty") }
        guard bytes.count >= Secrets.shortestBytes else {
            throw refusal(
                "\(what) has fewer than \(Secrets.shortestBytes) bytes, which cannot be told from "
                    + "ordinary text and would stay in the open"
            )
        }
        return text
    }

    private func refusal(_ reason: String) -> SecretError {
        SecretError(name: name, reason: reason)
    }

    private func environment(_ variable: String) throws(SecretError) -> [UInt8] {
        guard let value = ProcessInfo.processInfo.environment[variable] else {
            throw refusal("the variable \(variable) is not set")
        }
        return Array(value.utf8)
    }

    /// Links are not followed, so that nobody who may write beside the file chooses another; what
    /// is no plain file never comes to an end.
    private func file(_ path: String) throws(SecretError) -> [UInt8] {
        let descriptor = platform_open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0)
        guard descriptor >= 0 else {
            throw refusal(
                errno == ELOOP
                    ? "the file \(path) is a symbolic link, which is not followed"
                    : "the file \(path) cannot be read"
            )
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw refusal("the file \(path) is no plain file")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        do {
            let data = try handle.read(upToCount: Self.longestBytes + 2) ?? Data()
            return Self.withoutNewline([UInt8](data))
        } catch {
            throw refusal("the file \(path) cannot be read")
        }
    }

    /// Whether others than the owner may read the file of a secret; false when nobody knows.
    package static func isOpenToOthers(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && status.st_mode & 0o044 != 0
    }

    private func command(_ words: [String], _ limit: Int64) async throws -> [UInt8] {
        guard let name = words.first else { throw refusal("its command is empty") }
        guard let program = name.hasPrefix("/") ? name : ToolPath.ofProcess.find(name) else {
            throw refusal("its command '\(name)' is not on the PATH")
        }
        var environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("ORCHESTRATE_") }
        environment["SWIFT_BACKTRACE"] = "enable=no"
        let ended = try await ToolCall(
            program: program,
            arguments: Array(words.dropFirst()),
            folder: "/",
            environment: environment,
            timeLimitMilliseconds: limit
        ).run(surroundings)
        // What it says on standard error may hold anything, the value included.
        guard ended.ending == .exited(0) else {
            throw refusal("its command '\(name)' ended with \(Self.words(ended.ending))")
        }
        return Self.withoutNewline(ended.stdout)
    }

    private static func words(_ ending: ChildProcess.Ending) -> String {
        if case .notStarted = ending { "nothing: it could not be started" } else { "\(ending)" }
    }

    private static func withoutNewline(_ bytes: [UInt8]) -> [UInt8] {
        bytes.last == 0x0A ? bytes.dropLast() : bytes
    }
}

/// A secret that is not where it should be, or that cannot be used.
package struct SecretError: Error, CustomStringConvertible {
    let name: String
    let reason: String
    package var description: String { "secret '\(name)' cannot be had: \(reason)" }
}
