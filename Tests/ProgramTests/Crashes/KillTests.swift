import Foundation
import Synchronization
import Testing

extension ProgramTests {
    /// The shipped example, killed at an instant that chance chooses, goes on as if nothing were.
    ///
    /// `ORCHESTRATE_KILL_POINTS` says how many instants, `ORCHESTRATE_KILL_SEED` which.
    @Suite struct KillTests {
        private static let environment = ProcessInfo.processInfo.environment
        private static let points = environment["ORCHESTRATE_KILL_POINTS"].flatMap(Int.init) ?? 12
        private static let seed = environment["ORCHESTRATE_KILL_SEED"].flatMap(UInt64.init) ?? 1

        @Test(arguments: 0..<points)
        func `a run that is killed at any instant ends as an unbroken one`(point: Int) async throws
        {
            let unbroken = try await Example.unbroken.value
            let duration = unbroken.seconds.reduce(0, +)
            // One instant in each of as many equal parts of the whole duration.
            let part =
                (Double(point) + Chance(seed: Self.seed, point).fraction) / Double(Self.points)
            var instant = part * duration
            let place = "seed \(Self.seed), point \(point) of \(Self.points), second \(instant)"
            var sandbox = try Sandbox()
            var gates: [String] = []
            var wasKilled = false
            do {
                (gates, wasKilled) = try await Self.walk(sandbox, killedAt: instant)
                // This walk was faster than the unbroken one: an earlier instant meets it.
                while !wasKilled, instant > 0.01 {
                    instant /= 2
                    sandbox = try Sandbox()
                    (gates, wasKilled) = try await Self.walk(sandbox, killedAt: instant)
                }
            } catch {
                Issue.record("\(place): \(error)")
                return
            }
            #expect(wasKilled, "\(place): nothing was killed")
            let ended = try await Example(sandbox, gates: gates)
            #expect(ended.gates == unbroken.gates, "\(place)")
            #expect(Set(ended.completed) == Set(unbroken.completed), "\(place)")
            #expect(ended.completed.count == Set(ended.completed).count, "\(place): done twice")
            let differing = Set(ended.workspace.keys).union(unbroken.workspace.keys)
                .filter { ended.workspace[$0] != unbroken.workspace[$0] }
            #expect(differing == [], "\(place)")
            let verified = try await sandbox.orchestrate("verify", "r")
            #expect(verified.status == 0, "\(place): \(verified)")
        }

        /// One walk whose command is killed after so many seconds of all commands together; the gates
        /// that it passed, and whether the instant met a command.
        private static func walk(
            _ sandbox: Sandbox,
            killedAt instant: Double
        ) async throws -> (gates: [String], wasKilled: Bool) {
            var before = 0.0
            var wasKilled = false
            let walk = Walk(sandbox) { running in
                let began = ContinuousClock.now
                if !wasKilled, instant >= before {
                    let due = began + .seconds(instant - before)
                    while !running.hasEnded, ContinuousClock.now < due {
                        try await Task.sleep(for: .milliseconds(2))
                    }
                    running.send(SIGKILL)
                }
                let finished = try await running.finish()
                if finished.signal == SIGKILL { wasKilled = true }
                before += (ContinuousClock.now - began) / .seconds(1)
                return finished
            }
            try await walk.toItsEnd()
            return (walk.gates, wasKilled)
        }

        @Test func `nothing of a run is lost when its commands end between two of them`()
            async throws
        {
            let unbroken = try await Example.unbroken.value
            #expect(unbroken.gates.count == 4)
            #expect(unbroken.completed.count > 20)
            #expect(unbroken.completed.count == Set(unbroken.completed).count)
            #expect(unbroken.workspace.count > 50)
        }
    }
}

/// One number between 0 and 1 for a seed and a place, always the same.
private struct Chance {
    let fraction: Double

    init(seed: UInt64, _ place: Int) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(place)
        state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
        state ^= state >> 31
        fraction = Double(state >> 11) / Double(1 << 53)
    }
}
