/// A node with how many nodes it stands for and how many levels it has.
struct MeasuredNode {
    let node: YAMLNode
    var weight = 1
    var height = 0

    init(_ node: YAMLNode, weight: Int = 1, height: Int = 0) {
        self.node = node
        self.weight = weight
        self.height = height
    }
}

/// A container that is being read.
struct YAMLFrame {
    let place: Place
    let anchor: String?
    let isMapping: Bool
    private var elements: [YAMLNode] = []
    private var entries: [YAMLNode.Entry] = []
    private var known: [String: Place] = [:]
    private var key: (text: String, place: Place, isKept: Bool)?
    private var weight = 1
    private var height = 0

    init(place: Place, anchor: String?, isMapping: Bool) {
        self.place = place
        self.anchor = anchor
        self.isMapping = isMapping
    }

    var closed: MeasuredNode {
        let content: YAMLNode.Content = isMapping ? .mapping(entries) : .sequence(elements)
        return MeasuredNode(YAMLNode(content, at: place), weight: weight, height: height + 1)
    }

    mutating func take(_ measured: MeasuredNode, at place: Place, mistakes: Mistakes) {
        weight += measured.weight
        height = max(height, measured.height)
        if !isMapping {
            elements.append(measured.node)
        } else if let (text, keyPlace, isKept) = key {
            key = nil
            guard isKept else { return }
            entries.append(YAMLNode.Entry(key: text, place: keyPlace, value: measured.node))
        } else {
            takeKey(measured.node, at: place, mistakes: mistakes)
        }
    }

    private mutating func takeKey(_ node: YAMLNode, at place: Place, mistakes: Mistakes) {
        guard let scalar = node.scalar else {
            mistakes.error("a key must be a scalar, found an \(node.kindName)", at: place)
            key = ("", place, false)
            return
        }
        let text = scalar.text
        if text == "<<", scalar.style == .plain {
            mistakes.error(
                "the merge key '<<' is not supported",
                at: place,
                hint: "write the members out"
            )
            key = (text, place, false)
        } else if let first = known[text] {
            mistakes.error(
                "the key \(text.quoted) stands here a second time",
                at: place,
                hint: "the first is at \(first.line):\(first.column)"
            )
            key = (text, place, false)
        } else {
            known[text] = place
            key = (text, place, true)
        }
    }
}
