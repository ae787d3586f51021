internal import GRDB

/// A row that does not hold what was written: damage, or somebody else's hand.
struct MalformedRow: Error, CustomStringConvertible {
    let table: String
    let column: String

    var description: String { "table '\(table)' has a '\(column)' that cannot be read" }
}

/// A row of which each column is checked, for GRDB's own accessors trap on a value of another
/// kind.
struct CheckedRow {
    private let row: Row
    private let table: String

    init(_ row: Row, of table: String) {
        self.row = row
        self.table = table
    }

    func text(_ column: String) throws -> String {
        try value(String.self, column)
    }

    func int(_ column: String) throws -> Int {
        try value(Int.self, column)
    }

    func time(_ column: String) throws -> Timestamp {
        Timestamp(milliseconds: try value(Int64.self, column))
    }

    func digest(_ column: String) throws -> Digest {
        guard let digest = Digest(hex: try text(column)) else {
            throw MalformedRow(table: table, column: column)
        }
        return digest
    }

    func isNull(_ column: String) -> Bool {
        let stored: DatabaseValue? = row[column]
        return stored?.isNull ?? true
    }

    func value<Value: DatabaseValueConvertible>(
        _: Value.Type,
        _ column: String
    ) throws -> Value {
        let stored: DatabaseValue? = row[column]
        guard let stored, let value = Value.fromDatabaseValue(stored) else {
            throw MalformedRow(table: table, column: column)
        }
        return value
    }
}

extension Database {
    func first(
        _ sql: String,
        _ arguments: StatementArguments,
        of table: String
    ) throws -> CheckedRow? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
            .map { CheckedRow($0, of: table) }
    }

    func all<Element>(
        _ sql: String,
        _ arguments: StatementArguments,
        of table: String,
        _ element: (CheckedRow) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            elements.append(try element(CheckedRow(row, of: table)))
        }
        return elements
    }

    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
