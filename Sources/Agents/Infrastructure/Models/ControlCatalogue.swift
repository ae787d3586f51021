/// Capabilities and the controls they serve; ids are those of the frameworks.
enum ControlCatalogue {
    typealias Capability = ControlsModel.Capability
    typealias Evidence = ControlsModel.Evidence
    typealias Control = ControlsModel.Control

    static let capabilities: [Capability] = dataProtection + networkProtection + operations

    static func capability(
        _ id: String,
        _ title: String,
        soc2: String = "",
        iso: String = "",
        gdpr: String = "",
        hipaa: String = "",
        pci: String = "",
        _ evidence: [Evidence]
    ) -> Capability {
        func list(_ text: String) -> [String] {
            text.split(separator: ";").map { part in
                String(part.drop { $0 == " " })
            }
        }
        return Capability(
            id: id,
            title: title,
            evidence: evidence,
            controls: [
                .soc2: list(soc2), .iso27001: list(iso), .gdpr: list(gdpr), .hipaa: list(hipaa),
                .pciDSS: list(pci),
            ]
        )
    }

    /// A setting of a resource in a Terraform module.
    static func setting(
        _ module: String,
        file: String = "main.tf",
        _ resource: String,
        _ attribute: String,
        _ value: String,
        requires: ControlsModel.Part? = nil
    ) -> Evidence {
        Evidence(
            artifact: "terraform/modules/\(module)/\(file)",
            resource: resource,
            attribute: attribute,
            value: value,
            requires: requires
        )
    }

    /// What no rendered file can show.
    static func manual(_ framework: Framework, request: InfrastructureRequest) -> [Control] {
        var rows = manualRows(framework)
        if framework == .gdpr, needsTransferBasis(request) {
            rows.append(
                (
                    "Chapter V", .manual,
                    "personal data of people in the EU in \(request.cloud.region): a transfer "
                        + "basis (Art. 45 or 46) must be documented"
                )
            )
        }
        return rows.map { id, status, note in
            Control(
                framework: framework,
                id: id,
                status: status,
                capabilities: [],
                evidence: [],
                note: note
            )
        }
    }

    private static func manualRows(
        _ framework: Framework
    ) -> [(String, ControlsModel.Status, String)] {
        switch framework {
        case .soc2:
            [
                ("CC1.1-CC1.5", .manual, "organisation, policies, training"),
                ("CC2.2-CC2.3", .manual, "communication inside and outside"),
                ("CC9.2", .manual, "vendor management"),
                ("CC6.4", .inherited, "physical access: the provider's data centres"),
            ]
        case .iso27001:
            [
                ("A.5.1", .manual, "policies"), ("A.6.3", .manual, "training"),
                ("A.5.19", .manual, "supplier relationships"),
                ("A.7.1-A.7.14", .inherited, "physical controls: the provider's data centres"),
                ("A.8.11", .manual, "masking of data outside production"),
            ]
        case .gdpr:
            [
                ("Art. 30", .manual, "records of processing activities"),
                ("Art. 35", .manual, "data protection impact assessment"),
                ("Art. 37", .manual, "data protection officer"),
                ("Art. 17", .manual, "erasure, backups included: until their retention ends"),
            ]
        case .hipaa:
            [
                ("308(b)(1)", .manual, "business associate agreement with the provider"),
                ("308(a)(5)(i)", .manual, "training"),
                ("310(a)-(c)", .inherited, "physical safeguards: the provider's data centres"),
            ]
        case .pciDSS:
            [
                ("3.5.1", .manual, "card numbers unreadable: the application's task"),
                ("11.3.2", .manual, "external scans by an approved vendor"),
                ("11.4.5", .manual, "test of segmentation"),
                ("9.1-9.5", .inherited, "physical access: the provider's data centres"),
                ("12.1", .manual, "policies"),
            ]
        }
    }

    static func needsTransferBasis(_ request: InfrastructureRequest) -> Bool {
        let regions = [request.cloud.region] + (request.cloud.drRegion.map { [$0] } ?? [])
        return request.compliance.euDataSubjects
            && regions.contains { RequestRules.area(of: $0) != "eu" }
    }
}
