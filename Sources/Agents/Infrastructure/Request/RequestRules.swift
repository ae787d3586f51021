import Workflow

/// Rules between members: what no sizing and no price could make possible.
enum RequestRules {
    static func mistakes(in request: InfrastructureRequest, prices: PriceTable) -> [RequestMistake]
    {
        regions(request, prices) + residency(request) + addresses(request) + objectives(request)
            + application(request) + environments(request) + compliance(request)
    }

    private static func regions(
        _ request: InfrastructureRequest,
        _ prices: PriceTable
    ) -> [RequestMistake] {
        let cloud = request.cloud
        let known = prices.regions.map(\.name).sorted()
        var result: [RequestMistake] = []
        let named = [("region", cloud.region)] + (cloud.drRegion.map { [("drRegion", $0)] } ?? [])
        for (key, region) in named where !known.contains(region) {
            result.append(
                RequestMistake(
                    ["cloud", key],
                    "region '\(region)' is not in the price table",
                    hint: Spelling.nearest(to: region, in: known).map { "did you mean '\($0)'?" }
                        ?? "priced regions: " + known.joined(separator: ", ")
                )
            )
        }
        if cloud.drScenarios.contains(.region) {
            if cloud.drRegion == nil {
                result.append(
                    RequestMistake(
                        ["cloud"],
                        "'drRegion' is missing although drScenarios contains 'region'",
                        hint: "name a second region, or take 'region' out of drScenarios"
                    )
                )
            }
        }
        if cloud.drRegion == cloud.region {
            result.append(
                RequestMistake(
                    ["cloud", "drRegion"],
                    "the recovery region is the region itself",
                    hint: "a lost region cannot be recovered inside itself; name another one"
                )
            )
        }
        return result
    }

    private static func residency(_ request: InfrastructureRequest) -> [RequestMistake] {
        let areas = request.compliance.dataResidency
        guard !areas.isEmpty else { return [] }
        let regions =
            [("region", request.cloud.region)]
            + (request.cloud.drRegion.map { [("drRegion", $0)] } ?? [])
        return regions.filter { !areas.contains(area(of: $0.1)) }.map { key, region in
            RequestMistake(
                ["cloud", key],
                "region '\(region)' lies outside dataResidency (\(areas.joined(separator: ", ")))",
                hint: "choose a region there, or change compliance.dataResidency"
            )
        }
    }

    static func area(of region: String) -> String {
        switch region {
        case "eu-west-2": "uk"
        // Zurich and London lie in Europe but outside the EU.
        case "eu-central-2": "ch"
        default: String(region.prefix { $0 != "-" })
        }
    }

    private static func addresses(_ request: InfrastructureRequest) -> [RequestMistake] {
        let supernet = request.cloud.cidrSupernet
        let blocks = NetworkPlan.blockCount(hasRecoveryRegion: request.cloud.drRegion != nil)
        var result: [RequestMistake] = []
        if supernet.subnet(prefix: NetworkPlan.networkPrefix, index: blocks - 1) == nil {
            result.append(
                RequestMistake(
                    ["cloud", "cidrSupernet"],
                    "'\(supernet)' is too small: \(blocks) networks of /16 are needed",
                    hint: "take a /13 such as 10.0.0.0/13, which holds eight"
                )
            )
        }
        let privateBlocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].compactMap {
            CIDR($0)
        }
        if !privateBlocks.contains(where: { $0.contains(supernet) }) {
            result.append(
                RequestMistake(
                    ["cloud", "cidrSupernet"],
                    "'\(supernet)' is not inside a private range",
                    hint: "private ranges: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16"
                )
            )
        }
        for (index, block) in (request.cloud.hybrid?.onPremCidrs ?? []).enumerated()
        where block.overlaps(supernet) {
            result.append(
                RequestMistake(
                    ["cloud", "hybrid", "onPremCidrs", String(index)],
                    "'\(block)' overlaps cidrSupernet '\(supernet)'",
                    hint: "networks that are to be connected must not share addresses"
                )
            )
        }
        return result
    }

    private static func objectives(_ request: InfrastructureRequest) -> [RequestMistake] {
        let objectives = request.objectives
        guard objectives.rpoMinutes > objectives.rtoMinutes else { return [] }
        return [
            RequestMistake(
                ["objectives", "rpoMinutes"],
                "rpoMinutes \(NumberText.plain(objectives.rpoMinutes)) is longer than rtoMinutes "
                    + NumberText.plain(objectives.rtoMinutes),
                hint: "more data may be lost than recovery takes: are the two swapped?",
                severity: .warning
            )
        ]
    }
}
