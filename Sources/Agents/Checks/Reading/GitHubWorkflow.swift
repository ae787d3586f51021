import Workflow

/// A GitHub workflow, as far as the checks read it.
struct GitHubWorkflow {
    /// Commits of the actions that may be used, with the versions they are.
    static let actions = [
        "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1",
        "aws-actions/configure-aws-credentials": "e6de054238d6b7531b4efff3b6587d9aade6a06c",
        "hashicorp/setup-terraform": "dfe3c3f87815947d99a8997f908cb6525fc44e9e",
        "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
        "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
        "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97",
    ]

    static let folder = ".github/workflows/"

    struct Job {
        let name: String
        let value: Value

        var steps: [Value] { value.list("steps") }
        var environment: String? { value.string("environment") ?? value.string("environment.name") }
        var script: String { steps.compactMap { $0.string("run") }.joined(separator: "\n") }
        /// Names of the actions that it uses, without their commits.
        var uses: [String] {
            steps.compactMap { $0.string("uses").map { String($0.prefix { $0 != "@" }) } }
        }
    }

    let path: String
    let value: Value

    init(_ name: String, _ subject: CheckSubject, _ parse: YAMLParser) throws {
        path = Self.folder + name + ".yml"
        guard let value = try subject.yaml(path, parse).first else {
            throw UnreadableFile(path: path, reason: "the file is empty")
        }
        self.value = value
    }

    var jobs: [Job] {
        (value["jobs"]?.objectValue?.pairs ?? []).map { Job(name: $0.key, value: $0.value) }
    }

    func job(_ name: String) -> Job? { jobs.first { $0.name == name } }

    var crons: [String] { value.list("on.schedule").compactMap { $0.string("cron") } }

    /// What every workflow must keep to, whatever it does.
    var findings: [Finding] {
        var found = Findings(path)
        found.expect(
            value["permissions"]?.objectValue?.isEmpty == true,
            "workflow.permissions",
            "gives permissions to every job",
            fix: "permissions: {} at the top, and each job's own"
        )
        found.expect(
            value.string("concurrency.group") != nil,
            "workflow.concurrency",
            "two runs of it can meet"
        )
        found.expect(
            value.at("on.pull_request_target") == nil,
            "workflow.trigger",
            "runs a stranger's code with the repository's rights",
            .critical
        )
        found.expect(!jobs.isEmpty, "workflow.jobs", "does nothing")
        return found.all + jobs.flatMap(findings)
    }

    private func findings(_ job: Job) -> [Finding] {
        var found = Findings(path)
        for use in job.steps.compactMap({ $0.string("uses") })
            + [job.value.string("uses")]
            .compactMap(\.self)
        where !use.hasPrefix("$/") && !use.hasPrefix("./") {
            let parts = use.split(separator: "@", maxSplits: 1).map(String.init)
            found.expect(
                parts.count == 2 && Self.actions[parts[0]] == parts[1],
                "workflow.pin",
                "job '\(job.name)' uses '\(use)', which is not a known action at its commit",
                fix: "pin the action to the commit of a reviewed version"
            )
        }
        for (scope, access) in job.value["permissions"]?.objectValue?.pairs ?? [] {
            let isAllowed =
                access == "read" || access == "write" && ["id-token", "issues"].contains(scope)
            found.expect(
                isAllowed,
                "workflow.permissions",
                "job '\(job.name)' may write '\(scope)'"
            )
        }
        found.expect(
            job.value["permissions"]?.objectValue != nil,
            "workflow.permissions",
            "job '\(job.name)' does not say what it may do"
        )
        if job.value.string("uses") == nil {
            found.expect(
                job.value.number("timeout-minutes") != nil,
                "workflow.timeout",
                "job '\(job.name)' may run for hours"
            )
        }
        for step in job.steps {
            if step.string("uses")?.hasPrefix("aws-actions/") == true {
                role(step, job, &found)
            }
            if let line = (step.string("run") ?? "").firstRange(of: "${{") {
                let rest = (step.string("run") ?? "")[line.lowerBound...].prefix(40)
                found.add(
                    "workflow.injection",
                    "job '\(job.name)' puts '\(rest)' into a script",
                    fix: "pass it through env"
                )
            }
        }
        return found.all
    }

    private func role(_ step: Value, _ job: Job, _ found: inout Findings) {
        let role = step.string("with.role-to-assume") ?? ""
        found.expect(
            job.value.string("permissions.id-token") == "write"
                && step.at("with.aws-access-key-id") == nil,
            "workflow.identity",
            "job '\(job.name)' does not sign in by OpenID Connect"
        )
        if role.hasSuffix("-apply") {
            found.expect(
                job.environment != nil,
                "workflow.role",
                "job '\(job.name)' takes the role that writes without an environment's reviewers",
                .critical
            )
        } else {
            found.expect(
                role.hasSuffix("-plan"),
                "workflow.role",
                "job '\(job.name)' takes '\(role)', which is neither of the pipeline's roles"
            )
        }
    }
}

/// How far apart a schedule's runs are.
enum CronInterval {
    /// Days between two runs at most; nil when it is no cron of five fields.
    static func days(_ cron: String) -> Int? {
        let fields = cron.split(separator: " ").map(String.init)
        guard fields.count == 5 else { return nil }
        if fields[4] != "*" { return 7 }
        if fields[3] != "*" { return 366 / max(1, fields[3].split(separator: ",").count) }
        return fields[2] == "*" ? 1 : 31
    }
}
