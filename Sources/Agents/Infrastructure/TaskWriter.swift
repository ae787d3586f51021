import Workflow

/// Writes the files of a task from the requirements that its message carries.
///
/// Every task computes the same plan from the same requirements and writes its own part of it, so
/// nothing has to be remembered between two messages; the last plan is, to save the time.
struct TaskWriter: Sendable {
    let resources: any ResourceLibrary
    let prices: PriceTable
    let memory = PlanMemory()

    /// The messages of `tasks`.
    static func schemas(_ tasks: [InfrastructureTask]) -> [MessageSchema] {
        tasks.map { task in
            MessageSchema(
                type: task.type,
                summary: task.summary,
                fields: [
                    MessageSchema.Field(
                        "requirements",
                        .object,
                        required: true,
                        "The infrastructure request."
                    )
                ]
            )
        }
    }

    /// The request that a message carries.
    ///
    /// - Throws: `AgentError` with a finding for each mistake.
    func request(in payload: Value) throws -> InfrastructureRequest {
        let document = payload["requirements"] ?? .null
        let reading = InfrastructureRequest.read(document, prices: try resolved(document))
        guard let request = reading.request else {
            let errors = reading.mistakes.filter { $0.severity == .error }
            throw AgentError(
                "the requirements cannot be used",
                findings: errors.map { mistake in
                    Finding(
                        .high,
                        code: "request." + mistake.path.joined(separator: "."),
                        mistake.message,
                        fix: mistake.hint
                    )
                }
            )
        }
        return request
    }

    /// - Throws: `AgentError` when no plan can be made at all.
    func plan(for request: InfrastructureRequest, asOf: CivilDate) throws -> InfrastructurePlan {
        do {
            return try memory.plan(of: request, asOf: asOf) {
                try InfrastructurePlan(
                    request: request,
                    asOf: asOf,
                    prices: resolved(request.normalized)
                )
            }
        } catch let failure as PlanFailure {
            throw AgentError(failure.reason)
        }
    }

    /// The prices with which the run began.
    private func resolved(_ request: Value) throws -> PriceTable {
        do {
            return try prices.resolved(for: request)
        } catch {
            throw AgentError("\(error)")
        }
    }

    /// Delivers every file of the task; a later round keeps why there is one beside the request.
    func write(
        _ task: InfrastructureTask,
        _ plan: InfrastructurePlan,
        for envelope: Envelope,
        _ context: AgentContext
    ) async throws -> Reply {
        var files: [RenderedFile] = []
        for renderer in task.renderers {
            files += try renderer.files(for: plan, resources: resources)
        }
        if task.recordsFeedback, !envelope.feedback.isEmpty {
            files.append(Self.page(of: envelope.feedback))
        }
        for file in files { try await context.deliver(file.path, file.text) }
        var outputs: Members = [
            "files": .int(files.count),
            "conflicts": .int(plan.conflicts.count),
            "feedback": .int(envelope.feedback.count),
        ]
        if task.recordsFeedback {
            for (key, value) in Self.execution(of: plan.request).pairs { outputs[key] = value }
        }
        return Reply(outputs: .object(outputs))
    }

    /// What later steps decide by: how far the run goes, and with which environments.
    private static func execution(of request: InfrastructureRequest) -> Members {
        let execution = request.normalized["execution"]
        return [
            "mode": execution?["mode"] ?? "render",
            "backend": execution?["backend"] ?? "configured",
            "environments": .strings(request.environments.order.map(\.rawValue)),
        ]
    }

    /// What people and partners asked for, in their own words.
    private static func page(of feedback: [Feedback]) -> RenderedFile {
        let sections = feedback.enumerated().map { index, item in
            let findings = item.findings.map { finding in
                "- \(finding.code): \(Words.printable(finding.message))"
            }
            let head = ["## Round \(index + 2), asked for by \(item.from)", "", item.comment]
            return (head + (findings.isEmpty ? [] : [""] + findings)).joined(separator: "\n")
        }
        let introduction =
            "# Requested changes\n\nWhat is written follows from the requirements; what a comment "
            + "asks for is changed there.\n\n"
        return RenderedFile(
            path: "request/feedback.md",
            text: introduction + sections.joined(separator: "\n\n") + "\n"
        )
    }
}
