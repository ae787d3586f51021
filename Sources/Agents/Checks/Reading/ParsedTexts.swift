import Synchronization
import Workflow

/// Keeps what was read from texts, by kind and text, for as long as it lives.
package final class ParsedTexts: TextMemory {
    private let values = Mutex<[String: any Sendable]>([:])

    package init() {}

    package func value(_ kind: String, _ text: String) -> (any Sendable)? {
        values.withLock { $0[kind + "\n" + text] }
    }

    package func keep(_ kind: String, _ text: String, _ value: any Sendable) {
        values.withLock { $0[kind + "\n" + text] = value }
    }
}

extension CheckSubject {
    /// What `parse` makes of a text; a text that was read before is not read again.
    func parsed<Result: Sendable, Failure: Error>(
        _ text: String,
        as kind: String,
        _ parse: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if let known = memory?.value(kind, text) as? Result { return known }
        let result = try parse(text)
        memory?.keep(kind, text, result)
        return result
    }
}
