/// The way from an event back to the beginning of its run, and the requirements that it is about.
package struct CausalPath: Sendable {
    /// One event on the way with what led to it, the nearest first: the way goes on with that one.
    package struct Link: Sendable {
        package let entry: TimelineEntry
        package let causes: [Causes.Cause]
    }

    /// From the event back to `run.started`.
    package let links: [Link]
    /// The requirements of the deliverables on the way, in the order of the file.
    package let requirements: [RequirementDeclaration]

    /// The way back from the event at `sequence`, of which `history` holds all events before it.
    ///
    /// With `all` every cause is followed, not only the nearest one of each event.
    package init(
        to sequence: Int,
        in history: some Sequence<RecordedEvent>,
        of definition: Definition,
        all: Bool = false
    ) {
        var causes = Causes(definition)
        var timeline = Timeline()
        var seen: [Link] = []
        for record in history {
            seen.append(Link(entry: timeline.apply(record), causes: causes.apply(record)))
            if record.sequence == sequence { break }
        }
        links = Self.way(to: sequence, in: seen, all: all)
        requirements = Self.requirements(of: links, in: definition)
    }

    private static func way(to sequence: Int, in seen: [Link], all: Bool) -> [Link] {
        guard let start = seen.last, start.entry.record.sequence == sequence else { return [] }
        var wanted: Set<Int> = [sequence]
        var way: [Link] = []
        // Causes come before what they led to, so that one pass backwards meets all of them.
        for link in seen.reversed() where wanted.contains(link.entry.record.sequence) {
            way.append(link)
            wanted.formUnion((all ? link.causes[...] : link.causes.prefix(1)).map(\.sequence))
        }
        return way
    }

    // MARK: Requirements

    private static func requirements(
        of links: [Link],
        in definition: Definition
    ) -> [RequirementDeclaration] {
        let phases = definition.phases
        var named: Set<DeliverableID> = []
        for link in links { named.formUnion(deliverables(of: link, in: definition)) }
        if named.isEmpty {
            // Nothing on the way names one: those of the phase are what it is all for.
            let near = links.lazy.compactMap(\.entry.place.phase).first
            let owed = phases.first { $0.id == near }?.deliverables ?? []
            named = Set(owed.map(\.id))
        }
        let ids = phases.flatMap(\.deliverables).filter { named.contains($0.id) }
            .flatMap(\.requirements)
        var seen: Set<String> = []
        return ids.sorted().filter { seen.insert($0).inserted }
            .map(definition.requirement)
    }

    private static func deliverables(
        of link: Link,
        in definition: Definition
    ) -> [DeliverableID] {
        switch link.entry.record.event {
        case .deliverableProduced(let produced): return [produced.deliverable]
        case .deliverableChecked(let checked): return [checked.deliverable]
        case .handoffOffered(let offered): return offered.deliverables.map(\.deliverable)
        case .gateOpened(let gate): return gate.subject.verdicts.map(\.deliverable)
        case .stepStarted, .stepCompleted, .stepFailed:
            let id = link.entry.place.step
            return definition.steps.first { $0.id == id }?.produces ?? []
        default: return []
        }
    }
}

extension Definition {
    /// What the file says of a requirement; one that it does not declare has no title.
    package func requirement(_ id: String) -> RequirementDeclaration {
        requirements.first { $0.id == id } ?? RequirementDeclaration(id: id, title: "")
    }
}
