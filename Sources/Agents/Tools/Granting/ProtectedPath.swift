/// Paths that no agent reads or writes, whatever it is granted.
enum ProtectedPath {
    /// Why `path` is kept from agents; nil when it is not.
    static func reason(_ path: String) -> String? {
        for component in path.split(separator: "/") {
            if let reason = reason(component: component.lowercased()) {
                return "'\(component)' \(reason), which no agent may touch"
            }
        }
        return nil
    }

    private static func reason(component: String) -> String? {
        if folders.contains(component) { return "holds a repository, state or credentials" }
        if environmentFile(component) { return "holds an environment with its secrets" }
        if keyNames.contains(component) || keySuffixes.contains(where: component.hasSuffix) {
            return "holds a private key"
        }
        return nil
    }

    private static let folders: Set<String> = [
        ".git", ".orchestrate", ".ssh", ".aws", ".gnupg", ".kube", ".netrc", ".terraformrc",
    ]
    private static let keyNames: Set<String> = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"]
    private static let keySuffixes = [".pem", ".key", ".p12", ".pfx", ".jks", ".keystore"]
    private static let examples: Set<String> = [".env.example", ".env.sample", ".env.template"]

    private static func environmentFile(_ component: String) -> Bool {
        component == ".env" || component.hasPrefix(".env.") && !examples.contains(component)
    }

    /// Whether the bytes are those of a private key, under whatever name.
    static func holdsKey(_ bytes: [UInt8]) -> Bool {
        // Spelt in two halves, so that no scanner takes this file for a key.
        String(decoding: bytes, as: UTF8.self).contains("PRIVATE " + "KEY-----")
    }
}
