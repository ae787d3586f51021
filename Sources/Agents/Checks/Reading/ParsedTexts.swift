import Synchronization
import Workflow

/// Keeps what was read from texts, by kind and text, up to a bound on the bytes of the texts.
///
/// A text that would go beyond the bound makes room by letting go of all the others: what checks ask
/// for together is kept together, and the next ones read anew.
package final class ParsedTexts: TextMemory {
    private struct Key: Hashable {
        let kind: String
        let text: String
    }

    private struct Kept {
        var values: [Key: any Sendable] = [:]
        var bytes = 0
    }

    /// What is read from a text takes many times its bytes; all files of a workspace that are read
    /// as something have about a million.
    package static let standardBytes = 4 << 20

    private let kept = Mutex(Kept())
    private let limitBytes: Int

    package init(limitBytes: Int = ParsedTexts.standardBytes) { self.limitBytes = limitBytes }

    package func value(_ kind: String, _ text: String) -> (any Sendable)? {
        kept.withLock { $0.values[Key(kind: kind, text: text)] }
    }

    package func keep(_ kind: String, _ text: String, _ value: any Sendable) {
        let bytes = text.utf8.count
        guard bytes <= limitBytes else { return }
        let key = Key(kind: kind, text: text)
        kept.withLock { kept in
            if kept.values[key] == nil {
                if kept.bytes + bytes > limitBytes { kept = Kept() }
                kept.bytes += bytes
            }
            kept.values[key] = value
        }
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
