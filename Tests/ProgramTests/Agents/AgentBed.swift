import Foundation
import Testing

/// A workflow with one step, done by a program in Python that the test writes.
struct AgentBed {
    let sandbox: Sandbox
    private let environment: [String: String]

    /// - Parameters:
    ///   - body: what the program does after it has read the document; `doc`, `use`, `say` and `done`
    ///     are there
    ///   - tools: its grants, in YAML
    ///   - kind: what confines it; nil leaves it to the program
    ///   - prepare: a command that lays out the workspace before
    ///   - agent: further keys of the agent, a line each
    ///   - step: further keys of the step, a line each
    ///   - rest: further keys of the workflow
    /// - Throws: an error of the file system.
    init(
        _ body: String,
        tools: String = "[]",
        kind: String? = nil,
        prepare: String = "true",
        agent: [String] = [],
        step: [String] = ["timeout: 60s"],
        rest: String = ""
    ) throws {
        let keys = agent.map { "    \($0)\n" }.joined()
        let steps = step.map { "    \($0)\n" }.joined()
        sandbox = try Sandbox(
            workflow: """
                name: bed
                agents:
                  worker:
                    command: [./agents/worker.py]
                    tools: \(tools)
                \(keys)steps:
                  - id: prepare
                    run: |
                      \(prepare.replacingOccurrences(of: "\n", with: "\n      "))
                  - id: work
                    needs: [prepare]
                    agent: worker
                    task: go
                \(steps)\(rest)
                """
        )
        try sandbox.makeFolder("agents")
        try sandbox.write(Self.prelude + body, to: "agents/worker.py")
        chmod(sandbox("agents/worker.py"), 0o755)
        environment = kind.map { ["ORCHESTRATE_SANDBOX": $0] } ?? [:]
    }

    private static let prelude = """
        #!/usr/bin/env python3
        import json, os, socket, sys, time

        doc = json.loads(sys.stdin.readline())
        count = 0

        def say(word):
            print(json.dumps(word), flush=True)

        def use(tool, **arguments):
            global count
            count += 1
            say({"type": "use", "id": count, "tool": tool, "arguments": arguments})
            return json.loads(sys.stdin.readline())

        def done(**outputs):
            say({"type": "result", "outputs": outputs})


        """

    func run(_ more: [String: String] = [:]) async throws -> Finished {
        try await sandbox.begin(environment: environment.merging(more) { $1 })
    }

    func resume(_ more: [String: String] = [:]) async throws -> Finished {
        try await sandbox.orchestrate(
            "resume",
            "r",
            "--json",
            environment: environment.merging(more) { $1 }
        )
    }

    func background() throws -> Running {
        try sandbox.beginInBackground(environment: environment)
    }

    func events(_ type: String) async throws -> [JSON] {
        try await sandbox.events().filter { $0["type"].text == type }
    }

    /// Why the step failed.
    func failure() async throws -> String {
        try await events("step.failed").last?["body"]["reason"].text ?? ""
    }

    /// The outputs of the step that was completed.
    func outputs() async throws -> JSON {
        try await events("step.completed").last { $0["step"].text == "work" }?["body"]["outputs"]
            ?? .null
    }

    /// Which of the sandboxes are here; what is not is named and left out.
    static func isHere(_ kind: String) async throws -> Bool {
        let sandbox = try Sandbox()
        let doctor = try await sandbox.orchestrate(
            "doctor",
            "--json",
            environment: ["ORCHESTRATE_SANDBOX": kind]
        )
        let found = try doctor.json()["sandbox"]
        guard found["kind"].text != kind else { return true }
        let reasons = found["reasons"].array.compactMap(\.text).joined(separator: "; ")
        print("left out: sandbox \(kind) is not here (\(reasons))")
        return false
    }

    static let kinds = ["bubblewrap", "landlock"]
}
