import Foundation
import Workflow

/// An address that an agent may fetch: `https`, a host's name, the usual port.
struct WebAddress: Sendable {
    let host: String

    /// - Throws: `ToolDenial` for anything else.
    init(_ text: String) throws {
        guard text.utf8.count <= 2000, let parts = URLComponents(string: text),
            let host = parts.host?.lowercased(), !host.isEmpty
        else { throw ToolDenial("'\(Words.printable(text, limit: 100))' is no address") }
        guard parts.scheme?.lowercased() == "https" else {
            throw ToolDenial("only https is fetched")
        }
        guard parts.user == nil, parts.password == nil else {
            throw ToolDenial("an address holds no credentials")
        }
        guard parts.port == nil || parts.port == 443 else {
            throw ToolDenial("only port 443 is fetched from")
        }
        // A number is not in any list of names, and 'localhost' is this machine.
        let isName = host.contains(".") && host.last?.isLetter == true && !host.contains(":")
        guard isName, !host.hasSuffix(".localhost"), !host.hasSuffix(".internal") else {
            throw ToolDenial("'\(host)' is no name of a public host")
        }
        self.host = host
    }
}

/// One GET by `curl`, bounded in time and size, that follows nothing.
struct WebRequest: Sendable {
    let address: String

    private static let mostBytes = 2 * 1024 * 1024
    private static let mark = "\n::status::"

    struct Fetched: Sendable {
        let status: Int
        let text: String
    }

    /// Where the system installs it.
    private static let places = ["/usr/bin/curl", "/usr/local/bin/curl", "/bin/curl"]

    /// - Throws: `ToolFailure` when nothing could be had.
    func fetch(_ surroundings: any Surroundings) async throws -> Fetched {
        let found = Self.places.first(where: FileManager.default.isExecutableFile)
        guard let program = found else { throw ToolFailure("curl is not installed") }
        let call = ToolCall(
            program: program,
            arguments: [
                "--disable", "--silent", "--show-error", "--proto", "=https", "--max-redirs", "0",
                "--noproxy", "*", "--max-time", "30", "--max-filesize", String(Self.mostBytes),
                "--user-agent", "orchestrate", "--write-out", Self.mark + "%{http_code}", "--",
                address,
            ],
            folder: "/",
            environment: ["PATH": Confinement.path],
            timeLimitMilliseconds: 35_000
        )
        let ended = try await call.run(surroundings)
        let text = String(decoding: ended.stdout, as: UTF8.self)
        guard ended.ending == .exited(0),
            let range = text.range(of: Self.mark, options: .backwards),
            let status = Int(text[range.upperBound...])
        else {
            let said = String(decoding: ended.stderr.prefix(300), as: UTF8.self)
            throw ToolFailure("nothing could be fetched: \(Words.printable(said))")
        }
        let body = text[..<range.lowerBound]
        guard body.utf8.count <= Self.mostBytes else {
            throw ToolFailure("the answer has more than \(Self.mostBytes) bytes")
        }
        return Fetched(status: status, text: String(body))
    }
}
