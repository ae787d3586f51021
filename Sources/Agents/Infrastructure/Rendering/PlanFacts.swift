import Workflow

/// What several deliverables derive from a plan in the same way.
extension InfrastructurePlan {
    var project: String { request.metadata.name }

    /// Name of the environment that carries the customers: production, else the last of the order.
    var primary: EnvironmentName { request.environments.primary }

    /// Its name at the beginning of a sentence.
    var primaryTitle: String {
        primary.rawValue.prefix(1).uppercased() + primary.rawValue.dropFirst()
    }

    /// The environment that carries the customers: production, else the last of the order.
    var production: EnvironmentSizing {
        get throws {
            guard let sizing = sizing.primary else {
                throw PlanIncomplete(what: "the size of production")
            }
            return sizing
        }
    }

    /// The account of an environment; without one twelve zeros, which the provider and every role
    /// refuse, as a missing value should be.
    func account(_ environment: EnvironmentName) -> String {
        request.cloud.account(environment) ?? "000000000000"
    }

    func resourceName(_ environment: EnvironmentName) -> String {
        "\(project)-\(environment.rawValue)"
    }

    /// Host on which the delivered documents are published; alerts point there.
    var documentsHost: String { "https://runbooks.\(request.cloud.domain)" }

    /// The components of the architecture that must be watched.
    var watchedComponents: [String] {
        architecture.components.map(\.id)
    }
}

/// A plan that lacks what a deliverable is made of.
package struct PlanIncomplete: Error, Sendable, CustomStringConvertible {
    package let what: String
    package var description: String { "the plan lacks \(what)" }
}

/// Markdown that every page is made of.
enum Markdown {
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        let lines =
            [header, header.map { _ in "---" }]
            .map { "| " + $0.joined(separator: " | ") + " |" }
        return (lines + rows.map { "| " + $0.joined(separator: " | ") + " |" })
            .joined(separator: "\n")
    }

    static func page(_ title: String, _ parts: [String]) -> String {
        (["# " + title] + parts).joined(separator: "\n\n") + "\n"
    }

    static func list(_ items: [String]) -> String {
        items.map { "- " + $0 }.joined(separator: "\n")
    }

    static func steps(_ items: [String]) -> String {
        items.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n")
    }
}
