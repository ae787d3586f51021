/// Which steps have certainly completed when a step begins.
///
/// All questions are asked at once: 64 steps at a time are followed along the needs of all others,
/// a bit for each, so that a file full of references costs a few walks and not one for each.
struct StepOrder {
    /// Whether `first` comes before `second`.
    struct Question: Hashable {
        let first: Int
        let second: Int
    }

    private let steps: [StepDraft]
    private var confirmed: Set<Question> = []

    init(_ steps: [StepDraft], asking questions: some Sequence<Question>) {
        self.steps = steps
        var seconds: [Int: [Int]] = [:]
        for question in questions
        where question.first != question.second
            && steps[question.first].phase == steps[question.second].phase
        {
            seconds[question.first, default: []].append(question.second)
        }
        guard !seconds.isEmpty else { return }
        let order = Self.order(of: steps)
        let firsts = seconds.keys.sorted()
        for start in stride(from: 0, to: firsts.count, by: 64) {
            let batch = firsts[start..<min(start + 64, firsts.count)]
            let masks = Self.masks(of: batch, in: order, steps)
            for (bit, first) in batch.enumerated() {
                for second in seconds[first] ?? [] where masks[second] & (1 << bit) != 0 {
                    confirmed.insert(Question(first: first, second: second))
                }
            }
        }
    }

    /// Whether `first` comes before `second`.
    ///
    /// It is of an earlier phase, or needed, also through others. A step of a circle comes before and after everything: the circle is the mistake.
    func isUpstream(_ first: Int, of second: Int) -> Bool {
        if steps[first].phase != steps[second].phase {
            return steps[first].phase < steps[second].phase
        }
        return confirmed.contains(Question(first: first, second: second))
    }

    /// For each step, which of the steps of the batch it needs.
    private static func masks(
        of batch: ArraySlice<Int>,
        in order: [Int],
        _ steps: [StepDraft]
    ) -> [UInt64] {
        var masks = [UInt64](repeating: .max, count: steps.count)
        var own = [UInt64](repeating: 0, count: steps.count)
        for (bit, step) in batch.enumerated() { own[step] = 1 << bit }
        for step in order {
            var mask: UInt64 = 0
            for need in steps[step].needs { mask |= masks[need] | own[need] }
            masks[step] = mask
        }
        return masks
    }

    /// Each step after what it needs; without those that are in a circle, or need one that is.
    private static func order(of steps: [StepDraft]) -> [Int] {
        var dependents = [[Int]](repeating: [], count: steps.count)
        var missing = [Int](repeating: 0, count: steps.count)
        for (index, step) in steps.enumerated() {
            for need in step.needs {
                dependents[need].append(index)
                missing[index] += 1
            }
        }
        var order = steps.indices.filter { missing[$0] == 0 }
        var next = 0
        while next < order.count {
            for dependent in dependents[order[next]] {
                missing[dependent] -= 1
                if missing[dependent] == 0 { order.append(dependent) }
            }
            next += 1
        }
        return order
    }
}
