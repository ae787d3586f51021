import Foundation
package import Workflow

/// Asks `ssh-keygen` whether signatures are what a history says they are.
package struct SignatureVerifier: Sendable {
    /// Keys that no longer count, in the state folder: public keys, a line each, or an OpenSSH KRL.
    package static let revokedName = "revoked_keys"

    private let signers: AllowedSigners?
    /// The bytes of each list of revoked keys.
    private let revoked: [[UInt8]]
    private let surroundings: any Surroundings

    /// Verifies against `signers` and the keys that the state folder says are revoked.
    ///
    /// - Throws: `FileError` when the list of revoked keys cannot be read; it never counts as empty.
    package init(
        signers: AllowedSigners?,
        folder: StateFolder,
        surroundings: any Surroundings,
        revoked more: [[UInt8]] = []
    ) throws {
        let own = try Self.revokedKeys(in: folder)
        self.init(
            signers: signers,
            revoked: (own.map { [$0] } ?? []) + more,
            surroundings: surroundings
        )
    }

    package init(
        signers: AllowedSigners?,
        revoked: [[UInt8]],
        surroundings: any Surroundings
    ) {
        self.signers = signers
        self.revoked = revoked
        self.surroundings = surroundings
    }

    /// The list of revoked keys of a state folder; nil when it has none.
    package static func revokedKeys(in folder: StateFolder) throws(FileError) -> [UInt8]? {
        do {
            return try DurableFile.read(folder.path + "/" + revokedName)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }

    /// Why a signature does not count; nil when it does.
    ///
    /// - Throws: `ToolMissing` without `ssh-keygen`.
    package func objection(to claim: SignatureClaim) async throws -> String? {
        guard let signers else {
            return "\(claim.subject) is signed, and the workflow names no signers"
        }
        let tool = try SSHKeygen(surroundings: surroundings)
        let folder = try SecretFolder()
        defer { folder.remove() }
        let files = Files(
            folder: folder.path,
            allowed: try folder.write(signers.text, to: "allowed_signers"),
            text: try folder.write(claim.signature.text, to: "statement"),
            signature: try folder.write(claim.signature.armored, to: "statement.sig"),
            time: Self.time(claim.signature.at)
        )
        guard
            try await tool.run(files.verify(claim), input: files.text, in: folder.path)
                .status == 0
        else { return try await reason(claim, files, tool) }
        for (index, keys) in revoked.enumerated() {
            let list = try folder.write(keys, to: "revoked-\(index)")
            let answer = try await tool.run(
                files.verify(claim) + ["-r", list],
                input: files.text,
                in: folder.path
            )
            if answer.status != 0 {
                return
                    "\(claim.subject) does not hold: the key is among the revoked ones, or their "
                    + "list cannot be read"
            }
        }
        return nil
    }

    private struct Files {
        let folder: String
        let allowed: String
        let text: String
        let signature: String
        let time: String

        func verify(_ claim: SignatureClaim) -> [String] {
            [
                "-Y", "verify", "-f", allowed, "-I", claim.principal, "-n",
                claim.namespace.rawValue, "-s", signature, "-O", "verify-time=\(time)",
            ]
        }
    }

    /// Finds out what is wrong: the text, the key, or its time.
    private func reason(
        _ claim: SignatureClaim,
        _ files: Files,
        _ tool: SSHKeygen
    ) async throws -> String {
        let whole = try await tool.run(
            ["-Y", "check-novalidate", "-n", claim.namespace.rawValue, "-s", files.signature],
            input: files.text,
            in: files.folder
        )
        guard whole.status == 0 else {
            return "\(claim.subject) does not hold: the signature is not over what is recorded"
        }
        let find = ["-Y", "find-principals", "-f", files.allowed, "-s", files.signature]
        let owners = try await tool.run(
            find + ["-O", "verify-time=\(files.time)"],
            in: files.folder
        )
        if owners.error.contains("expired") || owners.error.contains("not yet valid") {
            return "\(claim.subject) does not hold: the key of '\(claim.principal)' does not count "
                + "at \(claim.signature.at.wholeSecond) (\(owners.complaint))"
        }
        let names = owners.out.split(separator: "\n").joined(separator: ", ")
        guard owners.status == 0, !names.isEmpty else {
            return "\(claim.subject) does not hold: 'signers' has no such key"
        }
        return "\(claim.subject) does not hold: the key is that of \(Words.printable(names)), "
            + "not of '\(claim.principal)'"
    }

    /// As `ssh-keygen` takes times.
    private static func time(_ time: Timestamp) -> String {
        time.wholeSecond.filter(\.isNumber)
    }
}
