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

    static let all: [Defect] =
        [
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
        ] + laterDefects + readingDefects
}
