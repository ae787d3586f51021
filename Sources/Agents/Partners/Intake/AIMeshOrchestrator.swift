package import Workflow

/// Brings requests in: classifies them, asks what is ambiguous, and hands them to the
/// infrastructure orchestrator. Nothing is handed on before it is clear or a person cleared it.
package actor AIMeshOrchestrator: Agent {
    package nonisolated let id: AgentID = "ai-mesh-orchestrator"
    package nonisolated let summary =
        "Classifies a request, judges whether it is complete, and hands it to infrastructure."
    package nonisolated let grants: Set<Tool> = [.read, .task, .todoWrite]
    package nonisolated let accepts = [
        MessageSchema(
            type: "classify-request",
            summary: "Says what kind of request it is, what is assumed, and what is ambiguous.",
            fields: [requirements]
        ),
        MessageSchema(
            type: "hand-in-requirements",
            summary: "Hands the five parts over; refused while a question is unanswered.",
            fields: [
                requirements,
                MessageSchema.Field(
                    "clarification",
                    .string,
                    "What a person answered to the open questions."
                ),
            ]
        ),
        IntakeMessages.clarificationRequested,
    ]

    private static let requirements = MessageSchema.Field(
        "requirements",
        .object,
        required: true,
        "The infrastructure request."
    )

    private let reader: TaskWriter

    package init(resources: any ResourceLibrary, prices: PriceTable) {
        reader = TaskWriter(resources: resources, prices: prices)
    }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        if envelope.type == IntakeMessages.clarificationRequested.type {
            return Self.clarified(envelope.payload)
        }
        let request = try reader.request(in: envelope.payload)
        let intake = RequestIntake(request: request, asOf: context.asOf)
        guard envelope.type == "hand-in-requirements" else { return Self.classified(intake) }
        return try await handOver(intake, envelope.payload.string("clarification"), context)
    }

    private static func classified(_ intake: RequestIntake) -> Reply {
        Reply(outputs: [
            "classification": intake.classification,
            "complete": .bool(intake.questions.isEmpty),
            "assumptions": .array(intake.assumptions),
            "questions": .array(intake.questions.map(\.form)),
        ])
    }

    private func handOver(
        _ intake: RequestIntake,
        _ clarification: String?,
        _ context: AgentContext
    ) async throws -> Reply {
        let answer = clarification ?? ""
        guard intake.questions.isEmpty || !answer.isEmpty else {
            throw AgentError(
                "the request reads in two ways; nothing is begun before a person said which",
                findings: intake.questions.map(\.finding)
            )
        }
        let digest = RequestIntake.digest(of: intake.request.normalized)
        var members: Members = [
            "requestDigest": .string(digest),
            "request": intake.request.normalized,
            "constraints": intake.constraints,
        ]
        if let needBy = intake.request.needBy { members["deadline"] = .string("\(needBy)") }
        if !answer.isEmpty { members["clarification"] = .string(answer) }
        let taken = try await context.ask(
            "infrastructure-orchestrator",
            IntakeMessages.infrastructureRequested.type,
            .object(members)
        )
        guard taken.string("requestDigest") == digest else {
            throw AgentError("the infrastructure orchestrator took another request than was sent")
        }
        return Reply(outputs: [
            "requestDigest": .string(digest),
            "classification": intake.classification,
            "assumptions": .array(intake.assumptions),
        ])
    }

    /// Answers what the page itself says; the rest is open, and no default is taken for an answer.
    private static func clarified(_ payload: Value) -> Reply {
        var answers: [Value] = []
        var open: [String] = []
        for question in payload.list("questions") {
            let id = question.string("id") ?? "?"
            let said = payload["request"]?.at(question.string("field") ?? "")
            if let said, !said.isNull {
                answers.append(["id": .string(id), "answer": said])
            } else {
                open.append(id)
            }
        }
        return Reply(outputs: ["answers": .array(answers), "open": .strings(open)])
    }
}
