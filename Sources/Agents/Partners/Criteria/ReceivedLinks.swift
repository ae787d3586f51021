import Workflow

/// Links between received pages: what was received with a page must be found from it.
enum ReceivedLinks {
    /// How many links were followed, and those that lead nowhere.
    ///
    /// A link into a folder of which nothing was offered is not this receiver's to follow.
    static func dead(in bundle: CheckSubject) throws -> (looked: Int, links: [String]) {
        let known = Set(bundle.knownPaths)
        let folders = Set(known.compactMap { $0.split(separator: "/").first })
        var looked = 0
        var links: [String] = []
        for page in bundle.knownPaths where page.hasSuffix(".md") {
            let text = try bundle.requiredText(page)
            for link in MarkdownLinks.local(in: text) {
                let target = MarkdownLinks.resolve(link, from: page)
                guard let folder = target.split(separator: "/").first, folders.contains(folder)
                else { continue }
                looked += 1
                let isFolder = known.contains { $0.hasPrefix(target + "/") }
                if !known.contains(target), !isFolder { links.append("\(page): '\(link)'") }
            }
        }
        return (looked, links)
    }
}
