/// Resolves `needs` and finds what can never be satisfied: unknown steps, later phases, circles.
struct NeedsChecker {
    let phases: [PhaseDraft]
    let mistakes: Mistakes

    func check(_ steps: inout [StepDraft]) {
        var indexOf: [StepID: Int] = [:]
        for (index, step) in steps.enumerated() {
            if let id = step.id, indexOf[id] == nil { indexOf[id] = index }
        }
        for index in steps.indices {
            steps[index].needs = needs(of: steps[index], at: index, steps, indexOf)
        }
        reportCircles(steps)
    }

    private func needs(
        of step: StepDraft,
        at index: Int,
        _ steps: [StepDraft],
        _ indexOf: [StepID: Int]
    ) -> [Int] {
        var found: [Int] = []
        var seen: Set<Int> = []
        for need in step.node.texts("needs") {
            guard let target = indexOf[StepID(need.text)] else {
                mistakes.error(
                    "\(step.name) needs \(need.text.quoted), which is not defined",
                    at: need.place,
                    hint: need.text.guess(among: indexOf.keys.map(\.text))
                )
                continue
            }
            if !seen.insert(target).inserted {
                mistakes.error("\(step.name) needs \(need.text.quoted) twice", at: need.place)
            } else if target == index {
                mistakes.error("\(step.name) needs itself", at: need.place)
            } else if steps[target].phase > step.phase {
                mistakes.error(
                    "\(step.name) needs \(need.text.quoted), which is of a later phase",
                    at: need.place,
                    hint: "phases follow one another in the order of the file"
                )
            } else {
                found.append(target)
            }
        }
        return found
    }

    /// Walks along the needs with a stack of its own; each way back to a step that is still on the
    /// stack is a circle.
    private func reportCircles(_ steps: [StepDraft]) {
        var state = [State](repeating: .unseen, count: steps.count)
        for start in steps.indices where state[start] == .unseen {
            var path = [(step: start, next: 0)]
            state[start] = .onPath
            while let (step, next) = path.last {
                guard next < steps[step].needs.count else {
                    state[step] = .done
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let need = steps[step].needs[next]
                switch state[need] {
                case .unseen:
                    state[need] = .onPath
                    path.append((need, 0))
                case .onPath: report(path.map(\.step), backTo: need, steps)
                case .done: break
                }
            }
        }
    }

    private enum State {
        case unseen
        case onPath
        case done
    }

    private func report(_ path: [Int], backTo need: Int, _ steps: [StepDraft]) {
        guard let last = path.last, let start = path.firstIndex(of: need) else { return }
        let name = steps[need].id?.text
        let place = steps[last].node.texts("needs").first { $0.text == name }?.place
        let circle = path[start...].compactMap { steps[$0].id?.text } + [name ?? ""]
        let shown = circle.count <= 12 ? circle : circle.prefix(6) + ["…"] + circle.suffix(5)
        mistakes.error(
            "circular needs: \(shown.joined(separator: " → "))",
            at: place,
            hint: "take one of these out of 'needs'"
        )
    }
}
