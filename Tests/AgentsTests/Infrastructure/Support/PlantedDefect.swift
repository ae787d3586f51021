import Testing
import Workflow

/// A mistake that is put into one rendered file, and the check that must find it.
struct PlantedDefect: Sendable, CustomTestStringConvertible {
    let check: String
    let deliverable: DeliverableID
    let path: String
    let old: String
    let new: String

    init(
        _ check: String,
        _ deliverable: DeliverableID,
        _ path: String,
        _ old: String,
        _ new: String
    ) {
        self.check = check
        self.deliverable = deliverable
        self.path = path
        self.old = old
        self.new = new
    }

    var testDescription: String { "\(check): '\(old)' → '\(new)' in \(path)" }
}
