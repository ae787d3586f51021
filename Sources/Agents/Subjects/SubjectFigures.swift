package import Workflow

/// Reads figures out of the files that a gate asks about, so that a person sees how they changed.
///
/// The engine knows no cost and no resource: whoever knows what a file means gives it names.
package protocol SubjectFigures: Sendable {
    /// What the figures are about, such as `cost`.
    var title: String { get }

    /// The figures among `files`, in the order in which they are shown; empty when there are none.
    func figures(
        of files: [DeliverableFile],
        read: (DeliverableFile) -> [UInt8]?
    ) -> [SubjectFigure]
}

/// One thing that a person would compare.
package struct SubjectFigure: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One figure then and now.
package struct SubjectFigureChange: Sendable, Hashable {
    package let name: String
    package let before: String?
    package let after: String?

    /// What is different between two lists; a figure that is the same is left out.
    package static func changes(
        from old: [SubjectFigure],
        to new: [SubjectFigure]
    ) -> [SubjectFigureChange] {
        let before = Dictionary(old.map { ($0.name, $0.value) }) { first, _ in first }
        let after = Dictionary(new.map { ($0.name, $0.value) }) { first, _ in first }
        let names = new.map(\.name) + old.map(\.name).filter { after[$0] == nil }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted && before[$0] != after[$0] }
            .map { SubjectFigureChange(name: $0, before: before[$0], after: after[$0]) }
    }
}
