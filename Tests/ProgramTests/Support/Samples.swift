/// Small workflows that several tests use.
enum Samples {
    /// Makes a file and asks for approval.
    static let gated = """
        name: gated
        steps:
          - id: make
            run: echo made > made.txt
        deliverables:
          - id: made
            files: [made.txt]
        gate:
          id: ok
        """

    /// Nothing but a step that succeeds.
    static let plain = """
        name: plain
        steps:
          - id: make
            run: echo made > made.txt
        """

    /// A step that fails.
    static let failing = """
        name: failing
        steps:
          - id: break
            run: echo no such luck >&2; exit 7
        """

    /// Waits for a file `go`, for two minutes at most.
    static let wait = "i=0; while [ ! -e go ] && [ $i -lt 2400 ]; do sleep 0.05; i=$((i+1)); done"

    /// A step that says when it began, and with which key, and goes on when there is a file `go`.
    ///
    /// From its second attempt on it does not wait, or does what `second` says. `more` are keys of
    /// the step.
    static func holding(_ more: [String] = [], second: String = "exit 0") -> String {
        let keys = more.map { "    \($0)\n" }.joined()
        return """
            name: holding
            steps:
              - id: hold
                run: |
                  echo "$ORCHESTRATE_IDEMPOTENCY_KEY" >> keys
                  echo $$ >> pids
                  if [ "$(wc -l < keys)" -gt 1 ]; then \(second); fi
                  \(wait)
                  echo late > late
            \(keys)  - id: after
                needs: [hold]
                env: { K: '${{ steps.hold.outputs.k }}' }
                run: printf '%s' "$K" >> after
            """
    }
}
