package import Workflow

/// How the items of the price table are found in the provider's price list.
///
/// The rules are data, `prices/queries.json`: which offer, which attributes, which unit. A `*` in
/// a rule's items is what the `*` of its filters stands for.
package struct PriceQueries: Sendable {
    package static let path = "prices/queries.json"

    package struct Query: Sendable, Hashable {
        package let item: String
        /// The offer's code, `AmazonEC2`.
        package let service: String
        /// Attributes that must be equal, sorted by name.
        package let filters: [Filter]
        package let unit: String
        /// How the product's usage type ends; its beginning names the region.
        package let usage: String?
    }

    package struct Filter: Sendable, Hashable {
        package let field: String
        package let value: String
    }

    private let rules: [Fields]

    package init(text: String) throws(PriceTableError) {
        rules = Fields(try PriceTable.document(text)).list("rules")
        guard !rules.isEmpty else { throw PriceTableError(reason: "no rule in the queries") }
    }

    /// The query for each item that a rule covers, in the order of the table.
    package func queries(_ table: PriceTable) -> [Query] {
        table.items.compactMap { item in
            rules.lazy.compactMap { rule in Self.query(item.id, rule) }.first
        }
    }

    private static func query(_ id: String, _ rule: Fields) -> Query? {
        let pattern = rule.text("items")
        let rest: String
        if pattern.hasSuffix("*") {
            let prefix = pattern.dropLast()
            rest = String(id.dropFirst(prefix.count))
            // `ec2.t3-surplus-credit` is no instance type.
            guard id.hasPrefix(prefix), rest.contains(".") else { return nil }
        } else {
            guard id == pattern else { return nil }
            rest = ""
        }
        let filters = (rule["filters"].value.objectValue?.pairs ?? []).map { field, value in
            Filter(
                field: field,
                value: (value.stringValue ?? "").replacing("*", with: rest)
            )
        }
        let usage = rule.text("usage").replacing("*", with: rest)
        return Query(
            item: id,
            service: rule.text("service"),
            filters: filters.sorted { $0.field < $1.field },
            unit: rule.text("unit"),
            usage: usage.isEmpty ? nil : usage
        )
    }
}

extension PriceQueries.Query {
    /// Whether a product of the price list is what the query asks for.
    package func matches(_ product: Value, region: String) -> Bool {
        let attributes = product["attributes"]
        guard attributes?["regionCode"]?.stringValue == region else { return false }
        let isEqual = filters.allSatisfy { filter in
            let value =
                filter.field == "productFamily"
                ? product["productFamily"] : attributes?[filter.field]
            return value?.stringValue == filter.value
        }
        guard isEqual, let usage else { return isEqual }
        // `LoadBalancerUsage` or `EUW1-LoadBalancerUsage`, not `ReservedLoadBalancerUsage`.
        let type = attributes?["usagetype"]?.stringValue ?? ""
        return type == usage || type.hasSuffix("-" + usage)
    }

    /// Arguments of `aws` that ask for it; the price list is served from three regions only.
    package func arguments(region: String) -> [String] {
        let all = filters + [PriceQueries.Filter(field: "regionCode", value: region)]
        return [
            "pricing", "get-products", "--region", "us-east-1", "--output", "json",
            "--service-code", service, "--filters",
        ] + all.map { "Type=TERM_MATCH,Field=\($0.field),Value=\($0.value)" }
    }
}

