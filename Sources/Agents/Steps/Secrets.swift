import Foundation
import Workflow

/// Secrets enter by reference (`env:NAME`, `file:PATH`) and reach a command only through its
/// environment; what it writes is looked through for them before it is kept.
struct Secrets: Sendable {
    private var values: [(name: String, value: String)] = []

    /// None.
    init() {}

    /// Resolves the secrets that `environment` holds a mark of.
    ///
    /// - Throws: `SecretError` when what a reference names is not there.
    init(
        marked environment: [EnvironmentValue],
        inputs: Value
    ) throws(SecretError) {
        for (name, reference) in inputs.objectValue?.pairs ?? [] {
            let mark = SecretMark.text(of: name)
            guard environment.contains(where: { $0.value.contains(mark) }),
                let text = reference.stringValue
            else { continue }
            values.append((name, try Self.value(of: text, name: name)))
        }
    }

    /// The same with values that are concealed without having been declared.
    func adding(_ more: [(name: String, value: String)]) -> Secrets {
        var all = self
        all.values += more.filter { pair in !values.contains { $0.value == pair.value } }
        return all
    }

    /// The variables as the command gets them.
    func reveal(_ environment: [EnvironmentValue]) -> [(name: String, value: String)] {
        environment.map { variable in
            let value = values.reduce(variable.value) { text, secret in
                text.replacingOccurrences(of: SecretMark.text(of: secret.name), with: secret.value)
            }
            return (variable.name, value)
        }
    }

    /// The text with each secret, plain or in base64, replaced by its name.
    func conceal(_ text: String) -> String {
        forms.reduce(text) { text, form in
            text.replacingOccurrences(of: form.text, with: "[secret \(form.name)]")
        }
    }

    func conceal(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for form in forms {
            result = Self.replace(Array(form.text.utf8), in: result, by: form.name)
        }
        return result
    }

    /// Shorter values would turn ordinary text into holes.
    private static let shortestConcealedBytes = 4

    private var forms: [(name: String, text: String)] {
        values.filter { $0.value.utf8.count >= Self.shortestConcealedBytes }.flatMap { secret in
            [
                (secret.name, secret.value),
                (secret.name, Data(secret.value.utf8).base64EncodedString()),
            ]
        }
    }

    private static func replace(_ secret: [UInt8], in bytes: [UInt8], by name: String) -> [UInt8] {
        guard bytes.count >= secret.count else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == secret[0], bytes[index...].starts(with: secret) {
                result += Array("[secret \(name)]".utf8)
                index += secret.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func value(
        of reference: String,
        name: String
    ) throws(SecretError) -> String {
        if reference.hasPrefix("env:") {
            let variable = String(reference.dropFirst(4))
            guard let value = ProcessInfo.processInfo.environment[variable] else {
                throw SecretError(name: name, reason: "the variable \(variable) is not set")
            }
            return value
        }
        if reference.hasPrefix("file:") {
            let path = String(reference.dropFirst(5))
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw SecretError(name: name, reason: "the file \(path) cannot be read")
            }
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        }
        throw SecretError(name: name, reason: "it is no reference (env:NAME or file:PATH)")
    }
}

/// A secret that is not where its reference says.
struct SecretError: Error, CustomStringConvertible {
    let name: String
    let reason: String
    var description: String { "secret '\(name)' cannot be had: \(reason)" }
}
