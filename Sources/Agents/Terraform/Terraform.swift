import Foundation
import Workflow

/// The program `terraform` in one place, called with argument lists only.
struct Terraform {
    static let missing =
        "terraform is not here; see 'orchestrate doctor', or choose mode render"

    let place: TerraformPlace
    let backend: TerraformBackend
    /// Gets what Terraform says, without credentials.
    let tell: (String) -> Void
    private let program: String
    private let secrets = Secrets.ofProcess

    /// - Throws: `TerraformError` when there is no terraform.
    init(
        _ place: TerraformPlace,
        backend: TerraformBackend,
        tell: @escaping (String) -> Void
    ) throws(TerraformError) {
        guard let program = ToolPath.ofProcess.find("terraform") else {
            throw TerraformError(.toolMissing, Self.missing)
        }
        self.program = program
        self.place = place
        self.backend = backend
        self.tell = tell
    }

    /// What is inherited, but for what would change the meaning of a call behind its back.
    private var environment: [String: String] {
        var variables = ProcessInfo.processInfo.environment.filter { name, _ in
            !name.hasPrefix("TF_CLI_ARGS") && !name.hasPrefix("TF_LOG") && name != "TF_WORKSPACE"
                && !name.hasPrefix("ORCHESTRATE_")
        }
        variables["TF_IN_AUTOMATION"] = "1"
        variables["TF_INPUT"] = "0"
        variables["CHECKPOINT_DISABLE"] = "1"
        variables["TF_DATA_DIR"] = place.data
        variables["TF_PLUGIN_CACHE_DIR"] = variables["TF_PLUGIN_CACHE_DIR"] ?? place.providers
        return variables
    }

    /// Runs a subcommand in the root; lines of standard output are told unless `isQuiet`.
    func call(
        _ arguments: [String],
        isQuiet: Bool = false,
        _ line: (String) -> Void = { _ in }
    ) throws -> ToolProcess.Ended {
        let process = ToolProcess(
            path: program,
            arguments: ["-chdir=" + place.rootFolder] + arguments,
            environment: environment
        )
        // State, locks and copies of modules are for their owner alone.
        let mask = umask(0o077)
        defer { umask(mask) }
        return try process.run { channel, text in
            let clean = secrets.conceal(text)
            if channel == .out { line(clean) }
            if !isQuiet || channel == .error { tell(clean) }
        }
    }

    /// The same for a call that must succeed.
    @discardableResult
    func must(
        _ what: String,
        _ arguments: [String],
        isQuiet: Bool = false
    ) throws
        -> ToolProcess.Ended
    {
        let ended = try call(arguments, isQuiet: isQuiet)
        guard ended.status == 0 else { throw failure(what, ended) }
        return ended
    }

    /// The first complaint, which mostly names the cause of those that follow.
    func failure(_ what: String, _ ended: ToolProcess.Ended) -> TerraformError {
        let lines = (ended.errorText + "\n" + ended.text).split(separator: "\n")
            .map { secrets.conceal(String($0)) }
        let complaint =
            lines.first { $0.contains("Error: ") }.map { line in
                String(line[(line.firstRange(of: "Error: ")?.lowerBound ?? line.startIndex)...])
            } ?? lines.last ?? "no reason given"
        if let lock = StateLock(in: lines.joined(separator: "\n")) {
            return TerraformError(.failed, "terraform \(what) failed: \(lock.words)")
        }
        let text = lines.joined(separator: "\n").lowercased()
        let words = ["no valid credential", "expiredtoken", "could not load credentials"]
        let hint =
            words.contains(where: text.contains)
            ? "; credentials come from the environment of this program, as Terraform's provider "
                + "reads them" : ""
        return TerraformError(.failed, "terraform \(what) failed: \(complaint)\(hint)")
    }

    /// Makes the root ready: providers, modules, backend.
    func initialize() throws {
        var arguments = ["init", "-input=false", "-no-color", "-reconfigure"]
        if backend == .local || !place.hasBackend {
            try place.overrideBackend()
        } else {
            let names = [
                ProcessInfo.processInfo.environment["ORCHESTRATE_BACKEND_CONFIG"],
                place.rootFolder + "/backend.hcl",
            ]
            for file in names.compactMap(\.self)
            where FileManager.default.fileExists(atPath: file) {
                arguments.append("-backend-config=" + file)
            }
        }
        try must("init", arguments)
    }

    func version() throws -> String {
        let ended = try must("version", ["version", "-json"], isQuiet: true)
        return (try? JSONReader.value(of: ended.text))?["terraform_version"]?.stringValue ?? ""
    }

    /// Makes a plan file, readable for its owner alone; whether it holds changes.
    func plan(_ purpose: PlanPurpose, _ more: [String] = []) throws -> Bool {
        let path = place.plan(purpose)
        unlink(path)
        let destroy = purpose == .destroy ? ["-destroy"] : []
        let ended = try call(
            ["plan", "-input=false", "-no-color", "-detailed-exitcode", "-out=" + path]
                + destroy + more
        )
        guard ended.status == 0 || ended.status == 2 else { throw failure("plan", ended) }
        return ended.status == 2
    }

    func show(_ purpose: PlanPurpose) throws -> Value {
        let ended = try must("show", ["show", "-json", place.plan(purpose)], isQuiet: true)
        do {
            return try JSONReader.value(of: ended.out)
        } catch {
            throw TerraformError(.failed, "what terraform says of its plan is \(error)")
        }
    }

    func showText(_ purpose: PlanPurpose) throws -> String {
        let ended = try must("show", ["show", "-no-color", place.plan(purpose)], isQuiet: true)
        return secrets.conceal(ended.text)
    }

    /// Addresses of what the state holds; none when there is no state.
    func state() throws -> [String] {
        let ended = try call(["state", "list"], isQuiet: true)
        guard ended.status == 0 else {
            if ended.errorText.contains("No state file was found") { return [] }
            throw failure("state list", ended)
        }
        return ended.text.split(separator: "\n").map(String.init)
    }

    /// Outputs that are not sensitive; of the others the names alone.
    func outputs() throws -> (values: Members, hidden: [String]) {
        let ended = try must("output", ["output", "-json"], isQuiet: true)
        let all = (try? JSONReader.value(of: ended.out))?.objectValue ?? Members()
        var values = Members()
        var hidden: [String] = []
        for (name, output) in all.pairs {
            if output["sensitive"]?.boolValue == false {
                values[name] = output["value"] ?? .null
            } else {
                hidden.append(name)
            }
        }
        return (values, hidden)
    }
}

/// Whether Terraform is here.
package enum TerraformTool {
    package static var isInstalled: Bool { ToolPath.ofProcess.find("terraform") != nil }
}

extension Secrets {
    /// The credentials that this process inherited.
    static var ofProcess: Secrets { Secrets().adding(CommandEnvironment.credentials) }
}
