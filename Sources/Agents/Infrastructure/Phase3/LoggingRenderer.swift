package import Workflow

/// D3.2: how many logs there will be, on which disks, and for how long.
package struct LoggingRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D3.2"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let compliance = plan.request.compliance
        let production = try plan.production.logging
        return [
            RenderedFile(
                path: "logging/sizing.json",
                json: [
                    "schema": 1, "store": .string(production.kind),
                    "frameworks": .strings(compliance.frameworks.map(\.rawValue)),
                    "retention": [
                        "hotDays": .int(production.hotDays),
                        "archiveDays": .int(production.archiveDays),
                    ],
                    "fillPercent": 85,
                    "environments": .array(plan.sizing.environments.map(environment)),
                    "redactedFields": redacted(compliance),
                ]
            ),
            RenderedFile(path: "logging/ilm-policy.json", json: policy(production)),
        ]
    }

    private func environment(_ sizing: EnvironmentSizing) -> Value {
        let logging = sizing.logging
        return [
            "environment": .string(sizing.name.rawValue),
            "gigabytesPerDay": .number(NumberText.rounded(logging.gbPerDay.value, places: 6)),
            "formula": .string(logging.gbPerDay.formula), "hotDays": .int(logging.hotDays),
            "archiveDays": .int(logging.archiveDays), "copies": .int(logging.copies),
            "nodes": .int(logging.nodes), "nodeType": .string(logging.nodeType.name),
            "diskGigabytesPerNode": .int(logging.diskGBPerNode),
            "archiveGigabytes": .number(NumberText.rounded(logging.archiveGB.value, places: 3)),
        ]
    }

    private func redacted(_ compliance: InfrastructureRequest.Compliance) -> Value {
        let always = ["authorization", "cookie", "set-cookie", "password", "token"]
        let personal = ["email", "name", "phone", "address", "ip", "user_agent"]
        return .strings(compliance.holdsPersonalData ? always + personal : always)
    }

    private func policy(_ logging: LoggingSizing) -> Value {
        [
            "policy": [
                "phases": [
                    "hot": [
                        "min_age": "0ms",
                        "actions": [
                            "rollover": ["max_age": "1d", "max_primary_shard_size": "50gb"],
                            "set_priority": ["priority": 100],
                        ],
                    ],
                    "delete": [
                        "min_age": .string("\(logging.hotDays)d"),
                        "actions": [
                            "wait_for_snapshot": ["policy": "daily-archive"], "delete": [:],
                        ],
                    ],
                ]
            ]
        ]
    }
}
