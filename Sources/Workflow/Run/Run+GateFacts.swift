/// What is known when a gate opens: counted by the engine, and measured by checks.
struct GateFacts {
    /// By name; what several deliverables measure is summed up.
    var flat: Members
    /// What the checks of each deliverable measured, by the deliverable's id.
    var of: [(id: String, facts: Members)]
    /// Deliverables that this run does not owe, by id: there is nothing to measure.
    var notOwed: Set<String> = []

    /// The value of `facts.NAME` or `facts.of.DELIVERABLE.NAME`; nil when nobody measured it.
    func value(at path: [String]) -> Value? {
        let found: Value? =
            if path.first?.lowercased() == "of", path.count == 3 {
                of.first { $0.id.lowercased() == path[1].lowercased() }?.facts.ignoringCase(path[2])
            } else {
                path.first.flatMap { flat.ignoringCase($0) }
            }
        return found?.isNull == true ? nil : found
    }

    /// Whether a fact that is read ought to be known and is not: nobody may pass for it.
    func isUnmeasured(_ path: [String]) -> Bool {
        if path.first?.lowercased() == "of", path.count > 1, notOwed.contains(path[1].lowercased())
        {
            return false
        }
        return value(at: path) == nil
    }

    var value: Value {
        var members = flat
        members["of"] = .object(Members(of.map { ($0.id, .object($0.facts)) }))
        return .object(members)
    }

    /// The facts that the engine counts itself, with what each says.
    static let counted: [(name: String, summary: String)] = [
        ("failed", "checks that failed"),
        ("waived", "those of them that somebody lets pass"),
        ("unavailable", "checks that gave no verdict, because what they need is not there"),
        ("notApplicable", "checks that found nothing of their kind to look at"),
        ("openFindings", "findings that are critical, high or medium"),
        ("criticalFindings", "critical findings"),
        ("highFindings", "high findings"),
        ("mediumFindings", "medium findings"),
        ("lowFindings", "low findings"),
        ("infoFindings", "findings that only inform"),
        ("files", "files that the gate asks about"),
        (
            "changedFiles",
            "files that were added, changed or removed since the gate was open last; all of them when it was not"
        ),
    ]
}

extension Run {
    /// What is known when the gate opens over `subject`.
    ///
    /// The engine counts over all that the gate asks about. What checks measured is taken, at a
    /// gate in the middle of a phase, from what the steps that it needs produce, if they do.
    func facts(at gate: GateDeclaration, step: Step?, subject: GateSubject) -> GateFacts {
        let asked = deliverableOrder.compactMap { deliverables[$0] }
            .filter { $0.phase == currentPhase && $0.produced != nil }
        let produced = (step?.needs ?? []).compactMap { graph.index(of: $0) }
            .flatMap { self.step(at: $0).produces }
        let near = asked.filter { produced.contains($0.declaration.id) }
        let measuring = near.isEmpty ? asked : near
        let of = measuring.map { record in
            (id: record.declaration.id.text, facts: Self.sum(record.checked.map(\.result.facts)))
        }
        var flat = Self.sum(of.map(\.facts))
        for (name, count) in counts(gate.id, asked, subject) { flat[name] = .int(count) }
        let notOwed = phase(at: currentPhase).deliverables.map(\.id).filter { !isOwed($0) }
        return GateFacts(
            flat: flat,
            of: of,
            notOwed: Set(notOwed.map { $0.text.lowercased() })
        )
    }

    private func counts(
        _ gate: GateID,
        _ asked: [DeliverableRecord],
        _ subject: GateSubject
    ) -> [(String, Int)] {
        let findings = asked.flatMap(\.checked).flatMap(\.result.findings)
        let severity = { (severity: Finding.Severity) in
            findings.count { $0.severity == severity }
        }
        let verdict = { (verdict: Verdict) in subject.verdicts.count { $0.verdict == verdict } }
        let before = gates[gate]?.opened.subject.files ?? []
        let changed = Set(subject.files).symmetricDifference(before).map(\.path)
        return [
            ("failed", verdict(.failed)),
            ("waived", asked.reduce(0) { $0 + $1.checked.count(where: $1.isWaived) }),
            ("unavailable", verdict(.unavailable)),
            ("notApplicable", verdict(.notApplicable)),
            ("openFindings", findings.count { $0.severity <= .medium }),
            ("criticalFindings", severity(.critical)), ("highFindings", severity(.high)),
            ("mediumFindings", severity(.medium)), ("lowFindings", severity(.low)),
            ("infoFindings", severity(.info)), ("files", subject.files.count),
            ("changedFiles", Set(changed).count),
        ]
    }

    /// Numbers are added up, flags hold when one does; of anything else the last counts.
    ///
    /// What one could not measure is not known of all.
    static func sum(_ facts: [Members]) -> Members {
        var sum = Members()
        for (name, value) in facts.flatMap(\.pairs) {
            switch (sum[name], value) {
            case (.null, _), (_, .null): sum[name] = .null
            case (.number(let left), .number(let right)): sum[name] = .number(left + right)
            case (.bool(let left), .bool(let right)): sum[name] = .bool(left || right)
            default: sum[name] = value
            }
        }
        return sum
    }
}

extension Members {
    /// The member of that name, as expressions look for it: without regard to case.
    fileprivate func ignoringCase(_ key: String) -> Value? {
        self[key] ?? pairs.first { $0.key.lowercased() == key.lowercased() }?.value
    }
}
