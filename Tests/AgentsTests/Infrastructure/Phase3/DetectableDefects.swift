import Workflow

/// One defect each, with words of the finding that names it.
enum DetectableDefects {
    static let rules = "monitoring/prometheus/rules/"
    static let tests = "monitoring/prometheus/tests/"
    static let shipper = "kubernetes/logging/fluent-bit.yaml"
    static let store = "kubernetes/logging/elasticsearch.yaml"

    static let observability: [(PlantedDefect, String)] = [
        (
            PlantedDefect(
                "rule-tests",
                "D3.1",
                tests + "infrastructure_test.yml",
                "alertname: PodsPending",
                "alertname: PodsWaiting"
            ), "PodsPending"
        ),
        (
            PlantedDefect(
                "rule-tests",
                "D3.1",
                rules + "infrastructure.yml",
                "alert: CdnErrorRate",
                "alert: CdnErrors"
            ), "CdnErrors"
        ),
        (
            PlantedDefect(
                "monitoring-coverage",
                "D3.1",
                rules + "infrastructure.yml",
                "aws_cloudfront_5xx_error_rate_average",
                "aws_natgateway_error_port_allocation_sum"
            ), "'cdn'"
        ),
        (
            PlantedDefect(
                "monitoring-coverage",
                "D3.1",
                rules + "components.yml",
                "{service=\\\"api\\\"}",
                "{}"
            ), "every service"
        ),
        (
            PlantedDefect(
                "alert-layers",
                "D3.1",
                rules + "infrastructure.yml",
                "layer: security",
                "layer: resource"
            ), "'security'"
        ),
        (
            PlantedDefect(
                "alert-layers",
                "D3.1",
                rules + "infrastructure.yml",
                "vector(1)",
                "vector(0)"
            ), "always on"
        ),
        (
            PlantedDefect(
                "dashboards",
                "D3.1",
                "monitoring/grafana/operations.json",
                "$test_run",
                "$service"
            ), "test_run"
        ),
        (
            PlantedDefect(
                "metrics-storage",
                "D3.1",
                "monitoring/slo.yaml",
                "retentionDays: 30",
                "retentionDays: 15"
            ), "another time"
        ),
        (
            PlantedDefect(
                "alert-latency",
                "D3.1",
                "monitoring/prometheus/prometheus.yml",
                "evaluation_interval: \"15s\"",
                "evaluation_interval: \"60s\""
            ), "T08: "
        ),
        (
            PlantedDefect(
                "log-pipeline",
                "D3.2",
                shipper,
                "multiline.parser  cri",
                "Parser            json"
            ), "T26: "
        ),
        (
            PlantedDefect(
                "log-pipeline",
                "D3.2",
                store,
                "xpack.security.http.ssl.enabled: true",
                "xpack.security.http.ssl.enabled: false"
            ), "T27: "
        ),
        (
            PlantedDefect(
                "log-pipeline",
                "D3.2",
                shipper,
                "tls.verify               On",
                "tls.verify               Off"
            ), "T27: "
        ),
        (
            PlantedDefect(
                "log-pipeline",
                "D3.2",
                store,
                "node.store.allow_mmap: false",
                "xpack.ilm.enabled: true"
            ), "T24: "
        ),
        (
            PlantedDefect(
                "log-pipeline",
                "D3.2",
                store,
                "xpack.security.enabled: true",
                "xpack.security.enabled: false"
            ), "anybody"
        ),
        (
            PlantedDefect(
                "log-pipeline",
                "D3.2",
                shipper,
                "storage.type      filesystem",
                "storage.type      memory"
            ), "memory"
        ),
        (
            PlantedDefect(
                "log-pipeline",
                "D3.2",
                shipper,
                "Remove_key email",
                "Remove_key mail"
            ), "'email'"
        ),
        (
            PlantedDefect(
                "log-store",
                "D3.2",
                "logging/sizing.json",
                "\"diskGigabytesPerNode\": ",
                "\"diskGigabytesPerNode\": 1"
            ), "T16: "
        ),
        (
            PlantedDefect(
                "log-sizing",
                "D3.2",
                "logging/sizing.json",
                "\"copies\": 2",
                "\"copies\": 9"
            ), "T16: "
        ),
        (
            PlantedDefect(
                "log-retention",
                "D3.2",
                "logging/archive-lifecycle.json",
                "\"Days\": 400",
                "\"Days\": 60"
            ), "T15: "
        ),
    ]
}
