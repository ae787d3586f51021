/// What is known of a region without asking the provider.
enum RegionFacts {
    /// Availability zones that every account can use; regions beyond the table have three.
    static func zones(_ region: String) -> Int {
        switch region {
        case "us-east-1": 6
        case "us-west-2", "ap-northeast-2": 4
        case "us-west-1", "ca-west-1": 2
        default: 3
        }
    }

    /// `eu`, `us`, `uk`, `ca`: the areas that `compliance.dataResidency` names.
    static func area(of region: String) -> String {
        switch region {
        case "eu-west-2": "uk"
        // Zurich and London lie in Europe but outside the EU.
        case "eu-central-2": "ch"
        default: String(region.prefix { $0 != "-" })
        }
    }
}