/// Reads prices out of the provider's price list.
package struct OfferReader: Sendable {
    private let queries: [PriceQueries.Query]
    private let region: String

    package init(queries: [PriceQueries.Query], region: String) {
        self.queries = queries
        self.region = region
    }

    /// Whether a document is a bulk offer file rather than an overlay.
    package static func isOffer(_ document: Value) -> Bool {
        document["offerCode"] != nil && document["products"] != nil
    }

    /// The regions of an offer's products, sorted.
    package static func regions(_ offer: Value) -> [String] {
        let products = offer["products"]?.objectValue?.pairs ?? []
        let names = products.compactMap { $0.value["attributes"]?["regionCode"]?.stringValue }
        return Set(names).filter { !$0.isEmpty }.sorted()
    }

    /// The items of a bulk offer file, `offers/v1.0/aws/SERVICE/current/REGION/index.json`.
    ///
    /// - Throws: `PriceTableError` when nothing in it is known, or prices are in another currency.
    package func overlay(offer: Value) throws(PriceTableError) -> Value {
        let code = offer["offerCode"]?.stringValue ?? ""
        let wanted = queries.filter { $0.service == code }
        guard !wanted.isEmpty else {
            let known = Set(queries.map(\.service)).sorted().joined(separator: ", ")
            throw PriceTableError(reason: "offer '\(code)' is not used here; used: \(known)")
        }
        let terms = offer["terms"]?["OnDemand"]
        var found: [String: Value] = [:]
        for (sku, product) in offer["products"]?.objectValue?.pairs ?? [] {
            for query in wanted where query.matches(product, region: region) {
                guard let term = terms?[sku], let item = try item(query, term) else { continue }
                try keep(item, of: query, in: &found)
            }
        }
        let day = String((offer["publicationDate"]?.stringValue ?? "").prefix(10))
        return try document(found, source: "\(code) \(offer["version"]?.stringValue ?? "")", day)
    }

    /// The items of answers of `aws pricing get-products`, by item.
    package func overlay(
        products: [(query: PriceQueries.Query, product: Value)],
        day: String
    ) throws(PriceTableError) -> Value {
        var found: [String: Value] = [:]
        for (query, entry) in products {
            guard let product = entry["product"], query.matches(product, region: region),
                let term = entry["terms"]?["OnDemand"], let item = try item(query, term)
            else { continue }
            try keep(item, of: query, in: &found)
        }
        return try document(found, source: "AWS Price List API", day)
    }

    /// Two products with different prices for one item mean that a filter is missing.
    private func keep(
        _ item: Value,
        of query: PriceQueries.Query,
        in found: inout [String: Value]
    ) throws(PriceTableError) {
        if let other = found[query.item], other != item {
            throw PriceTableError(
                reason: "'\(query.item)' has two prices in \(region): the query is too wide"
            )
        }
        found[query.item] = item
    }

    private func document(
        _ found: [String: Value],
        source: String,
        _ day: String
    ) throws(PriceTableError) -> Value {
        guard !found.isEmpty else {
            throw PriceTableError(reason: "no known item for region '\(region)' in it")
        }
        guard CivilDate(day) != nil else { throw PriceTableError(reason: "it has no date") }
        return .object([
            "schema": 1, "kind": "overlay", "name": .string("\(source), \(region)"),
            "effective": .string(day),
            "sources": .object([
                "list": .object(["title": .string(source), "date": .string(day)])
            ]),
            "regionItems": .object(
                Members([
                    (
                        region,
                        .object(
                            Members(found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
                        )
                    )
                ])
            ),
        ])
    }

    /// The rates of a product's on-demand term, as an item; nil when it is not sold by the unit.
    private func item(
        _ query: PriceQueries.Query,
        _ term: Value
    ) throws(PriceTableError) -> Value? {
        let offers = term.objectValue?.pairs.map(\.value) ?? []
        let rates = offers.flatMap { offer in
            offer["priceDimensions"]?.objectValue?.pairs.map(\.value) ?? []
        }.filter { $0["unit"]?.stringValue == query.unit }
        guard !rates.isEmpty else { return nil }
        var tiers: [(from: Double, value: Value)] = []
        for rate in rates {
            guard let text = rate["pricePerUnit"]?["USD"]?.stringValue,
                let price = Self.price(text)
            else { throw PriceTableError(reason: "'\(query.item)' has no price in USD") }
            let upTo = rate["endRange"]?.stringValue.flatMap(Double.init)
            var tier: Members = ["usd": .string(price.priceText)]
            if let upTo, upTo.isFinite { tier["upTo"] = .number(upTo) }
            tiers.append((Double(rate["beginRange"]?.stringValue ?? "0") ?? 0, .object(tier)))
        }
        let sorted = tiers.sorted { $0.from < $1.from }.map(\.value)
        var members: Members = ["confidence": "high", "source": "list"]
        if sorted.count == 1 {
            members["usd"] = sorted[0]["usd"]
        } else {
            members["tiers"] = .array(sorted)
        }
        return .object(members)
    }

    /// The list writes ten decimals; more than six that are not zero cannot be kept exactly.
    private static func price(_ text: String) -> Money? {
        var digits = text
        while digits.contains("."), digits.hasSuffix("0") { digits.removeLast() }
        if digits.hasSuffix(".") { digits.removeLast() }
        return Money(digits)
    }
}
