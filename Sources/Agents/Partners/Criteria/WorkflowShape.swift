import Workflow

/// Whether a file is a GitHub workflow at all: the keys that it may have, jobs that run somewhere,
/// steps that do one thing, needs that exist.
enum WorkflowShape {
    private static let topKeys: Set<String> = [
        "name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs",
    ]
    private static let jobKeys: Set<String> = [
        "name", "permissions", "needs", "if", "runs-on", "environment", "concurrency", "outputs",
        "env", "defaults", "steps", "timeout-minutes", "strategy", "continue-on-error", "container",
        "services", "uses", "with", "secrets",
    ]
    private static let stepKeys: Set<String> = [
        "id", "if", "name", "uses", "run", "working-directory", "shell", "with", "env",
        "continue-on-error", "timeout-minutes",
    ]

    /// Mistakes of every workflow file of a bundle, and how many files there are.
    static func mistakes(
        in bundle: CheckSubject,
        _ parse: YAMLParser
    ) throws -> (files: Int, found: [String]) {
        let paths = bundle.knownPaths.filter {
            $0.hasPrefix(GitHubWorkflow.folder) && ($0.hasSuffix(".yml") || $0.hasSuffix(".yaml"))
        }
        let found = try paths.flatMap { path in
            try bundle.yaml(path, parse).flatMap { mistakes(in: $0) }.map { "\(path): \($0)" }
        }
        return (paths.count, found)
    }

    private static func mistakes(in workflow: Value) -> [String] {
        var found = unknown(workflow, topKeys, "the workflow")
        if workflow["on"] == nil { found.append("has no 'on'") }
        let jobs = workflow["jobs"]?.objectValue?.pairs ?? []
        if jobs.isEmpty { found.append("has no jobs") }
        let names = jobs.map(\.key)
        for (name, job) in jobs {
            found += unknown(job, jobKeys, "job '\(name)'")
            let needs = job.string("needs").map { [$0] } ?? job.strings("needs")
            found += needs.filter { !names.contains($0) }.map {
                "job '\(name)' needs '\($0)', which is not there"
            }
            guard job["uses"] == nil else { continue }
            if job["runs-on"] == nil { found.append("job '\(name)' runs nowhere") }
            if job.list("steps").isEmpty { found.append("job '\(name)' has no steps") }
            found += job.list("steps").enumerated().flatMap { index, step in
                mistakes(in: step, "step \(index + 1) of job '\(name)'")
            }
        }
        return found
    }

    private static func mistakes(in step: Value, _ place: String) -> [String] {
        let does = ["run", "uses"].filter { step[$0] != nil }
        return unknown(step, stepKeys, place)
            + (does.count == 1 ? [] : ["\(place) does \(does.count) things, not one"])
    }

    private static func unknown(_ value: Value, _ known: Set<String>, _ place: String) -> [String] {
        (value.objectValue?.keys ?? []).filter { !known.contains($0) }.map {
            "\(place) has an unknown key '\($0)'"
        }
    }
}
