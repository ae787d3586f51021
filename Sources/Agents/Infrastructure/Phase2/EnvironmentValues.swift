import Workflow

/// The values of one environment's Terraform variables, as HCL text.
struct EnvironmentValues {
    let backend: [String: String]
    let variables: [String: String]

    init(plan: InfrastructurePlan, environment: EnvironmentName) throws {
        guard let sizing = plan.sizing[environment],
            let network = plan.network[environment.rawValue]
        else { throw PlanIncomplete(what: "'\(environment.rawValue)'") }
        let request = plan.request
        let stateBucket = "\(plan.resourceName(environment))-terraform-state"
        backend = [
            "stateBucket": stateBucket, "environment": environment.rawValue,
            "region": request.cloud.region, "project": plan.project,
        ]
        var values = [
            "project": plan.project, "environment": environment.rawValue,
            "accountId": plan.account(environment),
            "region": request.cloud.region, "owner": request.metadata.owner,
            "costCenter": request.metadata.costCenter, "stateBucket": stateBucket,
            "dataClassification": Self.classification(request.compliance.dataClasses),
            "deletionProtection": String(sizing.deletionProtection),
            "repository": "\(Self.organisation(request.metadata.owner))/\(plan.project)",
            "vpcCidr": network.cidr.description, "zones": Self.zones(network),
            "natGateways": String(sizing.natGateways),
            "applicationPort": String(request.application.services.first?.port ?? 8080),
            "interfaceEndpoints": Self.endpoints(environment),
            "domainName": Self.domain(request.cloud, environment),
            "healthPath": request.application.services.first?.health ?? "/",
            "logHotDays": String(sizing.logging.hotDays),
            "logArchiveDays": String(sizing.logging.archiveDays),
            "requestsPerFiveMinutes": String(Self.rateLimit(request.traffic)),
            "budgetUsd": String(plan.cost.budgetShare(environment: environment.rawValue)),
            "services": request.application.services.map { "\"\($0.name)\"" }
                .joined(separator: ", "),
        ]
        values.merge(EnvironmentBlocks(plan: plan, sizing: sizing).values) { _, new in new }
        values.merge(Self.database(sizing.database, request.application.database)) { _, new in new }
        variables = values
    }

    /// Where the price table says that an endpoint pays; elsewhere the NAT gateway carries it.
    private static func endpoints(_ environment: EnvironmentName) -> String {
        guard environment.isProductionLike else { return "" }
        return EnvironmentCost.interfaceEndpoints.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    /// The team as the name of an account at the code host: letters, digits and single dashes.
    private static func organisation(_ owner: String) -> String {
        let parts = owner.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return parts.isEmpty ? "platform-team" : parts.joined(separator: "-")
    }

    /// Production has the domain itself, every other environment a part of its own.
    private static func domain(
        _ cloud: InfrastructureRequest.Cloud,
        _ environment: EnvironmentName
    ) -> String {
        environment.isProduction ? cloud.domain : "\(environment.rawValue).\(cloud.domain)"
    }

    private static func database(
        _ sizing: DatabaseSizing,
        _ wanted: InfrastructureRequest.Database
    ) -> [String: String] {
        // Two years of growth, so that storage autoscaling has somewhere to go.
        let grown = Double(sizing.storageGiB) * 1.1 + wanted.growthGiBPerMonth * 24
        return [
            "databaseName": wanted.firstDatabase, "databaseEngine": sizing.engine,
            "databaseVersion": sizing.version, "databaseClass": sizing.instanceClass.name,
            "databaseStorageGib": String(sizing.storageGiB),
            "databaseMaxStorageGib": String(Int((grown / 10).rounded(.up)) * 10),
            "databaseIops": String(sizing.extraIops == 0 ? 0 : 12_000 + sizing.extraIops),
            "databaseMultiAz": String(sizing.isMultiAZ),
            "backupRetentionDays": String(sizing.backupRetentionDays),
        ]
    }

    private static func zones(_ network: NetworkPlan.Network) -> String {
        network.subnets(.private).map { "\"\($0.zone)\"" }.joined(separator: ", ")
    }

    /// The most sensitive class that is named.
    static func classification(_ classes: [String]) -> String {
        ["cardholder", "health", "personal", "internal"].first(where: classes.contains)
            ?? "internal"
    }

    /// Fifty people behind one address must not be taken for an attack.
    private static func rateLimit(_ traffic: InfrastructureRequest.Traffic) -> Int {
        let perPerson = traffic.requestsPerInteraction / traffic.thinkTimeSeconds * 300
        return max(2000, Int((perPerson * 50).rounded(.up)))
    }
}
