package import Workflow

extension Catalog {
    /// What the program ships with.
    ///
    /// - Throws: `ResourcesMissing` when its files are not beside it, or an error for one of them
    ///   that cannot be read.
    package static func standard() throws -> Catalog {
        try standard(resources: BundledResources.standard())
    }

    package static func standard(resources: any ResourceLibrary) throws -> Catalog {
        let prices = try PriceTable(text: resources.text("prices/aws.json"))
        let parseYAML: YAMLParser = { text in try YAMLDocument.value(of: text) }
        let checks =
            try Phase1Checks.all
            + PlatformChecks.all(
                parseYAML: parseYAML,
                terraformSchema: resources.text("terraform/aws-schema.json"),
                metrics: resources.text("monitoring/metrics.json")
            )
            + StandardValidators.checks(schemas: schemas(resources), toolbox: .standard())
        return try Catalog(
            agents: agents(
                resources,
                prices,
                parseYAML,
                metrics: resources.text("monitoring/metrics.json")
            ),
            checks: checks,
            schemas: ["infrastructure-request": judge(prices)],
            figures: [CostFigures(), ResourceFigures()],
            risks: try RiskTable(text: resources.text("tools/risks.json"))
        )
    }

    /// The shipped schemas of files, by the path of the file in a workspace.
    private static func schemas(_ resources: any ResourceLibrary) throws -> [String: String] {
        let suffix = ".schema.json"
        var schemas: [String: String] = [:]
        for path in try resources.list("schemas") where path.hasSuffix(suffix) {
            let file = path.dropFirst("schemas/".count).dropLast(suffix.count)
            schemas[String(file)] = try resources.text(path)
        }
        return schemas
    }

    private static func agents(
        _ resources: any ResourceLibrary,
        _ prices: PriceTable,
        _ parseYAML: @escaping YAMLParser,
        metrics: String
    ) -> [any Agent] {
        [
            EchoAgent(),
            InfrastructureOrchestrator(resources: resources, prices: prices),
            ManagementSubagent(resources: resources, prices: prices),
            AIMeshOrchestrator(resources: resources, prices: prices),
            TechLeadOrchestrator(resources: resources, prices: prices),
            CodeReviewer(
                codeChecks: [
                    TerraformChecks.references, TerraformChecks.secrets, TerraformDesign.check,
                ]
            ),
            ProductManagement(),
            DeploymentOrchestrator(
                criteria: DeploymentCriteria(parseYAML: parseYAML, metrics: metrics).all
            ),
            ReceivingPartner(
                id: "qa-orchestrator",
                summary: "Receives test environments (Q1 to Q5).",
                criteria: QualityCriteria.all
            ),
            ReceivingPartner(
                id: "build-orchestrator",
                summary: "Receives build environments and pipelines (B1 to B4).",
                criteria: BuildCriteria(parseYAML: parseYAML).all
            ),
        ]
    }

    /// What is wrong with requirements, before a run begins.
    private static func judge(_ prices: PriceTable) -> SchemaJudge {
        { value in
            let resolved: PriceTable
            do {
                resolved = try prices.resolved(for: value)
            } catch {
                return [
                    SchemaMistake(
                        severity: .error,
                        path: ["budget", "prices"],
                        message: "\(error)",
                        hint: nil
                    )
                ]
            }
            return InfrastructureRequest.read(value, prices: resolved).mistakes.map { mistake in
                SchemaMistake(
                    severity: mistake.severity,
                    path: mistake.path,
                    message: mistake.message,
                    hint: mistake.hint
                )
            }
        }
    }
}

/// What is wrong with an input by the rules of its schema, and where inside it.
package struct SchemaMistake: Sendable, Hashable {
    package let severity: Diagnostic.Severity
    /// Members and, from zero, elements from the input down.
    package let path: [String]
    package let message: String
    package let hint: String?
}

/// Judges the value of an input that names a schema.
package typealias SchemaJudge = @Sendable (Value) -> [SchemaMistake]
