/// Links of Markdown pages, as far as the checks follow them.
enum MarkdownLinks {
    /// Folders whose files are delivered after the pages that point to them.
    static let laterFolders = [
        "monitoring/", "incident/", "logging/", "compliance/", "kubernetes/", "capacity/", "dr/",
        "performance/", "scaling/", "improvement/",
    ]

    /// Targets of inline links that are no URL and no anchor, without their fragment.
    static func local(in text: String) -> [String] {
        var links: [String] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "](") {
            let tail = rest[open.upperBound...]
            let target = tail.prefix { $0 != ")" && $0 != "\n" }
            rest = tail.dropFirst(target.count)
            let path = target.prefix { $0 != "#" }
            if !path.isEmpty, !path.contains(":") { links.append(String(path)) }
        }
        return links
    }

    static func resolve(_ link: String, from page: String) -> String {
        var parts = page.split(separator: "/").dropLast().map(String.init)
        for part in link.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}
