package import Workflow

/// D1.3: layers, threats, who reaches whom, and which control each setting serves.
package struct SecurityArchitectureRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D1.3"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        [
            RenderedFile(path: "security/security-architecture.md", text: page(plan)),
            RenderedFile(path: "security/threat-model.json", json: threats(plan)),
            RenderedFile(path: "security/reachability.json", json: reachability(plan)),
            RenderedFile(path: "compliance/controls.json", json: controls(plan)),
            RenderedFile(path: "compliance/traceability.csv", text: traceability(plan)),
        ]
    }

    private func threats(_ plan: InfrastructurePlan) -> Value {
        .object([
            "schema": 1, "method": "STRIDE",
            "threats": .array(
                plan.security.threats.map {
                    .object([
                        "id": .string($0.id), "category": .string($0.category),
                        "component": .string($0.component), "threat": .string($0.threat),
                        "mitigation": .string($0.mitigation), "residual": .string($0.residual),
                    ])
                }
            ),
        ])
    }

    private func reachability(_ plan: InfrastructurePlan) -> Value {
        .object([
            "schema": 1,
            "rows": .array(
                plan.security.reachability.map {
                    .object([
                        "from": .string($0.from), "to": .string($0.to), "port": .int($0.port),
                        "allowed": .bool($0.isAllowed), "reason": .string($0.reason),
                    ])
                }
            ),
        ])
    }

    private func controls(_ plan: InfrastructurePlan) -> Value {
        let compliance = plan.request.compliance
        return .object([
            "schema": 1,
            "frameworks": .array(
                compliance.frameworks.map { framework in
                    .object([
                        "id": .string(framework.rawValue), "title": .string(framework.title),
                        "minimumArchiveDays": .int(
                            RetentionRules.minimumArchiveDays(framework)
                        ),
                    ])
                }
            ),
            "statuses": .strings(ControlsModel.Status.allCases.map(\.rawValue)),
            "logRetention": .object([
                "hotDays": .int(plan.sizing.primary?.logging.hotDays ?? 0),
                "archiveDays": .int(plan.sizing.primary?.logging.archiveDays ?? 0),
            ]),
            "controls": .array(plan.controls.controls.map(control)),
        ])
    }

    private func control(_ control: ControlsModel.Control) -> Value {
        .object([
            "framework": .string(control.framework.rawValue), "id": .string(control.id),
            "status": .string(control.status.rawValue),
            "capabilities": .strings(control.capabilities),
            "evidence": .array(
                control.evidence.map {
                    .object([
                        "artifact": .string($0.artifact), "resource": .string($0.resource),
                        "attribute": .string($0.attribute), "value": .string($0.value),
                    ])
                }
            ),
            "note": .string(control.note),
        ])
    }

    private func traceability(_ plan: InfrastructurePlan) -> String {
        let header = [
            "framework", "control", "status", "capability", "artifact", "resource",
            "attribute", "value",
        ]
        let rows = plan.controls.controls.flatMap { control -> [[String]] in
            let head = [control.framework.rawValue, control.id, control.status.rawValue]
            guard !control.evidence.isEmpty else { return [head + ["", "", "", "", ""]] }
            return control.evidence.map {
                head + [
                    control.capabilities.joined(separator: " "), $0.artifact, $0.resource,
                    $0.attribute, $0.value,
                ]
            }
        }
        return CSVText.text([header] + rows)
    }

    private func page(_ plan: InfrastructurePlan) -> String {
        let layers = plan.security.layers.flatMap { ["### \($0.name)", Page.list($0.controls)] }
        let groups = rules(plan)
        let reach = plan.security.reachability.map {
            [$0.from, $0.to, String($0.port), $0.isAllowed ? "yes" : "no", $0.reason]
        }
        let counts = plan.request.compliance.frameworks.map { framework in
            let controls = plan.controls.controls(framework)
            return [framework.title]
                + ControlsModel.Status.allCases.map { status in
                    String(controls.filter { $0.status == status }.count)
                }
        }
        let rendered = plan.controls.controls.filter { $0.status == .implemented }.count
        return Page.page(
            [
                "# Security architecture",
                "Nothing is trusted because of where it is: every "
                    + "connection is named, encrypted and allowed by a rule.", "## Layers",
            ]
                + layers + [
                    "## Security groups", Page.table(["group", "peer", "port", "purpose"], groups),
                    "## Who reaches whom",
                    Page.table(["from", "to", "port", "allowed", "reason"], reach),
                    "## Threats",
                    Page.table(
                        ["id", "category", "component", "threat", "mitigation", "residual"],
                        plan.security.threats.map {
                            [
                                $0.id, $0.category, $0.component, $0.threat, $0.mitigation,
                                $0.residual,
                            ]
                        }
                    ),
                    "## Controls",
                    "Technical controls rendered: \(rendered) of \(plan.controls.controls.count). "
                        + "The rest is inherited from the provider or is work for people; whether "
                        + "a control suffices is for an assessor to judge.",
                    Page.table(
                        ["framework"] + ControlsModel.Status.allCases.map(\.rawValue),
                        counts
                    ),
                ]
        )
    }

    private func rules(_ plan: InfrastructurePlan) -> [[String]] {
        plan.security.groups.flatMap { group in
            group.ingress.map {
                ["`\(group.name)`", "from `\($0.peer)`", String($0.port), $0.purpose]
            }
                + group.egress.map {
                    ["`\(group.name)`", "to `\($0.peer)`", String($0.port), $0.purpose]
                }
        }
    }
}
