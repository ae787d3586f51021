/// Finds gates that ask for signatures which nobody could ever give.
struct SignerChecker {
    let signers: AllowedSigners?
    let roles: [Role]
    let root: YAMLNode
    let mistakes: Mistakes

    func check(phases: [PhaseDraft], steps: [StepDraft]) {
        for phase in phases {
            if let gate = phase.gate { check(gate, at: phase.node["gate"] ?? phase.node) }
        }
        for draft in steps {
            guard case .approval(let gate) = draft.step?.kind else { continue }
            check(gate, at: draft.node["approval"] ?? draft.node)
        }
    }

    private func check(_ gate: GateDeclaration, at node: YAMLNode) {
        guard gate.mayAskForSignatures else { return }
        let place = node["signed"]?.place ?? node.place
        guard let signers else {
            // A file of signers that cannot be read has been reported.
            let isReported = mistakes.found.contains { $0.message.contains(" signers") }
            guard root["signers"] == nil, !isReported else { return }
            mistakes.error(
                "gate \(gate.id.text.quoted) asks for signatures, and the file names no 'signers'",
                at: place,
                hint: "add 'signers: allowed_signers', a file of lines 'NAME ssh-ed25519 KEY'"
            )
            return
        }
        guard let people = people(of: gate) else { return }
        let unable = people.filter { !signers.covers($0, in: .decision) }
        let able = people.count - unable.count
        let names = unable.map(\.quoted).joined(separator: ", ")
        if able < gate.minimum {
            mistakes.error(
                "gate \(gate.id.text.quoted) can never open: it asks for \(gate.minimum) signed, "
                    + "and 'signers' has no key of \(names)",
                at: place,
                hint: "add a line for each of them to the file of signers"
            )
        } else if !unable.isEmpty {
            mistakes.warning(
                "at gate \(gate.id.text.quoted) 'signers' has no key of \(names), who cannot decide",
                at: place
            )
        }
    }

    /// Everybody who may decide, sorted; nil when that is not a list of names.
    private func people(of gate: GateDeclaration) -> [String]? {
        var people: Set<String> = []
        for approver in gate.approvers {
            switch approver {
            case .anyone: return nil
            case .user(let name): people.insert(name)
            case .role(let role):
                people.formUnion(roles.first { $0.name == role }?.members ?? [])
            }
        }
        return people.sorted()
    }
}

extension AllowedSigners {
    /// The signers that a document holds, their mistakes reported at its key.
    static func reading(_ node: YAMLNode, mistakes: Mistakes) -> AllowedSigners? {
        guard let text = node.scalar?.value.stringValue else { return nil }
        do throws(AllowedSignersError) {
            return try AllowedSigners(text)
        } catch {
            mistakes.error(
                "the file of signers: \(error.description)",
                at: node.place,
                hint: "a line is 'NAME ssh-ed25519 KEY'; see 'ALLOWED SIGNERS' in ssh-keygen(1)"
            )
            return nil
        }
    }
}
