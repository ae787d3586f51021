import Workflow

extension PerformanceChecks {
    /// The thresholds and the load of the script, against the requirements.
    package static let loadTest = RuleCheck(
        "load-test",
        "The load test fails at the objectives' own thresholds and drives the peak and the spike."
    ) { subject in
        let path = "performance/loadtest.js"
        let text = try subject.requiredText(path)
        let requirements = subject.inputs.at("requirements")
        var findings: [Finding] = []
        func compare(_ what: String, _ written: Double?, _ wanted: Double?) {
            guard let wanted else { return }
            guard let written, abs(written - wanted) <= wanted * 0.001 + 1e-9 else {
                findings.append(
                    Finding(
                        .high,
                        code: "performance.threshold",
                        "\(what) is \(written.map { "\($0)" } ?? "missing"), wanted is \(wanted)",
                        file: path,
                        fix: "take it from the requirements"
                    )
                )
                return
            }
        }
        compare("p(95)", number(after: "p(95)<", in: text), requirements?.number("traffic.p95Ms"))
        let availability = requirements?.number("objectives.availability")
        compare(
            "the error rate",
            number(after: "rate<", in: text),
            availability.map { (100 - $0) / 100 }
        )
        let peak = number(after: "peakRps = ", in: text)
        let spike = number(after: "spikeRps = ", in: text)
        let users = requirements?.number("traffic.concurrentUsers")
        let clicks = requirements?.number("traffic.requestsPerInteraction")
        let think = requirements?.number("traffic.thinkTimeSeconds")
        if let users, let clicks, let think { compare("the peak", peak, users * clicks / think) }
        if let peak, let factor = requirements?.number("traffic.spikeFactor") {
            compare("the spike", spike, peak * factor)
        }
        return .judged(findings, measured: ["peakRps": .number(peak ?? 0)])
    }

    private static func number(after prefix: String, in text: String) -> Double? {
        text.firstRange(of: prefix).flatMap { range in
            Double(text[range.upperBound...].prefix { $0.isNumber || $0 == "." })
        }
    }

    package static let verbs = RuleCheck(
        "cdn-verbs",
        "What is not kept at the edge lets every verb of the services through."
    ) { subject in
        let path = "performance/tuning.json"
        let behaviours = try subject.json(path).list("cdn.behaviours")
        let services = subject.inputs.at("requirements.application.services")?.arrayValue ?? []
        let wanted = Set(services.flatMap { $0.strings("methods") })
        let allowed = behaviours.first { $0.string("path") == "default" }
        let missing = wanted.subtracting(allowed?.strings("methods") ?? []).sorted()
        var findings: [Finding] = []
        if !missing.isEmpty || allowed == nil {
            findings.append(
                Finding(
                    .high,
                    code: "T12",
                    "the default behaviour lets no \(missing.joined(separator: ", ")) through",
                    file: path,
                    fix: "allow all seven verbs"
                )
            )
        }
        if (allowed?.number("defaultTtlSeconds") ?? 0) > 0 {
            findings.append(
                Finding(
                    .high,
                    code: "T12",
                    "answers of the services are kept at the edge",
                    file: path,
                    fix: "a time of 0 for the default behaviour"
                )
            )
        }
        return .judged(findings, measured: ["behaviours": .int(behaviours.count)])
    }
}
