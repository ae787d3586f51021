package import Workflow

/// Checks over what people read about environments and over who may enter them.
package enum AccessChecks {
    package static let all: [any Check] = [documents, roles, SelfServiceCheck.check]

    package static let documents = RuleCheck(
        "environment-documents",
        "Every environment's page names all of its outputs and the links of the pages resolve."
    ) { subject in
        var findings: [Finding] = []
        let tree = TerraformTree(subject)
        for name in EnvironmentChecks.names(subject) {
            let path = "docs/environments/\(name).md"
            let text = try subject.requiredText(path)
            let outputs = tree["terraform/environments/\(name)"]?.names("output").sorted() ?? []
            for output in outputs where !text.contains("`\(output)`") {
                findings.append(
                    Finding(.high, code: "docs.output", "output '\(output)' is missing", file: path)
                )
            }
            if outputs.isEmpty {
                findings.append(
                    Finding(
                        .low,
                        code: "docs.output",
                        "there are no outputs to compare with",
                        file: path
                    )
                )
            }
        }
        let known = Set(subject.knownPaths)
        for file in subject.files where file.path.hasSuffix(".md") {
            let text = try subject.requiredText(file.path)
            for link in MarkdownLinks.local(in: text) {
                let target = MarkdownLinks.resolve(link, from: file.path)
                // A page may point to what a later phase delivers.
                let isLater = MarkdownLinks.laterFolders.contains { target.hasPrefix($0) }
                if !known.contains(target), !isLater {
                    findings.append(
                        Finding(
                            .medium,
                            code: "docs.link",
                            "'\(link)' leads nowhere",
                            file: file.path
                        )
                    )
                }
            }
        }
        let access = try subject.requiredText("docs/access.md")
        if !access.lowercased().contains("break-glass") {
            findings.append(
                Finding(
                    .high,
                    code: "docs.break-glass",
                    "no break-glass procedure",
                    file: "docs/access.md"
                )
            )
        }
        return .judged(findings, measured: ["pages": .int(subject.files.count)])
    }

    package static let roles = RuleCheck(
        "access-roles",
        "Every role has a bounded scope, a review, and a second factor where it enters production."
    ) { subject in
        let path = "access/roles.json"
        let roles = try subject.json(path).list("roles")
        var findings: [Finding] = []
        for role in roles {
            let id = role.string("id") ?? "?"
            func report(_ message: String) {
                findings.append(
                    Finding(.high, code: "access.role", "'\(id)' \(message)", file: path)
                )
            }
            let permissions = role.strings("permissions")
            if permissions.isEmpty { report("has no permissions") }
            if permissions.contains(where: { $0 == "*" || $0.hasSuffix(":*") && $0.count < 6 }) {
                report("may do everything")
            }
            if role.strings("environments").contains("production"), role["mfa"] != .bool(true) {
                report("enters production without a second factor")
            }
            let review = role.number("reviewEveryDays") ?? .infinity
            if review > 92 { report("is reviewed every \(review) days, at most 92") }
            if (role.number("maxSessionMinutes") ?? .infinity) > 720 {
                report("has sessions longer than 12 hours")
            }
        }
        if roles.isEmpty {
            findings.append(Finding(.high, code: "access.role", "no role", file: path))
        }
        return .judged(findings, measured: ["roles": .int(roles.count)])
    }
}
