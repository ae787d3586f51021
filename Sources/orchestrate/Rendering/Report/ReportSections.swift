import Workflow

/// The sections of a run's report, from its state and its history.
struct ReportSections {
    let run: Run
    let head: Head
    let records: [RecordedEvent]
    let approvals: ApprovalHistory

    var lines: [String] {
        summary + phases + deliverables + unavailable + ReportDecisions(approvals: approvals).lines
            + heads + handoffs + trace + sequence + verification
    }

    private var summary: [String] {
        let rows: [(String, String)] = [
            ("workflow", HTML.escaped(run.definition.name)),
            ("status", HTML.badge(run.statusWord)),
            ("started", HTML.escaped("\(run.startedAt) by \(run.started.startedBy)")),
            ("last event", HTML.escaped("\(head.sequence), \(head.time)")),
            ("head", HTML.code(head.hash.hex)),
            ("definition", HTML.code(run.definition.digest.hex)),
            ("program", HTML.escaped(run.started.program)),
            ("external validators", HTML.escaped(run.validators.rawValue)),
        ]
        return ["<h2>Summary</h2>"]
            + HTML.table([], rows.map { ["<strong>\($0.0)</strong>", $0.1] })
    }

    private var phases: [String] {
        let summary = RunSummary(run, head: head.hash)
        let rows = summary.phases.map { phase in
            [
                HTML.escaped(phase.id.text), HTML.escaped(phase.title ?? ""),
                HTML.escaped(phase.owner?.text ?? ""), HTML.badge(phase.status.rawValue),
                "\(phase.round)",
                "\(phase.count("success")) of \(phase.steps.count)",
            ]
        }
        return ["<h2>Phases</h2>"]
            + HTML.table(["phase", "title", "owner", "status", "round", "steps done"], rows)
    }

    private var made: [DeliverableRecord] {
        run.deliverableOrder.filter(run.isOwed).compactMap { run.deliverables[$0] }
    }

    private var deliverables: [String] {
        ["<h2>Deliverables</h2>"]
            + made.flatMap { record -> [String] in
                let id = HTML.escaped(record.declaration.id.text)
                let title = record.declaration.title.map { ": " + HTML.escaped($0) } ?? ""
                guard let produced = record.produced else {
                    return ["<h3>\(id)\(title)</h3>", "<p class=\"none\">not made yet</p>"]
                }
                let files = produced.files.map { file in
                    [HTML.code(file.path), "\(file.bytes)", HTML.code(file.digest.hex)]
                }
                let missing = produced.missing.map { path in
                    [HTML.code(path), "", HTML.badge("missing")]
                }
                let checks = record.checked.map { checked in
                    [
                        HTML.escaped(checked.check.text), checked.kind.rawValue,
                        HTML.badge(record.standing(of: checked)),
                        HTML.escaped(checked.result.tool ?? ""),
                        "\(checked.result.findings.count)",
                    ]
                }
                return [
                    "<h3>\(id)\(title)</h3>",
                    "<p>by \(HTML.escaped(produced.producer)), round \(produced.round), manifest "
                        + "\(HTML.code(produced.manifest.hex))</p>",
                ] + HTML.table(["file", "bytes", "SHA-256"], files + missing)
                    + HTML.table(
                        ["check", "kind", "verdict", "tool", "findings"],
                        checks,
                        empty: "no checks of its own"
                    )
            }
    }

    private var unavailable: [String] {
        let rows = made.flatMap { record in
            record.checked.filter { $0.result.verdict == .unavailable }.map { checked in
                [
                    HTML.escaped(record.declaration.id.text), HTML.escaped(checked.check.text),
                    HTML.escaped(checked.result.findings.map(\.message).joined(separator: "; ")),
                ]
            }
        }
        return ["<h2>Checks that gave no verdict</h2>"]
            + HTML.table(["deliverable", "check", "why"], rows)
    }

    private var heads: [String] {
        let rows = records.compactMap { record -> [String]? in
            guard case .headSigned(let signed) = record.event else { return nil }
            return [
                "\(record.sequence)", HTML.escaped(signed.by), HTML.escaped(signed.host),
                signed.signature.at.wholeSecond, HTML.code(signed.head.hex),
                HTML.code(KeyFingerprint.of(armored: signed.signature.armored) ?? ""),
            ]
        }
        return ["<h2>Signed heads</h2>"]
            + HTML.table(["event", "by", "host", "at", "head", "key"], rows)
    }

