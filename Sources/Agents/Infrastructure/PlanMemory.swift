import Synchronization
import Workflow

/// The plan that was computed last, for the tasks of a run that all ask for the same one.
///
/// It is found again by all that it was computed from, so that forgetting it changes nothing.
final class PlanMemory: Sendable {
    private struct Entry: Sendable {
        let request: InfrastructureRequest
        let asOf: CivilDate
        let plan: InfrastructurePlan
    }

    private let last = Mutex<Entry?>(nil)

    /// The plan of `request` on the day `asOf`; `make` computes it when it is not the last one.
    func plan(
        of request: InfrastructureRequest,
        asOf: CivilDate,
        _ make: () throws -> InfrastructurePlan
    ) rethrows -> InfrastructurePlan {
        let found = last.withLock { entry in
            entry.flatMap { $0.request == request && $0.asOf == asOf ? $0.plan : nil }
        }
        if let found { return found }
        let plan = try make()
        last.withLock { $0 = Entry(request: request, asOf: asOf, plan: plan) }
        return plan
    }
}
