/// A pattern of paths below a workspace.
///
/// `*` and `?` stand for characters of one component, `**` for any number of components, a name that
/// ends in `/` for everything below it. A pattern without either names one file, or everything below
/// a folder of that name.
struct PathPattern: Sendable {
    private let components: [[Character]]
    private let isOpen: Bool

    init(_ text: String) {
        var parts = text.split(separator: "/", omittingEmptySubsequences: true).map(Array.init)
        while parts.first == ["."] { parts.removeFirst() }
        let hasMagic = text.contains("*") || text.contains("?")
        components = parts
        isOpen = text.hasSuffix("/") || !hasMagic
    }

    func matches(_ path: String) -> Bool {
        let names = path.split(separator: "/").map(Array.init)
        return Self.match(components[...], names[...], isOpen: isOpen)
    }

    private static func match(
        _ pattern: ArraySlice<[Character]>,
        _ names: ArraySlice<[Character]>,
        isOpen: Bool
    ) -> Bool {
        guard let head = pattern.first else { return names.isEmpty || isOpen }
        if head == ["*", "*"] {
            let rest = pattern.dropFirst()
            // A trailing '**' stands for something below, not for the folder itself.
            guard !rest.isEmpty else { return !names.isEmpty }
            return names.indices.contains { match(rest, names[$0...], isOpen: isOpen) }
        }
        guard let name = names.first, WordPattern.match(head[...], name[...]) else { return false }
        return match(pattern.dropFirst(), names.dropFirst(), isOpen: isOpen)
    }
}

/// A pattern of one word: `*` stands for any characters, `?` for one.
enum WordPattern {
    static func matches(_ pattern: String, _ word: String) -> Bool {
        match(Array(pattern)[...], Array(word)[...])
    }

    /// Two marks instead of recursion, so that no pattern takes exponential time.
    static func match(_ pattern: ArraySlice<Character>, _ word: ArraySlice<Character>) -> Bool {
        var place = pattern.startIndex
        var index = word.startIndex
        var star: (place: Int, index: Int)?
        while index < word.endIndex {
            if place < pattern.endIndex, pattern[place] == "*" {
                star = (place, index)
                place += 1
            } else if place < pattern.endIndex,
                pattern[place] == "?" || pattern[place] == word[index]
            {
                place += 1
                index += 1
            } else if let last = star {
                star = (last.place, last.index + 1)
                place = last.place + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}

/// A host, or with `*.` in front all hosts below it.
struct HostPattern: Sendable {
    private let text: String

    init(_ text: String) { self.text = text.lowercased() }

    func matches(_ host: String) -> Bool {
        let host = host.lowercased()
        guard text.hasPrefix("*.") else { return host == text }
        let suffix = text.dropFirst()
        return host.hasSuffix(suffix) && host.utf8.count > suffix.utf8.count
    }
}
