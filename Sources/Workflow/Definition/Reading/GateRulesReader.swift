/// Reads what a gate asks for beside approvers and a number.
struct GateRulesReader {
    /// What the condition of a rule can see.
    static let roots: Set<String> = ["facts", "inputs", "run", "phase"]

    let node: YAMLNode
    let id: String
    /// Of the gate itself.
    let minimum: Int
    let references: RoleReferences
    var expressions: ExpressionReader
    let mistakes: Mistakes

    mutating func rules() -> GateRules {
        GateRules(
            excluded: exclusions(of: node),
            required: required(),
            remindersMilliseconds: reminders(),
            escalation: escalation(),
            risks: (node["rules"]?.sequence ?? []).compactMap { rule in risk(rule) }
        )
    }

    private func exclusions(of node: YAMLNode) -> [GateExclusion]? {
        references.check(node, "not")
        return node["not"] == nil ? nil : node.texts("not").compactMap { GateExclusion($0.text) }
    }

    private func required() -> [RoleRequirement] {
        var seen: Set<String> = []
        return (node["require"]?.sequence ?? []).compactMap { item in
            guard let role = item.text("role"), let place = item["role"]?.place else { return nil }
            references.check(role, at: place)
            if !seen.insert(role).inserted {
                mistakes.error("role \(role.quoted) is required twice", at: place)
            }
            return RoleRequirement(role: role, minimum: item.int("minimum") ?? 1)
        }
    }

    private func reminders() -> [Int64] {
        let items = node.texts("remind")
        guard let first = items.first else { return [] }
        guard let expires = node.milliseconds("expires") else {
            mistakes.error(
                "'remind' is for a gate that expires",
                at: first.place,
                hint: "give it 'expires', or leave 'remind' out"
            )
            return []
        }
        return items.compactMap { item in
            guard let before = DurationText.milliseconds(of: item.text) else { return nil }
            if before >= expires {
                mistakes.error(
                    "\(item.text.quoted) before it expires is before it opens: it expires after "
                        + (node.text("expires") ?? "").quoted,
                    at: item.place,
                    hint: "remind later, or let the gate expire later"
                )
            }
            return before
        }.sorted(by: >)
    }

    private func escalation() -> GateEscalation? {
        guard let item = node["escalate"], let after = item.milliseconds("after") else {
            return nil
        }
        references.check(item, "to")
        if let expires = node.milliseconds("expires"), after >= expires {
            mistakes.error(
                "it escalates when it has expired: after \((item.text("after") ?? "").quoted), "
                    + "and expires after \((node.text("expires") ?? "").quoted)",
                at: item["after"]?.place,
                hint: "escalate earlier, or let the gate expire later"
            )
        }
        return GateEscalation(
            afterMilliseconds: after,
            to: item.texts("to").compactMap { Approver($0.text) }
        )
    }

    private mutating func risk(_ rule: YAMLNode) -> RiskRule? {
        guard let condition = rule["if"].flatMap({ self.condition($0) }) else { return nil }
        references.check(rule, "approvers")
        let approvers = rule.texts("approvers").compactMap { Approver($0.text) }
        let risk = RiskRule(
            condition: condition,
            lowers: rule.bool("lowers") ?? false,
            minimum: rule.int("minimum"),
            approvers: approvers.isEmpty ? nil : approvers,
            excluded: exclusions(of: rule),
            signed: rule.bool("signed"),
            because: rule.text("because")
        )
        checkSense(of: risk, rule)
        return risk
    }

    private mutating func condition(_ node: YAMLNode) -> Expression? {
        guard let condition = expressions.condition(node, roots: Self.roots) else { return nil }
        if condition.usesStatusFunction {
            mistakes.error(
                "success(), failure(), always() and cancelled() say nothing at a gate",
                at: node.place,
                hint: "compare a fact, such as 'facts.openFindings > 0'"
            )
        }
        return condition
    }

    /// A rule that changes nothing, or does the opposite of what it may, is a mistake of whoever
    /// relies on it.
    private func checkSense(of risk: RiskRule, _ rule: YAMLNode) {
        if risk.effect.isEmpty {
            mistakes.error(
                "the rule changes nothing",
                at: rule.place,
                hint: "give it 'minimum', 'approvers', 'not' or 'signed'"
            )
        }
        // What a file overrides at a gate of another one is no mistake of that one's rules.
        let isOwn = rule["minimum"]?.place.file == (node["minimum"]?.place ?? node.place).file
        if let least = risk.minimum, isOwn, risk.lowers ? least >= minimum : least <= minimum {
            mistakes.error(
                "a 'minimum' of \(least) \(risk.lowers ? "lowers" : "raises") nothing: gate "
                    + "\(id.quoted) asks for \(minimum)",
                at: rule["minimum"]?.place,
                hint: risk.lowers || least == minimum
                    ? nil : "say 'lowers: true' if it is meant to lower"
            )
        }
        if risk.lowers, let place = rule["not"]?.place ?? rule["signed"]?.place {
            mistakes.error(
                "a rule that lowers can only have 'minimum' and 'approvers'",
                at: place,
                hint: "leave 'lowers' out, or say it in a rule of its own"
            )
        } else if risk.signed == false {
            mistakes.error(
                "a rule cannot take away that a decision is signed",
                at: rule["signed"]?.place,
                hint: "leave 'signed' out"
            )
        }
    }
}
