import Agents
import Testing
import Workflow

@Suite struct ProvisioningDefectTests {
    static let network = "terraform/modules/network/"
    static let production = "terraform/environments/production/"

    static let terraform = [
        PlantedDefect(
            "terraform-references",
            "D2.1",
            network + "main.tf",
            "aws_eip.nat[",
            "aws_eip.nowhere["
        ),
        PlantedDefect(
            "terraform-references",
            "D2.1",
            "terraform/modules/platform/main.tf",
            "module.network.data_subnet_ids",
            "module.network.data_subnets"
        ),
        PlantedDefect(
            "terraform-references",
            "D2.1",
            "terraform/modules/platform/main.tf",
            "vpc_cidr                = var.network.vpc_cidr",
            "range = var.network.vpc_cidr"
        ),
        PlantedDefect(
            "terraform-references",
            "D2.1",
            "terraform/modules/kms/main.tf",
            "var.deletion_window_days",
            "30"
        ),
        PlantedDefect(
            "terraform-arguments",
            "D2.1",
            "terraform/modules/cache/main.tf",
            "num_cache_clusters ",
            "number_cache_clusters "
        ),
        PlantedDefect(
            "terraform-arguments",
            "D2.1",
            "terraform/modules/cache/main.tf",
            "  description          = \"Cache of ${var.name}\"\n",
            ""
        ),
        PlantedDefect(
            "terraform-arguments",
            "D2.1",
            network + "main.tf",
            "domain = \"vpc\"",
            "vpc = true"
        ),
        PlantedDefect(
            "terraform-versions",
            "D2.1",
            "terraform/modules/waf/versions.tf",
            ">= 5.80, < 7.0",
            ">= 5.80"
        ),
        PlantedDefect(
            "terraform-state",
            "D2.2",
            production + "backend.tf",
            "encrypt      = true",
            "encrypt      = false"
        ),
        PlantedDefect(
            "terraform-state",
            "D2.2",
            production + "backend.tf",
            "use_lockfile = true",
            "dynamodb_table = \"locks\""
        ),
        PlantedDefect(
            "terraform-tags",
            "D2.1",
            "terraform/modules/tags/main.tf",
            "CostCenter ",
            "Cost "
        ),
        PlantedDefect(
            "secret-literals",
            "D2.1",
            "terraform/modules/database/main.tf",
            "manage_master_user_password   = local.is_replica ? null : true",
            "password = \"correct-horse\""
        ),
    ]

    static let environments = [
        PlantedDefect(
            "environment-parity",
            "D2.2",
            production + "terraform.tfvars",
            "engine         ",
            "motor          "
        ),
        PlantedDefect(
            "environment-parity",
            "D2.2",
            production + "main.tf",
            "module \"platform\"",
            "module  \"platform\""
        ),
        PlantedDefect(
            "provisioning-records",
            "D2.2",
            "environments/staging/provisioning-record.json",
            "\"mode\": \"rendered\"",
            "\"mode\": \"applied\""
        ),
        PlantedDefect(
            "provisioning-records",
            "D2.2",
            "terraform/environments/staging/main.tf",
            "module \"tags\"",
            "module \"labels\""
        ),
    ]

    @Test(arguments: terraform + environments)
    func `a planted defect is found`(_ defect: PlantedDefect) async throws {
        let result = try await defect.result()
        #expect(result.verdict == .failed)
        #expect(!result.findings.isEmpty)
    }
}
