package import Workflow

/// D4.2: how far and how fast each part grows, and the autoscalers that do it.
package struct ScalingRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D4.2"

    static let targetCpuPercent = 70
    static let cpuAlertPercent = 85

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let production = try plan.production
        let policy = RenderedFile(path: "scaling/policy.json", json: try policy(plan, production))
        guard plan.request.technology.usesCluster else {
            return [
                policy, SelfHealing(plan: plan).file,
                RenderedFile(path: ScalingGroup.path, json: ScalingGroup.json(plan, production)),
            ]
        }
        let schedule = ScalingSchedule(plan: plan)
        let autoscaler = "kubernetes/autoscaling/cluster-autoscaler.yaml"
        let nodes = try resources.filled(
            autoscaler,
            with: [
                "autoscaler": try VersionCatalogue(resources: resources)
                    .companion("autoscaler", of: plan.technology.kubernetesVersion).version,
                "cluster": plan.resourceName(production.name), "region": plan.request.cloud.region,
                "maximumNodes": String(production.nodes.maximum.wholeUp),
            ]
        )
        return [
            policy, SelfHealing(plan: plan).file,
            RenderedFile(
                path: "kubernetes/autoscaling/hpa.yaml",
                text: YAMLWriter.documents(production.services.map { self.autoscaler($0, plan) })
            ),
            RenderedFile(path: autoscaler, text: nodes),
            try schedule.file(production.services, resources),
            MetricsAdapter.file,
        ]
    }

    private func policy(_ plan: InfrastructurePlan, _ production: EnvironmentSizing) throws -> Value
    {
        let traffic = plan.request.traffic
        let nodes = production.nodes
        let services = production.services.reduce(0) { $0 + $1.peakVcpu.value }
        let platform = nodes.platformVcpu.value
        let maximumVcpu = nodes.maximum.wholeUp * nodes.type.vcpu
        return [
            "schema": 1, "compute": .string(plan.request.technology.compute),
            "spikeFactor": .number(plan.sizing.primarySpikeFactor),
            "spikeRampSeconds": .number(traffic.spikeRampSeconds),
            // One metrics interval, the autoscaler's period, and a node that has to come up.
            "scaleOutSeconds": 210,
            "recoveryCapacityPercent": .number(plan.request.objectives.recoveryCapacityPercent),
            "targetCpuPercent": .int(Self.targetCpuPercent),
            "cpuAlertPercent": .int(Self.cpuAlertPercent),
            "utilisation": ["metric": "requested/allocatable", "targetPercent": 80],
            "demand": [
                "peakVcpu": .number(NumberText.rounded(services, places: 6)),
                "platformVcpu": .number(NumberText.rounded(platform, places: 6)),
                "formula": .string(nodes.peakVcpu.formula),
            ],
            "nodes": [
                "type": .string(nodes.type.name), "zones": .int(nodes.zones),
                "usableVcpu": .number(NumberText.rounded(nodes.usable.vcpu, places: 6)),
                "minimum": .int(nodes.minimum.wholeUp), "maximum": .int(nodes.maximum.wholeUp),
            ],
            "services": .array(
                production.services.map { service in
                    [
                        "service": .string(service.name),
                        "minimumReplicas": .int(service.minimumReplicas.wholeUp),
                        "maximumReplicas": .int(service.maximumReplicas.wholeUp),
                        "spikeReplicas": .int(service.maximumReplicas.wholeUp),
                        "formula": .string(service.maximumReplicas.formula),
                    ]
                }
            ),
            "kinds": kinds(plan),
            "schedules": ScalingSchedule(plan: plan).json(production.services),
            "customMetric": [
                "name": .string(MetricsAdapter.metric),
                "targets": .array(
                    production.services.map { service in
                        [
                            "service": .string(service.name),
                            "averageValue": .int(MetricsAdapter.target(service, plan)),
                        ]
                    }
                ),
                "formula": "requests in flight at the peak / replicas at the peak, at least 1",
            ],
            "quotas": [
                [
                    "quota": "running on-demand standard instances", "unit": "vCPU",
                    "demand": .int(maximumVcpu),
                    "limit": .number(plan.request.assumptions[.onDemandVcpuQuota]),
                    "leadTimeDays": 5,
                ],
                [
                    "quota": "network interfaces per region", "unit": "interfaces",
                    "demand": .int(nodes.maximum.wholeUp * 4), "limit": 5000, "leadTimeDays": 5,
                ],
            ],
        ]
    }

    private func kinds(_ plan: InfrastructurePlan) -> Value {
        let isCluster = plan.request.technology.usesCluster
        return [
            "horizontal": .string(
                isCluster
                    ? "kubernetes/autoscaling/hpa.yaml, on CPU and on requests in flight"
                    : "scaling/auto-scaling-group.json, target tracking on CPU and on requests a target"
            ),
            "vertical": .string(
                "requests are set from the 95th percentile of use over 30 days, monthly, by a pull"
                    + " request; the database changes class in a window, its standby first"
            ),
            "predictive": .string(
                isCluster
                    ? "kubernetes/autoscaling/schedules.yaml raises the minimum before the morning"
                    : "scaling/auto-scaling-group.json, forecast of two weeks of load, and schedules"
            ),
            "custom": .string("requests in flight per replica, " + MetricsAdapter.metric),
        ]
    }

    private func autoscaler(_ service: ServiceSizing, _ plan: InfrastructurePlan) -> Value {
        [
            "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
            "metadata": ["name": .string(service.name), "namespace": "apps"],
            "spec": [
                "scaleTargetRef": [
                    "apiVersion": "apps/v1", "kind": "Deployment", "name": .string(service.name),
                ],
                "minReplicas": .int(service.minimumReplicas.wholeUp),
                "maxReplicas": .int(service.maximumReplicas.wholeUp),
                "metrics": [
                    [
                        "type": "Resource",
                        "resource": [
                            "name": "cpu",
                            "target": [
                                "type": "Utilization",
                                "averageUtilization": .int(Self.targetCpuPercent),
                            ],
                        ],
                    ],
                    [
                        "type": "Pods",
                        "pods": [
                            "metric": ["name": .string(MetricsAdapter.metric)],
                            "target": [
                                "type": "AverageValue",
                                "averageValue": .string(
                                    String(MetricsAdapter.target(service, plan))
                                ),
                            ],
                        ],
                    ],
                ],
                "behavior": [
                    "scaleUp": [
                        "stabilizationWindowSeconds": 0,
                        "policies": [
                            ["type": "Percent", "value": 100, "periodSeconds": 15]
                        ],
                    ],
                    "scaleDown": [
                        "stabilizationWindowSeconds": 300,
                        "policies": [["type": "Percent", "value": 10, "periodSeconds": 60]],
                    ],
                ],
            ],
        ]
    }
}
