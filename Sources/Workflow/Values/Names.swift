/// A name that is a type of its own, so that a step's id is never taken for a run's.
package protocol Name: Sendable, Hashable, Comparable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    var text: String { get }
    init(_ text: String)
}

extension Name {
    package init(stringLiteral value: String) { self.init(value) }
    package var description: String { text }
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// One execution of a definition: a UUIDv7, or the id that was given with `--id`.
package struct RunID: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

package struct PhaseID: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// A step's id; unique in its definition.
package struct StepID: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

package struct AgentID: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

package struct DeliverableID: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

package struct CheckID: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

package struct GateID: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// A message's id, unique in its run: the step, round and attempt that it was sent for, and its place
/// among the questions (`?1`) or notices (`+1`) of the message that caused it.
package struct MessageID: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// A handoff's id: its step and round, unique in its run.
package struct HandoffID: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}
