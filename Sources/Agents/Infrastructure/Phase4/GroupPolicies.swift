import Workflow

/// How an Auto Scaling group grows, as parameters of the provider's own calls.
struct GroupPolicies {
    let plan: InfrastructurePlan
    let production: EnvironmentSizing

    var file: RenderedFile {
        RenderedFile(path: "scaling/asg-policies.json", json: value)
    }

    private var value: Value {
        let nodes = production.nodes
        let perTarget = plan.sizing.traffic.peakDynamicRps.value * 60 / max(1, nodes.minimum.value)
        let schedule = ScalingSchedule(plan: plan)
        return [
            "schema": 1, "group": .string(plan.resourceName(.production)),
            "minSize": .int(nodes.minimum.wholeUp), "maxSize": .int(nodes.maximum.wholeUp),
            "healthCheckType": "ELB", "healthCheckGracePeriod": 300,
            "policies": [
                tracking(
                    "cpu",
                    ["PredefinedMetricType": "ASGAverageCPUUtilization"],
                    Double(ScalingRenderer.targetCpuPercent)
                ),
                tracking(
                    "requests",
                    ["PredefinedMetricType": "ALBRequestCountPerTarget"],
                    max(1, perTarget.rounded(.up))
                ),
                [
                    "PolicyName": "forecast", "PolicyType": "PredictiveScaling",
                    "PredictiveScalingConfiguration": [
                        "Mode": "ForecastAndScale", "SchedulingBufferTime": 300,
                        "MaxCapacityBreachBehavior": "HonorMaxCapacity",
                        "MetricSpecifications": [
                            [
                                "TargetValue": .int(ScalingRenderer.targetCpuPercent),
                                "PredefinedMetricPairSpecification": [
                                    "PredefinedMetricType": "ASGCPUUtilization"
                                ],
                            ]
                        ],
                    ],
                ],
            ],
            "timeZone": .string(schedule.timeZone),
            "schedules": schedule.json(production.services),
        ]
    }

    private func tracking(_ name: String, _ metric: Value, _ target: Double) -> Value {
        [
            "PolicyName": .string(name), "PolicyType": "TargetTrackingScaling",
            "TargetTrackingConfiguration": [
                "PredefinedMetricSpecification": metric, "TargetValue": .number(target),
                "DisableScaleIn": false,
            ],
        ]
    }
}
