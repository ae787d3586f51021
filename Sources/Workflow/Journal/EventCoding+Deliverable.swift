extension EventCoding {
    static func deliverableForm(_ event: Event) -> Form {
        switch event {
        case .deliverableProduced(let produced): Form("deliverable.produced", form(produced))
        case .deliverableChecked(let checked): Form("deliverable.checked", form(checked))
        default: unexpected(event)
        }
    }

    static func deliverableEvent(
        _ type: String,
        _ body: EventBody
    ) throws(EventCodingError) -> Event? {
        switch type {
        case "deliverable.produced": .deliverableProduced(try deliverableProduced(body))
        case "deliverable.checked": .deliverableChecked(try deliverableChecked(body))
        case "deliverable.edited": .deliverableEdited(try edited(body))
        default: nil
        }
    }

    private static func form(_ produced: DeliverableProduced) -> Value {
        .members(
            ("deliverable", .name(produced.deliverable)),
            ("files", .array(produced.files.map(form(file:)))),
            ("manifest", .digest(produced.manifest)),
            ("missing", .listOrNothing(produced.missing, Value.string)),
            ("phase", .name(produced.phase)),
            ("producer", .string(produced.producer)),
            ("round", .int(produced.round))
        )
    }

    private static func deliverableProduced(
        _ body: EventBody
    ) throws(EventCodingError) -> DeliverableProduced {
        let produced = DeliverableProduced(
            deliverable: try body.name("deliverable"),
            phase: try body.name("phase"),
            round: try body.int("round"),
            producer: try body.string("producer"),
            files: try body.objects("files", file),
            missing: try body.strings("missing")
        )
        guard try body.digest("manifest") == produced.manifest else {
            throw EventCodingError(
                reason: "the manifest of '\(produced.deliverable)' does not match its files"
            )
        }
        return produced
    }

    private static func form(_ checked: DeliverableChecked) -> Value {
        let result = checked.result
        return .members(
            ("check", .name(checked.check)),
            ("deliverable", .name(checked.deliverable)),
            ("facts", result.facts.isEmpty ? nil : .object(result.facts)),
            ("findings", .listOrNothing(result.findings, form(finding:))),
            ("kind", .string(checked.kind.rawValue)),
            ("manifest", .digest(checked.manifest)),
            ("measured", result.measured.isEmpty ? nil : .object(result.measured)),
            ("tool", result.tool.map(Value.string)),
            ("verdict", .string(result.verdict.rawValue))
        )
    }

    private static func deliverableChecked(
        _ body: EventBody
    ) throws(EventCodingError) -> DeliverableChecked {
        DeliverableChecked(
            deliverable: try body.name("deliverable"),
            check: try body.name("check"),
            kind: try body.choice("kind"),
            manifest: try body.digest("manifest"),
            result: CheckResult(
                try body.choice("verdict"),
                findings: try body.objects("findings", finding),
                measured: body.members["measured"]?.objectValue ?? Members(),
                tool: body.optionalString("tool"),
                facts: body.members["facts"]?.objectValue ?? Members()
            )
        )
    }

    static func form(file: DeliverableFile) -> Value {
        [
            "bytes": .int(file.bytes),
            "path": .string(file.path),
            "sha256": .digest(file.digest),
        ]
    }

    static func file(_ body: EventBody) throws(EventCodingError) -> DeliverableFile {
        DeliverableFile(
            path: try body.string("path"),
            digest: try body.digest("sha256"),
            bytes: try body.int("bytes")
        )
    }

    static func handoffForm(_ event: Event) -> Form {
        switch event {
        case .handoffOffered(let offered): Form("handoff.offered", form(offered))
        case .handoffAnswered(let handoff, let by, let receipt):
            Form("handoff.\(receipt.decision.rawValue)", form(receipt, handoff: handoff, by: by))
        case .handoffWithdrawn(let handoff, let reason):
            Form("handoff.withdrawn", ["handoff": .name(handoff), "reason": .string(reason)])
        default: unexpected(event)
        }
    }

    static func handoffEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "handoff.offered": return .handoffOffered(try handoffOffered(body))
        case "handoff.withdrawn":
            return .handoffWithdrawn(try body.name("handoff"), reason: try body.string("reason"))
        default:
            guard let decision = Receipt.Decision(rawValue: String(type.dropFirst(8))) else {
                return nil
            }
            let receipt = try receipt(body, decision: decision)
            return .handoffAnswered(try body.name("handoff"), by: try body.name("by"), receipt)
        }
    }

    private static func form(_ offered: HandoffOffered) -> Value {
        .members(
            ("criteria", .strings(offered.criteria)),
            (
                "deliverables",
                .array(
                    offered.deliverables.map {
                        ["deliverable": .name($0.deliverable), "manifest": .digest($0.manifest)]
                    }
                )
            ),
            ("from", .name(offered.from)),
            ("handoff", .name(offered.handoff)),
            ("round", .int(offered.round)),
            ("step", .name(offered.step)),
            ("to", .name(offered.to)),
            ("waived", .listOrNothing(offered.waived, form(waived:)))
        )
    }

    private static func handoffOffered(
        _ body: EventBody
    ) throws(EventCodingError) -> HandoffOffered {
        HandoffOffered(
            handoff: try body.name("handoff"),
            step: try body.name("step"),
            round: try body.int("round"),
            from: try body.name("from"),
            to: try body.name("to"),
            deliverables: try body.objects("deliverables") { item throws(EventCodingError) in
                HandoffOffered.Item(
                    deliverable: try item.name("deliverable"),
                    manifest: try item.digest("manifest")
                )
            },
            criteria: try body.strings("criteria"),
            waived: try body.objects("waived", waived)
        )
    }

    private static func form(_ receipt: Receipt, handoff: HandoffID, by: AgentID) -> Value {
        .members(
            ("by", .name(by)),
            (
                "criteria",
                .array(
                    receipt.criteria.map {
                        [
                            "evidence": .string($0.evidence), "id": .string($0.id),
                            "status": .string($0.status.rawValue),
                        ]
                    }
                )
            ),
            ("findings", .listOrNothing(receipt.findings, form(finding:))),
            ("handoff", .name(handoff))
        )
    }

    private static func receipt(
        _ body: EventBody,
        decision: Receipt.Decision
    ) throws(EventCodingError) -> Receipt {
        Receipt(
            decision,
            criteria: try body.objects("criteria") { item throws(EventCodingError) in
                CriterionResult(
                    id: try item.string("id"),
                    status: try item.choice("status"),
                    evidence: try item.string("evidence")
                )
            },
            findings: try body.objects("findings", finding)
        )
    }
}
