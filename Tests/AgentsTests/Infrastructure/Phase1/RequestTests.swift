import Agents
import Foundation
import Testing
import Workflow

struct RequestTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let change: String
        let value: Value
        let path: String
        let words: String
        var region = "us-east-1"
        var testDescription: String { change }
    }

    static let cases: [Case] = [
        Case(
            change: "traffic.concurentUsers",
            value: 5,
            path: "traffic.concurentUsers",
            words: "did you mean 'concurrentUsers'"
        ),
        Case(
            change: "traffic.concurrentUsers",
            value: "10000",
            path: "traffic.concurrentUsers",
            words: "without quotes"
        ),
        Case(
            change: "traffic.cacheableFraction",
            value: 30,
            path: "traffic.cacheableFraction",
            words: "out of range"
        ),
        Case(
            change: "compliance.frameworks",
            value: ["soc3"],
            path: "compliance.frameworks.0",
            words: "did you mean 'soc2'"
        ),
        Case(
            change: "cloud.region",
            value: "us-east-9",
            path: "cloud.region",
            words: "not in the price table"
        ),
        Case(
            change: "cloud.drRegion",
            value: "us-east-1",
            path: "cloud.drRegion",
            words: "recovery region is the region itself"
        ),
        Case(change: "cloud.drRegion", value: nil, path: "cloud", words: "'drRegion' is missing"),
        Case(
            change: "cloud.cidrSupernet",
            value: "10.0.0.0/16",
            path: "cloud.cidrSupernet",
            words: "too small"
        ),
        Case(
            change: "cloud.cidrSupernet",
            value: "10.0.1.0/13",
            path: "cloud.cidrSupernet",
            words: "no CIDR block"
        ),
        Case(
            change: "cloud.cidrSupernet",
            value: "8.0.0.0/13",
            path: "cloud.cidrSupernet",
            words: "private range"
        ),
        Case(change: "cloud.zones", value: 9, path: "cloud.zones", words: "allowed: 2 to 4"),
        Case(
            change: "cloud.accounts.production",
            value: "44",
            path: "cloud.accounts.production",
            words: "12 digits"
        ),
        Case(
            change: "cloud.hybrid",
            value: ["onPremCidrs": ["10.1.0.0/16"]],
            path: "cloud.hybrid.onPremCidrs.0",
            words: "overlaps"
        ),
        Case(
            change: "compliance.dataResidency",
            value: ["eu"],
            path: "cloud.region",
            words: "outside dataResidency"
        ),
        Case(
            change: "environments.development.schedule",
            value: "MON-FRI 08:00-20:00",
            path: "environments.development.schedule",
            words: "America/New_York"
        ),
        Case(
            change: "environments.production.schedule",
            value: "MON 08:00-09:00 UTC",
            path: "environments.production.schedule",
            words: "cannot be switched off"
        ),
        Case(
            change: "environments.order",
            value: [
                "production", "staging", "integration",
                "development",
            ],
            path: "environments.order",
            words: "end in production"
        ),
        Case(change: "approvals", value: [], path: "approvals", words: "'gates:'"),
        Case(
            change: "metadata.name",
            value: "Acme SaaS",
            path: "metadata.name",
            words: "acme-saas"
        ),
        Case(
            change: "application.cache.name",
            value: "db",
            path: "application.cache.name",
            words: "both called 'db'"
        ),
        Case(
            change: "application.services",
            value: [["name": "api", "dependsOn": ["bd"]]],
            path: "application.services.0.dependsOn.0",
            words: "did you mean 'db'"
        ),
        Case(
            change: "application.database.name",
            value: "logs",
            path: "application.database.name",
            words: "choose another name"
        ),
        Case(
            change: "compliance.logRetentionDays",
            value: ["hot": 90, "archive": 30],
            path: "compliance.logRetentionDays.archive",
            words: "more than hot (90 days)"
        ),
        Case(
            change: "objectives.availability",
            value: 0.999,
            path: "objectives.availability",
            words: "it is a percentage: write 99.9"
        ),
        Case(
            change: "objectives.availability",
            value: 99.999_999,
            path: "objectives.availability",
            words: "five nines"
        ),
        Case(
            change: "traffic.concurrentUsers",
            value: 0,
            path: "traffic.concurrentUsers",
            words: "nothing to size"
        ),
        Case(
            change: "application.cache.hitRatio",
            value: 80,
            path: "application.cache.hitRatio",
            words: "write 0.8 for 80 %"
        ),
        Case(
            change: "objectives.recoveryCapacityPercent",
            value: 0.8,
            path: "objectives.recoveryCapacityPercent",
            words: "write 80"
        ),
        Case(
            change: "cloud.zones",
            value: 4,
            path: "cloud.zones",
            words: "has 3 zones, 4 are asked for",
            region: "eu-central-1"
        ),
        Case(
            change: "environments.order",
            value: ["development"],
            path: "cloud.drRegion",
            words: "only production recovers"
        ),
        Case(
            change: "application.cache",
            value: nil,
            path: "application.services.1.dependsOn.1",
            words: "depends on 'cache', which is not defined"
        ),
    ]

    @Test(arguments: cases)
    func `a mistake is found at its place, with a hint`(example: Case) throws {
        let place: [String: Value] =
            example.region == "us-east-1" ? [:] : ["cloud.region": .string(example.region)]
        let document = Fixture.document(place.merging([example.change: example.value]) { $1 })
        let reading = InfrastructureRequest.read(document, prices: try Fixture.prices())
        #expect(reading.request == nil)
        let mistake = try #require(
            reading.mistakes.first { $0.path.joined(separator: ".") == example.path },
            "\(reading.mistakes)"
        )
        #expect((mistake.message + " " + (mistake.hint ?? "")).contains(example.words))
    }

    @Test func `all mistakes are told at once`() throws {
        let document = Fixture.document([
            "traffic.p95Ms": "fast", "cloud.zones": 1, "budget.currency": "EUR",
        ])
        let reading = InfrastructureRequest.read(document, prices: try Fixture.prices())
        #expect(reading.mistakes.count == 3)
    }

    @Test func `what is odd but possible is a warning`() throws {
        let document = Fixture.document([
            "objectives.rpoMinutes": 240, "compliance.frameworks": ["soc2"],
        ])
        let reading = InfrastructureRequest.read(document, prices: try Fixture.prices())
        #expect(reading.request != nil)
        #expect(reading.mistakes.map(\.severity) == [.warning, .warning])
    }

    @Test func `a few keys suffice, and defaults are listed`() throws {
        let document: Value = [
            "metadata": ["name": "tiny"], "traffic": ["concurrentUsers": 100],
            "cloud": ["region": "us-east-1", "drRegion": "us-west-2"],
            "budget": ["monthlyUsd": 10_000],
        ]
        let reading = InfrastructureRequest.read(document, prices: try Fixture.prices())
        let request = try #require(reading.request, "\(reading.mistakes)")
        #expect(request.traffic.thinkTimeSeconds == 15)
        #expect(request.defaulted.contains("traffic.thinkTimeSeconds"))
        #expect(request.environments.order.last == .production)
    }

    @Test func `no document at all is a mistake and no crash`() throws {
        let prices = try Fixture.prices()
        for value: Value in [nil, 3, "text", [], ["traffic": []]] {
            #expect(InfrastructureRequest.read(value, prices: prices).request == nil)
        }
    }

    @Test func `the published schema is the one that parses`() throws {
        let published = try Repository.text("docs/reference/infrastructure-request.schema.json")
        #expect(published == JSONWriter.pretty(InfrastructureRequest.schema()) + "\n")
    }
}
