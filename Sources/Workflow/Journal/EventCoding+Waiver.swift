extension EventCoding {
    static func checkForm(_ event: Event) -> Form {
        switch event {
        case .checkWaived(let waived): Form("check.waived", form(waived: waived))
        case .checkWaiverExpired(let waiver): Form("check.waiver-expired", form(waiver: waiver))
        default: unexpected(event)
        }
    }

    static func checkEvent(_ type: String, _ body: EventBody) throws(EventCodingError) -> Event? {
        switch type {
        case "check.waived": .checkWaived(try waived(body))
        case "check.waiver-expired": .checkWaiverExpired(try waiver(body))
        default: nil
        }
    }

    package static func form(waived: CheckWaived) -> Value {
        .members(
            form(waiver: waived.waiver).objectValue?.pairs.map { ($0.key, $0.value) } ?? [],
            ("by", .string(waived.by)),
            ("gate", .name(waived.gate)),
            ("identity", .string(waived.identity.rawValue)),
            ("round", .int(waived.round))
        )
    }

    static func waived(_ body: EventBody) throws(EventCodingError) -> CheckWaived {
        CheckWaived(
            waiver: try waiver(body),
            gate: try body.name("gate"),
            round: try body.int("round"),
            by: try body.string("by"),
            identity: try body.choice("identity")
        )
    }

    static func form(waiver: Waiver) -> Value {
        [
            "check": .name(waiver.check),
            "deliverable": .name(waiver.deliverable),
            "manifest": .digest(waiver.manifest),
            "reason": .string(waiver.reason),
            "until": .time(waiver.until),
        ]
    }

    static func waiver(_ body: EventBody) throws(EventCodingError) -> Waiver {
        Waiver(
            deliverable: try body.name("deliverable"),
            check: try body.name("check"),
            manifest: try body.digest("manifest"),
            reason: try body.string("reason"),
            until: try body.time("until")
        )
    }

    static func form(rule: WaiverRule) -> Value {
        [
            "by": .strings(rule.by.map(\.description)),
            "longest": .number(Double(rule.longestMilliseconds)),
        ]
    }

    static func waiverRule(_ body: EventBody) throws(EventCodingError) -> WaiverRule? {
        guard body.members["waivers"] != nil else { return nil }
        let rule = try body.object("waivers")
        let by = try rule.strings("by")
        let known = by.compactMap(Approver.init)
        guard known.count == by.count else {
            throw EventCodingError(reason: "body.waivers.by holds one that is not known")
        }
        return WaiverRule(by: known, longestMilliseconds: Int64(try rule.int("longest")))
    }

    static func form(edited: DeliverableEdited) -> Form {
        Form(
            "deliverable.edited",
            [
                "after": .digest(edited.after),
                "before": .digest(edited.before),
                "by": .string(edited.by),
                "bytes": .int(edited.bytes),
                "deliverable": .name(edited.deliverable),
                "diff": .digest(edited.diff),
                "gate": .name(edited.gate),
                "identity": .string(edited.identity.rawValue),
                "path": .string(edited.path),
                "round": .int(edited.round),
            ]
        )
    }

    static func edited(_ body: EventBody) throws(EventCodingError) -> DeliverableEdited {
        DeliverableEdited(
            gate: try body.name("gate"),
            round: try body.int("round"),
            deliverable: try body.name("deliverable"),
            path: try body.string("path"),
            before: try body.digest("before"),
            after: try body.digest("after"),
            bytes: try body.int("bytes"),
            diff: try body.digest("diff"),
            by: try body.string("by"),
            identity: try body.choice("identity")
        )
    }
}
