package import Workflow

/// Checks over the estimate: its sums, its completeness, its prices, and the budget.
package enum EstimateChecks {
    static let path = "cost/estimate.json"

    package static let all: [any Check] = [sums, completeness, prices, discounts, budget, age]

    package static let sums = RuleCheck(
        "estimate-sums",
        "Every line is quantity times price, the lines add up, and a year is twelve months."
    ) { subject in
        let document = try subject.json(path)
        var findings = Findings(path)
        let lines = document.list("lines")
        findings.expect(!lines.isEmpty, "cost.empty", "the estimate has no line")
        for line in lines {
            guard let amount = amount(line), let written = money(line, "monthly") else {
                findings.add("cost.line", "a line of '\(name(line))' is not readable")
                continue
            }
            findings.expect(
                amount == written,
                "cost.line",
                "'\(name(line))' is \(amount.text), the file says \(written.text)"
            )
        }
        compare(lines, "environment", document["environments"], &findings)
        compare(lines, "category", document["categories"], &findings)
        let total = lines.compactMap { money($0, "monthly") }.total
        let monthly = money(document, "monthlyTotal") ?? .zero
        findings.expect(
            total == monthly,
            "cost.total",
            "the lines add up to \(total.text), the file says \(monthly.text)"
        )
        findings.expect(
            money(document, "annualTotal") == monthly * 12,
            "cost.annual",
            "a year is \((monthly * 12).text)"
        )
        try compareTable(subject, lines, &findings)
        return .judged(findings.all, measured: ["monthlyUsd": .string(total.text)])
    }

    static func money(_ value: Value, _ key: String) -> Money? {
        value.string(key).flatMap { Money($0) }
    }

    private static func name(_ line: Value) -> String {
        "\(line.string("environment") ?? "?"): \(line.string("description") ?? "?")"
    }

    private static func amount(_ line: Value) -> Money? {
        guard let quantity = line.string("quantity").flatMap({ FixedPoint.parse($0, places: 3) }),
            let price = money(line, "unitPrice"),
            let discount = line.at("discountPerMille")?.intValue
        else { return nil }
        return CostLine.amount(
            quantityThousandths: quantity,
            unitPrice: price,
            discountPerMille: Int64(discount)
        )
    }

    private static func compare(
        _ lines: [Value],
        _ key: String,
        _ stated: Value?,
        _ findings: inout Findings
    ) {
        for group in Set(lines.compactMap { $0.string(key) }).sorted() {
            let sum = lines.filter { $0.string(key) == group }
                .compactMap { money($0, "monthly") }.total
            let written = stated.flatMap { money($0, group) } ?? .zero
            findings.expect(
                sum == written,
                "cost.subtotal",
                "\(key) '\(group)' adds up to \(sum.text), the file says \(written.text)"
            )
        }
    }

    private static func compareTable(
        _ subject: CheckSubject,
        _ lines: [Value],
        _ findings: inout Findings
    ) throws {
        let rows = CSVText.rows(try subject.requiredText("cost/estimate.csv"))
        let column = rows.first?.firstIndex(of: "monthly_usd")
        let amounts = rows.dropFirst().map { row in
            column.flatMap { row.indices.contains($0) ? row[$0] : nil }
        }
        findings.expect(
            amounts == lines.map { $0.string("monthly") },
            "cost.table",
            "estimate.csv and estimate.json differ"
        )
    }

    package static let completeness = RuleCheck(
        "estimate-completeness",
        "Every component that costs something has a line, and nothing is without a price."
    ) { subject in
        let document = try subject.json(path)
        let lines = document.list("lines")
        let priced = try subject.json(ArchitectureChecks.path).list("components")
            .filter { $0["priced"]?.boolValue == true }.compactMap { $0.string("id") }
        var findings = Findings(path)
        findings.expect(!priced.isEmpty, "T18", "the architecture names no component with a price")
        for component in priced {
            findings.expect(
                lines.contains { $0.string("component") == component },
                "T18",
                "component '\(component)' is in the architecture and has no line"
            )
        }
        for item in document.strings("unpriced") {
            findings.add("cost.unpriced", "no price for \(item)", fix: "add it to the price table")
        }
        for change in ["traffic-20", "traffic+20"] {
            findings.expect(
                document.list("sensitivity").contains { $0.string("id") == change },
                "cost.sensitivity",
                "the case '\(change)' is missing"
            )
        }
        return .judged(findings.all, measured: ["lines": .int(lines.count)])
    }

    package static let prices = RuleCheck(
        "estimate-prices",
        "Every line's price is one of the locked price table."
    ) { subject in
        let lock = try subject.json("cost/prices.lock.json")
        let items = lock.list("items")
        var findings = Findings(path)
        for line in try subject.json(path).list("lines") {
            let item = items.first {
                $0.string("id") == line.string("price")
                    && $0.string("region") == line.string("region")
            }
            let price = line.string("unitPrice")
            findings.expect(
                item?.list("tiers").contains { $0.string("usd") == price } ?? false,
                "cost.price",
                "'\(name(line))': \(line.string("price") ?? "?") at \(price ?? "?") is not in the "
                    + "locked prices"
            )
        }
        freeShares(items, try subject.json(path).list("lines"), &findings)
        findings.expect(
            Digest(of: JSONWriter.canonical(.array(items))).hex == lock.string("itemsSha256"),
            "cost.lock",
            "the locked prices do not match their digest"
        )
        return .judged(findings.all, measured: ["prices": .int(items.count)])
    }

    /// One payer has a free share once, however many environments there are.
    private static func freeShares(
        _ items: [Value],
        _ lines: [Value],
        _ findings: inout Findings
    ) {
        for item in items {
            guard let id = item.string("id"), let first = item.list("tiers").first,
                let limit = first.number("upTo"),
                first.string("usd").flatMap({ Money($0) }) == .zero
            else { continue }
            let free = lines.filter { line in
                line.string("price") == id
                    && line.string("unitPrice").flatMap({ Money($0) }) == .zero
            }
            let sum = free.compactMap { $0.string("quantity").flatMap { Double($0) } }
                .reduce(0, +)
            findings.expect(
                sum <= limit + 0.001,
                "cost.free-share",
                "\(NumberText.plain(sum)) \(item.string("unit") ?? "") of '\(id)' are free in the "
                    + "estimate, the payer has \(NumberText.plain(limit))"
            )
        }
    }

    package static let discounts = RuleCheck(
        "estimate-discounts",
        "No discount is larger than what the provider sells."
    ) { subject in
        let document = try subject.json(path)
        let commitment = document.string("commitment") ?? "none"
        // Measured: EC2 37.3 % and 56.7 %, RDS 29.6 %, ElastiCache 31.7 %.
        let limits: [(prefix: String, perMille: Double)] = [
            ("ec2.", commitment == "three-year-no-upfront" ? 567 : 373), ("rds.", 296),
            ("elasticache.", 317),
        ]
        var findings = Findings(path)
        for line in document.list("lines") {
            let discount = line.number("discountPerMille") ?? 0
            let price = line.string("price") ?? ""
            let limit =
                commitment == "none"
                ? 0 : limits.first { price.hasPrefix($0.prefix) }?.perMille ?? 0
            findings.expect(
                discount <= limit,
                "T20",
                "'\(name(line))' is discounted by \(NumberText.plain(discount / 10)) %, at most "
                    + "\(NumberText.plain(limit / 10)) % can be had"
            )
        }
        return .judged(findings.all)
    }

    package static let budget = RuleCheck(
        "budget",
        "The estimate stays within the budget.",
        facts: [
            CheckFact(
                "costDelta",
                "USD a month by which the estimate exceeds the budget; negative below it"
            )
        ]
    ) { subject in
        let document = try subject.json(path)
        let budget = try subject.requirements().budget
        let lines = document.list("lines")
        let total = lines.compactMap { amount($0) }.total
        var findings = Findings(path)
        if total > budget.monthly {
            let ways = document.list("reductions").prefix(3).enumerated().map { index, option in
                "\(index + 1). \(option.string("title") ?? "") saves "
                    + (money(option, "monthly") ?? .zero).display
            }
            findings.add(
                "cost.budget",
                "\(total.display) a month exceed the budget of \(budget.monthly.display) by "
                    + (total - budget.monthly).display,
                budget.isHard ? .high : .low,
                fix: ways.isEmpty ? nil : ways.joined(separator: "; ")
            )
        }
        return .judged(
            findings.all,
            measured: [
                "monthlyUsd": .string(total.text), "budgetUsd": .string(budget.monthly.text),
            ],
            facts: ["costDelta": .number((total - budget.monthly).dollars)]
        )
    }

    package static let age = RuleCheck(
        "price-age",
        "The prices are not older than the requirements allow; older ones are reported."
    ) { subject in
        let document = try subject.json(path)
        let limit = try subject.requirements().budget.maxPriceAgeDays
        var findings = Findings(path)
        guard let day = document.string("asOf").flatMap({ CivilDate($0) }),
            let effective = document.string("pricesEffective").flatMap({ CivilDate($0) })
        else {
            findings.add("cost.date", "'asOf' or 'pricesEffective' is no date")
            return .judged(findings.all)
        }
        let age = day.daysSince1970 - effective.daysSince1970
        findings.expect(
            age <= Int64(limit),
            "cost.age",
            "the prices are \(age) days old, at most \(limit) are wanted",
            .low,
            fix: "bring newer prices, or raise budget.maxPriceAgeDays"
        )
        return .judged(findings.all, measured: ["ageDays": .number(Double(age))])
    }
}
