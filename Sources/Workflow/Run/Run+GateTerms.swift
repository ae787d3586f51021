/// What one opening of a gate needs: its declaration, and the rules that hold.
struct GateTerms {
    var approvers: [Approver]
    var minimum: Int
    var demand: GateDemand
}

extension Run {
    /// What the gate needs when it opens now over `subject`.
    ///
    /// Rules that lower are taken first, those that raise after them, so that what raises always
    /// counts. A rule whose facts nobody measured, or that cannot be evaluated, raises and never
    /// lowers.
    func terms(of gate: GateDeclaration, step: Step?, subject: GateSubject) -> GateTerms {
        let rules = gate.rules
        var terms = GateTerms(
            approvers: gate.approvers,
            minimum: gate.minimum,
            demand: GateDemand(
                required: rules.required,
                signed: gate.isSigned,
                reminders: reminders(of: gate),
                escalation: rules.escalation.map {
                    PlannedEscalation(
                        at: lastTime.advanced(byMilliseconds: $0.afterMilliseconds),
                        to: $0.to
                    )
                }
            )
        )
        var excluded = rules.excluded ?? []
        if !rules.risks.isEmpty {
            let facts = facts(at: gate, step: step, subject: subject)
            terms.demand.facts = facts.flat
            let held = rules.risks.compactMap { rule in
                self.held(rule, facts).map { (rule, $0) }
            }
            terms.demand.held = held.map(\.1)
            for (rule, _) in held where rule.lowers { lower(&terms, by: rule) }
            for (rule, _) in held where !rule.lowers { raise(&terms, by: rule) }
            excluded += held.filter { !$0.0.lowers }.flatMap { $0.0.excluded ?? [] }
        }
        var seen: Set<GateExclusion> = []
        terms.demand.excluded = excluded.filter { seen.insert($0).inserted }.map { rule in
            ExcludedPeople(rule: rule, people: people(meantBy: rule))
        }
        return terms
    }

    private func reminders(of gate: GateDeclaration) -> [Timestamp] {
        guard let expires = gate.expiresAfterMilliseconds else { return [] }
        return gate.rules.remindersMilliseconds.map {
            lastTime.advanced(byMilliseconds: expires - $0)
        }.sorted()
    }

    private func people(meantBy rule: GateExclusion) -> [String] {
        switch rule {
        case .requester: [started.startedBy]
        case .producer: producers(ofPhase: phase(at: currentPhase).id)
        case .named(let approver):
            (definition.roles.people(of: [approver]) ?? []).sorted()
        }
    }

    private func lower(_ terms: inout GateTerms, by rule: RiskRule) {
        if let minimum = rule.minimum { terms.minimum = min(terms.minimum, minimum) }
        for approver in rule.approvers ?? [] where !terms.approvers.contains(approver) {
            terms.approvers.append(approver)
        }
    }

    private func raise(_ terms: inout GateTerms, by rule: RiskRule) {
        if let minimum = rule.minimum { terms.minimum = max(terms.minimum, minimum) }
        if let approvers = rule.approvers {
            terms.approvers = definition.roles.narrowed(terms.approvers, to: approvers)
        }
        if rule.signed == true { terms.demand.signed = true }
    }

    /// The rule with what it read, when it holds.
    private func held(_ rule: RiskRule, _ facts: GateFacts) -> HeldRule? {
        let read = rule.readFacts
        let unmeasured = read.filter(facts.isUnmeasured)
            .map { $0.joined(separator: ".") }
        var reason: String?
        var holds = false
        if unmeasured.isEmpty {
            do throws(ExpressionError) {
                holds = try rule.condition.evaluate(in: contexts(of: facts)).isTruthy
            } catch {
                reason = "it cannot be evaluated: \(error)"
            }
        } else {
            reason = "not measured: \(unmeasured.joined(separator: ", "))"
        }
        // What is not known does not make a gate easier to pass.
        guard reason == nil ? holds : !rule.lowers else { return nil }
        return HeldRule(
            condition: rule.source,
            effect: rule.effect,
            because: rule.because,
            facts: Members(
                read.map { ($0.joined(separator: "."), facts.value(at: $0) ?? .null) }
            ),
            reason: reason
        )
    }

    private func contexts(of facts: GateFacts) -> ExpressionContexts {
        ExpressionContexts([
            "facts": facts.value,
            "inputs": started.inputs,
            "run": ["id": .string(id.text), "workflow": .string(definition.name)],
            "phase": [
                "id": .string(phase(at: currentPhase).id.text),
                "round": .int(phases[currentPhase].round),
            ],
        ])
    }
}

extension [Role] {
    /// Those of `approvers` who are among `others` too: `anyone` is no bound, and two lists of
    /// people become the people who are in both.
    func narrowed(_ approvers: [Approver], to others: [Approver]) -> [Approver] {
        guard let present = people(of: approvers) else { return others }
        guard let wanted = people(of: others) else { return approvers }
        if wanted.isSubset(of: present) { return others }
        if present.isSubset(of: wanted) { return approvers }
        return present.intersection(wanted).sorted().map(Approver.user)
    }
}
