/// One line of a cost-and-usage report.
package struct UsageLine: Sendable, Hashable {
    /// Line of the file, from one.
    package let line: Int
    /// `2026-10-01`, the day on which the usage began.
    package let day: String
    package let product: String
    package let usageType: String
    package let resource: String
    package let cost: Money
    /// `OnDemand`, `Reserved`, `Spot`, or empty.
    package let term: String
    package let environment: String
}

/// Reads a cost-and-usage report as comma-separated values, strictly: a report that is half
/// understood gives savings that are not there.
package struct CostAndUsage: Sendable {
    package let lines: [UsageLine]

    package var total: Money { lines.map(\.cost).total }
    /// Days with usage, sorted.
    package var days: [String] { Set(lines.map(\.day)).sorted() }

    /// Columns by the names of both versions of the report.
    private static let columns: [(key: String, names: [String], isRequired: Bool)] = [
        ("day", ["line_item_usage_start_date", "lineitem/usagestartdate"], true),
        ("product", ["line_item_product_code", "lineitem/productcode"], true),
        ("usageType", ["line_item_usage_type", "lineitem/usagetype"], true),
        ("usage", ["line_item_usage_amount", "lineitem/usageamount"], true),
        ("cost", ["line_item_unblended_cost", "lineitem/unblendedcost"], true),
        ("currency", ["line_item_currency_code", "lineitem/currencycode"], true),
        ("resource", ["line_item_resource_id", "lineitem/resourceid"], false),
        ("term", ["pricing_term", "pricing/term"], false),
        (
            "environment",
            ["resource_tags_user_environment", "resourcetags/user:environment"], false
        ),
    ]

    /// - Throws: `UsageError` with the line and what is wrong in it.
    package init(_ text: String) throws(UsageError) {
        let records = try CSVRecords.read(text)
        guard let header = records.first else { throw UsageError(line: 1, "the file is empty") }
        var places: [String: Int] = [:]
        for (index, name) in header.fields.enumerated() {
            let plain = name.lowercased().filter { $0 != " " }
            guard let column = Self.columns.first(where: { $0.names.contains(plain) }) else {
                continue
            }
            guard places.updateValue(index, forKey: column.key) == nil else {
                throw UsageError(line: header.line, "the column '\(name)' is there twice")
            }
        }
        for column in Self.columns where column.isRequired && places[column.key] == nil {
            throw UsageError(line: header.line, "the column '\(column.names[0])' is missing")
        }
        var lines: [UsageLine] = []
        var currency: String?
        for record in records.dropFirst() {
            guard record.fields.count == header.fields.count else {
                throw UsageError(
                    line: record.line,
                    "\(record.fields.count) fields, the header has \(header.fields.count)"
                )
            }
            func field(_ key: String) -> String { places[key].map { record.fields[$0] } ?? "" }
            let found = field("currency")
            guard currency == nil || currency == found else {
                throw UsageError(
                    line: record.line,
                    "cost in \(found), lines before it are in \(currency ?? ""); one currency a file"
                )
            }
            currency = found
            lines.append(try Self.line(record.line, field))
        }
        guard let currency, !lines.isEmpty else {
            throw UsageError(line: header.line, "no line below the header")
        }
        guard currency == "USD" else {
            throw UsageError(
                line: 2,
                "cost in \(currency); the discounts that it is compared with are for USD"
            )
        }
        self.lines = lines
    }

    private static func line(
        _ number: Int,
        _ field: (String) -> String
    ) throws(UsageError) -> UsageLine {
        let day = String(field("day").prefix(10))
        guard day.wholeMatch(of: #/[0-9]{4}-[0-9]{2}-[0-9]{2}/#) != nil else {
            throw UsageError(line: number, "'\(field("day"))' begins with no date")
        }
        guard Double(field("usage"))?.isFinite == true else {
            throw UsageError(line: number, "the usage amount '\(field("usage"))' is no number")
        }
        guard let cost = amount(field("cost")) else {
            throw UsageError(line: number, "the cost '\(field("cost"))' is no decimal number")
        }
        guard !field("product").isEmpty else {
            throw UsageError(line: number, "the product code is empty")
        }
        return UsageLine(
            line: number,
            day: day,
            product: field("product"),
            usageType: field("usageType"),
            resource: field("resource"),
            cost: cost,
            term: field("term"),
            environment: field("environment").lowercased()
        )
    }

    /// Reports write ten decimals; a millionth of a dollar is kept, what is finer is rounded.
    private static func amount(_ text: String) -> Money? {
        guard text.wholeMatch(of: #/-?[0-9]{1,12}(\.[0-9]+)?/#) != nil else { return nil }
        guard let dot = text.firstIndex(of: ".") else { return Money(text) }
        let fraction = text[text.index(after: dot)...]
        guard fraction.count > 6 else { return Money(text) }
        guard var money = Money(String(text[..<dot]) + "." + fraction.prefix(6)) else { return nil }
        let isUp = (fraction.dropFirst(6).first ?? "0") >= "5"
        if isUp { money.microUSD += text.hasPrefix("-") ? -1 : 1 }
        return money
    }
}

/// What a report is refused for, with the line.
package struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    package let line: Int
    package let reason: String

    package init(line: Int, _ reason: String) {
        self.line = line
        self.reason = reason
    }

    package var description: String { "line \(line): \(reason)" }
}

/// Comma-separated values as RFC 4180 has them; a quotation mark in the wrong place is an error.
enum CSVRecords {
    struct Record {
        /// The line on which it begins, from one.
        let line: Int
        let fields: [String]
    }

    static func read(_ text: String) throws(UsageError) -> [Record] {
        var records: [Record] = []
        var fields: [String] = []
        var field = ""
        var line = 1
        var first = 1
        var isQuoted = false
        var wasQuoted = false
        // A line end of two characters is one `Character` in Swift.
        let characters = Array(text.replacing("\r\n", with: "\n"))
        var index = 0
        func end() -> Record { Record(line: first, fields: fields + [field]) }
        while index < characters.count {
            let character = characters[index]
            if isQuoted {
                if character == "\"" {
                    if index + 1 < characters.count, characters[index + 1] == "\"" {
                        field.append("\"")
                        index += 1
                    } else {
                        isQuoted = false
                        wasQuoted = true
                    }
                } else {
                    if character == "\n" { line += 1 }
                    field.append(character)
                }
            } else if character == "\"" {
                guard field.isEmpty, !wasQuoted else {
                    throw UsageError(line: line, "a quotation mark inside a field without quotes")
                }
                isQuoted = true
            } else if character == "," || character == "\n" {
                if character == "," {
                    fields.append(field)
                } else {
                    if !(fields.isEmpty && field.isEmpty && !wasQuoted) { records.append(end()) }
                    fields = []
                    line += 1
                    first = line
                }
                field = ""
                wasQuoted = false
            } else {
                guard !wasQuoted else {
                    throw UsageError(line: line, "text after a closing quotation mark")
                }
                field.append(character)
            }
            index += 1
        }
        guard !isQuoted else {
            throw UsageError(line: first, "a quotation mark is opened and never closed")
        }
        if !(fields.isEmpty && field.isEmpty && !wasQuoted) { records.append(end()) }
        return records
    }
}
