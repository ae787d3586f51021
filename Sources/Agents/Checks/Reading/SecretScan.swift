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
        let present = prefixes.filter { TextSearch.occurs($0, in: text) }
        let hasWebhook = TextSearch.occurs(webhook, in: text)
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if let reason = reason(Substring(line), prefixes: present, hasWebhook: hasWebhook) {
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
        let bytes = line.utf8
        guard
            let separator = bytes.firstIndex(where: {
                $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":")
            }), let matched = name(before: bytes[..<separator])
        else { return nil }
        let value = line[line.index(after: separator)...]
            .drop { $0 == " " || $0 == "=" || $0 == "\"" }
            .prefix { $0 != "\"" && $0 != " " && $0 != "," }
        let isReference =
            value.isEmpty || value.contains("${") || value.contains("$(") || value.hasPrefix("arn:")
            || value.hasPrefix("secretref:") || value.hasPrefix("/") || value.hasPrefix("var.")
            || value.contains(".") || ["true", "false", "null", "|", "{", "["].contains(value)
        return isReference || value.count < 6 ? nil : matched
    }

    /// The credential's name that the letters, digits and underscores before a separator end with.
    private static func name(before separator: Substring.UTF8View) -> String? {
        let written = separator.reversed().lazy.filter(isOfName).prefix(longestName)
        let ending = written.map {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
        }
        return namesBackwards.first { ending.starts(with: $0.bytes) }?.name
    }

    /// Bytes of letters outside ASCII count as letters.
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    private static let namesBackwards = names.map { (name: $0, bytes: Array($0.utf8.reversed())) }
    private static let longestName = names.map(\.utf8.count).max() ?? 0
}
