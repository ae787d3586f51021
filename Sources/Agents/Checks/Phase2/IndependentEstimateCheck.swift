package import Workflow

/// Prices what the rendered Terraform holds, from the price lock and without the cost model, and
/// compares with the estimate.
///
/// Sizes are read from each environment's `terraform.tfvars`, the presence and number of resources
/// from the modules. What cannot be counted from the text alone (a loop over values that are known
/// only later) is named in the result and not compared.
package enum IndependentEstimateCheck {
    /// A difference above this share is a finding.
    static let tolerance = 0.01

    package static let all: [any Check] = [check]

    package static let check = RuleCheck(
        "estimate-independent",
        "What the Terraform files hold, priced from the lock, costs what the estimate says, by "
            + "environment and service, within 1 %."
    ) { subject in
        let estimate = try subject.json("cost/estimate.json")
        let lock = PriceLookup(
            try subject.json(PriceLock.path),
            commitment: estimate.string("commitment") ?? "none"
        )
        let request = try subject.requirements()
        let tree = TerraformTree(subject)
        var findings: [Finding] = []
        var compared = 0
        var open: Set<String> = []
        func judge(
            _ rule: EstimateComparison,
            _ path: String,
            _ parts: (EstimateComparison.Service) -> [EstimateComparison.Part]?
        ) {
            for service in EstimateComparison.Service.allCases {
                switch rule.compare(service, parts(service)) {
                case .equal: compared += 1
                case .absent: continue
                case .unknown: open.insert("\(rule.environment): \(service.rawValue)")
                case .different(let message):
                    compared += 1
                    findings.append(
                        Finding(
                            .high,
                            code: "cost.independent",
                            message,
                            file: path,
                            fix: "bring the model of the cost and the Terraform files together"
                        )
                    )
                }
            }
        }
        for environment in request.environments.order {
            let folder = "terraform/environments/\(environment.rawValue)"
            guard tree[folder] != nil else { continue }
            let path = folder + "/terraform.tfvars"
            let inventory = TerraformInventory(
                values: try subject.tfvars(path),
                resources: TerraformResources(tree, root: folder),
                hours: EstimateComparison.hours(environment, request)
            )
            let rule = EstimateComparison(
                environment: environment.rawValue,
                region: request.cloud.region,
                isCommitted: environment.isProductionLike && inventory.hours == 730,
                lines: estimate.list("lines"),
                lock: lock
            )
            judge(rule, path, inventory.parts)
            let values = try subject.tfvars(path)
            guard let waiting = RecoveryInventory(values: values, tree: tree) else { continue }
            let elsewhere = EstimateComparison(
                environment: "recovery",
                region: waiting.region,
                isCommitted: true,
                lines: estimate.list("lines"),
                lock: lock
            )
            judge(elsewhere, path, waiting.parts)
        }
        if compared == 0 {
            findings.append(
                Finding(
                    .high,
                    code: "cost.independent",
                    "nothing in the Terraform files could be priced",
                    file: "terraform/environments/"
                )
            )
        }
        return .judged(
            findings,
            measured: [
                "compared": .int(compared), "notCompared": .strings(open.sorted()),
            ]
        )
    }
}

/// Unit prices and discounts of `cost/prices.lock.json`.
struct PriceLookup {
    private let prices: [String: Money]
    private let discounts: [String: Int64]
    private let commitment: String

    init(_ lock: Value, commitment: String) {
        prices = lock.list("items").reduce(into: [:]) { result, item in
            let paid = item.list("tiers").compactMap { $0.string("usd").flatMap { Money($0) } }
                .first { $0 > .zero }
            result["\(item.string("id") ?? "") \(item.string("region") ?? "")"] = paid
        }
        discounts = (lock["discounts"]?.objectValue?.pairs ?? []).reduce(into: [:]) {
            $0[$1.key] = $1.value.stringValue.flatMap { FixedPoint.parse($0, places: 3) }
        }
        self.commitment = commitment
    }

    /// Nil when the lock does not hold it: the estimate has not used it.
    func price(_ id: String, _ region: String) -> Money? { prices["\(id) \(region)"] }

