import Workflow

/// Who may take the roles of pipelines: the trust documents of all received modules, parsed.
struct PipelineTrust {
    /// Documents that let a signed-in pipeline in.
    let documents: Int
    /// The texts that a pipeline's subject is compared with.
    let subjects: [String]
    let mistakes: [String]

    private static let action = "sts:AssumeRoleWithWebIdentity"
    private static let audience = "sts.amazonaws.com"
    private static let owner = "repo:${var.repository}:"

    init(_ tree: TerraformTree) {
        var documents = 0
        var subjects: [String] = []
        var mistakes: [String] = []
        for module in tree.modules {
            let own = module.entries("data").filter {
                $0.block.labels.first == "aws_iam_policy_document"
                    && Self.texts(in: $0.block.body).contains(Self.action)
            }
            for entry in own {
                documents += 1
                let statements = entry.block.body.blocks("statement")
                    .filter { Self.texts(in: $0.body).contains(Self.action) }
                let trust = statements.flatMap { Self.mistakes(in: $0.body) }
                let place = "\(entry.file):\(entry.block.line)"
                mistakes += trust.map { "\(place): \($0)" }
                let named = Self.subjects(of: module)
                subjects += named
                mistakes += named.compactMap(Self.objection).map { "\(place): \($0)" }
                if named.isEmpty { mistakes.append("\(place): names no subject") }
            }
        }
        self.documents = documents
        self.subjects = subjects
        self.mistakes = mistakes
    }

    /// Audience and subject are compared, exactly, with something that is written down.
    private static func mistakes(in statement: HCLBody) -> [String] {
        ["aud", "sub"].compactMap { name in
            let condition = statement.blocks("condition").first {
                $0.body["variable"]?.expression.stringLiteral?.hasSuffix(":" + name) == true
            }
            guard let condition else { return "does not compare '\(name)'" }
            guard condition.body["test"]?.expression.stringLiteral == "StringEquals" else {
                return "compares '\(name)' by a pattern"
            }
            let values = condition.body["values"]?.expression
            if name == "aud" {
                return values?.literal == .array([.string(audience)])
                    ? nil : "lets another audience in"
            }
            let isNamed =
                values?.references.contains { ["local", "each"].contains($0.path[0]) } ?? false
            return isNamed ? nil : "takes its subjects from elsewhere"
        }
    }

    /// The strings of the module's local value `subjects`.
    private static func subjects(of module: TerraformModule) -> [String] {
        let tokens = module.locals.map { $0.attribute }.filter { $0.name == "subjects" }
            .flatMap(\.expression.tokens)
        return tokens.compactMap { token in
            if case .string(let text, _) = token.kind { text } else { nil }
        }
    }

    /// One repository, and of it one branch, one environment, or pull requests.
    private static func objection(_ subject: String) -> String? {
        guard !subject.contains("*"), !subject.contains("?") else {
            return "'\(subject)' is a pattern"
        }
        guard subject.hasPrefix(owner) else { return "'\(subject)' is bound to no repository" }
        let rest = subject.dropFirst(owner.count)
        let isBound =
            rest == "pull_request" || rest.hasPrefix("ref:refs/heads/") && rest.count > 15
            || rest.hasPrefix("environment:") && rest.count > 12
        return isBound ? nil : "'\(subject)' is bound to no branch and no environment"
    }

    private static func texts(in body: HCLBody) -> [String] {
        body.expressions.flatMap(\.tokens).compactMap { token in
            if case .string(let text, _) = token.kind { text } else { nil }
        }
    }
}
