import Agents
import Foundation
import Testing
import Workflow

struct CostAnalysisTests {
    private static let header =
        "line_item_usage_start_date,line_item_product_code,line_item_usage_type,"
        + "line_item_resource_id,line_item_usage_amount,line_item_unblended_cost,"
        + "line_item_currency_code,pricing_term,resource_tags_user_environment\n"

    private static func row(_ day: Int, _ rest: String) -> String {
        "2026-10-\(day < 10 ? "0" : "")\(day)T00:00:00Z,\(rest)\n"
    }

    private func example() throws -> CostAndUsage {
        try CostAndUsage(Repository.text("workflows/cost-and-usage.csv"))
    }

    private func model(_ usage: CostAndUsage, _ percent: Double = 20) throws -> SavingsModel {
        let prices = try Fixture.prices()
        return SavingsModel(
            usage: usage,
            targetPercent: percent,
            discounts: prices.discounts.reduce(into: [:]) { $0[$1.id] = $1.perMille }
        )
    }

    @Test func `the shipped spend can be reduced by its aim, and the sums add up`() throws {
        let usage = try example()
        let model = try model(usage)
        #expect(usage.total.roundedToCents == Money("15086.15"))
        #expect(model.monthly == usage.total.roundedToCents)
        #expect(model.isReached)
        #expect(model.measures.map(\.saving).total == model.saving)
        #expect(model.saving < model.monthly)
        #expect(model.measures.map(\.saving) == model.measures.map(\.saving).sorted(by: >))
        #expect(model.products.map(\.monthly).total.microUSD > 0)
    }

    @Test func `an aim that is out of reach says what is missing`() throws {
        let model = try model(example(), 80)
        #expect(!model.isReached)
        #expect(model.shortfall == model.target - model.saving)
        #expect(model.shortfall > .zero)
    }

    @Test func `only what ran every day is committed, and nothing is saved twice`() throws {
        var text = Self.header
        for day in 1...30 {
            text += Self.row(day, "AmazonEC2,BoxUsage:m5.large,i-1,24,10,USD,OnDemand,production")
            text += Self.row(day, "AmazonEC2,BoxUsage:m5.large,i-2,24,10,USD,OnDemand,staging")
        }
        text += Self.row(3, "AmazonEC2,BoxUsage:m5.large,i-3,24,500,USD,OnDemand,production")
        let model = try model(CostAndUsage(text))
        let commit = try #require(model.measures.first { $0.id == "commit-nodes" })
        #expect(commit.base == Money("300"))
        #expect(commit.saving == Money("111.9"))
        let schedule = try #require(model.measures.first { $0.id == "schedule" })
        #expect(schedule.base == Money("300"))
        #expect(schedule.saving == Money("192.9"))
    }

    @Test(
        arguments: [
            ("", 1, "empty"),
            ("line_item_product_code\nAmazonEC2\n", 1, "line_item_usage_start_date"),
            (header, 1, "no line"),
            (header + row(1, "AmazonEC2,Box,i,1,1"), 2, "6 fields"),
            (header + row(1, "AmazonEC2,Box,i,1,1.5x,USD,,"), 2, "decimal"),
            (header + row(1, "AmazonEC2,Box,i,many,1,USD,,"), 2, "no number"),
            (header + "yesterday,AmazonEC2,Box,i,1,1,USD,,\n", 2, "no date"),
            (
                header + row(1, "AmazonEC2,Box,i,1,1,USD,,") + row(2, "AmazonEC2,Box,i,1,1,EUR,,"),
                3, "EUR"
            ),
            (header + row(1, "AmazonEC2,Box,i,1,1,EUR,,"), 2, "EUR"),
            (header + row(1, "AmazonEC2,\"Box,i,1,1,USD,,"), 2, "never closed"),
            (header + row(1, "AmazonEC2,Bo\"x,i,1,1,USD,,"), 2, "quotation mark"),
            (header + row(1, "AmazonEC2,\"Box\"x,i,1,1,USD,,"), 2, "after a closing"),
            (header.replacing("pricing_term", with: "line_item_usage_type"), 1, "twice"),
        ]
    )
    func `a report that is not understood is refused with its line`(
        text: String,
        line: Int,
        word: String
    ) {
        let error = #expect(throws: UsageError.self) { try CostAndUsage(text) }
        #expect(error?.line == line)
        #expect(error?.reason.contains(word) == true, "\(error?.reason ?? "")")
    }

    @Test func `quoted fields may hold commas, quotation marks and line ends`() throws {
        let text = Self.header + Self.row(1, "AmazonEC2,\"a,\"\"b\"\"\nc\",i,1,1.2345675,USD,,")
        let usage = try CostAndUsage(text.replacing("\n", with: "\r\n"))
        #expect(usage.lines.map(\.usageType) == ["a,\"b\"\nc"])
        #expect(usage.total == Money("1.234568"))
    }

    private func subject(_ analysis: String, _ report: String) -> CheckSubject {
        CheckSubject(
            "analysis",
            own: [],
            of: ["cost/analysis.json": analysis, "cost/usage.csv": report]
        )
    }

    @Test(
        arguments: [
            ("\"savingUsd\": \"115.63\"", "\"savingUsd\": \"215.63\"", "analysis.saving"),
            ("\"isReached\": true", "\"isReached\": false", "analysis.target"),
            ("\"monthlyUsd\": \"310.00\"", "\"monthlyUsd\": \"410.00\"", "analysis.total"),
            ("", "", ""),
        ]
    )
    func `a planted defect in an analysis is found`(
        old: String,
        new: String,
        code: String
    ) async throws {
        var text = Self.header
        for day in 1...31 {
            text += Self.row(day, "AmazonEC2,BoxUsage:m5.large,i-1,24,10,USD,OnDemand,production")
        }
        let good: Value = [
            "monthlyUsd": "310.00", "targetPercent": 20, "targetUsd": "62.00",
            "savingUsd": "115.63", "isReached": true,
            "products": [["name": "AmazonEC2", "monthlyUsd": "310.00"]],
            "measures": [
                ["id": "commit-nodes", "baseUsd": "310.00", "perMille": 373, "savingUsd": "115.63"]
            ],
        ]
        let written = JSONWriter.pretty(good)
        try #require(old.isEmpty || written.contains(old))
        let json = old.isEmpty ? written : written.replacing(old, with: new)
        let result = try await Platform.check("cost-analysis").verdict(on: subject(json, text))
        #expect(result.findings.contains { $0.code == code } == !code.isEmpty, "\(result.findings)")
        #expect(result.verdict == (code.isEmpty ? .passed : .failed))
    }
}
