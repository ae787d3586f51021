import Agents
import Testing
import Workflow

/// Files that are as they should be, and one mistake in them that a validator must find.
struct Specimen: Sendable, CustomTestStringConvertible {
    let validator: String
    let files: [String: String]
    /// The mistake: files that take the place of good ones, or come beside them.
    let planted: [String: String]
    /// What the finding says of it.
    let code: String
    let file: String?

    var testDescription: String { validator }

    private static let versions = """
        terraform {
          required_version = ">= 1.9"
        }

        """

    private static func workflow(_ runner: String, _ more: String = "") -> String {
        """
        name: check
        on: push
        permissions: {}
        jobs:
          check:
            runs-on: \(runner)
            steps:
              - run: echo hello
        \(more)
        """
    }

    static let all: [Specimen] =
        [
            Specimen(
                validator: "terraform-fmt",
                files: ["terraform/modules/a/versions.tf": versions],
                planted: ["terraform/modules/a/main.tf": "locals {\na=1\n}\n"],
                code: "terraform.format",
                file: "terraform/modules/a/main.tf"
            ),
            Specimen(
                validator: "terraform-validate",
                files: [
                    "terraform/environments/a/main.tf": """
                    module "m" {
                      source = "../../modules/m"
                      name   = "x"
                    }

                    """,
                    "terraform/modules/m/main.tf": "variable \"name\" {\n  type = string\n}\n",
                ],
                planted: [
                    "terraform/modules/m/more.tf": "output \"o\" {\n  value = var.nowhere\n}\n"
                ],
                code: "terraform.reference-to-undeclared-input-variable",
                file: "terraform/modules/m/more.tf"
            ),
            Specimen(
                validator: "terraform-test",
                files: [
                    "terraform/modules/m/main.tf": "output \"o\" {\n  value = 1\n}\n",
                    "terraform/modules/m/tests/m.tftest.hcl": """
                    run "one" {
                      command = plan
                      assert {
                        condition     = output.o == 1
                        error_message = "not one"
                      }
                    }

                    """,
                ],
                planted: ["terraform/modules/m/main.tf": "output \"o\" {\n  value = 2\n}\n"],
                code: "terraform.test-assertion-failed",
                file: "terraform/modules/m/tests/m.tftest.hcl"
            ),
            Specimen(
                "checkov-terraform",
                "terraform/modules/k/main.tf",
                good: """
                    resource "aws_kms_key" "k" {
                      enable_key_rotation = true
                      policy              = data.aws_iam_policy_document.k.json
                    }

                    """,
                bad: """
                    resource "aws_kms_key" "k" {
                      enable_key_rotation = false
                      policy              = data.aws_iam_policy_document.k.json
                    }

                    """,
                code: "CKV_AWS_7"
            ),
            Specimen(
                "checkov-cloudformation",
                "cloudformation/a.yaml",
                good: template("KmsMasterKeyId: alias/x"),
                bad: template("DisplayName: x"),
                code: "CKV_AWS_26"
            ),
            Specimen(
                "checkov-kubernetes",
                "kubernetes/a.yaml",
                good: role("get"),
                bad: role("*"),
                code: "CKV_K8S_49"
            ),
            Specimen(
                "checkov-github-actions",
                ".github/workflows/a.yml",
                good: workflow("ubuntu-latest"),
                bad: workflow(
                    "ubuntu-latest",
                    "      - run: echo ${{ github.event.issue.title }}"
                ),
                code: "CKV_GHA_2"
            ),
            Specimen(
                "cfn-lint",
                "cloudformation/a.yaml",
                good: template("DisplayName: x"),
                bad: template("DisplayNam: x"),
                code: "E3002"
            ),
            Specimen(
                validator: "detect-secrets",
                files: ["docs/access.md": "Passwords are in the secret store.\n"],
                planted: ["docs/access.txt": "password = \"hunter2hunter2\"\n"],
                code: "secret",
                file: "docs/access.txt"
            ),
            Specimen(
                "json-schema",
                "things.json",
                good: "{\"a\": 1}",
                bad: "{\"a\": \"one\"}",
                code: "schema"
            ),
        ] + monitoring + platform + texts

    private static func template(_ property: String) -> String {
        """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Topic:
            Type: AWS::SNS::Topic
            Properties:
              \(property)

        """
    }

    private static func role(_ verb: String) -> String {
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: reader
        rules:
          - apiGroups: ["apps"]
            resources: ["deployments"]
            verbs: ["\(verb)"]

        """
    }

    static func workflowFile(_ runner: String) -> String { workflow(runner) }
}

extension Specimen {
    /// One file, as it should be and with the mistake in it.
    init(_ validator: String, _ path: String, good: String, bad: String, code: String) {
        self.init(
            validator: validator,
            files: [path: good],
            planted: [path: bad],
            code: code,
            file: path
        )
    }
}