    private var handoffs: [String] {
        var history = HandoffHistory()
        for record in records { history.apply(record) }
        return ["<h2>Handoffs</h2>"]
            + (history.entries.isEmpty ? ["<p class=\"none\">none</p>"] : [])
            + history.entries.flatMap { entry -> [String] in
                let offered = entry.offered
                let items = offered.deliverables.map(\.deliverable.text).joined(separator: ", ")
                let answer: String =
                    if let receipt = entry.receipt {
                        "\(HTML.badge(receipt.decision.rawValue)) by "
                            + HTML.escaped(entry.answeredBy?.text ?? "")
                            + " at \(entry.answeredAt?.description ?? "")"
                    } else {
                        HTML.badge(entry.withdrawn == nil ? "open" : "withdrawn")
                    }
                let rows = (entry.receipt?.criteria ?? []).map { criterion in
                    [
                        HTML.escaped(criterion.id), HTML.badge(criterion.status.rawValue),
                        HTML.escaped(criterion.evidence),
                    ]
                }
                return [
                    "<h3>\(HTML.escaped(offered.handoff.text)): \(HTML.escaped(offered.from.text)) "
                        + "→ \(HTML.escaped(offered.to.text))</h3>",
                    "<p>\(HTML.escaped(items)), offered at \(entry.offeredAt); \(answer)</p>",
                ] + HTML.table(["criterion", "status", "measured"], rows)
            }
    }

    /// The way of each requirement through the run, and what is not covered.
    private var trace: [String] {
        let trace = Traceability(run)
        let rows = trace.requirements.flatMap { requirement -> [[String]] in
            let head = [
                HTML.escaped(requirement.id), HTML.escaped(requirement.title),
                HTML.badge(requirement.coverage.rawValue),
            ]
            guard !requirement.deliverables.isEmpty else { return [head + ["", "", "", ""]] }
            return requirement.deliverables.map { head + cells($0) }
        }
        let uncovered = trace.uncovered.map { requirement in
            [HTML.escaped(requirement.id), HTML.escaped(requirement.reason ?? "")]
        }
        return ["<h2>Traceability</h2>"]
            + HTML.table(
                ["requirement", "", "coverage", "deliverable", "checks", "gate", "handoff"],
                rows
            ) + ["<h3>Not covered</h3>"] + HTML.table(["requirement", "why"], uncovered)
    }

    private func cells(_ deliverable: Traceability.Deliverable) -> [String] {
        let gates = deliverable.gates.map { gate in
            "\(gate.id): \(gate.status)" + (gate.by.map { " by \($0)" } ?? "")
        }
        let handoffs = deliverable.handoffs.map { handoff in
            "\(handoff.offered.to): " + (handoff.receipt?.decision.rawValue ?? "open")
        }
        return [
            HTML.escaped(deliverable.id.text), HTML.escaped(Findings.words(deliverable.counts)),
            HTML.escaped(gates.joined(separator: "; ")),
            HTML.escaped(handoffs.joined(separator: "; ")),
        ]
    }

    private var sequence: [String] {
        var timeline = Timeline()
        let parts = SequenceDiagram.parts(records.map { timeline.apply($0) })
        return ["<h2>Who handed what to whom</h2>"] + SequencePicture(parts).lines
            + [
                "<details><summary>The same as Mermaid text</summary>",
                HTML.block(SequenceDiagram.diagram(parts)), "</details>",
            ]
    }

    private var verification: [String] {
        [
            "<h2>How to verify</h2>",
            "<p>This page follows from the journal beside it. What proves something is the bundle:</p>",
            HTML.block([
                "orchestrate verify BUNDLE.tar",
                "tar -xf BUNDLE.tar     # then, without this program, for every signed event N:",
                "ssh-keygen -Y verify -f signers/allowed_signers -I NAME \\",
                "  -n orchestrate-decision -s signatures/N.sig < signatures/N.txt",
            ]),
            "<p>The chain of hashes shows a change to whoever kept a head. Whoever owns the disk can "
                + "make an unsigned chain anew; a signed decision or head cannot be made without its "
                + "key.</p>",
        ]
    }
}
