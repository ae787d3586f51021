import Agents
import Testing
import Workflow

/// Each known contradiction in Terraform, planted into the rendered example, and its number.
@Suite struct TerraformContradictionTests {
    struct Planted: Sendable, CustomTestStringConvertible {
        let code: String
        let defect: PlantedDefect

        init(
            _ code: String,
            _ check: String,
            _ deliverable: DeliverableID,
            _ path: String,
            _ old: String,
            _ new: String
        ) {
            self.code = code
            defect = PlantedDefect(check, deliverable, path, old, new)
        }

        var testDescription: String { "\(code): \(defect.testDescription)" }
    }

    static let modules = "terraform/modules/"
    static let production = "terraform/environments/production/"

    static let references = [
        Planted(
            "T01",
            "terraform-references",
            "D2.1",
            modules + "load-balancer/main.tf",
            "aws_lb.this.arn",
            "aws_alb.this.arn"
        ),
        Planted(
            "T01",
            "terraform-references",
            "D2.1",
            modules + "network/main.tf",
            "aws_eip.nat[",
            "aws_eip.elsewhere["
        ),
        Planted(
            "T01",
            "terraform-references",
            "D2.1",
            modules + "cache/main.tf",
            "aws_elasticache_parameter_group.this.name",
            "aws_elasticache_parameter_group.main.name"
        ),
        Planted(
            "T02",
            "terraform-arguments",
            "D2.1",
            modules + "cache/main.tf",
            "num_cache_clusters ",
            "number_cache_clusters "
        ),
        Planted(
            "T02",
            "terraform-arguments",
            "D2.1",
            modules + "web/main.tf",
            "  max_size                  = var.max_size\n",
            ""
        ),
        Planted(
            "T31",
            "terraform-references",
            "D2.1",
            modules + "platform/main.tf",
            "module.network.private_subnet_ids",
            "module.network.private_subnets"
        ),
        Planted(
            "T32",
            "terraform-references",
            "D2.1",
            modules + "object-storage/access-logs.tf",
            "aws_s3_bucket.access.arn",
            "aws_s3_bucket.app_access.arn"
        ),
    ]

    static let network = [
        Planted(
            "T03",
            "network-routes",
            "D2.3",
            modules + "network/main.tf",
            "resource \"aws_subnet\" \"data\"",
            "resource \"aws_subnet\" \"other\""
        ),
        Planted(
            "T23",
            "terraform-design",
            "D2.1",
            modules + "network/security.tf",
            "  prefix_list_id    = data.aws_ec2_managed_prefix_list.cloudfront.id\n"
                + "  ip_protocol       = \"tcp\"\n  from_port         = 443",
            "  cidr_ipv4 = \"0.0.0.0/0\"\n  ip_protocol = \"tcp\"\n  from_port = 22"
        ),
        Planted(
            "T23",
            "terraform-design",
            "D2.1",
            modules + "network/security.tf",
            "  cidr_ipv4         = \"0.0.0.0/0\"\n  ip_protocol       = \"tcp\"",
            "  cidr_ipv4         = \"0.0.0.0/0\"\n  ip_protocol       = \"-1\""
        ),
        Planted(
            "T23",
            "terraform-design",
            "D2.1",
            modules + "load-balancer/main.tf",
            "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "ELBSecurityPolicy-TLS-1-2-2017-01"
        ),
        Planted(
            "T23",
            "terraform-design",
            "D2.1",
            modules + "load-balancer/main.tf",
            "protocol          = \"HTTPS\"\n  port              = 443",
            "protocol          = \"HTTP\"\n  port              = 80"
        ),
        Planted(
            "T23",
            "terraform-design",
            "D2.1",
            modules + "eks/main.tf",
            "endpoint_public_access  = false",
            "endpoint_public_access  = true"
        ),
    ]

    static let stores = [
        Planted(
            "T13",
            "terraform-design",
            "D2.1",
            modules + "object-storage/main.tf",
            "days = var.expire_after_days",
            "days = var.archive_after_days"
        ),
        Planted(
            "T13",
            "terraform-design",
            "D2.2",
            production + "terraform.tfvars",
            "archive_days = 400",
            "archive_days = 14"
        ),
        Planted(
            "T13",
            "backup-plan",
            "D2.4",
            "storage/backup-plan.json",
            "\"expireAfterDays\": 400",
            "\"expireAfterDays\": 20"
        ),
        Planted(
            "T24",
            "terraform-design",
            "D2.1",
            modules + "database/main.tf",
            "  db_subnet_group_name   = aws_db_subnet_group.this.name\n",
            ""
        ),
        Planted(
            "T24",
            "terraform-design",
            "D2.1",
            modules + "cache/main.tf",
            "  parameter_group_name = aws_elasticache_parameter_group.this.name\n",
            ""
        ),
        Planted(
            "T25",
            "storage-encryption",
            "D2.4",
            modules + "recovery/main.tf",
            "\"aws:kms\"",
            "\"AES256\""
        ),
        Planted(
            "T25",
            "backup-plan",
            "D2.4",
            "storage/backup-plan.json",
            "\"kms\": true",
            "\"kms\": false"
        ),
    ]

    static let identities = [
        Planted(
            "T14",
            "terraform-design",
            "D2.1",
            modules + "eks/identities.tf",
            "resource \"aws_eks_pod_identity_association\"",
            "resource \"aws_eks_nothing\""
        ),
        Planted(
            "T14",
            "terraform-design",
            "D2.1",
            modules + "eks/main.tf",
            "\"AmazonEC2ContainerRegistryPullOnly\"",
            "\"AmazonS3FullAccess\""
        ),
        Planted(
            "T14",
            "terraform-design",
            "D2.1",
            modules + "eks/identities.tf",
            "  role   = aws_iam_role.pod[each.key].id",
            "  role   = aws_iam_role.node.id"
        ),
        Planted(
            "T21",
            "terraform-state",
            "D2.2",
            production + "backend.tf",
            "use_lockfile = true",
            "dynamodb_table = \"locks\""
        ),
    ]

    @Test(arguments: references + network + stores + identities)
    func `a planted contradiction is found by its number`(_ planted: Planted) async throws {
        let result = try await planted.defect.result()
        #expect(result.verdict == .failed)
        let found = result.findings.filter { $0.code == planted.code }
        #expect(!found.isEmpty, "\(result.findings.map(\.message))")
        for finding in found {
            #expect(finding.message.hasPrefix("\(planted.code): "))
            #expect(finding.fix?.isEmpty == false)
            #expect(finding.file != nil)
        }
    }

    @Test func `the bucket of access logs may be encrypted by the service`() async throws {
        let example = try RenderedExample.load()
        let subject = example.subject("D2.4")
        let result = try await Platform.check("storage-encryption").verdict(on: subject)
        #expect(result.verdict == .passed, "\(result.findings.map(\.message))")
    }
}
