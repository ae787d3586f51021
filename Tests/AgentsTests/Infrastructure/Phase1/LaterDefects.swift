import Workflow

extension Defect {
    private static let design = "architecture/architecture.json"
    private static let controls = "compliance/controls.json"
    private static let estimate = "cost/estimate.json"
    private static let recovery = "dr/dr-plan.json"

    static let readingDefects: [Defect] = [
        Defect(
            check: "topology-picture",
            file: "architecture/topology.svg",
            old: "id=\"component-db\"",
            new: "id=\"component-bd\"",
            code: "picture.component"
        ),
        Defect(
            check: "topology-picture",
            file: "architecture/topology.svg",
            old: "<rect class=\"label\"",
            new: "<rect class=\"box\" x=\"0\" y=\"0\" width=\"1500\" height=\"1500\"/>"
                + "<rect class=\"label\"",
            code: "picture.overlap"
        ),
        Defect(
            check: "topology-picture",
            file: "architecture/topology.svg",
            old: "<desc id=\"desc\">",
            new: "<desc id=\"desc\"></desc><desc id=\"other\">",
            code: "picture.words"
        ),
        Defect(
            check: "data-flows",
            file: "architecture/data-flows.json",
            old: "\"port\": 443",
            new: "\"port\": 80",
            code: "flows.unknown"
        ),
        Defect(
            check: "figures-traceable",
            file: "architecture/figures.json",
            old: "\"id\": \"traffic.concurrentUsers\"",
            new: "\"id\": \"traffic.users\"",
            code: "figures.input"
        ),
        Defect(
            check: "decision-records",
            file: "architecture/adr/0001-infrastructure-as-code.md",
            old: "**terraform**",
            new: "**cloudformation**",
            code: "record.decision"
        ),
        Defect(
            check: "decision-records",
            file: "architecture/technology-selection.json",
            old: "\"weight\": 30",
            new: "\"weight\": 90",
            code: "record.option"
        ),
        Defect(
            check: "decision-records",
            file: "architecture/adr/0002-container-orchestration.md",
            old: "## Sensitivity",
            new: "## Sense",
            code: "record.section"
        ),
    ]

    static let laterDefects: [Defect] = [
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
            file: design,
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
