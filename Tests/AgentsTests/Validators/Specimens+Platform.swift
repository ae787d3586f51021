extension Specimen {
    private static func rules(_ expression: String) -> String {
        """
        groups:
          - name: a
            rules:
              - alert: Down
                expr: \(expression)

        """
    }

    private static let ruleTest = """
        rule_files:
          - ../rules/a.yml
        tests:
          - interval: 1m
            input_series:
              - series: 'up{job="a"}'
                values: 0x10
            alert_rule_test:
              - eval_time: 5m
                alertname: Down
                exp_alerts:
                  - exp_labels: {job: a}

        """

    private static func prometheus(_ interval: String) -> String {
        """
        global:
          scrape_interval: \(interval)
        scrape_configs:
          - job_name: pods
            kubernetes_sd_configs:
              - role: pod
                namespaces:
                  names:
                    - apps
            relabel_configs:
              - action: labelmap
                regex: __meta_kubernetes_pod_label_(.+)

        """
    }

    private static func dashboard(_ query: String) -> String {
        """
        {"title": "d", "panels": [{"title": "p", "targets": [
          {"expr": "\(query)"}
        ]}]}
        """
    }

    private static func alertmanager(_ receiver: String) -> String {
        """
        route:
          receiver: low
          routes:
            - receiver: critical
              matchers: [severity="critical"]
            - receiver: high
              matchers: [severity="high"]
            - receiver: \(receiver)
              matchers: [severity="medium"]
        receivers:
          - name: critical
          - name: high
          - name: medium
          - name: low

        """
    }

    static let monitoring: [Specimen] = [
        Specimen(
            validator: "promtool-config",
            files: ["monitoring/prometheus/prometheus.yml": prometheus("15s")],
            planted: ["monitoring/prometheus/prometheus.yml": prometheus("soon")],
            code: "promtool",
            file: "monitoring/prometheus/prometheus.yml"
        ),
        Specimen(
            validator: "promtool-rules",
            files: ["monitoring/prometheus/rules/a.yml": rules("up == 0")],
            planted: ["monitoring/prometheus/rules/a.yml": rules("up === 0")],
            code: "promtool",
            file: "monitoring/prometheus/rules/a.yml"
        ),
        Specimen(
            validator: "promtool-tests",
            files: [
                "monitoring/prometheus/rules/a.yml": rules("up == 0"),
                "monitoring/prometheus/tests/a_test.yml": ruleTest,
            ],
            planted: ["monitoring/prometheus/rules/a.yml": rules("up == 1")],
            code: "promtool.test",
            file: "monitoring/prometheus/tests/a_test.yml"
        ),
        Specimen(
            validator: "promtool-dashboards",
            files: [
                "monitoring/grafana/a.json": dashboard(
                    "sum(rate(x{job=~'$job'}[$__rate_interval]))"
                )
            ],
            planted: ["monitoring/grafana/a.json": dashboard("sum(rate(x[5m])")],
            code: "dashboard.query",
            file: "monitoring/grafana/a.json"
        ),
        Specimen(
            validator: "amtool-config",
            files: ["monitoring/alertmanager/alertmanager.yml": alertmanager("medium")],
            planted: ["monitoring/alertmanager/alertmanager.yml": alertmanager("nobody")],
            code: "amtool",
            file: "monitoring/alertmanager/alertmanager.yml"
        ),
        Specimen(
            validator: "amtool-routes",
            files: ["monitoring/alertmanager/alertmanager.yml": alertmanager("medium")],
            planted: ["monitoring/alertmanager/alertmanager.yml": alertmanager("high")],
            code: "amtool.route",
            file: "monitoring/alertmanager/alertmanager.yml"
        ),
    ]

    private static func play(_ module: String) -> String {
        """
        ---
        - name: Prepare hosts
          hosts: all
          tasks:
            - name: Say hello
              \(module):
                msg: hello

        """
    }

    private static func deployment(_ replicas: String) -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          replicas: \(replicas)
          selector:
            matchLabels: {app: web}
          template:
            metadata:
              labels: {app: web}
            spec:
              containers:
                - name: web
                  image: web:1

        """
    }

    static let platform: [Specimen] = [
        Specimen(
            validator: "kubernetes-validate",
            files: ["kubernetes/web.yaml": deployment("3")],
            planted: ["kubernetes/web.yaml": deployment("three")],
            code: "kubernetes.schema",
            file: "kubernetes/web.yaml"
        ),
        Specimen(
            validator: "helm-lint",
            files: [
                "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 0.1.0\n",
                "chart/templates/a.yaml": "a: {{ .Values.a | quote }}\n",
            ],
            planted: ["chart/templates/a.yaml": "a: {{ .Values.a | nofunction }}\n"],
            code: "helm.lint",
            file: "chart"
        ),
        Specimen(
            validator: "ansible-lint",
            files: ["ansible/site.yml": play("ansible.builtin.debug")],
            planted: ["ansible/site.yml": play("debug")],
            code: "fqcn[action-core]",
            file: "ansible/site.yml"
        ),
        Specimen(
            validator: "ansible-syntax",
            files: ["ansible/site.yml": play("ansible.builtin.debug")],
            planted: ["ansible/site.yml": play("ansible.builtin.debugg")],
            code: "ansible.syntax",
            file: "ansible/site.yml"
        ),
        Specimen(
            validator: "actionlint",
            files: [".github/workflows/a.yml": workflowFile("ubuntu-latest")],
            planted: [".github/workflows/a.yml": workflowFile("ubuntu-99")],
            code: "actionlint.runner-label",
            file: ".github/workflows/a.yml"
        ),
        Specimen(
            validator: "zizmor",
            files: [".github/workflows/a.yml": workflowFile("ubuntu-latest")],
            planted: [
                ".github/workflows/a.yml": workflowFile("ubuntu-latest").replacing(
                    "echo hello",
                    with: "echo ${{ github.event.issue.title }}"
                )
            ],
            code: "zizmor.template-injection",
            file: ".github/workflows/a.yml"
        ),
        Specimen(
            validator: "github-workflow-schema",
            files: [".github/workflows/a.yml": workflowFile("ubuntu-latest")],
            planted: [
                ".github/workflows/a.yml": workflowFile("ubuntu-latest").replacing(
                    "permissions: {}",
                    with: "permissions: whatever"
                )
            ],
            code: "schema",
            file: ".github/workflows/a.yml"
        ),
    ]

    static let texts: [Specimen] = [
        Specimen(
            validator: "yamllint",
            files: ["a.yaml": "a: 1\n"],
            planted: ["a.yaml": "a: 1\na: 2\n"],
            code: "yamllint.key-duplicates",
            file: "a.yaml"
        ),
        Specimen(
            validator: "xmllint",
            files: ["a.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>\n"],
            planted: ["a.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>\n"],
            code: "xml",
            file: "a.svg"
        ),
        Specimen(
            validator: "shellcheck",
            files: ["a.sh": "#!/bin/bash\necho \"$1\"\n"],
            planted: ["a.sh": "#!/bin/bash\nrm -r $1\n"],
            code: "SC2086",
            file: "a.sh"
        ),
        Specimen(
            validator: "pytest",
            files: [
                "scripts/a.py": "def double(x):\n    return 2 * x\n",
                "scripts/tests/test_a.py": """
                import pathlib, sys

                sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
                import a


                def test_double():
                    assert a.double(2) == 4

                """,
            ],
            planted: ["scripts/a.py": "def double(x):\n    return 3 * x\n"],
            code: "pytest",
            file: "scripts/tests/test_a.py"
        ),
        Specimen(
            validator: "python-syntax",
            files: ["scripts/a.py": "a = 1\n"],
            planted: ["scripts/a.py": "a = = 1\n"],
            code: "python.syntax",
            file: "scripts/a.py"
        ),
        Specimen(
            validator: "javascript-syntax",
            files: ["performance/a.js": "export default function () { return 1; }\n"],
            planted: ["performance/a.js": "export default function () { return 1;\n"],
            code: "javascript.syntax",
            file: "performance/a.js"
        ),
        Specimen(
            validator: "mermaid",
            files: ["a.mmd": "flowchart LR\n  a --> b\n"],
            planted: ["a.mmd": "flowchart LR\n  a --> [\n"],
            code: "mermaid.syntax",
            file: "a.mmd"
        ),
        Specimen(
            validator: "graphviz",
            files: ["a.dot": "digraph { a -> b }\n"],
            planted: ["a.dot": "digraph { a -> \n"],
            code: "graphviz.syntax",
            file: "a.dot"
        ),
    ]
}
