package import Workflow

/// Versions and the ends of their standard support, as known in November 2026.
package enum SupportTable {
    /// A version is chosen only with so much standard support left.
    package static let requiredDays: Int64 = 180

    package struct Entry: Sendable, Hashable {
        package let product: String
        package let version: String
        /// Nil when the vendor has announced none.
        package let endOfStandardSupport: CivilDate?
        package let confidence: PriceTable.Confidence

        /// Days from `day` to the end; nil when there is no end.
        package func daysLeft(on day: CivilDate) -> Int64? {
            endOfStandardSupport.map { $0.daysSince1970 - day.daysSince1970 }
        }

        package func isChoosable(on day: CivilDate) -> Bool {
            daysLeft(on: day).map { $0 >= requiredDays } ?? true
        }
    }

    package static let postgresVersion = "17.11"
    package static let mySQLVersion = "8.4.9"
    package static let valkeyVersion = "8.2"
    package static let redisVersion = "7.1"
    /// What the pipeline runs; the roots take any from 1.11 on.
    package static let terraformVersion = "1.15.9"

    package static let entries: [Entry] = [
        entry("eks", "1.28", "2024-11-26", .high), entry("eks", "1.34", "2026-12-02", .high),
        entry("eks", "1.35", "2027-03-27", .high), entry("eks", "1.36", "2027-08-02", .high),
        entry("postgres", "16.15", "2029-02-28", .medium),
        entry("postgres", postgresVersion, "2030-02-28", .medium),
        entry("postgres", "18.6", "2031-02-28", .medium),
        entry("mysql", "8.0.44", "2026-07-31", .medium),
        entry("mysql", mySQLVersion, "2029-07-31", .medium),
        entry("valkey", valkeyVersion, nil, .medium), entry("redis", redisVersion, nil, .medium),
        entry("terraform", terraformVersion, nil, .medium),
        entry("prometheus", "3.13", "2027-07-31", .high),
        entry("elasticsearch", "8.19", "2027-07-15", .high),
    ]

    private static func entry(
        _ product: String,
        _ version: String,
        _ end: String?,
        _ confidence: PriceTable.Confidence
    ) -> Entry {
        Entry(
            product: product,
            version: version,
            endOfStandardSupport: end.flatMap { CivilDate($0) },
            confidence: confidence
        )
    }

    package static func entry(_ product: String, _ version: String) -> Entry? {
        entries.first { $0.product == product && $0.version == version }
    }

    /// The oldest Kubernetes version that still has enough support, else the newest known.
    package static func kubernetes(on day: CivilDate) -> Entry {
        let versions = entries.filter { $0.product == "eks" }
        return versions.first { $0.isChoosable(on: day) } ?? versions[versions.count - 1]
    }
}
