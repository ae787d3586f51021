import Workflow

/// The scaling policies of an Auto Scaling group: what the autoscalers of a cluster are elsewhere.
enum ScalingGroup {
    /// Seconds from the start of a host until it is configured and serves: `grace_seconds` of the
    /// Terraform module `web`, which says where the number comes from.
    static let graceSeconds = 600

    static let path = "scaling/auto-scaling-group.json"

    static func json(_ plan: InfrastructurePlan, _ sizing: EnvironmentSizing) -> Value {
        let nodes = sizing.nodes
        let schedule = ScalingSchedule(plan: plan)
        return [
            "schema": 1, "group": .string(plan.resourceName(sizing.name)),
            "instanceType": .string(nodes.type.name), "zones": .int(nodes.zones),
            "minimum": .int(nodes.minimum.wholeUp), "desired": .int(nodes.minimum.wholeUp),
            "maximum": .int(nodes.maximum.wholeUp),
            "healthCheck": ["type": "ELB", "graceSeconds": .int(graceSeconds)],
            "instanceWarmupSeconds": .int(graceSeconds),
            "launchTemplate": [
                "metadataTokens": "required", "metadataHopLimit": 1, "volumeType": "gp3",
                "volumeGiB": .int(nodes.diskGiB), "encrypted": true,
            ],
            "policies": [
                [
                    "name": "cpu", "type": "TargetTrackingScaling",
                    "metric": "ASGAverageCPUUtilization",
                    "target": .int(ScalingRenderer.targetCpuPercent),
                ],
                [
                    "name": "requests", "type": "TargetTrackingScaling",
                    "metric": "ALBRequestCountPerTarget",
                    "target": .int(nodes.requestsPerTarget),
                ],
                [
                    "name": "forecast", "type": "PredictiveScaling",
                    "metric": "ASGCPUUtilization", "mode": "ForecastAndScale",
                    "bufferSeconds": .int(graceSeconds),
                    "target": .int(ScalingRenderer.targetCpuPercent),
                ],
            ],
            "timeZone": .string(schedule.timeZone),
            "schedules": schedule.json(sizing.services),
        ]
    }
}
