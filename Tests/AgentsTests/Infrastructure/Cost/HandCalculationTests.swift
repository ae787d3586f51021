import Agents
import Foundation
import Testing
import Workflow

/// The estimate against the table in `docs/explanation/cost-of-the-example.md`, which was worked out
/// without the program.
struct HandCalculationTests {
    private struct Line {
        let environment: String
        let quantity: Int64
        let item: String
        let price: Money
        let amount: Money
    }

    private static func lines() throws -> [Line] {
        let text = try Repository.text("docs/explanation/cost-of-the-example.md")
        return try text.split(separator: "\n").compactMap { row in
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 7, let price = Money(cells[5]) else { return nil }
            return Line(
                environment: cells[0],
                quantity: try #require(FixedPoint.parse(cells[3], places: 3), "\(row)"),
                item: cells[4],
                price: price,
                amount: try #require(Money(cells[6]), "\(row)")
            )
        }
    }

    @Test func `each line of the page is its quantity times a price of the table`() throws {
        let prices = try Fixture.prices()
        let lines = try Self.lines()
        #expect(lines.count > 150)
        for line in lines {
            #expect(line.price.times(thousandths: line.quantity).roundedToCents == line.amount)
            let tiers = prices.tiers(line.item, in: "us-east-1") ?? []
            #expect(tiers.contains { $0.price == line.price }, "\(line.item)")
        }
    }

    @Test func `the estimate is within one percent of the page, in all and by environment`() throws
    {
        let cost = try Fixture.plan().cost
        let lines = try Self.lines()
        func near(_ left: Money, _ right: Money) -> Bool {
            abs(left.dollars - right.dollars) <= right.dollars / 100
        }
        #expect(near(cost.monthly, lines.map(\.amount).total))
        for environment in cost.environments {
            let own = lines.filter { $0.environment == environment }.map(\.amount).total
            #expect(near(cost.total(environment: environment), own), "\(environment)")
        }
    }
}

/// More of what costs never costs less, over requests that no person wrote.
struct MonotonicCostTests {
    /// Numbers that look random and are the same in every run.
    private struct Sequence {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    private static func request(_ sequence: inout Sequence) -> [String: Value] {
        var values: [String: Value] = [
            "traffic.concurrentUsers": .int([100, 700, 5000, 20_000, 80_000][sequence.next(5)]),
            "traffic.cacheableFraction": .number(Double(sequence.next(9)) / 10),
            "traffic.spikeFactor": .int(1 + sequence.next(10)),
            "traffic.responseKiB": .int(1 + sequence.next(60)),
            "application.database.sizeGiB": .int(10 + sequence.next(60)),
            "application.objectStorage.assetsGiB": .int(sequence.next(5000)),
            "cloud.zones": .int(2 + sequence.next(2)),
            "technology.compute": .string(["eks", "asg"][sequence.next(2)]),
            "technology.logging": .string(["elk", "loki", "cloudwatch"][sequence.next(3)]),
            "compliance.logRetentionDays.hot": .int(7 + sequence.next(80)),
        ]
        // An own log store has no place to run in without a cluster.
        if values["technology.compute"] == "asg" {
            values["technology.logging"] = "cloudwatch"
            values["application.services"] = Fixture.servicesApart
        }
        return values
    }

    @Test(arguments: 1...12)
    func `more users, bytes, data or days never cost less`(seed: Int) throws {
        var sequence = Sequence(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
        let base = Self.request(&sequence)
        let cost = try Fixture.plan(base).cost.monthly
        let keys = [
            "traffic.concurrentUsers", "traffic.responseKiB",
            "application.objectStorage.assetsGiB", "compliance.logRetentionDays.hot",
        ]
        for key in keys {
            var more = base
            more[key] = .int((base[key]?.intValue ?? 0) * (2 + sequence.next(3)) + 1)
            let dearer = try Fixture.plan(more).cost.monthly
            #expect(dearer >= cost, "\(key) in \(base)")
        }
    }
}