    /// One minus what the commitment takes off.
    func share(_ service: String) -> Double {
        1 - Double(discounts["\(service).\(commitment)"] ?? 0) / 1000
    }
}

/// One environment's Terraform against its lines of the estimate.
struct EstimateComparison {
    enum Service: String, CaseIterable {
        case instances
        case disks
        case monitoringDisks = "disks of the monitoring host"
        case database
        case databaseStorage = "database storage"
        case cache
        case gateways = "NAT gateways"
        /// Of the gateways; a balancer's are not in the files, so only where there is none.
        case addresses = "public addresses"
        case cluster = "Kubernetes control plane"
        case firewall = "web ACL"
        case rules = "web ACL rules"
        case keys
        case endpoints = "private endpoints"
    }

    enum Outcome {
        case equal
        /// Neither side has it.
        case absent
        /// The text does not say how many.
        case unknown
        case different(String)
    }

    /// A price item times a quantity.
    struct Part {
        let item: String
        let quantity: Double
        /// The first word of the discount that holds for it.
        var discount: String?
    }

    /// Its name, or `recovery`.
    let environment: String
    let region: String
    /// Runs all the time for a year, so that a commitment holds.
    let isCommitted: Bool
    let lines: [Value]
    let lock: PriceLookup

    /// Hours a month in which what can be stopped runs.
    static func hours(_ name: EnvironmentName, _ request: InfrastructureRequest) -> Double {
        let schedule = request.environments.settings(of: name)?.schedule
        return 730 * (schedule?.fractionOfWeek ?? 1)
    }

    /// `parts` is what the files hold; nil when they do not say it.
    func compare(_ service: Service, _ parts: [Part]?) -> Outcome {
        let stated = stated(service)
        guard let parts else {
            return stated == .zero ? .absent : .unknown
        }
        var sum = 0.0
        for part in parts where part.quantity > 0 {
            guard let price = lock.price(part.item, region) else {
                return .different(
                    "\(environment): Terraform has \(service.rawValue) priced by "
                        + "'\(part.item)' in \(region), the estimate has no such price"
                )
            }
            let share = isCommitted ? part.discount.map(lock.share) ?? 1 : 1
            sum += price.dollars * part.quantity * share
        }
        if sum == 0, stated == .zero { return .absent }
        let larger = max(sum, stated.dollars)
        // Half a cent is lost in the rounding of each line.
        guard
            abs(sum - stated.dollars) > max(larger * IndependentEstimateCheck.tolerance, 0.02)
        else { return .equal }
        return .different(
            "\(environment), \(service.rawValue): the Terraform files cost $"
                + "\(NumberText.grouped(sum, places: 2)) a month, the estimate says "
                + stated.display
        )
    }

    /// What the estimate says of the same things: what runs all the time, without spikes and tests.
    private func stated(_ service: Service) -> Money {
        lines.filter { line in
            let id = line.string("price") ?? ""
            let text = line.string("description") ?? ""
            guard line.string("environment") == environment,
                !["spike", "test", "scans"].contains(where: text.contains)
            else { return false }
            switch service {
            case .instances: return id.hasPrefix("ec2.")
            case .disks:
                return id == "ebs.gp3"
                    && ["nodes", "recovery-cluster"].contains(line.string("component"))
            case .monitoringDisks:
                return id == "ebs.gp3" && line.string("component") == "monitoring"
            case .database:
                return id.hasPrefix("rds.") && id.contains(".db.")
            case .databaseStorage:
                return id == "rds.storage.gp3" || id == "rds.storage.gp3-multi-az"
            case .cache: return id.hasPrefix("elasticache.") && id.contains(".cache.")
            case .gateways: return id == "nat.hour"
            case .addresses: return id == "ipv4.hour" && environment == "recovery"
            case .cluster: return id == "eks.cluster"
            case .firewall: return id == "waf.acl"
            case .rules: return id == "waf.rule"
            case .keys: return id == "kms.key"
            case .endpoints: return id == "endpoint.hour"
            }
        }.compactMap { $0.string("monthly").flatMap { Money($0) } }.total
    }
}
