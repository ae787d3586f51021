import Workflow

extension InfrastructureRequest {
    /// Builds the typed request from a document that has been checked and completed.
    init(normalized: Value, defaulted: [String]) {
        let document = Fields(normalized)
        metadata = Metadata(document["metadata"])
        application = Application(document["application"])
        traffic = Traffic(document["traffic"])
        objectives = Objectives(document["objectives"])
        cloud = Cloud(document["cloud"])
        compliance = Compliance(document["compliance"])
        budget = Budget(document["budget"])
        environments = Environments(document["environments"])
        technology = TechnologyPreferences(document["technology"])
        assumptions = Assumptions(document["assumptions"])
        needBy = CivilDate(document["timeline"].text("needBy"))
        self.normalized = normalized
        self.defaulted = defaulted
    }
}

/// Members of a checked document; an absent one reads as nothing.
struct Fields {
    let value: Value

    init(_ value: Value?) { self.value = value ?? .null }

    subscript(key: String) -> Fields { Fields(value[key]) }
    func text(_ key: String) -> String { value[key]?.stringValue ?? "" }
    func number(_ key: String) -> Double { value[key]?.numberValue ?? 0 }
    func whole(_ key: String) -> Int { value[key]?.intValue ?? 0 }
    func flag(_ key: String) -> Bool { value[key]?.boolValue ?? false }
    func texts(_ key: String) -> [String] {
        value[key]?.arrayValue?.compactMap(\.stringValue) ?? []
    }
    func list(_ key: String) -> [Fields] { value[key]?.arrayValue?.map { Fields($0) } ?? [] }
}

extension InfrastructureRequest.Metadata {
    init(_ fields: Fields) {
        name = fields.text("name")
        owner = fields.text("owner")
        requestedBy = fields.text("requestedBy")
        labels =
            fields["labels"].value.objectValue?.pairs.map {
                InfrastructureRequest.Label(key: $0.key, value: $0.value.stringValue ?? "")
            } ?? []
    }
}

extension InfrastructureRequest.Application {
    init(_ fields: Fields) {
        type = fields.text("type")
        services = fields.list("services").map(InfrastructureRequest.Service.init)
        database = InfrastructureRequest.Database(fields["database"])
        cache = InfrastructureRequest.Cache(fields["cache"])
        assetsGiB = fields["objectStorage"].number("assetsGiB")
        backupsGiB = fields["objectStorage"].number("backupsGiB")
        fileStorageGiB = fields.number("fileStorageGiB")
        trdPath = fields["trd"].value.stringValue
    }
}

extension InfrastructureRequest.Service {
    init(_ fields: Fields) {
        name = fields.text("name")
        tier = fields.text("tier")
        port = fields.whole("port")
        health = fields.text("health")
        methods = fields.texts("methods")
        cpuMsPerRequest = fields.number("cpuMsPerRequest")
        memoryMiBPerReplica = fields.number("memoryMiBPerReplica")
        requestMilliCpu = fields.number("requestMilliCpu")
        dependsOn = fields.texts("dependsOn")
    }
}

extension InfrastructureRequest.Database {
    init(_ fields: Fields) {
        name = fields.text("name")
        engine = fields.text("engine")
        sizeGiB = fields.number("sizeGiB")
        growthGiBPerMonth = fields.number("growthGiBPerMonth")
        queriesPerRequest = fields.number("queriesPerRequest")
        readRatio = fields.number("readRatio")
        cpuMsPerQuery = fields.number("cpuMsPerQuery")
    }
}

extension InfrastructureRequest.Cache {
    init(_ fields: Fields) {
        name = fields.text("name")
        engine = fields.text("engine")
        workingSetGiB = fields.number("workingSetGiB")
        hitRatio = fields.number("hitRatio")
        isUsed = !fields.value.isNull
    }
}

extension InfrastructureRequest.Traffic {
    init(_ fields: Fields) {
        concurrentUsers = fields.number("concurrentUsers")
        requestsPerInteraction = fields.number("requestsPerInteraction")
        thinkTimeSeconds = fields.number("thinkTimeSeconds")
        averageToPeak = fields.number("averageToPeak")
        spikeFactor = fields.number("spikeFactor")
        spikeRampSeconds = fields.number("spikeRampSeconds")
        responseKiB = fields.number("responseKiB")
        cacheableFraction = fields.number("cacheableFraction")
        monthlyGrowth = fields.number("monthlyGrowth")
        p95Ms = fields.number("p95Ms")
    }
}

