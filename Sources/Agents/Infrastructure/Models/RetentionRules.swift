/// How long logs must be kept, by framework.
package enum RetentionRules {
    /// PCI DSS 10.5.1 wants twelve months; HIPAA documentation six years; an audit of SOC 2 and
    /// ISO 27001 looks back a year.
    package static func minimumArchiveDays(_ framework: Framework) -> Int {
        switch framework {
        case .hipaa: 2190
        case .pciDSS, .soc2, .iso27001: 365
        case .gdpr: 30
        }
    }

    /// PCI DSS 10.5.1 wants three months immediately available; an incident is looked into within
    /// a month.
    package static func minimumHotDays(_ framework: Framework) -> Int {
        framework == .pciDSS ? 90 : 30
    }

    /// What is kept in the archive: what is asked for, and what the strictest framework asks.
    package static func archiveDays(_ compliance: InfrastructureRequest.Compliance) -> Int {
        compliance.frameworks.map(minimumArchiveDays).reduce(compliance.archiveLogDays, max)
    }

    /// What is searchable at once: what is asked for, and what the strictest framework asks.
    package static func hotDays(_ compliance: InfrastructureRequest.Compliance) -> Int {
        compliance.frameworks.map(minimumHotDays).reduce(compliance.hotLogDays, max)
    }
}
