import Workflow

/// Series of samples under which an alert fires, and under which it stays silent.
struct AlertTest {
    struct Series {
        let selector: String
        let fires: String
        let silent: String
    }

    /// Time between two samples, in Prometheus' notation.
    let interval: String
    /// When the alert is looked at.
    let at: String
    let series: [Series]

    /// Days of samples are evaluated every five minutes instead of every minute.
    var isLong: Bool { (PromQL.seconds(at) ?? 0) > 36_000 }

    init(interval: String, at: String, series: [Series]) {
        self.interval = interval
        self.at = at
        self.series = series
    }

    init(_ value: Value, _ values: [String: String]) throws {
        interval = value["interval"]?.stringValue ?? "1m"
        at = value["at"]?.stringValue ?? "20m"
        series = try (value["series"]?.arrayValue ?? []).map { entry in
            func text(_ key: String) throws -> String {
                try AlertCatalogue.filled(entry[key]?.stringValue ?? "", values)
            }
            return Series(
                selector: try text("series"),
                fires: try text("fires"),
                silent: try text("silent")
            )
        }
    }
}

/// Unit tests of the rules, as `promtool test rules` reads them.
///
/// Each alert is shown samples under which it must fire with exactly its labels and annotations,
/// and samples under which it must not.
struct AlertTestFiles {
    let plan: InfrastructurePlan
    let catalogue: AlertCatalogue

    var files: [RenderedFile] {
        let folder = "monitoring/prometheus/tests/"
        let alerts = catalogue.alerts.filter { $0.test != nil }
        let services = plan.request.application.services.map(\.name)
        func tests(_ isIncluded: (AlertCatalogue.Alert, AlertTest) -> Bool) -> [Value] {
            alerts.flatMap { alert -> [Value] in
                guard let test = alert.test, isIncluded(alert, test) else { return [] }
                return cases(alert, test)
            }
        }
        func isService(_ alert: AlertCatalogue.Alert) -> Bool { services.contains(alert.component) }
        // Only the rules that are looked at are loaded: days of samples take their time.
        let parts: [(name: String, rules: String, interval: String, tests: [Value])] = [
            ("infrastructure", "infrastructure", "1m", tests { !$1.isLong && !isService($0) }),
            ("infrastructure-days", "infrastructure", "5m", tests { $1.isLong && !isService($0) }),
            ("components", "components", "1m", tests { !$1.isLong && isService($0) }),
            ("components-days", "components", "5m", tests { $1.isLong && isService($0) }),
            ("slo", "slo", "1m", services.flatMap(burns) + services.prefix(1).map(ratio)),
        ]
        return parts.filter { !$0.tests.isEmpty }.map { part in
            RenderedFile(
                path: folder + part.name + "_test.yml",
                text: YAMLWriter.text([
                    "rule_files": [.string("../rules/\(part.rules).yml")],
                    "evaluation_interval": .string(part.interval), "tests": .array(part.tests),
                ])
            )
        }
    }

    private func cases(_ alert: AlertCatalogue.Alert, _ test: AlertTest) -> [Value] {
        // The same alert of another service must not be heard in this one's test.
        let others = catalogue.alerts
            .filter { $0.name == alert.name && $0.component != alert.component }
            .flatMap { $0.test?.series ?? [] }
            .map { AlertTest.Series(selector: $0.selector, fires: $0.silent, silent: $0.silent) }
        let test = AlertTest(interval: test.interval, at: test.at, series: test.series + others)
        let firing = self.test(
            "\(alert.name) of \(alert.component) fires",
            alert.name,
            test,
            \.fires,
            [expectation(alert)]
        )
        // The dead-man's switch fires whatever is measured, so nothing can silence it.
        guard !test.series.isEmpty else { return [firing] }
        return [
            firing,
            self.test(
                "\(alert.name) of \(alert.component) stays silent",
                alert.name,
                test,
                \.silent,
                []
            ),
        ]
    }

    private func test(
        _ name: String,
        _ alert: String,
        _ test: AlertTest,
        _ samples: KeyPath<AlertTest.Series, String>,
        _ expected: [Value]
    ) -> Value {
        [
            "name": .string(name), "interval": .string(test.interval),
            "input_series": .array(
                test.series.map { series in
                    [
                        "series": .string(series.selector),
                        "values": .string(series[keyPath: samples]),
                    ]
                }
            ),
            "alert_rule_test": [
                [
                    "eval_time": .string(test.at), "alertname": .string(alert),
                    "exp_alerts": .array(expected),
                ]
            ],
        ]
    }

