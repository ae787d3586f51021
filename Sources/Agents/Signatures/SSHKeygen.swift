import Foundation
import Workflow

/// `ssh-keygen`, which makes and verifies all signatures: no key is ever read here.
struct SSHKeygen: Sendable {
    let path: String
    let surroundings: any Surroundings

    /// How long an answer may take where nobody is asked anything.
    static let timeLimitMilliseconds: Int64 = 60_000

    /// Finds the program.
    ///
    /// - Throws: `ToolMissing` when it is not installed.
    init(surroundings: any Surroundings) throws(ToolMissing) {
        guard let path = ToolPath.ofProcess.find("ssh-keygen") else {
            throw ToolMissing(
                tool: "ssh-keygen",
                reason: "signatures are made and verified with it",
                hint: "install OpenSSH (apt install openssh-client)"
            )
        }
        self.path = path
        self.surroundings = surroundings
    }

    /// What it said.
    struct Answer: Sendable {
        let status: Int
        let out: String
        let error: String

        /// The last thing that it complained about, on one line.
        var complaint: String {
            if error.contains("passphrase") { return "its passphrase was not given, or is wrong" }
            let lines = (error + "\n" + out).split { $0.isNewline }
            let said = lines.last { !$0.hasPrefix("Could not verify") } ?? "no reason given"
            return Words.printable(String(said), limit: 200)
        }
    }

    /// Runs it without a terminal, `input` being what it reads.
    func run(
        _ arguments: [String],
        input: String = "/dev/null",
        in folder: String,
        extra: [String: String] = [:]
    ) async throws -> Answer {
        var call = ToolCall(
            program: path,
            arguments: arguments,
            folder: folder,
            environment: Self.environment.merging(extra) { $1 },
            timeLimitMilliseconds: Self.timeLimitMilliseconds
        )
        call.inputPath = input
        call.isDetached = true
        let end = try await call.run(surroundings)
        let status: Int =
            if case .exited(let code) = end.ending { code } else { -1 }
        return Answer(
            status: status,
            out: String(decoding: end.stdout, as: UTF8.self),
            error: status == -1 ? "\(end.ending)" : String(decoding: end.stderr, as: UTF8.self)
        )
    }

    /// Times without a zone in a file of signers are UTC, so that it means the same everywhere.
    static let environment = [
        "LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin", "SSH_ASKPASS_REQUIRE": "never",
    ]
}

/// A program that is needed and is not there.
package struct ToolMissing: Error, Sendable, CustomStringConvertible {
    package let tool: String
    package let reason: String
    package let hint: String

    package var description: String { "\(tool) is not installed: \(reason)" }
}

/// A folder for its user alone; whoever makes one removes it.
struct SecretFolder: Sendable {
    let path: String

    init() throws {
        let parent = FileManager.default.temporaryDirectory.path
        path = try UniqueFolder.make(in: parent, prefix: "orchestrate-sign-")
    }

    /// Writes a file for its user alone and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = path + "/" + name
        try DurableFile.write(bytes, to: file, mode: 0o600)
        return file
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
