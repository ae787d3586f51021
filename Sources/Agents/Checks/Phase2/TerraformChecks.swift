import Workflow

/// Checks over rendered Terraform, on its text alone: nothing has to be installed.
package enum TerraformChecks {
    /// Tags that every resource must carry.
    package static let mandatoryTags = ["Environment", "ManagedBy", "Owner", "CostCenter"]

    package static let references = RuleCheck(
        "terraform-references",
        "What the Terraform files refer to is declared, and what they declare is used."
    ) { subject in
        judged(subject) { tree, module in TerraformReferences(tree: tree).findings(in: module) }
    }

    package static func arguments(schema: TerraformSchema) -> RuleCheck {
        RuleCheck(
            "terraform-arguments",
            "Every resource has its required arguments and none that is unknown or deprecated."
        ) { subject in
            judged(subject) { _, module in
                (module.entries("resource") + module.entries("data")).flatMap(schema.findings)
            }
        }
    }

    package static let versions = RuleCheck(
        "terraform-versions",
        "Terraform's version and every provider's are bounded; modules are local."
    ) { subject in
        judged(subject) { _, module in versionFindings(module) }
    }

    package static let state = RuleCheck(
        "terraform-state",
        "Every root keeps its state in an encrypted bucket of its own key, with locking."
    ) { subject in
        judged(subject) { tree, module in
            let isRoot = module.folder.hasPrefix("terraform/environments/")
            return isRoot ? stateFindings(module) : []
        }
    }

    package static let tags = RuleCheck(
        "terraform-tags",
        "Every AWS provider gives all resources the mandatory tags."
    ) { subject in
        judged(subject) { tree, module in tagFindings(module, tree) }
    }

    package static let secrets = RuleCheck(
        "secret-literals",
        "No file holds a password, token or key in plain text."
    ) { subject in
        let findings = subject.files.flatMap { file in
            subject.text(file.path).map { text in
                subject.parsed(text, as: "secrets of \(file.path)") {
                    SecretScan.findings(in: $0, file: file.path)
                }
            } ?? []
        }
        return .judged(findings, measured: ["files": .int(subject.files.count)])
    }

    private static func judged(
        _ subject: CheckSubject,
        _ rule: (TerraformTree, TerraformModule) -> [Finding]
    ) -> CheckResult {
        let tree = TerraformTree(subject)
        let own = tree.own(subject)
        guard !own.isEmpty || !tree.findings.isEmpty else { return CheckResult(.notApplicable) }
        let mine = tree.findings.filter { finding in
            subject.files.contains { $0.path == finding.file }
        }
        let findings = mine + own.flatMap { rule(tree, $0) }
        let resources = own.reduce(0) { $0 + $1.entries("resource").count }
        return .judged(
            findings,
            measured: ["modules": .int(own.count), "resources": .int(resources)]
        )
    }

    private static func versionFindings(_ module: TerraformModule) -> [Finding] {
        let terraform = module.entries("terraform")
        let file = terraform.first?.file ?? module.folder
        func finding(_ message: String, _ line: Int? = nil) -> Finding {
            Finding(.medium, code: "terraform.version", message, file: file, line: line)
        }
        var findings: [Finding] = []
        if !terraform.contains(where: { $0.block.body["required_version"] != nil }) {
            findings.append(finding("'\(module.folder)' does not bound Terraform's version"))
        }
        let needsProvider =
            (module.entries("resource") + module.entries("data"))
            .contains { $0.block.labels.first?.hasPrefix("aws_") == true }
        let providers = terraform.flatMap { $0.block.body.blocks("required_providers") }
        let aws = providers.compactMap { $0.body["aws"]?.expression.literal }.first
        if needsProvider || aws != nil {
            let version = aws?.string("version") ?? ""
            if !version.contains(">=") || !version.contains("<") {
                findings.append(
                    finding(
                        "'\(module.folder)' needs a lower and an upper bound for the aws provider,"
                            + " found '\(version)'"
                    )
                )
            }
        }
        return findings
    }

    private static func stateFindings(_ module: TerraformModule) -> [Finding] {
        let backends = module.entries("terraform").flatMap { entry in
            entry.block.body.blocks("backend").map { (entry.file, $0) }
        }
        guard let (file, backend) = backends.first, backends.count == 1 else {
            return [
                Finding(
                    .high,
                    code: "terraform.backend",
                    "'\(module.folder)' has \(backends.count) backends, expected 1",
                    file: module.folder
                )
            ]
        }
        var findings: [Finding] = []
        func report(_ message: String, _ fix: String, code: String = "terraform.backend") {
            findings.append(
                Finding(.high, code: code, message, file: file, line: backend.line, fix: fix)
            )
        }
        if backend.body["encrypt"]?.expression.literal != .bool(true) {
            report("the state is not encrypted", "set encrypt = true")
        }
        if backend.body["kms_key_id"] == nil {
            report("the state has no key of its own", "set kms_key_id")
        }
        if backend.body["use_lockfile"]?.expression.literal != .bool(true) {
            report("the state is not locked", "set use_lockfile = true")
        }
        if backend.body["dynamodb_table"] != nil {
            report(
                "locking through DynamoDB is deprecated",
                "remove dynamodb_table and set use_lockfile = true",
                code: "T21"
            )
        }
        let name = module.folder.split(separator: "/").last.map(String.init) ?? ""
        let key = backend.body["key"]?.expression.stringLiteral ?? ""
        if !key.split(separator: "/").contains(Substring(name)) {
            report("the state's key '\(key)' does not name '\(name)'", "one state an environment")
        }
        return findings
    }

    private static func tagFindings(_ module: TerraformModule, _ tree: TerraformTree) -> [Finding] {
        module.entries("provider").filter { $0.block.labels.first == "aws" }.flatMap { entry in
            let tags = entry.block.body.blocks("default_tags").first?.body["tags"]
            let given = tags.map { keys(of: $0.expression, module, tree) } ?? []
            return mandatoryTags.filter { !given.contains($0) }.map { tag in
                Finding(
                    .high,
                    code: "terraform.tags",
                    "the provider does not give the tag '\(tag)'",
                    file: entry.file,
                    line: entry.block.line,
                    fix: "add it to default_tags"
                )
            }
        }
    }

    /// Keys of a written-out map, or of any map within the module that the expression refers to.
    private static func keys(
        of expression: HCLExpression,
        _ module: TerraformModule,
        _ tree: TerraformTree
    ) -> Set<String> {
        if let members = expression.literal?.objectValue { return Set(members.keys) }
        var found: Set<String> = []
        for reference in expression.references where reference.path[0] == "module" {
            for call in module.entries("module") where call.block.labels.first == reference.path[1]
            {
                guard let source = call.block.body["source"]?.expression.stringLiteral,
                    let target = tree[TerraformTree.resolve(source, from: module.folder)]
                else { continue }
                for (_, local) in target.locals {
                    found.formUnion(objectKeys(local.expression))
                }
            }
        }
        return found
    }

    private static func objectKeys(_ expression: HCLExpression) -> [String] {
        let tokens = expression.tokens
        return tokens.indices.dropLast().compactMap { index in
            tokens[index + 1].isSymbol("=") ? tokens[index].identifier : nil
        }
    }
}
