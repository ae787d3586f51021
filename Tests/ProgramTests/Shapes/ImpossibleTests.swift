import Foundation
import Testing

extension ProgramTests {
    /// Requirements that cannot be met: refused before a run, or answered by numbers.
    @Suite struct ImpossibleTests {
        private static let page = """
            name: impossible
            uses: infrastructure-lifecycle
            with:
              metadata: { name: tiny }
              traffic: { concurrentUsers: 500 }
              objectives:
                availability: 99.9
                rtoMinutes: 120
              cloud:
                region: us-east-1
                drRegion: us-west-2
                cidrSupernet: 10.0.0.0/13
                zones: 3
              compliance: { dataResidency: [] }
              budget: { monthlyUsd: 20000 }
            """

        private static let fields: [(old: String, new: String, place: String, word: String)] = [
            ("10.0.0.0/13", "10.0.0.0/15", "12:19", "too small: 5 networks"),
            ("us-west-2", "us-east-1", "11:15", "region itself"),
            ("drRegion: us-west-2", "hybrid: null", "10:5", "'drRegion' is missing"),
            ("dataResidency: []", "dataResidency: [eu]", "10:13", "outside dataResidency"),
            ("availability: 99.9", "availability: 0.999", "7:19", "write 99.9"),
            ("availability: 99.9", "availability: 99.999999", "7:19", "five nines"),
            ("concurrentUsers: 500", "concurrentUsers: 0", "5:31", "nothing to size"),
            ("region: us-east-1", "region: us-east-3", "10:13", "not in the price table"),
            ("zones: 3", "zones: 7", "13:12", "out of range"),
        ]

        @Test(arguments: fields)
        func `what the fields rule out is 65 before a run, at its place`(
            old: String,
            new: String,
            place: String,
            word: String
        ) async throws {
            let text = Self.page.replacing(old, with: new, maxReplacements: 1)
            let sandbox = try Sandbox(workflow: text)
            let finished = try await sandbox.begin()
            #expect(finished.status == 65, "\(finished)")
            #expect(finished.error.contains("w.yaml:\(place): error"), "\(finished)")
            #expect(finished.error.contains(word), "\(finished)")
            let runs = try await sandbox.orchestrate("list", "--json")
            #expect(!runs.out.contains("\"r\""), "\(runs)")
        }

        private static let sized: [(old: String, new: String, code: String, ways: [String])] = [
            (
                "monthlyUsd: 20000", "monthlyUsd: 900", "cost.budget",
                ["1. ", "a month", "raise budget.monthlyUsd"]
            ),
            (
                "rtoMinutes: 120", "rtoMinutes: 45", "recovery.rto",
                ["pilot-light misses 45 min", "relax objectives.rtoMinutes"]
            ),
            (
                "concurrentUsers: 500", "concurrentUsers: 400000", "capacity.quota",
                ["traffic.spikeFactor: ", "working days"]
            ),
            (
                "concurrentUsers: 500", "concurrentUsers: 500, p95Ms: 70", "latency.budget",
                ["cpuMsPerRequest", "relax traffic.p95Ms"]
            ),
        ]

        @Test(arguments: sized)
        func `what sizes and prices rule out ends phase 1 with numbers and ways out`(
            old: String,
            new: String,
            code: String,
            ways: [String]
        ) async throws {
            let text = Self.page.replacing(old, with: new, maxReplacements: 1)
            let sandbox = try Sandbox(workflow: text)
            let finished = try await sandbox.begin()
            #expect(finished.status == 1, "\(finished)")
            let shown = try await sandbox.orchestrate("show", "r")
            #expect(shown.out.contains(code), "\(shown)")
            for way in ways { #expect(shown.out.contains(way), "\(way): \(shown)") }
            #expect(!FileManager.default.fileExists(atPath: sandbox.workspace + "/terraform"))
        }
    }
}
