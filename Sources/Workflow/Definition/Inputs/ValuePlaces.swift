/// Where the parts of inputs stand in a person's files.
///
/// A path begins with the input's name; elements of arrays are counted from zero:
/// `["request", "environments", "order", "0"]`.
package struct ValuePlaces: Sendable, Hashable {
    private var places: [[String]: Place] = [:]

    package init() {}

    /// The place of the value at `path`; nil when it was not written in a file.
    package subscript(path: [String]) -> Place? { places[path] }

    /// The place of the value at `path`, or of the innermost part around it that was written.
    package func nearest(to path: [String]) -> Place? {
        (0...path.count).lazy.compactMap { places[path.dropLast($0)] }.first
    }

    /// Everything at and below `path` is where `node` says.
    mutating func record(_ node: YAMLNode, at path: [String]) {
        places[path] = node.place
        switch node.content {
        case .scalar: break
        case .sequence(let elements):
            for (index, element) in elements.enumerated() {
                record(element, at: path + [String(index)])
            }
        case .mapping(let entries):
            for entry in entries { record(entry.value, at: path + [entry.key]) }
        }
    }

    /// Forgets all that stands below `name`, because another value is bound to it.
    mutating func remove(input name: String) {
        places = places.filter { $0.key.first != name }
    }

    /// Takes over all that `other` knows of the input `name`.
    mutating func replace(input name: String, from other: ValuePlaces) {
        remove(input: name)
        places.merge(other.places.filter { $0.key.first == name }) { $1 }
    }
}
