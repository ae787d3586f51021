import Agents
import Foundation
import Workflow

/// Looks for the programs that checks may call.
struct ToolProbe: Sendable {
    let name: String
    let purpose: String
    /// How to get it.
    let install: String
    let versionArguments: [String]

    private init(
        _ name: String,
        for purpose: String,
        from install: String,
        _ versionArguments: [String] = ["--version"]
    ) {
        self.name = name
        self.purpose = purpose
        self.install = install
        self.versionArguments = versionArguments
    }

    static let known = [
        ToolProbe(
            "terraform",
            for: "Terraform configuration",
            from: "https://developer.hashicorp.com/terraform/install",
            ["version"]
        ),
        ToolProbe("promtool", for: "Prometheus rules", from: "apt install prometheus"),
        ToolProbe(
            "amtool",
            for: "Alertmanager routes",
            from: "apt install prometheus-alertmanager"
        ),
        ToolProbe("checkov", for: "security of configuration", from: "pip install checkov"),
        ToolProbe("cfn-lint", for: "CloudFormation templates", from: "pip install cfn-lint"),
        ToolProbe("ansible-lint", for: "Ansible roles", from: "apt install ansible-lint"),
        ToolProbe("yamllint", for: "YAML", from: "apt install yamllint"),
        ToolProbe(
            "kubernetes-validate",
            for: "Kubernetes manifests",
            from: "pip install kubernetes-validate"
        ),
        ToolProbe("check-jsonschema", for: "JSON Schemas", from: "pip install check-jsonschema"),
        ToolProbe("zizmor", for: "CI workflows", from: "pip install zizmor"),
        ToolProbe("bwrap", for: "isolating commands", from: "apt install bubblewrap"),
    ]

    private static let waitMilliseconds: Int64 = 20_000
    private static let stepMilliseconds: Int64 = 20

    /// All of them, in the order of the list.
    static func all() async throws -> [DoctorReport.Tool] {
        try await withThrowingTaskGroup(of: (Int, DoctorReport.Tool).self) { group in
            for (index, probe) in known.enumerated() {
                group.addTask { (index, try await probe.look()) }
            }
            var found: [(Int, DoctorReport.Tool)] = []
            for try await tool in group { found.append(tool) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func look() async throws -> DoctorReport.Tool {
        let path = Self.search(name)
        let answer: Answer? = if let path { try await ask(path) } else { nil }
        return DoctorReport.Tool(
            name: name,
            purpose: purpose,
            install: install,
            path: path,
            version: answer?.isSuccess == true ? answer?.line : nil,
            problem: answer.flatMap { $0.isSuccess ? nil : $0.line }
        )
    }

    private static func search(_ name: String) -> String? {
        let folders = (Session.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private struct Answer {
        let isSuccess: Bool
        let line: String
    }

    /// What it says of its version; a tool that hangs is ended.
    private func ask(_ path: String) async throws -> Answer {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = versionArguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        // Terraform would ask its maker for news.
        process.environment = Session.environment.merging(["CHECKPOINT_DISABLE": "1"]) { $1 }
        do {
            try process.run()
        } catch {
            return Answer(isSuccess: false, line: "does not start: \(error.localizedDescription)")
        }
        for _ in 0..<(Self.waitMilliseconds / Self.stepMilliseconds) where process.isRunning {
            try await SystemSurroundings().sleep(milliseconds: Self.stepMilliseconds)
        }
        guard !process.isRunning else {
            process.terminate()
            return Answer(
                isSuccess: false,
                line: "no answer in \(Words.duration(Self.waitMilliseconds))"
            )
        }
        let text = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        let line = lines.first { $0.contains { $0.isNumber } } ?? lines.first ?? "says nothing"
        let status = process.terminationStatus
        return Answer(isSuccess: status == 0, line: status == 0 ? line : "exit \(status): \(line)")
    }
}
