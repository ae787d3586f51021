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
            "promtool-config",
            "monitoring/prometheus/prometheus.yml",
            good: prometheus("15s"),
            bad: prometheus("soon"),
            code: "promtool"
        ),
        Specimen(
            "promtool-rules",
            "monitoring/prometheus/rules/a.yml",
            good: rules("up == 0"),
            bad: rules("up === 0"),
            code: "promtool"
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
            "promtool-dashboards",
            "monitoring/grafana/a.json",
            good: dashboard(
                "sum(rate(x{job=~'$job'}[$__rate_interval]))"
            ),
            bad: dashboard("sum(rate(x[5m])"),
            code: "dashboard.query"
        ),
        Specimen(
            "amtool-config",
            "monitoring/alertmanager/alertmanager.yml",
            good: alertmanager("medium"),
            bad: alertmanager("nobody"),
            code: "amtool"
        ),
        Specimen(
            "amtool-routes",
            "monitoring/alertmanager/alertmanager.yml",
            good: alertmanager("medium"),
            bad: alertmanager("high"),
            code: "amtool.route"
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
            "kubernetes-validate",
            "kubernetes/web.yaml",
            good: deployment("3"),
            bad: deployment("three"),
            code: "kubernetes.schema"
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
            "ansible-lint",
            "ansible/site.yml",
            good: play("ansible.builtin.debug"),
            bad: play("debug"),
            code: "fqcn[action-core]"
        ),
        Specimen(
            "ansible-syntax",
            "ansible/site.yml",
            good: play("ansible.builtin.debug"),
            bad: play("ansible.builtin.debugg"),
            code: "ansible.syntax"
        ),
        Specimen(
            "actionlint",
            ".github/workflows/a.yml",
            good: workflowFile("ubuntu-latest"),
            bad: workflowFile("ubuntu-99"),
            code: "actionlint.runner-label"
        ),
        Specimen(
            "zizmor",
            ".github/workflows/a.yml",
            good: workflowFile("ubuntu-latest"),
            bad: workflowFile("ubuntu-latest").replacing(
                "echo hello",
                with: "echo ${{ github.event.issue.title }}"
            ),
            code: "zizmor.template-injection"
        ),
        Specimen(
            "github-workflow-schema",
            ".github/workflows/a.yml",
            good: workflowFile("ubuntu-latest"),
            bad: workflowFile("ubuntu-latest").replacing(
                "permissions: {}",
                with: "permissions: whatever"
            ),
            code: "schema"
        ),
    ]

    static let texts: [Specimen] = [
        Specimen(
            "yamllint",
            "a.yaml",
            good: "a: 1\n",
            bad: "a: 1\na: 2\n",
            code: "yamllint.key-duplicates"
        ),
        Specimen(
            "xmllint",
            "a.svg",
            good: "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>\n",
            bad: "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>\n",
            code: "xml"
        ),
        Specimen(
            "shellcheck",
            "a.sh",
            good: "#!/bin/bash\necho \"$1\"\n",
            bad: "#!/bin/bash\nrm -r $1\n",
            code: "SC2086"
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
            "python-syntax",
            "scripts/a.py",
            good: "a = 1\n",
            bad: "a = = 1\n",
            code: "python.syntax"
        ),
        Specimen(
            "javascript-syntax",
            "performance/a.js",
            good: "export default function () { return 1; }\n",
            bad: "export default function () { return 1;\n",
            code: "javascript.syntax"
        ),
        Specimen(
            "mermaid",
            "a.mmd",
            good: "flowchart LR\n  a --> b\n",
            bad: "flowchart LR\n  a --> [\n",
            code: "mermaid.syntax"
        ),
        Specimen(
            "graphviz",
            "a.dot",
            good: "digraph { a -> b }\n",
            bad: "digraph { a -> \n",
            code: "graphviz.syntax"
        ),
    ]
}
