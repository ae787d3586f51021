import Agents
import Foundation
import Testing
import Workflow

struct PriceOverlayTests {
    private func overlay(_ members: [(String, Value)]) -> Value {
        .object(Members([("schema", 1), ("effective", "2026-11-01")] + members))
    }

    @Test func `an overlay replaces what it states and leaves the rest`() throws {
        let table = try Fixture.prices()
        let own = try table.applying(overlay([("items", ["nat.hour": ["usd": "0.04"]])]))
        #expect(own.unitPrice("nat.hour", in: "us-east-1") == Money("0.04"))
        #expect(own.item("nat.hour")?.unit == "hour")
        #expect(own.item("nat.hour")?.date == CivilDate("2026-11-01"))
        #expect(own.unitPrice("nat.gb", in: "us-east-1") == Money("0.045"))
        #expect(own.digest != table.digest)
        #expect(own.layers.count == 1)
    }

    @Test func `a multiplier spares what the same overlay states net`() throws {
        let own = try Fixture.prices().applying(
            overlay([
                ("multipliers", ["ec2": "0.5"]), ("items", ["ec2.m5.large": ["usd": "0.09"]]),
            ])
        )
        #expect(own.unitPrice("ec2.m5.large", in: "us-east-1") == Money("0.09"))
        #expect(own.unitPrice("ec2.m5.xlarge", in: "us-east-1") == Money("0.096"))
        #expect(own.item("ec2.m5.xlarge")?.source.hasSuffix("× 0.5") == true)
        #expect(own.unitPrice("eks.cluster", in: "us-east-1") == Money("0.1"))
    }

    @Test func `a region's own price needs no factor and has its own confidence`() throws {
        let own = try Fixture.prices().applying(
            overlay([
                (
                    "regionItems",
                    ["eu-west-1": ["nat.hour": ["usd": "0.048", "confidence": "high"]]]
                )
            ])
        )
        #expect(own.unitPrice("nat.hour", in: "eu-west-1") == Money("0.048"))
        #expect(own.confidence("nat.hour", in: "eu-west-1") == .high)
        #expect(own.unitPrice("nat.hour", in: "us-east-1") == Money("0.045"))
        #expect(own.confidence("nat.gb", in: "eu-west-1") == .low)
    }

    @Test(
        arguments: [
            ([("items", ["nat.hour": ["usd": 0.04]])], "usd"),
            ([("items", ["no.such": ["usd": "1"]])], "unit"),
            ([("items", ["nat.hour": ["usd": "-1"]])], "usd"),
            ([("items", ["nat.hour": ["usd": "0.04", "unit": "GB"]])], "priced by"),
            ([("multipliers", ["ec3": "0.9"])], "ec3"),
            ([("multipliers", ["ec2": "0"])], "ec2"),
            ([("regionItems", ["xx-east-1": ["nat.hour": ["usd": "1"]]])], "xx-east-1"),
            ([("item", [:])], "item"),
        ] as [([(String, Value)], String)]
    )
    func `a wrong overlay is refused with the member that is wrong`(
        members: [(String, Value)],
        word: String
    ) throws {
        let table = try Fixture.prices()
        do {
            _ = try table.applying(overlay(members))
            Issue.record("it was taken")
        } catch {
            #expect("\(error)".contains(word), "\(error)")
        }
    }

    @Test func `a run keeps the prices with which it began`() throws {
        let table = try Fixture.prices()
        let cheaper = overlay([("items", ["nat.hour": ["usd": "0.01"]])])
        let own = try table.applying(cheaper)
        let chosen = PriceTable.choice(overlays: [cheaper], digest: own.digest)
        let request = Fixture.document(["budget.prices": chosen])
        #expect(try table.resolved(for: request).digest == own.digest)
        // The shipped table has moved on since: the run must not go on with other prices.
        let moved = try table.applying(overlay([("items", ["eks.cluster": ["usd": "0.2"]])]))
        #expect(throws: PriceTableError.self) { try moved.resolved(for: request) }
    }

