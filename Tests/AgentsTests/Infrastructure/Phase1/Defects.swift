import Testing
import Workflow

/// One spoiled byte or number, and the check that must find it.
struct Defect: Sendable, CustomTestStringConvertible {
    let check: CheckID
    let file: String
    let old: String
    let new: String
    let code: String
    var testDescription: String { "\(check): \(code)" }
}

extension Defect {
    private static let architecture = "architecture/architecture.json"
    private static let technology = "architecture/technology-selection.json"
    private static let controls = "compliance/controls.json"
    private static let estimate = "cost/estimate.json"
    private static let recovery = "dr/dr-plan.json"

    static let all: [Defect] = [
        Defect(
            check: "architecture-completeness",
            file: "architecture/topology.mmd",
            old: "db[\"",
            new: "dbx[\"",
            code: "architecture.diagram"
        ),
        Defect(
            check: "architecture-completeness",
            file: "architecture/architecture.md",
            old: "| `cache` |",
            new: "| `cash` |",
            code: "architecture.page"
        ),
        Defect(
            check: "architecture-completeness",
            file: architecture,
            old: "\"from\": \"cdn\"",
            new: "\"from\": \"cnd\"",
            code: "architecture.edge"
        ),
        Defect(
            check: "architecture-redundancy",
            file: architecture,
            old: "\"multiAZ\": true,\n        \"storageGiB\": 400",
            new: "\"multiAZ\": false,\n        \"storageGiB\": 400",
            code: "architecture.database"
        ),
        Defect(
            check: "architecture-redundancy",
            file: architecture,
            old: "\"zones\": 3,\n      \"priced\"",
            new: "\"zones\": 1,\n      \"priced\"",
            code: "architecture.zones"
        ),
        Defect(
            check: "capacity-of-design",
            file: architecture,
            old: "\"minimum\": 9,\n        \"maximum\": 48",
            new: "\"minimum\": 9,\n        \"maximum\": 20",
            code: "T04"
        ),
        Defect(
            check: "capacity-of-design",
            file: architecture,
            old: "\"class\": \"db.r5.2xlarge\"",
            new: "\"class\": \"db.r5.large\"",
            code: "capacity.database"
        ),
        Defect(
            check: "log-capacity",
            file: architecture,
            old: "\"diskGBPerNode\": 2140",
            new: "\"diskGBPerNode\": 500",
            code: "T16"
        ),
        Defect(
            check: "address-plan",
            file: architecture,
            old: "10.0.32.0/19",
            new: "10.0.0.0/19",
            code: "cidr.overlap"
        ),
        Defect(
            check: "address-plan",
            file: architecture,
            old: "10.0.32.0/19",
            new: "10.0.32.0/24",
            code: "T17"
        ),
        Defect(
            check: "availability",
            file: architecture,
            old: "\"dynamicPathPercent\": 99.7",
            new: "\"dynamicPathPercent\": 99.9",
            code: "availability.product"
        ),
        Defect(
            check: "availability",
            file: architecture,
            old: "\"isContractual\": false",
            new: "\"isContractual\": true",
            code: "T07"
        ),
        Defect(
            check: "latency-of-design",
            file: architecture,
            old: "\"id\": \"latency.edge\",\n        \"value\": 20",
            new: "\"id\": \"latency.edge\",\n        \"value\": 220",
            code: "latency.budget"
        ),
        Defect(
            check: "known-shapes",
            file: architecture,
            old: "\"class\": \"db.r5.2xlarge\"",
            new: "\"class\": \"db.r9.2xlarge\"",
            code: "catalogue.unknown"
        ),
        Defect(
            check: "technology-decisions",
            file: technology,
            old: "\"weight\": 30",
            new: "\"weight\": 31",
            code: "technology.weights"
        ),
        Defect(
            check: "technology-decisions",
            file: technology,
            old: "\"selected\": \"terraform\"",
            new: "\"selected\": \"cloudformation\"",
            code: "technology.selected"
        ),
        Defect(
            check: "supported-versions",
            file: technology,
            old: "\"version\": \"1.36\"",
            new: "\"version\": \"1.28\"",
            code: "T10"
        ),
        Defect(
            check: "controls-mapping",
            file: controls,
            old: "\"status\": \"implemented\"",
            new: "\"status\": \"gap\"",
            code: "controls.gap"
        ),
        Defect(
            check: "controls-mapping",
            file: controls,
            old: "\"attribute\": \"storage_encrypted\"",
            new: "\"attribute\": \"\"",
            code: "controls.evidence"
        ),
        Defect(
            check: "controls-mapping",
            file: controls,
            old: "\"archiveDays\": 400",
            new: "\"archiveDays\": 30",
            code: "T15"
        ),
        Defect(
            check: "controls-mapping",
            file: controls,
            old: "\"id\": \"Chapter V\"",
            new: "\"id\": \"Chapter VI\"",
            code: "T22"
        ),
        Defect(
            check: "security-layers",
            file: "security/security-architecture.md",
            old: "### identity",
            new: "### identities",
            code: "security.layer"
        ),
        Defect(
            check: "zero-trust",
            file: "security/reachability.json",
            old: "\"allowed\": false",
            new: "\"allowed\": true",
            code: "T23"
        ),
        Defect(
            check: "threat-model",
            file: "security/threat-model.json",
            old: "\"component\": \"registry\"",
            new: "\"component\": \"registri\"",
            code: "threats.component"
        ),
        Defect(
            check: "no-attestation",
            file: "security/security-architecture.md",
            old: "# Security architecture",
            new: "# Compliant architecture",
            code: "controls.claim"
        ),
        Defect(
            check: "estimate-sums",
            file: estimate,
            old: "\"monthly\": \"73.00\"",
            new: "\"monthly\": \"73.01\"",
            code: "cost.line"
        ),
        Defect(
            check: "estimate-sums",
            file: estimate,
            old: "\"annualTotal\": \"1",
            new: "\"annualTotal\": \"2",
            code: "cost.annual"
        ),
        Defect(
            check: "estimate-sums",
            file: "cost/estimate.csv",
            old: ",73.00,",
            new: ",74.00,",
            code: "cost.table"
        ),
        Defect(
            check: "estimate-completeness",
            file: architecture,
            old: "\"id\": \"dns\"",
            new: "\"id\": \"dms\"",
            code: "T18"
        ),
        Defect(
            check: "estimate-prices",
            file: estimate,
            old: "\"unitPrice\": \"0.192\"",
            new: "\"unitPrice\": \"0.092\"",
            code: "cost.price"
        ),
        Defect(
            check: "estimate-prices",
            file: "cost/prices.lock.json",
            old: "\"usd\": \"0.192\"",
            new: "\"usd\": \"0.193\"",
            code: "cost.lock"
        ),
        Defect(
            check: "estimate-discounts",
            file: estimate,
            old: "\"discountPerMille\": 0",
            new: "\"discountPerMille\": 400",
            code: "T20"
        ),
        Defect(
            check: "recovery-targets",
            file: recovery,
            old: "\"minutes\": 45",
            new: "\"minutes\": 95",
            code: "recovery.rto"
        ),
        Defect(
            check: "recovery-stores",
            file: recovery,
            old: "\"store\": \"db\"",
            new: "\"store\": \"bd\"",
            code: "recovery.store"
        ),
        Defect(
            check: "recovery-procedure",
            file: "dr/runbooks/assessment.md",
            old: "](activation.md)",
            new: "](nowhere.md)",
            code: "recovery.runbook"
        ),
        Defect(
            check: "recovery-procedure",
            file: recovery,
            old: "\"restoreTestCron\": \"0 6 1 * *\"",
            new: "\"restoreTestCron\": \"\"",
            code: "recovery.test"
        ),
    ]
}
