import Agents
import Testing
import Workflow

/// Defects that only this check of phases 3 and 4 finds, each with the id of its contradiction.
@Suite struct DetectionTests {
    static let defects = DetectableDefects.observability + DetectableDefects.response

    @Test(arguments: defects)
    func `a planted defect is found by its id`(
        _ defect: PlantedDefect,
        _ words: String
    )
        async throws
    {
        let result = try await defect.result()
        #expect(result.verdict == .failed)
        #expect(
            result.findings.contains { $0.message.contains(words) },
            "\(result.findings.map(\.message))"
        )
    }

    @Test func `fewer nodes than the spike needs are found`() async throws {
        let example = try RenderedExample.load()
        var policy = try JSONReader.value(of: example.files["scaling/policy.json"] ?? "")
        if case .object(var members) = policy, case .object(var nodes) = members["nodes"] {
            nodes["maximum"] = nodes["minimum"]
            members["nodes"] = .object(nodes)
            policy = .object(members)
        }
        let changed: [String: String?] = ["scaling/policy.json": JSONWriter.pretty(policy)]
        let result = try await Platform.check("spike-capacity")
            .verdict(on: example.subject("D4.2", changed: changed))
        #expect(result.findings.contains { $0.message.hasPrefix("T04: ") && $0.fix != nil })
    }

    @Test func `without production the store is sized for the last environment`() async throws {
        let text = ExampleRequirements.json
            .replacing(#""drRegion": "us-west-2","#, with: "")
            .replacing(#/"region",\s+"data-corruption"/#, with: #""data-corruption""#)
        let requirements = try JSONReader.value(of: text)
            .replacing(["environments", "order"], by: ["development"])
        let alone = try RenderedExample(requirements: requirements)
        let store = try Platform.check("log-store")
        let good = try await store.verdict(on: alone.subject("D3.2"))
        #expect(good.verdict == .passed, "\(good.findings.map(\.message))")
        let changed = try alone.replacing("logging/sizing.json", "\"nodes\": ", "\"nodes\": 1")
        let bad = try await store.verdict(on: alone.subject("D3.2", changed: changed))
        #expect(bad.verdict == .failed)
    }

    /// Fluentd as it was once configured: JSON for what is no JSON.
    @Test func `a Fluentd that reads container logs as JSON is found`() async throws {
        let text = """
            <source>
              @type tail
              path /var/log/containers/*.log
              <parse>
                @type json
              </parse>
            </source>
            """
        let example = try RenderedExample.load()
        let changed: [String: String?] = ["kubernetes/logging/fluentd.yaml": text]
        let result = try await Platform.check("log-pipeline")
            .verdict(on: example.subject("D3.2", changed: changed))
        #expect(result.findings.contains { $0.message.hasPrefix("T26: ") && $0.line == 4 })
    }

    @Test func `the names of the provider's metrics follow from the exporter's rule`() throws {
        let text = try ResourceFolder.standard.text("monitoring/metrics.json")
        let exporters = try JSONReader.value(of: text)["exporters"]?.arrayValue ?? []
        var compared = 0
        for exporter in exporters {
            guard let space = exporter["namespace"]?.stringValue else { continue }
            for series in exporter["series"]?.arrayValue ?? [] {
                let name = Self.snake(series["name"]?.stringValue ?? "")
                let statistic = series["statistic"]?.stringValue?.lowercased() ?? ""
                let family = space.dropFirst("AWS/".count).lowercased()
                #expect(series["metric"]?.stringValue == "aws_\(family)_\(name)_\(statistic)")
                compared += 1
            }
        }
        #expect(compared > 20)
    }

    /// An underscore between a small letter or a digit and a capital; then all small.
    private static func snake(_ name: String) -> String {
        var result = ""
        var last: Character = "_"
        for letter in name {
            if letter.isUppercase, last.isLowercase || last.isNumber { result.append("_") }
            result.append(letter)
            last = letter
        }
        return result.lowercased()
    }
}
