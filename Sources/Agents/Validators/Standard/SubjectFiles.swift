import Workflow

extension CheckSubject {
    /// Paths of the deliverable's own files that `matches` picks, sorted.
    func own(_ matches: (String) -> Bool) -> [String] { files.map(\.path).filter(matches).sorted() }

    /// Paths of everything captured so far below one of `folders`.
    func captured(below folders: Set<String>) -> [String] {
        allPaths.filter { path in folders.contains { path.hasPrefix($0 + "/") } }
    }

    /// The value of the first input, or member of an input, that has all of `path`.
    func input(_ path: String...) -> Value? {
        let candidates = [inputs] + (inputs.objectValue?.pairs.map(\.value) ?? [])
        for candidate in candidates {
            var value: Value? = candidate
            for key in path { value = value?[key] }
            if let value, !value.isNull { return value }
        }
        return nil
    }
}

extension String {
    /// The path's first folder; empty for a file at the root.
    var topFolder: String {
        contains("/") ? String(split(separator: "/").first ?? "") : ""
    }

    /// The path's folder; empty for a file at the root.
    var folderPart: String {
        split(separator: "/").dropLast().joined(separator: "/")
    }

    var lastPart: String { String(split(separator: "/").last ?? "") }

    var isYAML: Bool { hasSuffix(".yaml") || hasSuffix(".yml") }

    func isBelow(_ folder: String) -> Bool {
        split(separator: "/").dropLast().contains(Substring(folder))
    }
}