extension InfrastructureRequest.Objectives {
    init(_ fields: Fields) {
        availabilityPercent = fields.number("availability")
        rtoMinutes = fields.number("rtoMinutes")
        rpoMinutes = fields.number("rpoMinutes")
        recoveryCapacityPercent = fields.number("recoveryCapacityPercent")
        provisioningMinutes = fields.number("provisioningMinutes")
        changeMinutes = fields.number("changeMinutes")
        alertLatencySeconds = fields.number("alertLatencySeconds")
    }
}

extension InfrastructureRequest.Cloud {
    init(_ fields: Fields) {
        region = fields.text("region")
        drRegion = fields["drRegion"].value.stringValue
        zones = fields.whole("zones")
        cidrSupernet = CIDR(fields.text("cidrSupernet")) ?? .private
        drScenarios = fields.texts("drScenarios").compactMap(DisasterScenario.init)
        domain = fields.text("domain")
        let link = fields["hybrid"]
        hybrid =
            link.value.isNull
            ? nil
            : InfrastructureRequest.Hybrid(
                onPremCidrs: link.texts("onPremCidrs").compactMap { CIDR($0) },
                bandwidthMbps: link.number("bandwidthMbps"),
                peerAddress: link["peerAddress"].value.stringValue,
                peerASN: link.whole("peerAsn")
            )
        accounts = EnvironmentName.allCases.reduce(into: [:]) { result, name in
            result[name] = fields["accounts"].value[name.rawValue]?.stringValue
        }
    }
}

extension CIDR {
    /// All of 10.0.0.0/8.
    static let `private` = CIDR(base: 0x0A00_0000, privatePrefix: 8)

    /// Without the check of host bits, for constants.
    private init(base: UInt32, privatePrefix: Int) {
        self.base = base
        prefix = privatePrefix
    }
}

extension InfrastructureRequest.Compliance {
    init(_ fields: Fields) {
        frameworks = fields.texts("frameworks").compactMap(Framework.init)
        dataClasses = fields.texts("dataClasses")
        euDataSubjects = fields.flag("euDataSubjects")
        dataResidency = fields.texts("dataResidency")
        hotLogDays = fields["logRetentionDays"].whole("hot")
        archiveLogDays = fields["logRetentionDays"].whole("archive")
    }
}

extension InfrastructureRequest.Budget {
    init(_ fields: Fields) {
        let cents = (fields.number("monthlyUsd") * 100).rounded()
        monthly = Money(microUSD: Int64(cents) * 10_000)
        isHard = fields.flag("hard")
        commitment = InfrastructureRequest.Commitment(rawValue: fields.text("commitment")) ?? .none
        yearlyReductionPercent = fields.number("yearlyReductionPercent")
        priceTable = fields.text("priceTable")
        maxPriceAgeDays = fields.whole("maxPriceAgeDays")
    }
}

extension InfrastructureRequest.Environments {
    init(_ fields: Fields) {
        order = fields.texts("order").compactMap(EnvironmentName.init)
        settings = EnvironmentName.allCases.reduce(into: [:]) { result, name in
            let entry = fields[name.rawValue]
            result[name] = InfrastructureRequest.EnvironmentSettings(
                profile: entry.text("profile"),
                scale: entry.number("scale"),
                schedule: WeeklySchedule(entry.text("schedule"))
            )
        }
    }
}

extension InfrastructureRequest.TechnologyPreferences {
    init(_ fields: Fields) {
        iac = fields.text("iac")
        compute = fields.text("compute")
        logging = fields.text("logging")
        mesh = fields.text("mesh")
        configuration = fields.text("configuration")
        monitoring = fields.text("monitoring")
    }
}

extension Assumptions {
    init(_ fields: Fields) {
        all = AssumptionKey.allCases.map { key in
            Assumption(
                key: key.rawValue,
                unit: key.standard.unit,
                value: fields.value[key.rawValue]?.numberValue ?? key.standard.value,
                summary: key.standard.text
            )
        }
    }
}
