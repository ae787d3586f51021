package import Workflow

/// The requirements document: what an infrastructure must do, promise, cost and comply with.
///
/// A value of this type has passed every rule that can be judged from the document alone; its
/// defaults are filled in. `InfrastructureRequest.read` makes one.
package struct InfrastructureRequest: Sendable, Hashable {
    package let metadata: Metadata
    package let application: Application
    package var traffic: Traffic
    package let objectives: Objectives
    package let cloud: Cloud
    package let compliance: Compliance
    package let budget: Budget
    package let environments: Environments
    package let technology: TechnologyPreferences
    package let assumptions: Assumptions
    package let needBy: CivilDate?
    /// The document with its defaults, for `request/normalized.json`.
    package let normalized: Value
    /// Dotted paths of the members that the document left out and a default filled.
    package let defaulted: [String]

    /// Reads a document; `request` is nil when a mistake is an error.
    package static func read(_ value: Value, prices: PriceTable) -> Reading {
        var walker = RequestWalker()
        let normalized = ShapeDefaults.applied(
            to: walker.normalize(value, as: .object(RequestKeys.root), path: []),
            defaulted: walker.defaulted
        )
        guard !walker.mistakes.contains(where: { $0.severity == .error }) else {
            return Reading(request: nil, mistakes: walker.mistakes)
        }
        let request = InfrastructureRequest(
            normalized: normalized,
            defaulted: walker.defaulted
        )
        let mistakes = walker.mistakes + RequestRules.mistakes(in: request, prices: prices)
        let isRefused = mistakes.contains { $0.severity == .error }
        return Reading(request: isRefused ? nil : request, mistakes: mistakes)
    }

    package struct Reading: Sendable {
        package let request: InfrastructureRequest?
        /// Errors and warnings, in the order of the document's keys.
        package let mistakes: [RequestMistake]
    }
}

/// Something wrong in a requirements document, and where.
package struct RequestMistake: Error, Sendable, Hashable {
    package let severity: Diagnostic.Severity
    /// Keys, and indices of lists, from the root of the document.
    package let path: [String]
    package let message: String
    package let hint: String?

    package init(
        _ path: [String],
        _ message: String,
        hint: String? = nil,
        severity: Diagnostic.Severity = .error
    ) {
        self.severity = severity
        self.path = path
        self.message = message
        self.hint = hint
    }
}

/// The four environments; their raw values are their names in files and resources.
package enum EnvironmentName: String, Sendable, Hashable, CaseIterable, Comparable {
    case development
    case integration
    case staging
    case production

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    package var isProduction: Bool { self == .production }
    /// Production or its mirror: several zones, standbys, room for the spike.
    package var isProductionLike: Bool { self == .production || self == .staging }
    /// `dev`, `int`, `stg`, `prod`: for names with a short limit.
    package var short: String {
        switch self {
        case .development: "dev"
        case .integration: "int"
        case .staging: "stg"
        case .production: "prod"
        }
    }
}

package enum Framework: String, Sendable, Hashable, CaseIterable {
    case soc2
    case iso27001
    case gdpr
    case hipaa
    case pciDSS = "pci-dss"

    package var title: String {
        switch self {
        case .soc2: "SOC 2 (Trust Services Criteria 2017, revised 2022)"
        case .iso27001: "ISO/IEC 27001:2022 Annex A"
        case .gdpr: "GDPR (EU) 2016/679"
        case .hipaa: "HIPAA Security Rule, 45 CFR 164"
        case .pciDSS: "PCI DSS 4.0.1"
        }
    }
}

package enum DisasterScenario: String, Sendable, Hashable, CaseIterable {
    case instance
    case zone
    case region
    case dataCorruption = "data-corruption"
    case account
}
