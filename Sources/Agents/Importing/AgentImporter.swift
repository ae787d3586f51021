import Foundation
import Workflow

/// Reads definitions of agents that other systems use.
package enum AgentImporter {
    package static let mostBytes = 2 * 1024 * 1024

    /// The agent that a file's bytes define.
    ///
    /// - Throws: `AgentImportError` when they define none.
    package static func agent(_ bytes: [UInt8], file: String) throws -> ImportedAgent {
        guard bytes.count <= mostBytes else {
            throw AgentImportError(description: "it has more than \(mostBytes) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw AgentImportError(description: "it is not UTF-8")
        }
        if text.hasPrefix("---"), isFrontMatter(text) {
            return MarkdownImport(text, file: file).imported()
        }
        if file.hasSuffix(".yaml") || file.hasSuffix(".yml") || text.contains("\nmetadata:")
            || text.hasPrefix("metadata:")
        {
            do {
                let imported = try MeshImport(text, file: file)
                return imported.imported()
            } catch let error as InvalidDefinition {
                throw AgentImportError(description: "it is no YAML: \(error)")
            }
        }
        if file.hasSuffix(".md") { return MarkdownImport(text, file: file).imported() }
        throw AgentImportError(
            description: "it has neither front matter nor 'metadata', so it defines no agent"
        )
    }

    private static func isFrontMatter(_ text: String) -> Bool {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.dropFirst().prefix(200).contains { $0.trimmed == "---" }
    }

    /// The files that `path` names: itself, or the definitions in a folder and in those of its
    /// folders where they are kept, sorted.
    package static func files(at path: String) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return []
        }
        guard isFolder.boolValue else { return [path] }
        let folders = ["", "/.claude/agents", "/.opencode/agent", "/.opencode/agents", "/agents"]
        return folders.flatMap { folder -> [String] in
            let place = path + folder
            let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
            return names.sorted().filter { name in
                let isRead = name.lowercased() == "readme.md"
                return !isRead && [".md", ".yaml", ".yml"].contains { name.hasSuffix($0) }
            }.map { place + "/" + $0 }
        }
    }
}

package struct AgentImportError: Error, Sendable, CustomStringConvertible {
    package let description: String
}
