import Workflow

/// How requirements come to the infrastructure orchestrator.
enum IntakeMessages {
    static let infrastructureRequested = MessageSchema(
        type: "infrastructure-requested",
        summary: "A page of requirements with its five parts; refused when its digest is not it.",
        fields: [
            MessageSchema.Field(
                "requestDigest",
                .string,
                required: true,
                "SHA-256 of the request as canonical JSON."
            ),
            MessageSchema.Field("request", .object, required: true, "The page, with its defaults."),
            MessageSchema.Field(
                "constraints",
                .object,
                required: true,
                "Five parts: infrastructure, environments, monitoring, security, budget."
            ),
            MessageSchema.Field("deadline", .string, "The day by which it is needed."),
            MessageSchema.Field("clarification", .string, "What a person answered to questions."),
        ]
    )

    static let technicalRequirements = MessageSchema(
        type: "technical-requirements-provided",
        summary: "What the application needs; answered with what cannot be supported.",
        fields: [
            MessageSchema.Field(
                "trdPath",
                .string,
                required: true,
                "Where the technical requirements stand."
            ),
            MessageSchema.Field(
                "digest",
                .string,
                required: true,
                "SHA-256 of the request as canonical JSON."
            ),
            MessageSchema.Field(
                "services",
                .array,
                required: true,
                "Each with name, tier, port, health endpoint and what it depends on."
            ),
            MessageSchema.Field(
                "topology",
                .array,
                required: true,
                "Who calls whom: from, to."
            ),
            MessageSchema.Field(
                "performance",
                .object,
                required: true,
                "Users, spike factor and the 95th percentile in milliseconds."
            ),
            MessageSchema.Field("data", .object, required: true, "Engine, size, classes of data."),
            MessageSchema.Field(
                "integrations",
                .array,
                required: true,
                "Networks and systems outside."
            ),
            MessageSchema.Field("request", .object, required: true, "The page it was read from."),
        ]
    )

    static let clarificationRequested = MessageSchema(
        type: "clarification-requested",
        summary:
            "Questions about a request; answered with what the request says, and what is open.",
        fields: [
            MessageSchema.Field(
                "questions",
                .array,
                required: true,
                "Each with id, field, why, options and default."
            ),
            MessageSchema.Field("request", .object, required: true, "The page they are about."),
        ]
    )
}
