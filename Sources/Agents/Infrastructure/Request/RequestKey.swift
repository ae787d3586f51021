package import Workflow

/// One member of the requirements document: parsed, documented and put into the JSON Schema from
/// this one description.
package struct RequestKey: Sendable {
    package let name: String
    package let kind: RequestKind
    package let isRequired: Bool
    package let defaultValue: Value?
    package let summary: String

    /// A member that may be left out; without `default` it is then absent.
    package init(
        _ name: String,
        _ kind: RequestKind,
        default defaultValue: Value? = nil,
        required isRequired: Bool = false,
        _ summary: String
    ) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.defaultValue = defaultValue
        self.summary = summary
    }
}

/// What a member may hold.
package indirect enum RequestKind: Sendable {
    case text(TextForm)
    case number(ClosedRange<Double>)
    case integer(ClosedRange<Int>)
    case flag
    case choice([String])
    case list(RequestKind, atLeast: Int)
    case object([RequestKey])
    /// Any keys, all with text values.
    case labels
    /// Any mapping: what is in it is judged elsewhere.
    case document
    /// Null, or the kind inside.
    case nullable(RequestKind)

    package var word: String {
        switch self {
        case .text(let form): form.word
        case .number: "number"
        case .integer: "whole number"
        case .flag: "true or false"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .list: "list"
        case .object, .labels, .document: "mapping"
        case .nullable(let kind): kind.word + " or null"
        }
    }
}

/// The written forms of text members.
package enum TextForm: String, Sendable, Hashable {
    case any
    /// What the provider takes as the value of a tag.
    case tag
    case name
    case account
    case cidr
    /// Of IPv4, in the public part of it.
    case publicAddress
    case date
    case schedule
    case domain
    case path
    case httpPath
    case region
    case webAddress
    /// A path in a secret store or an ARN, never a value.
    case secretReference

    package var word: String {
        switch self {
        case .any: "text"
        case .tag: "text of a tag"
        case .name: "name"
        case .account: "account number"
        case .cidr: "CIDR block"
        case .publicAddress: "public IPv4 address"
        case .date: "date"
        case .schedule: "schedule"
        case .domain: "domain name"
        case .path: "path"
        case .httpPath: "path of a URL"
        case .region: "region"
        case .webAddress: "address of the web"
        case .secretReference: "reference to a secret"
        }
    }

    /// An example that fits, for hints.
    package var example: String {
        switch self {
        case .any: "text"
        case .tag: "platform-team (letters, digits, spaces and _ . : / = + - @, at most 256)"
        case .name:
            "acme-saas (2 to 31 small letters, digits and single dashes between them, a letter first)"
        case .account: "\"444444444444\" (12 digits, in quotes)"
        case .cidr: "10.0.0.0/13 (host bits zero)"
        case .publicAddress: "198.51.100.1 (of the internet, not of a private network)"
        case .date: "2026-12-20"
        case .schedule: "MON-FRI 08:00-20:00 America/New_York"
        case .domain: "acme.example"
        case .path: "docs/trd.md (relative, without '..')"
        case .httpPath: "/healthz"
        case .region: "us-east-1"
        case .webAddress: "https://hooks.acme.example/events"
        case .secretReference: "acme/alertmanager/slack (a path or an ARN; the value stays there)"
        }
    }

    /// For the JSON Schema; `accepts` is what decides.
    package var pattern: String? {
        switch self {
        case .any: nil
        case .tag: "^[\\p{L}\\p{N}_.:/=+@-][\\p{L}\\p{N} _.:/=+@-]{0,255}$"
        case .name: "^(?=.{2,31}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$"
        case .account: "^[0-9]{12}$"
        case .cidr: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$"
        case .publicAddress: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}$"
        case .date: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
        case .schedule:
            "^[A-Z]{3}(-[A-Z]{3})? [0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2} [A-Za-z0-9_/+-]+$"
        case .domain: "^(?=.{4,200}$)([a-z0-9]+(-+[a-z0-9]+)*\\.)+[a-z][a-z0-9-]*[a-z0-9]$"
        case .path: "^[^/].*$"
        case .httpPath: "^/[A-Za-z0-9._~/?&=%:@+,;-]*$"
        case .region: "^[a-z]{2}(-[a-z]+)+-[0-9]$"
        case .webAddress: "^https://[^\\s\"]+$"
        case .secretReference:
            "^(arn:aws:[a-z]+:[A-Za-z0-9:/_.-]+|[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+)$"
        }
    }

    package func accepts(_ text: String) -> Bool {
        switch self {
        case .any: !text.isEmpty
        case .tag:
            text.count <= 256 && text.first != " "
                && text.wholeMatch(of: #/[\p{L}\p{N} _.:\/=+@\-]+/#) != nil
        case .name:
            (2...31).contains(text.count)
                && text.wholeMatch(of: #/[a-z][a-z0-9]*(-[a-z0-9]+)*/#) != nil
        case .account: text.wholeMatch(of: #/[0-9]{12}/#) != nil
        case .cidr: CIDR(text) != nil
        case .publicAddress: CIDR(text + "/32").map { !$0.isPrivate } ?? false
        case .date: CivilDate(text) != nil
        case .schedule: WeeklySchedule(text) != nil
        case .domain:
            (4...200).contains(text.count)
                && text.split(separator: ".").allSatisfy { $0.count <= 63 }
                && text.wholeMatch(of: #/([a-z0-9]+(-+[a-z0-9]+)*\.)+[a-z][a-z0-9-]*[a-z0-9]/#)
                    != nil
        case .path:
            !text.isEmpty && !text.hasPrefix("/") && !text.split(separator: "/").contains("..")
        case .httpPath:
            text.count <= 1024
                && text.wholeMatch(of: #/\/[A-Za-z0-9._~\/?&=%:@+,;\-]*/#) != nil
        case .region: text.wholeMatch(of: #/[a-z]{2}(-[a-z]+)+-[0-9]/#) != nil
        case .webAddress: text.wholeMatch(of: #/https:\/\/[^\s"]+/#) != nil
        case .secretReference:
            text.wholeMatch(
                of: #/arn:aws:[a-z]+:[A-Za-z0-9:\/_.\-]+|[A-Za-z0-9_.\-]+(\/[A-Za-z0-9_.\-]+)+/#
            ) != nil
        }
    }
}
