import Workflow

/// The raise of the minimum before working hours, in a time zone that is named.
struct ScalingSchedule {
    let plan: InfrastructurePlan

    private struct Window {
        let name: String
        let cron: String
        let factor: Double
    }

    /// The zone of the people who work with it: that of the first environment with a schedule.
    private var schedule: WeeklySchedule? {
        let environments = plan.request.environments
        return environments.order.compactMap { environments.settings(of: $0)?.schedule }.first
    }

    var timeZone: String { schedule?.timeZone ?? "UTC" }

    private var windows: [Window] {
        let start = max(30, schedule?.startMinute ?? 480) - 30
        let end = min(1439, schedule?.endMinute ?? 1200)
        func cron(_ minute: Int, _ days: String) -> String {
            "\(minute % 60) \(minute / 60) * * \(days)"
        }
        return [
            Window(
                name: "before-work",
                cron: cron(start, schedule?.dayRange ?? "MON-FRI"),
                factor: 1.25
            ),
            Window(name: "after-work", cron: cron(end, "*"), factor: 1),
        ]
    }

    /// At least the minimum that survives a zone, at most the spike's.
    static func minimum(_ service: ServiceSizing, _ factor: Double) -> Int {
        let raised = (service.minimumReplicas.value * factor).rounded(.up)
        return Int(min(max(raised, service.minimumReplicas.value), service.maximumReplicas.value))
    }

    func json(_ services: [ServiceSizing]) -> Value {
        .array(
            windows.map { window in
                [
                    "name": .string(window.name), "cron": .string(window.cron),
                    "timeZone": .string(timeZone),
                    "minimums": .array(
                        services.map { service in
                            [
                                "service": .string(service.name),
                                "minimumReplicas": .int(Self.minimum(service, window.factor)),
                            ]
                        }
                    ),
                ]
            }
        )
    }

    func file(_ services: [ServiceSizing], _ resources: any ResourceLibrary) throws -> RenderedFile
    {
        let path = "kubernetes/autoscaling/schedules.yaml"
        let kubectl = try VersionCatalogue(resources: resources)
            .companion("kubectl", of: plan.technology.kubernetesVersion).version
        let jobs = windows.map { YAMLWriter.text(job($0, services, kubectl)) }
        return RenderedFile(
            path: path,
            text: ([try resources.text(path)] + jobs).joined(separator: "---\n")
        )
    }

    private func job(_ window: Window, _ services: [ServiceSizing], _ kubectl: String) -> Value {
        // The image has no shell: one container for each service.
        let containers = services.map {
            container($0, Self.minimum($0, window.factor), kubectl)
        }
        return [
            "apiVersion": "batch/v1", "kind": "CronJob",
            "metadata": [
                "name": .string("scale-" + window.name), "namespace": "kube-system",
                "annotations": Self.accepted,
            ],
            "spec": [
                "schedule": .string(window.cron), "timeZone": .string(timeZone),
                "concurrencyPolicy": "Forbid", "successfulJobsHistoryLimit": 1,
                "failedJobsHistoryLimit": 3,
                "jobTemplate": ["spec": ["backoffLimit": 3, "template": pod(containers)]],
            ],
        ]
    }

    /// What checkov would find here, accepted with its reason in the place where it looks for one.
    private static let accepted: Value = [
        "checkov.io/skip1":
            "CKV_K8S_11=a job of a second needs no limit of its CPU and its memory is limited",
        "checkov.io/skip2":
            "CKV_K8S_43=the exact version is fixed and the registry refuses to move a tag",
        "checkov.io/skip3": "CKV_K8S_38=it changes the autoscalers through the API",
    ]

    private func pod(_ containers: [Value]) -> Value {
        [
            "spec": [
                "serviceAccountName": "scheduled-scaling", "restartPolicy": "Never",
                "securityContext": [
                    "runAsNonRoot": true, "runAsUser": 65534,
                    "seccompProfile": ["type": "RuntimeDefault"],
                ],
                "containers": .array(containers),
            ]
        ]
    }

    private func container(_ service: ServiceSizing, _ minimum: Int, _ kubectl: String) -> Value {
        [
            "name": .string(service.name),
            "image": .string("registry.k8s.io/kubectl:v\(kubectl)"),
            "imagePullPolicy": "Always",
            "args": [
                "--namespace=apps", "patch", "hpa", .string(service.name), "--type=merge",
                .string("--patch={\"spec\":{\"minReplicas\":\(minimum)}}"),
            ],
            "resources": [
                "requests": ["cpu": "20m", "memory": "64Mi"], "limits": ["memory": "128Mi"],
            ],
            "securityContext": [
                "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
                "capabilities": ["drop": ["ALL"]],
            ],
        ]
    }
}

/// What makes a metric of Prometheus one that the autoscaler can read.
enum MetricsAdapter {
    static let metric = "http_requests_in_flight"

    /// Requests that one replica works on at the peak.
    static func target(_ service: ServiceSizing, _ plan: InfrastructurePlan) -> Int {
        let each = plan.sizing.traffic.inFlight.value / max(1, service.minimumReplicas.value)
        return max(1, Int(each.rounded(.up)))
    }

    static let file = RenderedFile(
        path: "kubernetes/autoscaling/prometheus-adapter-values.yaml",
        text: YAMLWriter.text([
            "prometheus": ["url": "http://prometheus-server.monitoring.svc", "port": 80],
            "replicas": 2,
            "rules": [
                "default": false,
                "custom": [
                    [
                        "seriesQuery": .string(metric + "{namespace!=\"\", pod!=\"\"}"),
                        "resources": [
                            "overrides": [
                                "namespace": ["resource": "namespace"], "pod": ["resource": "pod"],
                            ]
                        ],
                        "name": ["matches": .string("^" + metric + "$"), "as": .string(metric)],
                        "metricsQuery": "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)",
                    ]
                ],
            ],
        ])
    )
}
