package import Workflow

/// D3.5: each control's status, with evidence that was found again in the delivered files.
package struct ComplianceRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D3.5"

    /// The deliverables in which evidence may be found.
    private static let sources: [any DeliverableRenderer] = [
        TerraformModulesRenderer(), EnvironmentRootsRenderer(), NetworkRenderer(),
        StorageRenderer(), AccessRenderer(), MonitoringRenderer(), LoggingRenderer(),
        SecurityRenderer(), IncidentRenderer(), DeliveryWorkflowsRenderer(),
    ]

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let evidence = EvidenceIndex(
            files: try Self.sources.flatMap { try $0.files(for: plan, resources: resources) }
        )
        let frameworks = plan.request.compliance.frameworks
        let judged = frameworks.map { framework in
            (framework, plan.controls.controls(framework).map { evidence.judge($0) })
        }
        let summary = RenderedFile(
            path: "compliance/summary.json",
            json: ["schema": 1, "frameworks": .array(judged.map { json($0.0, $0.1) })]
        )
        return [summary]
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

    private func report(_ framework: Framework, _ controls: [JudgedControl]) -> String {
        let implemented = controls.filter { $0.status == .implemented }.count
        let rows = controls.map { control in
            [
                control.id, control.status.rawValue, control.settings.joined(separator: ", "),
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

/// A control after its evidence was looked for.
struct JudgedControl {
    let id: String
    let status: ControlsModel.Status
    let paths: [String]
    let settings: [String]
    let note: String
}

/// Finds settings in delivered files: a claim without its setting becomes a gap.
struct EvidenceIndex {
    private let paths: Set<String>
    private let blocks: [String: [(path: String, block: HCLBlock)]]

    init(files: [RenderedFile]) {
        paths = Set(files.map(\.path))
        var blocks: [String: [(path: String, block: HCLBlock)]] = [:]
        for file in files where file.path.hasSuffix(".tf") {
            guard let body = try? HCLReader.body(of: file.text) else { continue }
            blocks[Self.folder(file.path), default: []] += body.blocks.map { (file.path, $0) }
        }
        self.blocks = blocks
    }

    func judge(_ control: ControlsModel.Control) -> JudgedControl {
        let found = control.evidence.compactMap { evidence in
            path(of: evidence).map { (evidence, $0) }
        }
        let missing = control.status == .implemented && found.isEmpty
        let settings = found.map { evidence, _ in
            "\(evidence.resource.prefix { $0 != "." }).\(evidence.attribute)"
        }
        let wanted = control.evidence.first.map { "\($0.artifact): \($0.attribute)" } ?? "nothing"
        return JudgedControl(
            id: control.id,
            status: missing ? .gap : control.status,
            paths: CostModel.unique(found.map { $0.1 }),
            settings: CostModel.unique(settings),
            note: missing ? "the setting was not found in \(wanted)" : control.note
        )
    }

    /// Where a setting stands: the resource's type and the attribute count, not the chosen name.
    private func path(of evidence: ControlsModel.Evidence) -> String? {
        guard evidence.artifact.hasSuffix(".tf") else {
            return paths.contains(evidence.artifact) ? evidence.artifact : nil
        }
        let type = evidence.resource.prefix { $0 != "." }
        let candidates = blocks[Self.folder(evidence.artifact)] ?? []
        return candidates.first { _, block in
            block.labels.first.map { $0 == type } ?? false && Self.has(evidence, block)
        }?.path
    }

    private static func has(_ evidence: ControlsModel.Evidence, _ block: HCLBlock) -> Bool {
        let attributes =
            block.body.attributes + block.body.allBlocks.flatMap(\.body.attributes)
        return attributes.contains { attribute in
            guard attribute.name == evidence.attribute else { return false }
            // A value that comes from a variable is the environment's choice.
            return switch attribute.expression.literal {
            case .bool(let flag)?: String(flag) == evidence.value
            case .string(let text)?: text == evidence.value
            default: true
            }
        }
    }

    private static func folder(_ path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
