/// The renderers of phases 2 to 4, in the order of their deliverables.
package enum PlatformRenderers {
    package static let provisioning: [any DeliverableRenderer] = [
        TerraformModulesRenderer(), EnvironmentRootsRenderer(), NetworkRenderer(),
        StorageRenderer(), AccessRenderer(), CloudFormationRenderer(), AnsibleRenderer(),
        DeliveryWorkflowsRenderer(), ApplicationsRenderer(), InventoryRenderer(),
        DocumentsRenderer(),
    ]

    package static let observability: [any DeliverableRenderer] = [
        MonitoringRenderer(), LoggingRenderer(), SecurityRenderer(), IncidentRenderer(),
        ComplianceRenderer(), ClusterPoliciesRenderer(),
    ]

    package static let optimization: [any DeliverableRenderer] = [
        PerformanceRenderer(), ScalingRenderer(), CostRenderer(), CapacityRenderer(),
        ImprovementRenderer(), AutoscalingBaseRenderer(), MaintenanceWorkflowsRenderer(),
        SummaryRenderer(),
    ]

    package static let all = provisioning + observability + optimization
}
