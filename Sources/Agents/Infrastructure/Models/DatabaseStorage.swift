extension DatabaseNeed {
    /// Volume sizes at which the provider's baseline steps up.
    static let stepGiB = 400
    static let baselineIops = 3000.0
    static let steppedIops = 12_000.0

    struct Storage {
        let gib: Int
        let extraIops: Int
        let figures: [Figure]
    }

    /// Room for a year of growth, and a volume whose baseline carries the spike.
    func storage(_ environment: EnvironmentSizer) -> Storage {
        let database = environment.request.application.database
        let size = Figure.input("database.sizeGiB", database.sizeGiB, "GiB")
        let growth = Figure.input("database.growthGiBPerMonth", database.growthGiBPerMonth, "GiB")
        let share = figures.first { $0.id == environment.id("database.dataShare") }?.value ?? 1
        let year = Figure.derived(
            environment.id("database.dataInAYearGiB"),
            (size.value + 12 * growth.value) * share,
            "GiB",
            "(data + 12 × growth) × share = ($0 + 12 × $1) × \(NumberText.plain(share))",
            [size, growth]
        )
        let isStepped = iops.value > Self.baselineIops
        let floor = isStepped ? Self.stepGiB : 20
        let gib = max(floor, (Int((year.value * 1.2 / 10).rounded(.up))) * 10)
        let baseline = gib >= Self.stepGiB ? Self.steppedIops : Self.baselineIops
        let storage = Figure.derived(
            environment.id("database.storageGiB"),
            Double(gib),
            "GiB",
            "a year's data $0 + 20 %, at least \(floor) so that the baseline carries $1 IOPS",
            [year, iops]
        )
        let extra = Figure.derived(
            environment.id("database.extraIops"),
            max(0, (iops.value - baseline).rounded(.up)),
            "IOPS",
            "beyond the baseline: $0 − \(NumberText.grouped(baseline)), not below 0",
            [iops]
        )
        return Storage(gib: gib, extraIops: extra.whole, figures: [growth, year, storage, extra])
    }
}
