import Workflow

/// What partners report back or ask for, and what the infrastructure orchestrator makes of it.
enum PartnerReports {
    static let buildEnvironment = MessageSchema(
        type: "build-environment-requested",
        summary: "What a build needs; answered with what was captured for it, refused with gaps.",
        fields: [
            MessageSchema.Field(
                "projectType",
                .string,
                required: true,
                allowed: ["web_app", "api", "mobile", "microservices"],
                "web_app, api, mobile or microservices."
            ),
            MessageSchema.Field("techStack", .array, required: true, "Languages and frameworks."),
            MessageSchema.Field("artifactStorage", .string, "What artifacts are kept in."),
            MessageSchema.Field(
                "testEnvironments",
                .array,
                required: true,
                "Names of the environments that tests run in."
            ),
            MessageSchema.Field("deploymentAutomation", .string, "How releases are rolled out."),
            MessageSchema.Field("targets", .object, required: true, "buildMin, testMin, coverage."),
        ]
    )

    static let quality = MessageSchema(
        type: "quality-report",
        summary: "Gates and a load test; answered with what has to be resized.",
        fields: [
            MessageSchema.Field("environment", .string, required: true, "Where was tested."),
            MessageSchema.Field(
                "gates",
                .array,
                required: true,
                "Each with name, status, measured and threshold."
            ),
            MessageSchema.Field("loadTest", .object, required: true, "p95, p99, errorRate, rps."),
        ]
    )

    static let deployment = MessageSchema(
        type: "deployment-feedback",
        summary: "How a deployment went; answered with what infrastructure has to do.",
        fields: [
            MessageSchema.Field("environment", .string, required: true, "Where."),
            MessageSchema.Field("healthChecksPassing", .boolean, required: true, "All of them."),
            MessageSchema.Field("smokeTestsPassing", .boolean, required: true, "All of them."),
            MessageSchema.Field(
                "rollbackTriggered",
                .boolean,
                required: true,
                "Whether it went back."
            ),
            MessageSchema.Field("requests", .array, "What deployment wants prepared."),
        ]
    )

    static let schemas = [buildEnvironment, quality, deployment]

    /// The answer to a message of one of `schemas`; nil for any other.
    static func answer(_ envelope: Envelope, _ context: AgentContext) async throws -> Reply? {
        switch envelope.type {
        case buildEnvironment.type: try await built(envelope.payload, context)
        case quality.type: try await resized(envelope.payload, context)
        case deployment.type: answered(envelope.payload)
        default: nil
        }
    }

    private static func gap(_ code: String, _ message: String, _ fix: String) -> Finding {
        Finding(.high, code: "build." + code, message, fix: fix)
    }

    private static func built(_ payload: Value, _ context: AgentContext) async throws -> Reply {
        var gaps: [Finding] = []
        for environment in payload.strings("testEnvironments") {
            let record = try await context.read(PromotionJudge.recordPath(environment))
            guard record == nil else { continue }
            gaps.append(
                gap("environment", "there is no '\(environment)'", "name an environment that is")
            )
        }
        let paths = Set(context.paths)
        let registry = "terraform/modules/ci-build/main.tf"
        if !paths.contains(registry) {
            gaps.append(
                gap("registry", "no place for artifacts was captured", "capture D2.1 first")
            )
        }
        // A runner has 30 minutes for both.
        let minutes =
            (payload.number("targets.buildMin") ?? 0) + (payload.number("targets.testMin") ?? 0)
        if minutes <= 0 || minutes > 30 {
            gaps.append(
                gap(
                    "targets",
                    "build and tests together are to take \(NumberText.plain(minutes)) min",
                    "more than 0, and 30 at most"
                )
            )
        }
        guard gaps.isEmpty else {
            throw AgentError(
                "the build environment cannot be had as it is asked for",
                findings: gaps
            )
        }
        return Reply(outputs: [
            "artifactStorage": .string(registry),
            "workflows": .strings(context.paths.filter { $0.hasPrefix(GitHubWorkflow.folder) }),
            "testEnvironments": .strings(payload.strings("testEnvironments")),
        ])
    }

    private static func resized(_ payload: Value, _ context: AgentContext) async throws -> Reply {
        let path = "performance/latency-budget.json"
        guard let text = try await context.text(path), let budget = try? JSONReader.value(of: text)
        else { throw AgentError("there is no captured \(path) to compare with") }
        let objective = budget.number("objectiveMs") ?? 0
        let measured = payload.number("loadTest.p95") ?? .infinity
        let failed = payload.list("gates").filter { $0.string("status") != "passed" }
            .compactMap { $0.string("name") }
        let isSlow = measured > objective
        return Reply(outputs: [
            "resize": .bool(isSlow),
            "measuredMs": .number(measured.isFinite ? measured : -1),
            "objectiveMs": .number(objective),
            "failedGates": .strings(failed),
            "accepted": .bool(!isSlow && failed.isEmpty),
        ])
    }

    private static func answered(_ payload: Value) -> Reply {
        let wentBack = payload["rollbackTriggered"] == .bool(true)
        let isWell =
            payload["healthChecksPassing"] == .bool(true)
            && payload["smokeTestsPassing"] == .bool(true) && !wentBack
        return Reply(outputs: [
            "accepted": .bool(isWell),
            "holdPromotion": .bool(!isWell),
            "requests": .array(payload.list("requests")),
        ])
    }
}
