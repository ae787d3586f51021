import Agents
import Workflow

/// What was undone of a run, and what is still there.
enum UndoneSteps {
    static func lines(_ compensation: Compensation) -> [String] {
        let undone = compensation.undone.map(name).joined(separator: ", ")
        return ["undone: " + (undone.isEmpty ? "nothing" : undone)]
            + compensation.left.map {
                "not undone: \(name($0.step)): " + Words.printable($0.reason, limit: 300)
            }
            + (compensation.isCompleted ? [] : ["the undoing has not ended"])
    }

    private static func name(_ step: UndoneStep) -> String {
        step.step.text + (step.round > 1 ? " (round \(step.round))" : "")
    }

    static func json(_ compensation: Compensation) -> Value {
        [
            "completed": .bool(compensation.isCompleted),
            "undone": .array(
                compensation.undone.map {
                    ["step": .string($0.step.text), "round": .int($0.round)]
                }
            ),
            "left": .array(
                compensation.left.map {
                    [
                        "step": .string($0.step.step.text), "round": .int($0.step.round),
                        "reason": .string($0.reason),
                    ]
                }
            ),
        ]
    }
}
