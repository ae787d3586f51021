package import Workflow

/// D3.5: each control's status, with evidence that was found again in the delivered files.
package struct ComplianceRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D3.5"

    /// What writes the artifacts that the control catalogue names, and the values behind them.
    private static let sources: [any DeliverableRenderer] = [
        TerraformModulesRenderer(), EnvironmentRootsRenderer(), IncidentRenderer(),
    ]

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let evidence = EvidenceIndex(
            files: try Self.sources.flatMap { try $0.files(for: plan, resources: resources) },
            environment: plan.request.environments.primary
        )
        let frameworks = plan.request.compliance.frameworks
        let judged = frameworks.map { framework in
            (framework, plan.controls.controls(framework).map { evidence.judge($0) })
        }
        let evidenceFiles = judged.map { framework, controls in
            RenderedFile(
                path: "compliance/evidence/\(framework.rawValue).json",
                json: evidenceJSON(framework, controls)
            )
        }
        let summary = RenderedFile(
            path: "compliance/summary.json",
            json: ["schema": 1, "frameworks": .array(judged.map { json($0.0, $0.1) })]
        )
        return [summary] + evidenceFiles
            + judged.map { framework, controls in
                RenderedFile(
                    path: "compliance/reports/\(framework.rawValue).md",
                    text: report(framework, controls)
                )
            }
    }

    private func json(_ framework: Framework, _ controls: [JudgedControl]) -> Value {
        var counts = Members()
        for status in ControlsModel.Status.allCases {
            counts[status.rawValue] = .int(controls.filter { $0.status == status }.count)
        }
        return [
            "framework": .string(framework.rawValue), "title": .string(framework.title),
            "counts": .object(counts),
            "controls": .array(
                controls.map { control in
                    [
                        "id": .string(control.id), "status": .string(control.status.rawValue),
                        "evidence": .strings(control.paths),
                        "settings": .strings(control.settings), "note": .string(control.note),
                    ]
                }
            ),
        ]
    }

    private func evidenceJSON(_ framework: Framework, _ controls: [JudgedControl]) -> Value {
        let entries = controls.filter { !$0.found.isEmpty }.map { control -> Value in
            [
                "control": .string(control.id), "status": .string(control.status.rawValue),
                "evidence": .array(
                    control.found.map(json)
                ),
            ]
        }
        return [
            "schema": 1, "framework": .string(framework.rawValue), "controls": .array(entries),
        ]
    }

    private func json(_ found: FoundEvidence) -> Value {
        var members = Members()
        members["path"] = .string(found.path)
        members["line"] = .int(found.line)
        members["address"] = .string(found.address)
        members["attribute"] = .string(found.attribute)
        members["value"] = .string(found.value)
        if let resolved = found.resolved {
            members["resolved"] = [
                "path": .string(resolved.file), "line": .int(resolved.line),
                "value": .string(resolved.text),
            ]
        }
        return .object(members)
    }

    private func report(_ framework: Framework, _ controls: [JudgedControl]) -> String {
        let implemented = controls.filter { $0.status == .implemented }.count
        let rows = controls.map { control in
            [
                control.id, control.status.rawValue,
                control.found.map { "`\($0.address)` \($0.attribute) = \($0.effective)" }
                    .joined(separator: "; "),
                control.note,
            ].map { $0.replacing("|", with: "\\|") }
        }
        return Markdown.page(
            framework.title,
            [
                "Technical controls rendered: \(implemented)/\(controls.count). Whether they "
                    + "suffice is for an assessor to judge; what people do is marked `manual`, what "
                    + "the provider does `inherited`.",
                Markdown.table(["control", "status", "settings found", "note"], rows),
            ]
        )
    }
}