    @Test func `cheaper prices make a cheaper estimate, with the overlay in the lock`() throws {
        let cheaper = overlay([("multipliers", ["ec2": "0.5"])])
        let table = try Fixture.prices().applying(cheaper)
        let plan = try InfrastructurePlan(
            request: Fixture.request(),
            asOf: Fixture.asOf,
            prices: table
        )
        #expect(try plan.cost.monthly < Fixture.plan().cost.monthly)
        let files = try EstimateRenderer().files(for: plan, resources: ResourceFolder.standard)
        let lock = try #require(files.first { $0.path == PriceLock.path })
        let document = try JSONReader.value(of: lock.text)
        #expect(document["tableSha256"]?.stringValue == table.digest.hex)
        #expect(document["overlays"]?.arrayValue?.count == 1)
        #expect(PriceLock.differences(document, table).isEmpty)
        let changed = try PriceLock.differences(document, Fixture.prices())
        #expect(!changed.isEmpty)
        #expect(changed.allSatisfy { $0.id.hasPrefix("ec2.") })
    }

    @Test func `every item has a source that is explained and a date`() throws {
        let table = try Fixture.prices()
        let known = Set(table.sources.map(\.key))
        for item in table.items {
            for key in item.source.split(separator: ",") {
                #expect(known.contains(String(key)), "\(item.id): \(key)")
            }
        }
        #expect(table.sources.allSatisfy { $0.date != nil })
    }
}

struct OfferReaderTests {
    private static func product(_ sku: String, _ attributes: [(String, Value)]) -> (String, Value) {
        (
            sku,
            .object([
                "sku": .string(sku), "productFamily": "Compute Instance",
                "attributes": .object(Members(attributes)),
            ])
        )
    }

    private static func term(_ usd: String) -> Value {
        [
            "X.JRTCKXETXF": [
                "priceDimensions": [
                    "X.6YS6EN2CT7": [
                        "unit": "Hrs", "beginRange": "0", "endRange": "Inf",
                        "pricePerUnit": ["USD": .string(usd)],
                    ]
                ]
            ]
        ]
    }

    private static let linux: [(String, Value)] = [
        ("instanceType", "m5.large"), ("operatingSystem", "Linux"), ("preInstalledSw", "NA"),
        ("tenancy", "Shared"), ("capacitystatus", "Used"), ("regionCode", "eu-west-1"),
        ("usagetype", "EU-BoxUsage:m5.large"),
    ]

    private static func offer(_ second: String? = nil) -> Value {
        var windows = linux
        windows[1].1 = "Windows"
        var products = [product("A", linux), product("B", windows)]
        var terms: [(String, Value)] = [("A", term("0.1070000000")), ("B", term("0.1990000000"))]
        if let second {
            products.append(product("C", linux))
            terms.append(("C", term(second)))
        }
        return [
            "offerCode": "AmazonEC2", "version": "20260821071526",
            "publicationDate": "2026-08-21T07:15:26Z", "products": .object(Members(products)),
            "terms": ["OnDemand": .object(Members(terms))],
        ]
    }

    private func reader() throws -> OfferReader {
        let queries = try PriceQueries(text: ResourceFolder.standard.text(PriceQueries.path))
        return OfferReader(queries: queries.queries(try Fixture.prices()), region: "eu-west-1")
    }

    @Test func `a bulk offer file becomes an overlay of its region`() throws {
        #expect(OfferReader.isOffer(Self.offer()))
        #expect(OfferReader.regions(Self.offer()) == ["eu-west-1"])
        let table = try Fixture.prices().applying(reader().overlay(offer: Self.offer()))
        #expect(table.unitPrice("ec2.m5.large", in: "eu-west-1") == Money("0.107"))
        #expect(table.confidence("ec2.m5.large", in: "eu-west-1") == .high)
        #expect(table.unitPrice("ec2.m5.large", in: "us-east-1") == Money("0.096"))
    }

    @Test func `two prices for one item are refused rather than one taken`() throws {
        let reader = try reader()
        #expect(throws: PriceTableError.self) { try reader.overlay(offer: Self.offer("0.2")) }
    }

    @Test func `a query is an argument list without a shell`() throws {
        let queries = try PriceQueries(text: ResourceFolder.standard.text(PriceQueries.path))
        let all = queries.queries(try Fixture.prices())
        let database = try #require(all.first { $0.item == "rds.postgres-multi-az.db.r5.large" })
        let arguments = database.arguments(region: "us-east-1")
        #expect(arguments.starts(with: ["pricing", "get-products"]))
        #expect(arguments.contains("Type=TERM_MATCH,Field=deploymentOption,Value=Multi-AZ"))
        #expect(arguments.contains("Type=TERM_MATCH,Field=instanceType,Value=db.r5.large"))
        #expect(!all.contains { $0.item == "ec2.t3-surplus-credit" })
    }
}
