// How fast the engine is, as a share of what the disk can do at all: a bare loop of one-row commits
// in SQLite with the same durability. Disks drift from minute to minute, so every measurement
// stands between two probes of the same length and is given as their ratio.
//
//     swift run -c release Workloads [FOLDER] [COUNT] [ROUNDS]

let arguments = CommandLine.arguments
let folder = arguments.count > 1 ? arguments[1] : "."
let count = arguments.count > 2 ? Int(arguments[2]) ?? 1000 : 1000
let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 3 : 3

let engine = EngineWorkloads(folder: folder)
var found: [[Measurement]] = []
for _ in 0..<rounds {
    found.append([
        try await measure("journal, one append after the other", folder, count) {
            try await sequential(folder, count, messages: false)
        },
        try await measure("journal, 32 runs at once", folder, count) {
            try await concurrent(folder, runs: 32, count * 4)
        },
        try await measure("W1, \(count) steps one after the other", folder, count) {
            try await engine.run(EngineWorkloads.chain(count), runs: 1, atOnce: 1).stepsPerSecond
        },
        try await measure("W2, \(count) runs of 3 steps, 32 at once, in steps", folder, count) {
            try await engine.run(EngineWorkloads.chain(3), runs: count, atOnce: 32).stepsPerSecond
        },
        try await measure("W3, \(count) steps side by side", folder, count) {
            try await engine.run(EngineWorkloads.fan(count), runs: 1, atOnce: 1).stepsPerSecond
        },
    ])
}
report(found)

let small = try await engine.run(EngineWorkloads.chain(count), runs: 1, atOnce: 1)
let large = try await engine.run(EngineWorkloads.chain(count * 10), runs: 1, atOnce: 1)
let smallBytes = try await engine.bytes(small)
let largeBytes = try await engine.bytes(large)
print(
    "ten times the steps: \(hundredths(large.seconds / small.seconds)) times the time, "
        + "\(hundredths(Double(largeBytes) / Double(smallBytes))) times the journal's bytes"
)
let refold = try await engine.fold(large)
print(
    "resume: \(refold.events) events folded in \(Int(refold.seconds * 1000)) ms, "
        + "\(Int(refold.seconds * 1000 * 10_000 / Double(refold.events))) ms for 10,000"
)
