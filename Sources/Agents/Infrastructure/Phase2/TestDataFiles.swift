import Workflow

/// D2.4: `storage/anonymisation.json` with its page, and the fixtures that test environments start
/// with.
///
/// Every value of a fixture follows from the number of its row: no chance, no time, no person.
struct TestDataFiles {
    static let specification = "storage/anonymisation.json"
    static let table = "storage/fixtures/accounts.csv"
    static let script = "storage/fixtures/seed.sql"
    static let rowCount = 20

    let plan: InfrastructurePlan
    private let model: TestDataModel

    init(plan: InfrastructurePlan) {
        self.plan = plan
        model = TestDataModel(plan.request)
    }

    var files: [RenderedFile] {
        [
            RenderedFile(path: Self.specification, json: json),
            RenderedFile(path: "storage/test-data.md", text: page),
            RenderedFile(path: Self.table, text: CSVText.text([columns] + rows)),
            RenderedFile(path: Self.script, text: seed),
        ]
    }

    // MARK: The specification

    private var json: Value {
        [
            "schema": 1,
            "environments": .array(
                model.sources.map { source in
                    [
                        "environment": .string(source.environment.rawValue),
                        "source": .string(source.kind), "detail": .string(source.detail),
                    ]
                }
            ),
            "methods": .array(
                TestDataModel.Method.allCases.map {
                    ["method": .string($0.rawValue), "meaning": .string($0.meaning)]
                }
            ),
            "classes": .array(
                model.classes.map { dataClass in
                    [
                        "class": .string(dataClass.name),
                        "fields": .array(dataClass.fields.map(json)),
                        "neverCopied": .strings(dataClass.neverCopied),
                    ]
                }
            ),
            "unknownColumn": "drop",
            "steps": .strings(Self.steps),
            "fixtures": [
                "table": .string(Self.table), "script": .string(Self.script),
                "rows": .int(Self.rowCount),
            ],
        ]
    }

    private func json(_ field: TestDataModel.Field) -> Value {
        [
            "field": .string(field.name), "columns": .strings(field.columns),
            "method": .string(field.method.rawValue), "rule": .string(field.rule),
            "fixtureColumn": .optional(field.column),
        ]
    }

    private static let steps = [
        "restore the newest snapshot into production's account, in a network without a way out",
        "list its columns; one that no rule names is dropped until its owner names a rule",
        "transform in place with a key that was made for this export",
        "look over the result for e-mail addresses, telephone and card numbers: one that is found "
            + "stops the export",
        "destroy the key, export, copy to the test account, destroy the restored copy",
        "write down who asked, which rules, how many rows, and when the copy is deleted: 30 days at "
            + "most",
    ]

    private var page: String {
        let classes = model.classes.map { dataClass in
            let table = Page.table(
                ["field", "words in the column's name", "method", "becomes"],
                dataClass.fields.map {
                    [$0.name, $0.columns.joined(separator: ", "), $0.method.rawValue, $0.rule]
                }
            )
            let never =
                dataClass.neverCopied.isEmpty
                ? "Copied as it is.\n"
                : "Never copied:\n\n" + Page.list(dataClass.neverCopied)
            return "## \(dataClass.name)\n\n" + (dataClass.fields.isEmpty ? "" : table + "\n")
                + never
        }
        return Page.page(
            [
                "# Test data",
                "What environments other than \(plan.primary.rawValue) may hold. The same as data: "
                    + "[anonymisation.json](anonymisation.json).",
                Page.table(
                    ["environment", "holds", "how"],
                    model.sources.map { [$0.environment.rawValue, $0.kind, $0.detail] }
                ),
                "A column that no rule names is dropped: forgetting one loses a test, no person.",
            ] + classes + [
                "## Methods",
                Page.table(
                    ["method", "meaning"],
                    TestDataModel.Method.allCases.map { [$0.rawValue, $0.meaning] }
                ),
                "## Taking a copy",
                Page.numbered(Self.steps),
                "## Fixtures",
                "`\(Self.script)` makes the table `test_accounts` with \(Self.rowCount) rows, "
                    + "`\(Self.table)` holds the same rows. Loading it twice changes nothing.",
                "```console\n\(load)\n```",
            ]
        )
    }

    private var isMySQL: Bool { plan.request.application.database.engine == "mysql" }

    private var load: String {
        isMySQL
            ? "mysql --host \"$DATABASE_HOST\" \"$DATABASE_NAME\" < \(Self.script)"
            : "psql --set ON_ERROR_STOP=1 --file \(Self.script) \"$DATABASE_URL\""
    }

    // MARK: The fixtures

    private var columns: [String] { ["id", "plan"] + model.columns.compactMap(\.column) }

    private var rows: [[String]] {
        (1...Self.rowCount).map { number in
            [String(number), ["free", "team", "business"][number % 3]]
                + model.columns.compactMap(\.column).map { Self.value($0, number) }
        }
    }

    /// The value of a column in the row `number`.
    private static func value(_ column: String, _ number: Int) -> String {
        let padded = String(String(number + 1000).dropFirst())
        switch column {
        case "full_name": return "Test Person \(padded)"
        case "email": return "person\(padded)@example.com"
        case "phone": return "+1 202 555 0\(100 + number % 100)"
        case "street": return "\(number) Example Street"
        case "postcode_area": return String(10 + number % 90)
        case "birth_decade": return String(1940 + number % 7 * 10)
        case "last_ip": return "192.0.2.\(number)"
        case "customer_token", "record_token": return token(number, column.utf8.count)
        case "condition_group": return "group-\(number % 10)"
        case "card_token": return "card-token-\(padded)"
        case "card_expiry": return "2099-12"
        default: return String(number % 9 * 100)
        }
    }

    /// Sixteen digits of hexadecimal that look like a keyed hash and are none; the letter in front
    /// keeps them from being read as a number.
    private static func token(_ number: Int, _ salt: Int) -> String {
        let mixed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(salt) &* 0xBF58_476D_1CE4_E5B9
        let digits = String(mixed, radix: 16)
        return "t" + String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits
    }

    private var seed: String {
        let types = columns.map { name in
            name == "id" ? "id integer PRIMARY KEY" : "\(name) varchar(64) NOT NULL"
        }
        let values = rows.map { row in
            let cells = row.enumerated().map { $0.offset == 0 ? $0.element : "'\($0.element)'" }
            return "  (" + cells.joined(separator: ", ") + ")"
        }
        let insert = isMySQL ? "INSERT IGNORE INTO" : "INSERT INTO"
        let end = isMySQL ? ";" : "\nON CONFLICT (id) DO NOTHING;"
        return """
            -- Made-up accounts for test environments: the same rows as accounts.csv, nobody's data.
            BEGIN;
            CREATE TABLE IF NOT EXISTS test_accounts (
              \(types.joined(separator: ",\n  "))
            );
            \(insert) test_accounts (\(columns.joined(separator: ", "))) VALUES
            \(values.joined(separator: ",\n"))\(end)
            COMMIT;

            """
    }
}
