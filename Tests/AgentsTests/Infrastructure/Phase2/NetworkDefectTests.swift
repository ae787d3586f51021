import Agents
import Testing
import Workflow

@Suite struct NetworkDefectTests {
    static let network = "terraform/modules/network/"
    static let production = "terraform/environments/production/"

    static let defects = [
        PlantedDefect(
            "network-addresses",
            "D2.3",
            "network/cidr-plan.json",
            "10.0.32.0/19",
            "10.0.0.0/19"
        ),
        PlantedDefect(
            "network-addresses",
            "D2.3",
            "network/cidr-plan.json",
            "10.0.144.0/22",
            "10.9.144.0/22"
        ),
        PlantedDefect(
            "network-addresses",
            "D2.3",
            "network/cidr-plan.json",
            "10.0.64.0/19",
            "10.0.160.0/26"
        ),
        PlantedDefect(
            "network-addresses",
            "D2.3",
            production + "terraform.tfvars",
            "10.0.0.0/16",
            "10.6.0.0/16"
        ),
        PlantedDefect(
            "network-reachability",
            "D2.3",
            "network/security-groups.json",
            "\"source\": \"group:application\",\n          \"protocol\": \"tcp\",\n"
                + "          \"fromPort\": 5432",
            "\"source\": \"internet\",\n          \"protocol\": \"tcp\",\n"
                + "          \"fromPort\": 5432"
        ),
        PlantedDefect(
            "network-reachability",
            "D2.3",
            "network/security-groups.json",
            "\"fromPort\": 443",
            "\"fromPort\": 80"
        ),
        PlantedDefect(
            "network-routes",
            "D2.3",
            network + "main.tf",
            "nat_gateway_id         =",
            "gateway_id             ="
        ),
        PlantedDefect(
            "network-routes",
            "D2.3",
            network + "security.tf",
            "resource \"aws_network_acl\" \"data\"",
            "resource \"aws_network_acl\" \"public\""
        ),
        PlantedDefect(
            "network-routes",
            "D2.3",
            network + "main.tf",
            "route_table_id         = aws_route_table.private[each.key].id",
            "route_table_id         = aws_route_table.data.id"
        ),
        PlantedDefect(
            "backup-plan",
            "D2.4",
            "storage/backup-plan.json",
            "\"logBackupMinutes\": 5",
            "\"logBackupMinutes\": 60"
        ),
        PlantedDefect(
            "backup-plan",
            "D2.4",
            "storage/backup-plan.json",
            "\"archiveAfterDays\": ",
            "\"archiveAfterDays\": 9"
        ),
        PlantedDefect(
            "backup-plan",
            "D2.4",
            "storage/backup-plan.json",
            "\"copyRegion\"",
            "\"nearRegion\""
        ),
        PlantedDefect(
            "storage-encryption",
            "D2.4",
            "terraform/modules/database/main.tf",
            "storage_encrypted     = true",
            "storage_encrypted     = false"
        ),
        PlantedDefect(
            "storage-encryption",
            "D2.4",
            "terraform/modules/object-storage/main.tf",
            "\"aws:kms\"",
            "\"AES256\""
        ),
        PlantedDefect(
            "environment-documents",
            "D2.5",
            "docs/environments/staging.md",
            "`cluster_endpoint`",
            "the endpoint"
        ),
        PlantedDefect(
            "environment-documents",
            "D2.5",
            "docs/environments/staging.md",
            "(../access.md)",
            "(../nowhere.md)"
        ),
        PlantedDefect(
            "access-roles",
            "D2.5",
            "access/roles.json",
            "\"mfa\": true",
            "\"mfa\": false"
        ),
    ]

    @Test(arguments: defects)
    func `a planted defect is found`(_ defect: PlantedDefect) async throws {
        let result = try await defect.result()
        #expect(result.verdict == .failed)
        #expect(!result.findings.isEmpty)
    }
}
