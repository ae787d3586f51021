/// Reads how a step is undone.
enum UndoReader {
    static func undo(_ step: YAMLNode, mistakes: Mistakes) -> UndoDeclaration? {
        guard let node = step["undo"] else { return nil }
        if let script = node.scalar?.value.stringValue { return UndoDeclaration(script: script) }
        guard let script = node.text("run") else { return nil }
        if node.milliseconds("timeout") == 0, let place = node["timeout"]?.place {
            mistakes.error("'timeout' must be more than nothing", at: place)
        }
        return UndoDeclaration(
            script: script,
            when: node.text("when").flatMap(UndoDeclaration.When.init) ?? .completed,
            isIdempotent: node.bool("idempotent") ?? false,
            timeoutMilliseconds: node.milliseconds("timeout")
        )
    }

    /// The node of its command.
    static func command(_ step: YAMLNode) -> YAMLNode? {
        guard let node = step["undo"] else { return nil }
        return node.mapping == nil ? node : node["run"]
    }
}
