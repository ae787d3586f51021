import Workflow

/// Rules between members: what no sizing and no price could make possible.
enum RequestRules {
    static func mistakes(in request: InfrastructureRequest, prices: PriceTable) -> [RequestMistake]
    {
        regions(request, prices) + zones(request) + residency(request) + addresses(request)
            + objectives(request) + alerts(request)
            + application(request) + circles(request) + instances(request)
            + unrendered(request) + notifications(request)
            + environments(request) + compliance(request)
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

    private static func zones(_ request: InfrastructureRequest) -> [RequestMistake] {
        let cloud = request.cloud
        // Recovery rebuilds the same subnets, so its region needs as many zones.
        return ([cloud.region] + (cloud.drRegion.map { [$0] } ?? []))
            .filter { RegionFacts.zones($0) < cloud.zones }
            .map { region in
                let known = RegionFacts.zones(region)
                return RequestMistake(
                    ["cloud", "zones"],
                    "region '\(region)' has \(known) zones, \(cloud.zones) are asked for",
                    hint: "take at most \(known), or another region"
                )
            }
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

    static func area(of region: String) -> String { RegionFacts.area(of: region) }

    private static func addresses(_ request: InfrastructureRequest) -> [RequestMistake] {
        let supernet = request.cloud.cidrSupernet
        let blocks = NetworkPlan.blockCount(request)
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
        if !request.technology.usesCluster, request.technology.logging != "cloudwatch" {
            result.append(
                RequestMistake(
                    ["technology", "logging"],
                    "'\(request.technology.logging)' runs in a cluster, and there is none",
                    hint: "write 'cloudwatch', or choose 'compute: eks'"
                )
            )
        }
        if let hybrid = request.cloud.hybrid {
            if hybrid.bandwidthMbps > 1250 {
                result.append(
                    RequestMistake(
                        ["cloud", "hybrid", "bandwidthMbps"],
                        "a VPN tunnel carries 1,250 Mbit/s at most",
                        hint: "a leased line is ordered by a person, and is not rendered"
                    )
                )
            }
            if hybrid.peerASN == 64512 {
                result.append(
                    RequestMistake(
                        ["cloud", "hybrid", "peerAsn"],
                        "64512 is the number of the provider's side",
                        hint: "the two sides need different BGP numbers"
                    )
                )
            }
        }
        return result
    }

    private static func objectives(_ request: InfrastructureRequest) -> [RequestMistake] {
        let objectives = request.objectives
        let budget = request.budget.yearlyReductionPercent
        var result: [RequestMistake] = []
        if budget > 0, budget < 1 {
            result.append(
                RequestMistake(
                    ["budget", "yearlyReductionPercent"],
                    "\(NumberText.plain(budget)) percent is almost nothing",
                    hint: "it is a percentage: write \(NumberText.plain(budget * 100)) for "
                        + "\(NumberText.plain(budget * 100)) %",
                    severity: .warning
                )
            )
        }
        guard objectives.rpoMinutes > objectives.rtoMinutes else { return result }
        return result + [
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
