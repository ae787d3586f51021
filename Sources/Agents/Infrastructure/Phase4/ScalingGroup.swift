import Workflow

/// The scaling policies of an Auto Scaling group: what the autoscalers of a cluster are elsewhere.
enum ScalingGroup {
    static let path = "scaling/auto-scaling-group.json"

    /// Requests an instance serves in a minute at the target utilisation: the spike's dynamic
    /// requests over the instances that carry it.
    static func requestsPerTarget(_ plan: InfrastructurePlan, _ sizing: EnvironmentSizing) -> Int {
        let load =
            plan.sizing.traffic.peakDynamicRps.value * plan.sizing.primarySpikeFactor
            * sizing.scale.value
        return max(1, Int((load * 60 / max(1, sizing.nodes.maximum.value)).rounded(.down)))
    }

    static func json(_ plan: InfrastructurePlan, _ sizing: EnvironmentSizing) -> Value {
        let nodes = sizing.nodes
        let schedule = ScalingSchedule(plan: plan)
        return [
            "schema": 1, "group": .string(plan.resourceName(sizing.name)),
            "instanceType": .string(nodes.type.name), "zones": .int(nodes.zones),
            "minimum": .int(nodes.minimum.wholeUp), "desired": .int(nodes.minimum.wholeUp),
            "maximum": .int(nodes.maximum.wholeUp),
            "healthCheck": ["type": "ELB", "graceSeconds": 300],
            "instanceWarmupSeconds": 120,
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
                    "target": .int(requestsPerTarget(plan, sizing)),
                ],
                [
                    "name": "forecast", "type": "PredictiveScaling",
                    "metric": "ASGCPUUtilization", "mode": "ForecastAndScale",
                    "bufferSeconds": 300, "target": .int(ScalingRenderer.targetCpuPercent),
                ],
            ],
            "timeZone": .string(schedule.timeZone),
            "schedules": schedule.json(sizing.services),
        ]
    }
}
