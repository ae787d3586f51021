import Workflow

/// The names of the files in a bundle: there are no others.
enum BundleNames {
    static let manifest = "manifest.json"
    static let approvals = "approvals.json"
    static let definition = "definition.json"
    static let journal = "journal.jsonl"
    static let report = "report.html"
    static let signers = "signers/allowed_signers"
    private static let revokedPrefix = "signers/revoked_keys"
    private static let deliverablePrefix = "deliverables/"
    private static let objectPrefix = "objects/"

    static func revoked(_ index: Int) -> String {
        revokedPrefix + (index == 0 ? "" : "-\(index)")
    }

    static func signature(_ sequence: Int, _ part: String) -> String {
        "signatures/\(sequence).\(part)"
    }

    static func deliverable(_ path: String) -> String { deliverablePrefix + path }

    static func object(_ digest: Digest) -> String {
        objectPrefix + digest.hex.prefix(2) + "/" + digest.hex.dropFirst(2)
    }

    enum Kind: Equatable {
        /// What is kept in memory to be read.
        case text
        case deliverable(String)
        case object(Digest)
    }

    /// What a file of this name is.
    ///
    /// - Throws: `TarError` for a name that no bundle holds, such as one that leads out of it.
    static func kind(of name: String) throws(TarError) -> Kind {
        if [manifest, approvals, definition, journal, report, signers].contains(name) {
            return .text
        }
        if name.hasPrefix(deliverablePrefix) {
            let path = String(name.dropFirst(deliverablePrefix.count))
            do throws(WorkspacePathError) {
                return .deliverable(try WorkspacePath(path).text)
            } catch {
                throw TarError("names '\(name)': \(error.reason)")
            }
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 3, parts[0] == "objects", parts[1].utf8.count == 2,
            let digest = Digest(hex: parts[1] + parts[2])
        {
            return .object(digest)
        }
        if isSignature(parts) || isRevoked(name) { return .text }
        throw TarError("names '\(name)', which no bundle holds")
    }

    private static func isSignature(_ parts: [Substring]) -> Bool {
        guard parts.count == 2, parts[0] == "signatures" else { return false }
        let halves = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, ["txt", "sig"].contains(halves[1]) else { return false }
        return isNumber(halves[0])
    }

    private static func isRevoked(_ name: String) -> Bool {
        name == revokedPrefix
            || (name.hasPrefix(revokedPrefix + "-")
                && isNumber(name.dropFirst(revokedPrefix.count + 1)))
    }

    private static func isNumber(_ text: Substring) -> Bool {
        (1...12).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && text.utf8.first != 0x30
    }
}
