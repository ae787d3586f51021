import Workflow

extension DetectableDefects {
    static let response: [(PlantedDefect, String)] = [
        (
            PlantedDefect(
                "cluster-policies",
                "D3.3",
                "kubernetes/policies/rbac.yaml",
                "      - patch",
                "      - \"*\""
            ), "'*'"
        ),
        (
            PlantedDefect(
                "cluster-policies",
                "D3.3",
                "kubernetes/policies/pod-security.yaml",
                "- Deny",
                "- Warn"
            ), "privileged"
        ),
        (
            PlantedDefect(
                "key-rotation",
                "D3.3",
                "terraform/modules/kms/main.tf",
                "= true",
                "= false"
            ), "not rotated"
        ),
        (
            PlantedDefect(
                "severity-routes",
                "D3.4",
                "monitoring/alertmanager/alertmanager.yml",
                "severity=\\\"medium\\\"",
                "severity=\\\"warning\\\""
            ), "T09: "
        ),
        (
            PlantedDefect(
                "severity-routes",
                "D3.4",
                "monitoring/alertmanager/alertmanager.yml",
                "routing_key_file: /etc/alertmanager/secrets/pagerduty-routing-key",
                "service_key: /etc/alertmanager/secrets/pagerduty-routing-key"
            ), "T22: "
        ),
        (
            PlantedDefect(
                "severity-routes",
                "D3.4",
                "monitoring/alertmanager/alertmanager.yml",
                "slack_api_url_file: /etc/alertmanager/secrets/slack-url",
                "slack_api_url: https://hooks.slack.com/services/T0/B0/x"
            ), "Slack webhook"
        ),
        (
            PlantedDefect(
                "escalation",
                "D3.4",
                "incident/escalation.json",
                "\"afterMinutes\": 0",
                "\"afterMinutes\": 99"
            ), "out of order"
        ),
        (
            PlantedDefect(
                "compliance-evidence",
                "D3.5",
                "terraform/modules/kms/main.tf",
                "enable_key_rotation",
                "enable_rotation"
            ), "enable_key_rotation"
        ),
        (
            PlantedDefect(
                "load-test",
                "D4.1",
                "performance/loadtest.js",
                "p(95)<200",
                "p(95)<900"
            ), "p(95)"
        ),
        (
            PlantedDefect(
                "load-test",
                "D4.1",
                "performance/loadtest.js",
                "spikeRps = 1",
                "spikeRps = 9"
            ), "the spike"
        ),
        (
            PlantedDefect(
                "cdn-verbs",
                "D4.1",
                "performance/tuning.json",
                "\"POST\"",
                "\"TRACE\""
            ), "T12: "
        ),
        (
            PlantedDefect(
                "scaling-schedules",
                "D4.2",
                "kubernetes/autoscaling/schedules.yaml",
                "timeZone: America/New_York",
                "suspend: false"
            ), "T29: "
        ),
        (
            PlantedDefect(
                "scaling-schedules",
                "D4.2",
                "scaling/policy.json",
                "\"timeZone\": \"America/New_York\"",
                "\"timeZone\": \"\""
            ), "T29: "
        ),
        (
            PlantedDefect(
                "scaling-schedules",
                "D4.2",
                "scaling/policy.json",
                "* * MON-FRI",
                "* * MONDAY"
            ), "no time"
        ),
        (
            PlantedDefect(
                "scaling-schedules",
                "D4.2",
                "scaling/policy.json",
                "\"vertical\": \"",
                "\"upward\": \""
            ), "'vertical'"
        ),
        (
            PlantedDefect(
                "spike-capacity",
                "D4.2",
                "scaling/policy.json",
                "\"cpuAlertPercent\": 85",
                "\"cpuAlertPercent\": 65"
            ), "T05: "
        ),
    ]
}
