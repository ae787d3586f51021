import Workflow

/// Tools of other systems as grants of this one.
enum ImportedGrants {
    /// The grant that `text` means, or why it means none.
    static func grant(_ text: String) -> Result<String, ImportedGrantError> {
        let grant: ToolGrant
        do throws(ToolGrantError) {
            grant = try ToolGrant(text.trimmed)
        } catch {
            return .failure(ImportedGrantError(description: error.description))
        }
        let known = Tool.allCases.first { $0.rawValue.lowercased() == grant.tool.lowercased() }
        let renamed = ["agent": Tool.task, "multiedit": .edit, "fetch": .webFetch]
        guard let tool = known ?? renamed[grant.tool.lowercased()] else {
            return .failure(
                ImportedGrantError(description: "tool '\(grant.tool)' has no counterpart here")
            )
        }
        guard let pattern = grant.pattern else { return .success(tool.rawValue) }
        return .success(
            ToolGrant(tool: tool.rawValue, pattern: translated(pattern, of: tool)).description
        )
    }

    /// `git diff:*` is written `git diff *`, `domain:example.org` is a host, `./docs/**` a path.
    private static func translated(_ pattern: String, of tool: Tool) -> String {
        switch tool {
        case .bash:
            pattern.hasSuffix(":*") ? pattern.dropLast(2) + " *" : pattern
        case .webFetch:
            pattern.hasPrefix("domain:") ? String(pattern.dropFirst(7)) : pattern
        case .read, .write, .edit, .grep, .glob:
            pattern.hasPrefix("./") ? String(pattern.dropFirst(2)) : pattern
        case .task, .todoWrite: pattern
        }
    }
}

struct ImportedGrantError: Error, CustomStringConvertible {
    let description: String
}

extension ImportedAgent {
    mutating func grant(_ texts: [String], line: Int) {
        for text in texts {
            switch ImportedGrants.grant(text) {
            case .success(let grant): if !grants.contains(grant) { grants.append(grant) }
            case .failure(let error): miss(line, error.description)
            }
        }
    }

    mutating func deny(_ texts: [String], line: Int) {
        for text in texts {
            guard case .success(let denied) = ImportedGrants.grant(text) else {
                miss(line, "what is disallowed with '\(text)' is not understood")
                continue
            }
            if denied.contains("(") {
                miss(line, "'\(denied)' is disallowed, and a grant cannot leave that out")
            }
            grants.removeAll { $0 == denied || $0.hasPrefix(denied + "(") }
        }
    }

    mutating func name(_ text: String?, file: String, line: Int) {
        if let text, Self.isID(text) {
            id = text
            return
        }
        let name = file.split(separator: "/").last ?? ""
        let stem = name.prefix { $0 != "." }.lowercased().map { character in
            character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
        }
        id = Self.isID(String(stem)) ? String(stem) : "agent"
        miss(line, text.map { "'\($0)' is no id of an agent here" } ?? "it has no name")
    }

    static func isID(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 63
        else { return false }
        return text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
    }
}
