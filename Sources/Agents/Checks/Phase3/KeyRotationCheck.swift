import Workflow

extension SecurityChecks {
    package var keyRotation: RuleCheck {
        RuleCheck("key-rotation", "Every symmetric key of Terraform is rotated by itself.") {
            subject in
            var findings: [Finding] = []
            var keys = 0
            for module in TerraformTree(subject).modules {
                for entry in module.resources("aws_kms_key") {
                    keys += 1
                    let rotation = entry.block.body["enable_key_rotation"]?.expression.literal
                    guard rotation != .bool(true) else { continue }
                    findings.append(
                        Finding(
                            .high,
                            code: "kms.rotation",
                            "the key '\(entry.block.labels.last ?? "")' is not rotated",
                            file: entry.file,
                            line: entry.block.line,
                            fix: "enable_key_rotation = true"
                        )
                    )
                }
            }
            if keys == 0 {
                findings.append(
                    Finding(.high, code: "kms.none", "no key is made", file: "terraform/")
                )
            }
            return .judged(findings, measured: ["keys": .int(keys)])
        }
    }
}
