import Foundation

/// The shipped example, walked from its start to its end as a person would.
struct Example: Sendable {
    /// Every file of the workspace by its path.
    let workspace: [String: Data]
    /// What was completed, as `step#round`.
    let completed: [String]
    let gates: [String]
    /// The seconds that each command of the walk took.
    let seconds: [Double]

    /// One unbroken run, which all tests share.
    static let unbroken = Task { try await walk() }

    private static func walk() async throws -> Example {
        let sandbox = try Sandbox()
        var seconds: [Double] = []
        let walk = Walk(sandbox) { running in
            let began = ContinuousClock.now
            let finished = try await running.finish()
            seconds.append((ContinuousClock.now - began) / .seconds(1))
            return finished
        }
        try await walk.toItsEnd()
        return try await Example(sandbox, gates: walk.gates, seconds: seconds)
    }

    init(_ sandbox: Sandbox, gates: [String], seconds: [Double] = []) async throws {
        workspace = try sandbox.tree("ws")
        completed = try await sandbox.events().filter { $0["type"].text == "step.completed" }
            .map { "\($0["step"].text ?? "")#\($0["round"].int ?? 0)" }
        self.gates = gates
        self.seconds = seconds
    }
}

/// The commands of one walk: run, then approve and resume until it is completed.
final class Walk {
    typealias Watch = (Running) async throws -> Finished

    private let sandbox: Sandbox
    private let watch: Watch
    private let workflow: String
    private(set) var gates: [String] = []

    /// A walk of `workflow` through `sandbox` in which `watch` follows each command to its end, which it may
    /// bring about.
    init(
        _ sandbox: Sandbox,
        of workflow: String = Program.example,
        _ watch: @escaping Watch
    ) {
        self.sandbox = sandbox
        self.workflow = workflow
        self.watch = watch
    }

    func toItsEnd() async throws {
        // The same command starts a run and, after a crash, goes on with it.
        let run =
            ["run", workflow, "--id", "r", "--workspace", sandbox.workspace, "--json"]
            + ["--validators", "off"]
        var finished = try await command(run)
        for _ in 0..<100 {
            switch finished.status {
            case 0: return
            case nil where finished.signal == SIGKILL: break
            case 3: try await approve(try finished.json()["waiting"].array)
            default: throw Trouble("the walk ended: \(finished)")
            }
            finished = try await command(run)
        }
        throw Trouble("the walk does not end: \(finished)")
    }

    private func approve(_ waiting: [JSON]) async throws {
        for wait in waiting {
            guard let gate = wait["gate"].text, let digest = wait["digest"].text else {
                throw Trouble("waits for something else than a gate: \(wait)")
            }
            let words = ["approve", "r", gate, "--digest", digest, "--comment", "fine"]
            var vote = try await command(words)
            // Whoever was killed while deciding decides again.
            while vote.signal == SIGKILL { vote = try await command(words) }
            guard vote.status == 0 else { throw Trouble("the vote did not count: \(vote)") }
            if !gates.contains(gate) { gates.append(gate) }
        }
    }

    private func command(_ words: [String]) async throws -> Finished {
        try await watch(try sandbox.background(words))
    }
}
