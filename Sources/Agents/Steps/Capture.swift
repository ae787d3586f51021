import Workflow

/// Takes a deliverable's files from the workspace into the store.
///
/// A file that holds a secret of the run, or whose name does, is not taken: its bytes reach no store
/// and no partner, and a check that failed says where.
struct Capture {
    let workshop: Workshop
    let order: WorkOrder

    /// The check that stands for the look for secrets.
    static let check: CheckID = "no-secret-values"

    func perform(
        _ declaration: DeliverableDeclaration,
        phase: PhaseID,
        round: Int,
        producer: String
    ) async throws -> [Event] {
        let empty = DeliverableProduced(
            deliverable: declaration.id,
            phase: phase,
            round: round,
            producer: producer,
            files: [],
            missing: []
        )
        do {
            try await workshop.vault.recall(order)
        } catch let error as SecretError {
            let finding = Finding(
                .high,
                code: "secret.unknown",
                "\(error), and so no file is captured",
                fix: "give the secret again, then resume"
            )
            return events(empty, [finding])
        }
        let taken = try take(declaration)
        let produced = DeliverableProduced(
            deliverable: declaration.id,
            phase: phase,
            round: round,
            producer: producer,
            files: taken.files,
            missing: taken.missing
        )
        return events(produced, taken.findings)
    }

    private func events(_ produced: DeliverableProduced, _ findings: [Finding]) -> [Event] {
        guard !findings.isEmpty else { return [.deliverableProduced(produced)] }
        let checked = DeliverableChecked(
            deliverable: produced.deliverable,
            check: Self.check,
            kind: .native,
            manifest: produced.manifest,
            result: CheckResult(.failed, findings: findings)
        )
        return [.deliverableProduced(produced), .deliverableChecked(checked)]
    }

    /// What was taken and what was not.
    private struct Taken {
        var files: [DeliverableFile] = []
        var missing: [String] = []
        var findings: [Finding] = []
    }

    private func take(_ declaration: DeliverableDeclaration) throws -> Taken {
        var shelf = CaptureShelf(
            folder: WorkspaceFolder(root: order.workspace),
            intake: ObjectIntake(workshop.store),
            limit: workshop.limits.deliverableFileBytes,
            secrets: workshop.vault.certain(of: order.run)
        )
        var taken = Taken()
        var seen: Set<String> = []
        for pattern in declaration.files + declaration.optionalFiles {
            let paths = try shelf.paths(pattern)
            for path in paths where seen.insert(path.text).inserted {
                switch try shelf.take(path) {
                case .taken(let file): taken.files.append(file)
                case .missing(let reason): taken.missing.append(reason)
                case .refused(let finding): taken.findings.append(finding)
                }
            }
            if paths.isEmpty, declaration.files.contains(pattern) { taken.missing.append(pattern) }
        }
        try shelf.intake.finish()
        taken.files.sort { $0.path < $1.path }
        return taken
    }
}

/// Takes single files into the store.
private struct CaptureShelf: ~Copyable {
    let folder: WorkspaceFolder
    var intake: ObjectIntake
    let limit: Int
    let secrets: Secrets

    enum Outcome {
        case taken(DeliverableFile)
        case missing(String)
        case refused(Finding)
    }

    func paths(_ pattern: String) throws -> [WorkspacePath] {
        do {
            return try folder.files(pattern).files
        } catch WorkspaceError.missing {
            return []
        } catch WorkspaceError.unavailable(_, let error) where error.isMissing {
            return []
        }
    }

    mutating func take(_ path: WorkspacePath) throws -> Outcome {
        let name = secrets.conceal(path.text)
        guard name == path.text else {
            return .refused(finding(name, line: nil, "its name holds a secret"))
        }
        let file: DeliverableFile
        if secrets.isEmpty {
            file = try folder.capture(path, in: &intake)
        } else {
            // The same bytes are looked through and stored, so that none can be swapped meanwhile.
            let bytes: [UInt8]
            do {
                bytes = try folder.read(path, limit: limit)
            } catch WorkspaceError.tooLarge {
                return .missing(
                    "\(path) (more bytes than the limit deliverableFileBytes, \(limit))"
                )
            }
            if let found = secrets.first(in: bytes) {
                return .refused(
                    finding(name, line: found.line, "it holds the value of secret '\(found.name)'")
                )
            }
            let digest = try intake.take(bytes)
            file = DeliverableFile(path: path.text, digest: digest, bytes: bytes.count)
        }
        // A file without a byte says nothing.
        if file.bytes == 0 { return .missing("\(path) (empty)") }
        guard file.bytes <= limit else {
            return .missing(
                "\(path) (\(file.bytes) bytes, the limit deliverableFileBytes is \(limit))"
            )
        }
        return .taken(file)
    }

    private func finding(_ file: String, line: Int?, _ words: String) -> Finding {
        Finding(
            .high,
            code: "secret.value",
            "'\(file)' was not captured: \(words)",
            file: file,
            line: line,
            fix: "let the step write a reference to the secret instead, and change the secret: "
                + "whoever reads the workspace has seen it"
        )
    }
}
