import Agents
import Testing
import Workflow

/// What the fields alone rule out, and what the provider would refuse later.
@Suite struct RequestRefusalTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let changes: [String: Value]
        let path: String
        let words: String
        var testDescription: String { words }

        init(_ changes: [String: Value], _ path: String, _ words: String) {
            self.changes = changes
            self.path = path
            self.words = words
        }

        init(_ key: String, _ value: Value, _ words: String) {
            self.init([key: value], key, words)
        }
    }

    private static let hours = "environments.development.schedule"
    private static let retention = "compliance.logRetentionDays"

    static let refusals: [Refusal] = [
        Refusal("metadata.name", "shop-", "single dashes between them"),
        Refusal("metadata.name", "my--shop", "single dashes between them"),
        Refusal("metadata.owner", "a\"b${x}", "is no text of a tag"),
        Refusal(
            ["metadata.labels": ["costCenter": "R&D"]],
            "metadata.labels.costCenter",
            "'R&D' is no tag"
        ),
        Refusal(["metadata.labels": ["aws:x": "y"]], "metadata.labels.aws:x", "the provider's"),
        Refusal(hours, "MON-FRI 08:00-18:00 America/NewYork", "did you mean 'America/New_York'"),
        Refusal(hours, "MON-FRI 22:00-06:00 UTC", "ends on the day on which it starts"),
        Refusal(hours, "FRI-MON 08:00-18:00 UTC", "a week begins on MON"),
        Refusal(hours, "MON-SUN 00:00-24:00 UTC", "never stops"),
        Refusal("objectives.alertLatencySeconds", 30, "assumptions.scrapeSeconds to 10"),
        Refusal("objectives.alertLatencySeconds", 12, "20 is the least"),
        Refusal(
            [retention: ["hot": 400, "archive": 400]],
            retention + ".archive",
            "must be more than hot (400 days)"
        ),
        Refusal(
            ["compliance.frameworks": ["soc2", "soc2"]],
            "compliance.frameworks.1",
            "named twice"
        ),
        Refusal(
            ["application.services": [["name": "web", "dependsOn": ["web"]]]],
            "application.services.0.dependsOn.0",
            "depends on itself"
        ),
        Refusal(
            [
                "application.services": [
                    ["name": "web", "dependsOn": ["api"]], ["name": "api", "dependsOn": ["web"]],
                ]
            ],
            "application.services.0.dependsOn",
            "web → api → web"
        ),
        Refusal(
            [
                "technology": ["compute": "asg"],
                "application.services": [["name": "web"], ["name": "api"]],
            ],
            "application.services.1.port",
            "'api' and 'web' listen on port 8080 of the same instance"
        ),
        Refusal("technology.monitoring", "datadog", "write 'prometheus'"),
        Refusal("technology.configuration", "chef", "write 'ansible'"),
        Refusal("technology.iac", "cloudformation", "write 'terraform'"),
        Refusal("application.database.name", "user", "is a word of SQL"),
        Refusal("application.database", nil, "leave the key out"),
        Refusal("cloud.domain", "-x.example", "no domain name"),
        Refusal(
            ["application.services": [["name": "web", "health": "/a\"b"]]],
            "application.services.0.health",
            "no path of a URL"
        ),
        Refusal(
            ["notifications": ["slackWebhookSecret": "https://hooks.slack.example/services/T0"]],
            "notifications.slackWebhookSecret",
            "the value stays there"
        ),
    ]

    @Test(arguments: refusals)
    func `what cannot be is refused at its place, with a hint`(refusal: Refusal) throws {
        let reading = InfrastructureRequest.read(
            Fixture.document(refusal.changes),
            prices: try Fixture.prices()
        )
        #expect(reading.request == nil)
        let mistake = try #require(
            reading.mistakes.first { $0.path.joined(separator: ".") == refusal.path },
            "\(reading.mistakes)"
        )
        let text = mistake.message + " " + (mistake.hint ?? "")
        #expect(text.contains(refusal.words), "\(text)")
    }

    @Test func `fewer days of logs than a framework asks for are a warning with those planned`()
        throws
    {
        let document = Fixture.document([
            "compliance.frameworks": ["pci-dss"],
            "compliance.logRetentionDays": ["hot": 30, "archive": 200],
        ])
        let reading = InfrastructureRequest.read(document, prices: try Fixture.prices())
        let hints = reading.mistakes.compactMap(\.hint)
        #expect(hints.contains("90 are planned") && hints.contains("365 are planned"), "\(hints)")
        #expect(reading.request != nil)
    }

    @Test func `days of logs that nobody wrote follow from the frameworks`() throws {
        var document = Fixture.document(["compliance.frameworks": ["hipaa", "pci-dss"]])
        document = document.replacing(["compliance", "logRetentionDays"], by: [:])
        let reading = InfrastructureRequest.read(document, prices: try Fixture.prices())
        #expect(reading.request?.compliance.hotLogDays == 90)
        #expect(reading.request?.compliance.archiveLogDays == 2190)
    }

    @Test(arguments: [
        ("MON-FRI 08:00-20:30 UTC", "0 8 * * MON,TUE,WED,THU,FRI", "30 20 * * MON,TUE,WED,THU,FRI"),
        ("SUN 00:00-24:00 UTC", "0 0 * * SUN", "0 0 * * MON"),
        ("MON-WED 00:00-24:00 UTC", "0 0 * * MON", "0 0 * * THU"),
        ("SAT-SUN 10:00-24:00 UTC", "0 10 * * SAT,SUN", "0 0 * * MON,SUN"),
    ])
    func `a day that ends at midnight stops as the next begins`(
        text: String,
        start: String,
        stop: String
    ) throws {
        let schedule = try #require(WeeklySchedule(text))
        #expect(schedule.startCron == start && schedule.stopCron == stop)
        #expect(!schedule.isAlways)
    }
}
