package import Workflow

/// D3.2: how many logs there will be, on which disks, for how long, and what ships them there.
package struct LoggingRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D3.2"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let compliance = plan.request.compliance
        let production = try plan.production.logging
        return try [
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
                    "redactedFields": .strings(redactedNames(compliance)),
                ]
            ),
            RenderedFile(path: "logging/ilm-policy.json", json: policy(production)),
            RenderedFile(
                path: "logging/archive-lifecycle.json",
                json: archive(production.hotDays, production.archiveDays)
            ),
        ]
            + LogPipelineFiles(
                plan: plan,
                resources: resources,
                redacted: redactedNames(compliance)
            )
            .files()
    }

    /// The bucket's rules in the provider's own form: as long as the strictest framework wants.
    private func archive(_ hot: Int, _ archive: Int) -> Value {
        [
            "Rules": [
                [
                    "ID": "archive-then-expire", "Status": "Enabled",
                    "Filter": ["Prefix": "logs/"],
                    "Transitions": [["Days": .int(max(30, hot)), "StorageClass": "GLACIER"]],
                    "Expiration": ["Days": .int(archive)],
                    "AbortIncompleteMultipartUpload": ["DaysAfterInitiation": 7],
                ]
            ]
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

    private func redactedNames(_ compliance: InfrastructureRequest.Compliance) -> [String] {
        let always = ["authorization", "cookie", "set-cookie", "password", "token"]
        let personal = ["email", "name", "phone", "address", "ip", "user_agent"]
        let isPersonal = compliance.holdsPersonalData || compliance.frameworks.contains(.gdpr)
        let card = ["card_number", "cvv", "expiry"]
        return always + (isPersonal ? personal : [])
            + (compliance.frameworks.contains(.pciDSS) ? card : [])
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
                            "wait_for_snapshot": ["policy": "daily-archive"],
                            "delete": ["delete_searchable_snapshot": false],
                        ],
                    ],
                ]
            ]
        ]
    }
}
