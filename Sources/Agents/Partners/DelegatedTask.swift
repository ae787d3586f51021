import Workflow

/// A task that was delegated: judged for completeness, feasibility and realism, adjusted for
/// production, and answered with a plan.
struct DelegatedTask: Sendable {
    let request: InfrastructureRequest
    let task: InfrastructureTask
    let requiredOutputs: [String]
    let constraints: Value

    /// Writing the files of a task takes up to this long.
    static let leastSeconds = 60.0

    /// - Throws: `AgentError` with a finding for each thing that cannot be done as it is asked.
    init(_ payload: Value, _ request: InfrastructureRequest) throws {
        let name = payload.string("task") ?? ""
        guard let task = InfrastructureTask.all.first(where: { $0.type == name }) else {
            let near = Spelling.nearest(to: name, in: InfrastructureTask.all.map(\.type))
            throw AgentError(
                "there is no task '\(name)'" + (near.map { ", did you mean '\($0)'?" } ?? "")
            )
        }
        self.request = request
        self.task = task
        requiredOutputs = payload.strings("requiredOutputs")
        constraints = payload["constraints"] ?? .object([:])
        let findings = Self.completeness(requiredOutputs, task) + Self.realism(payload)
        guard findings.isEmpty else {
            throw AgentError("the task cannot be taken as it is delegated", findings: findings)
        }
    }

    private static func completeness(
        _ outputs: [String],
        _ task: InfrastructureTask
    ) -> [Finding] {
        let owed = task.renderers.map(\.deliverable.text)
        guard !outputs.isEmpty else {
            return [finding("completeness", "no output is required", "name: \(listed(owed))")]
        }
        return outputs.filter { !owed.contains($0) }.map {
            finding(
                "feasibility",
                "'\(task.type)' does not make '\($0)'",
                "require one of \(listed(owed))"
            )
        }
    }

    private static func realism(_ payload: Value) -> [Finding] {
        guard let seconds = payload.number("timeoutS"), seconds < leastSeconds else { return [] }
        return [
            finding(
                "realism",
                "\(NumberText.plain(seconds)) s are not enough to write the files",
                "give \(NumberText.plain(leastSeconds)) s at least"
            )
        ]
    }

    private static func finding(_ code: String, _ message: String, _ fix: String) -> Finding {
        Finding(.high, code: "delegation." + code, message, fix: fix)
    }

    private static func listed(_ names: [String]) -> String {
        Set(names).sorted().joined(separator: ", ")
    }

    /// What production does not bear is changed, and each change is said.
    var adjustments: [String] {
        guard request.environments.order.contains(.production) else { return [] }
        var changes: [String] = []
        if constraints["spot"] == .bool(true) {
            changes.append("production: no spot capacity, its nodes are on demand")
        }
        if constraints["multiZone"] == .bool(false) {
            changes.append("production: stores stand in several zones")
        }
        if constraints["crossRegionBackup"] == .bool(false) {
            changes.append(
                request.cloud.drRegion.map { "production: backups are copied to \($0)" }
                    ?? "production: backups need a second region, cloud.drRegion names none"
            )
        }
        return changes
    }

    func report(_ plan: InfrastructurePlan) -> Value {
        let environments = request.environments.order
        return [
            "task": .string(task.type),
            "plan": .strings(environments.map { "render, review, then provision \($0.rawValue)" }),
            "resources": .array(environments.map { resources(of: $0, plan) }),
            "risks": .strings(risks(plan)),
            "artifacts": .strings(requiredOutputs),
            "adjustments": .strings(adjustments),
        ]
    }

    private func resources(of name: EnvironmentName, _ plan: InfrastructurePlan) -> Value {
        let isProduction = name.isProduction
        let asked = constraints["spot"]?.boolValue ?? false
        return [
            "environment": .string(name.rawValue),
            "components": .int(plan.architecture.components.count),
            "spot": .bool(asked && !isProduction),
            "multiZone": .bool(
                isProduction
                    ? request.cloud.zones > 1 : constraints["multiZone"]?.boolValue ?? false
            ),
            "backupRegion": isProduction ? .optional(request.cloud.drRegion) : .null,
        ]
    }

    private func risks(_ plan: InfrastructurePlan) -> [String] {
        let conflicts = plan.conflicts.map(\.message)
        guard request.environments.order.contains(.production) else { return conflicts }
        let zones =
            request.cloud.zones > 1
            ? [] : ["production stands in one zone; the loss of it stops everything"]
        let region =
            request.cloud.drRegion == nil
            ? ["production has no second region to recover in"] : []
        return conflicts + zones + region
    }
}
