package import Workflow

/// The native checks of phases 2 to 4.
package enum PlatformChecks {
    /// Takes a reader of one YAML document, and the texts of the resources
    /// `terraform/aws-schema.json` and `monitoring/metrics.json`.
    package static func all(
        parseYAML: @escaping YAMLParser,
        terraformSchema: String,
        metrics: String
    ) throws -> [any Check] {
        let terraform: [any Check] = [
            TerraformChecks.references,
            TerraformChecks.arguments(schema: try TerraformSchema(text: terraformSchema)),
            TerraformChecks.versions, TerraformChecks.state, TerraformChecks.tags,
            TerraformChecks.secrets, TerraformDesign.check,
        ]
        let phase2 =
            NetworkChecks.all + EdgeChecks.all + EnvironmentChecks.all + StorageChecks.all
            + AccessChecks.all + IndependentEstimateCheck.all
            + OutputChecks.all + WorkloadChecks(parseYAML: parseYAML).all
            + AnsibleChecks(parseYAML: parseYAML).all
            + [
                TwinsCheck(parseYAML: parseYAML).check,
                DeliveryWorkflowChecks(parseYAML: parseYAML).check,
            ]
        let phase3 =
            try MonitoringChecks(parseYAML: parseYAML, metrics: metrics).all + LoggingChecks.all
            + LogPipelineChecks(parseYAML: parseYAML).all
            + SecurityChecks(parseYAML: parseYAML).all + AlertingChecks(parseYAML: parseYAML).all
            + ComplianceChecks.all + [
                ClusterPolicyChecks(parseYAML: parseYAML).check,
                ClusterPathChecks(parseYAML: parseYAML).check,
                ClusterIdentityCheck(parseYAML: parseYAML).check,
                ClusterSecretCheck(parseYAML: parseYAML).check,
                GrafanaCheck(parse: parseYAML).check,
            ] + SecurityMonitoringChecks(parseYAML: parseYAML).all
        let phase4 =
            try PerformanceChecks.all + ScalingChecks(parseYAML: parseYAML).all + CostChecks.all
            + CostFilesChecks.all + CostAnalysisChecks.all + SummaryChecks.all
            + CapacityChecks.all + PracticeChecks(metrics: metrics).all + [
                MaintenanceWorkflowChecks(parseYAML: parseYAML).check,
                ImageCheck(parseYAML: parseYAML).check,
                SelfHealingCheck(parseYAML: parseYAML).check,
            ]
        return terraform + PlanChecks.all + phase2 + phase3 + phase4
    }
}

/// The acceptance criteria of the receivers.
package enum PlatformCriteria {
    /// Takes a reader of one YAML document and the text of the resource `monitoring/metrics.json`.
    package static func all(
        parseYAML: @escaping YAMLParser,
        metrics: String
    ) -> [any Criterion] {
        DeploymentCriteria(parseYAML: parseYAML, metrics: metrics).all + QualityCriteria.all
            + BuildCriteria(parseYAML: parseYAML).all
    }
}
