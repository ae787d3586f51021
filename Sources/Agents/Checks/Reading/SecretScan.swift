package import Workflow

/// Looks for credentials that are written out.
package enum SecretScan {
    private static let prefixes = [
        "AKIA", "ASIA", "ghp_", "github_pat_", "xoxb-", "xoxp-", "sk_live_", "-----BEGIN ",
    ]
    private static let webhook = "hooks.slack.com/services/"
    private static let names = [
        "password", "passwd", "secret_key", "access_key", "auth_token", "api_key", "apikey",
        "service_key", "private_key", "client_secret", "routing_key",
    ]

    package static func findings(in text: String, file: String) -> [Finding] {
        var findings: [Finding] = []
        // Nearly every text holds none of them, and looking for each in each line is what takes long.
        let present = prefixes.filter { occurs($0, in: text) }
        let hasWebhook = occurs(webhook, in: text)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if let reason = reason(line, prefixes: present, hasWebhook: hasWebhook) {
                findings.append(
                    Finding(
                        .critical,
                        code: "T22",
                        reason,
                        file: file,
                        line: index + 1,
                        fix: "refer to a secret by its path or ARN, and rotate this one"
                    )
                )
            }
        }
        return findings
    }

    private static func occurs(_ words: String, in text: String) -> Bool {
        var (words, text) = (words, text)
        return text.withUTF8 { all in
            words.withUTF8 { sought in
                guard let first = sought.first, all.count >= sought.count else { return false }
                return (0...(all.count - sought.count)).contains { start in
                    all[start] == first
                        && all[start..<(start + sought.count)].elementsEqual(sought)
                }
            }
        }
    }

    private static func reason(
        _ line: Substring,
        prefixes: [String],
        hasWebhook: Bool
    ) -> String? {
        for prefix in prefixes {
            if let range = line.firstRange(of: prefix), isToken(line, range, prefix) {
                return "a credential that begins with '\(prefix)'"
            }
        }
        if hasWebhook, line.contains(webhook) { return "a Slack webhook" }
        return assigned(line).map { "'\($0)' has a value in plain text" }
    }

    /// Long enough after its prefix to be a credential, and no part of a longer word.
    private static func isToken(
        _ line: Substring,
        _ range: Range<Substring.Index>,
        _ prefix: String
    ) -> Bool {
        let tail = line[range.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let before = line[..<range.lowerBound].last
        let isWord = before.map { $0.isLetter || $0.isNumber } ?? false
        return !isWord && (prefix.hasPrefix("-") ? line.contains("PRIVATE KEY") : tail.count >= 12)
    }

    /// The name when a line gives a credential's name a quoted value or a long bare one.
    private static func assigned(_ line: Substring) -> String? {
        guard let separator = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { return nil }
        let name = line[..<separator].lowercased()
            .filter { $0.isLetter || $0.isNumber || $0 == "_" }
        guard let matched = names.first(where: { name.hasSuffix($0) }) else { return nil }
        let value = line[line.index(after: separator)...]
            .drop { $0 == " " || $0 == "=" || $0 == "\"" }
            .prefix { $0 != "\"" && $0 != " " && $0 != "," }
        let isReference =
            value.isEmpty || value.contains("${") || value.contains("$(") || value.hasPrefix("arn:")
            || value.hasPrefix("secretref:") || value.hasPrefix("/") || value.hasPrefix("var.")
            || value.contains(".") || ["true", "false", "null", "|", "{", "["].contains(value)
        return isReference || value.count < 6 ? nil : matched
    }
}
