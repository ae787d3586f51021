import Foundation
package import Workflow

/// Plans, applies and looks at one environment of a run.
///
/// All of it works on captured bytes below the state folder. A plan is made once, shown, and
/// applied as the very file that was shown, or not at all.
package struct TerraformWork {
    let place: TerraformPlace
    let terraform: Terraform
    let purpose: PlanPurpose
    let files: EnvironmentFiles
    let tell: (String) -> Void
    private let lock: RunLock

    /// - Throws: `TerraformError` when there is no terraform, nothing to work on, or somebody else
    ///   works there.
    package init(
        _ place: TerraformPlace,
        purpose: PlanPurpose,
        backend: TerraformBackend,
        captured: [DeliverableFile],
        store: ObjectStore,
        workspace: String,
        tell: @escaping (String) -> Void
    ) throws {
        self.place = place
        self.purpose = purpose
        self.tell = tell
        terraform = try Terraform(place, backend: backend, tell: tell)
        files = EnvironmentFiles(
            environment: place.environment,
            workspace: workspace,
            captured: captured,
            store: store
        )
        try place.make()
        guard let lock = try RunLock.tryLock(path: place.lock) else {
            throw TerraformError(.held, "another process works on \(place.environment)")
        }
        self.lock = lock
        try place.layOut(captured, from: store)
        try terraform.initialize()
    }

    // MARK: Plan

    /// Makes the plan that is put before a person, and says what it would do.
    package func plan() throws -> (summary: PlanSummary, digest: Digest) {
        try? FileManager.default.removeItem(atPath: place.done(purpose))
        try terraform.must("validate", ["validate", "-no-color"])
        _ = try terraform.plan(purpose)
        let summary = PlanSummary(showing: try terraform.show(purpose))
        let digest = Digest(of: try DurableFile.read(place.plan(purpose)))
        let cost = PlanCost(
            files.json(at: "cost/estimate.json"),
            environment: place.environment,
            plan: summary,
            purpose: purpose
        )
        let version = try terraform.version()
        let prefix = purpose == .destroy ? "destroy-" : ""
        try files.write(
            [
                "schema": 1, "environment": .string(place.environment),
                "purpose": .string(purpose.rawValue), "root": .string(place.root),
                "backend": .string(terraform.backend.rawValue), "terraform": .string(version),
                "planDigest": .string(digest.hex), "counts": summary.counts,
                "changes": PlanSummary.json(summary.changes),
                "lossOfState": PlanSummary.json(summary.lossOfState),
                "drifted": PlanSummary.json(summary.drifted),
                "outputs": .strings(summary.outputs), "cost": cost.json,
            ],
            to: prefix + "plan.json"
        )
        try files.write(try terraform.showText(purpose), to: prefix + "plan.txt")
        if purpose == .change {
            try files.record(
                [
                    "mode": "planned", "planDigest": .string(digest.hex), "plan": summary.counts,
                    "root": .string(place.root), "backend": .string(terraform.backend.rawValue),
                    "terraform": .string(version),
                ],
                root: place.root
            )
        }
        tell("\(place.environment): \(summary.words)")
        return (summary, digest)
    }

    // MARK: Apply

    /// Applies the plan with this digest, exactly.
    ///
    /// `confirm` is asked right before: it throws when this process may not go on.
    ///
    /// - Throws: `TerraformError(.integrity)` for another plan, `.failed` when nothing was begun,
    ///   `.unknown` when something was.
    package func apply(_ digest: Digest, confirm: () async throws -> Void) async throws {
        try verify(digest)
        try await confirm()
        let before = EnvironmentStanding(file: place.standing)
        if purpose == .change { try stand(.begun) }
        try DurableFile.write(Array(digest.hex.utf8), to: place.begun(purpose))
        let progress = ApplyProgress()
        let ended = try terraform.call(
            [
                "apply", "-input=false", "-no-color", "-json", "-lock-timeout=60s",
                place.plan(purpose),
            ],
            isQuiet: true
        ) { line in
            if let words = progress.take(line) { tell(words) }
        }
        try DurableFile.write(Array(progress.log.utf8), to: place.log(purpose))
        if ended.status == 0 {
            try finish(digest, evidence: "exit")
            return
        }
        let complaint = progress.complaint ?? "exit code \(ended.status)"
        guard progress.begun > 0 else {
            try FileManager.default.removeItem(atPath: place.begun(purpose))
            if let before { try before.write(to: place.standing) } else { unlink(place.standing) }
            if complaint.contains("Saved plan is stale") {
                throw TerraformError(
                    .integrity,
                    "the plan of \(place.environment) is stale: the state changed after it was "
                        + "made, nothing was applied"
                )
            }
            let words = StateLock(in: complaint)?.words ?? complaint
            throw TerraformError(.failed, "nothing was applied: \(words)")
        }
        throw TerraformError(
            .unknown,
            "the apply stopped after \(progress.completed) of \(progress.begun) begun changes: "
                + complaint
        )
    }

    private func verify(_ digest: Digest) throws {
        guard let bytes = try? DurableFile.read(place.plan(purpose)) else {
            throw TerraformError(.integrity, "the approved plan is gone; nothing was applied")
        }
        let actual = Digest(of: bytes)
        guard actual == digest else {
            throw TerraformError(
                .integrity,
                "the plan file is not the approved one: it has digest \(actual.short), approved "
                    + "was \(digest.short); nothing was applied"
            )
        }
    }

    /// Writes down what there is of the environment from now on.
    private func stand(_ kind: EnvironmentStanding.Kind) throws {
        try EnvironmentStanding(kind: kind, root: place.root, backend: terraform.backend)
            .write(to: place.standing)
    }

    private func finish(_ digest: Digest, evidence: String) throws {
        try stand(purpose == .destroy ? .destroyed : .applied)
        try DurableFile.write(
            Array("\(digest.hex) \(evidence)\n".utf8),
            to: place.done(purpose)
        )
        try? FileManager.default.removeItem(atPath: place.begun(purpose))
    }

    /// How the plan with this digest came to its end; nil when it did not, as far as is known.
    private func evidence(_ digest: Digest) -> String? {
        guard let bytes = try? DurableFile.read(place.done(purpose)) else { return nil }
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words.first.map(String.init) == digest.hex ? words.last.map(String.init) : nil
    }

    // MARK: Probe

    package enum Outcome: Sendable, Hashable {
        case done
        case notDone
        /// Begun, and not come to its end: what is left, in words.
        case partly(String)
    }

    /// What became of an apply of which nobody heard the end; changes nothing outside.
    package func probe(_ digest: Digest) throws -> Outcome {
        if evidence(digest) != nil { return .done }
        guard FileManager.default.fileExists(atPath: place.begun(purpose)) else { return .notDone }
        let present = try terraform.state()
        if purpose == .destroy {
            guard !present.isEmpty else {
                try finish(digest, evidence: "state")
                return .done
            }
            return .partly("still there: \(Self.list(present))")
        }
        guard try terraform.plan(.look, ["-lock=false"]) else {
            try finish(digest, evidence: "re-plan")
            return .done
        }
        let left = PlanSummary(showing: try terraform.show(.look))
        if left.isEmpty {
            try finish(digest, evidence: "re-plan")
            return .done
        }
        return .partly(
            "\(present.count) resources are in the state, outstanding: "
                + Self.list(left.changes.map { "\($0.address) (\($0.action.rawValue))" })
        )
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(8).joined(separator: ", ")
            + (names.count > 8 ? " and \(names.count - 8) more" : "")
    }

    // MARK: Record

    /// Writes down what is there now, after a plan that was applied.
    ///
    /// The environment is planned once more: what is called applied needs no further change.
    package func record(_ digest: Digest) throws {
        if purpose == .destroy {
            let left = try terraform.state()
            guard left.isEmpty else {
                throw TerraformError(.failed, "still there: \(Self.list(left))")
            }
            try files.write(
                [
                    "schema": 1, "environment": .string(place.environment), "mode": "destroyed",
                    "planDigest": .string(digest.hex),
                    "evidence": .string(evidence(digest) ?? "settled"),
                ],
                to: "destroy-record.json"
            )
            return
        }
        let hasChanges = try terraform.plan(.look, ["-lock=false"])
        let left = try PlanSummary(showing: terraform.show(.look))
        let outstanding = hasChanges ? left.changes : []
        let evidence = evidence(digest) ?? (outstanding.isEmpty ? "re-plan" : "settled")
        let isApplied = evidence != "settled"
        if isApplied { try stand(.applied) }
        let outputs = try terraform.outputs()
        try files.write(
            [
                "schema": 1, "environment": .string(place.environment),
                "outputs": .object(outputs.values), "sensitive": .strings(outputs.hidden),
            ],
            to: "outputs.json"
        )
        var facts: Members = [
            "mode": .string(isApplied ? "applied" : "planned"),
            "planDigest": .string(digest.hex), "evidence": .string(evidence),
            "changesAfterApply": .int(outstanding.count),
            "outstanding": PlanSummary.json(outstanding), "root": .string(place.root),
            "backend": .string(terraform.backend.rawValue),
            "terraform": .string(try terraform.version()),
        ]
        if evidence == "exit" { facts["applyExitCode"] = 0 }
        try files.record(facts, root: place.root)
        tell("\(place.environment): \(outstanding.count) changes outstanding after the apply")
    }

    /// Of Terraform.
    package func version() throws -> String { try terraform.version() }

    // MARK: Drift

    /// What differs between the captured configuration and what is there; changes nothing.
    package func drift() throws -> PlanSummary {
        _ = try terraform.plan(.look, ["-lock=false"])
        defer { unlink(place.plan(.look)) }
        return PlanSummary(showing: try terraform.show(.look))
    }
}