    private func expectation(_ alert: AlertCatalogue.Alert, service: String? = nil) -> Value {
        var labels: Members = [
            "severity": .string(alert.severity), "component": .string(alert.component),
            "layer": .string(alert.layer),
        ]
        if let service { labels["service"] = .string(service) }
        return [
            "exp_labels": .object(labels),
            "exp_annotations": [
                "summary": .string(alert.summary),
                "runbook_url": .string(plan.runbookURL(alert)),
            ],
        ]
    }

    // MARK: - Objectives

    /// A tenth above each burn rate, and a tenth below the lowest: all slower ones fire with it.
    private func burns(_ service: String) -> [Value] {
        let rates = AlertCatalogue.burnRates
        let levels = rates.map { $0.factor * 1.1 } + [(rates.map(\.factor).min() ?? 1) * 0.9]
        let steady = levels.map { factor in
            let share = min(factor * budget, 1)
            return burn(
                "\(service) spends its budget \(NumberText.plain(factor)) times too fast",
                service,
                at: "30m",
                errors: [(share, 40)],
                burning: rates.filter { $0.factor * budget < share }.map(\.severity)
            )
        }
        // The short window ends the page; the longer ones still remember.
        let share = min((rates.first?.factor ?? 1) * 2 * budget, 1)
        let remembered = share * 0.6
        let over = burn(
            "\(service) recovered ten minutes ago: nobody is paged any more",
            service,
            at: "70m",
            errors: [(share, 60), (0, 20)],
            burning: rates.dropFirst().filter { $0.factor * budget < remembered }.map(\.severity)
        )
        return steady + [over]
    }

    private static let requestsPerMinute = 100_000.0

    private var budget: Double { (100 - plan.request.objectives.availabilityPercent) / 100 }

    /// Takes the share of failing requests and how many minutes it lasts, one after the other.
    private func burn(
        _ name: String,
        _ service: String,
        at: String,
        errors: [(share: Double, minutes: Int)],
        burning: [String]
    ) -> Value {
        let alerts = catalogue.alerts.filter {
            $0.name == "ErrorBudgetBurn" && $0.component == service
                && burning.contains($0.severity)
        }
        return [
            "name": .string(name), "interval": "1m",
            "input_series": [
                counter(service, "500", errors),
                counter(service, "200", errors.map { (1 - $0.share, $0.minutes) }),
            ],
            "alert_rule_test": [
                [
                    "eval_time": .string(at), "alertname": "ErrorBudgetBurn",
                    "exp_alerts": .array(alerts.map { expectation($0, service: service) }),
                ]
            ],
        ]
    }

    /// A counter that grows by shares of the load, in Prometheus' notation `start+step×count`.
    private func counter(
        _ service: String,
        _ code: String,
        _ parts: [(share: Double, minutes: Int)]
    ) -> Value {
        var start = 0.0
        let texts = parts.map { share, minutes in
            let step = NumberText.rounded(share * Self.requestsPerMinute, places: 3)
            defer { start += step * Double(minutes + 1) }
            return "\(NumberText.plain(start, places: 3))+\(NumberText.plain(step, places: 3))"
                + "x\(minutes)"
        }
        return [
            "series": .string("http_requests_total{service=\"\(service)\", code=\"\(code)\"}"),
            "values": .string(texts.joined(separator: " ")),
        ]
    }

    /// The recorded ratio itself; a quarter is exact in binary, as promtool compares.
    private func ratio(_ service: String) -> Value {
        [
            "name": "the recorded ratio is errors over all requests", "interval": "1m",
            "input_series": [
                [
                    "series": .string("http_requests_total{service=\"\(service)\", code=\"500\"}"),
                    "values": "0+64x30",
                ],
                [
                    "series": .string("http_requests_total{service=\"\(service)\", code=\"200\"}"),
                    "values": "0+192x30",
                ],
            ],
            "promql_expr_test": [
                [
                    "expr": "service:http_request_errors:ratio_rate5m", "eval_time": "20m",
                    "exp_samples": [
                        [
                            "labels": .string(
                                "service:http_request_errors:ratio_rate5m{service=\"\(service)\"}"
                            ),
                            "value": .number(0.25),
                        ]
                    ],
                ]
            ],
        ]
    }
}
