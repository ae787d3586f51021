import Foundation
package import Workflow

/// Where Terraform works for one environment of one run: below the state folder, for its user
/// alone, apart from every workspace.
///
/// Plans and states hold secrets in plain text; nothing of them is copied anywhere else.
package struct TerraformPlace: Sendable {
    let path: String
    let providers: String
    let environment: String
    /// Path of the root among the run's captured files.
    let root: String

    /// - Throws: `TerraformError` for a name or a root that would lead outside.
    package init(
        _ folder: StateFolder,
        run: RunID,
        environment: String,
        root: String
    ) throws(TerraformError) {
        guard environment.wholeMatch(of: #/[a-z0-9][a-z0-9-]{0,30}/#) != nil else {
            throw TerraformError(.usage, "'\(environment)' is no name of an environment")
        }
        guard (try? WorkspacePath(root)) != nil else {
            throw TerraformError(.usage, "'\(root)' is no path below the workspace")
        }
        let home = folder.terraform + "/" + run.text
        path = home + "/" + environment
        providers = home + "/providers"
        self.environment = environment
        self.root = root
    }

    /// Configuration as it was captured.
    var files: String { path + "/files" }
    var rootFolder: String { files + "/" + root }
    var data: String { path + "/data" }
    var localState: String { path + "/state/terraform.tfstate" }
    var lock: String { path + "/lock" }

    func plan(_ purpose: PlanPurpose) -> String { path + "/\(purpose.rawValue).tfplan" }
    /// There from right before a plan is applied until it is known how that ended.
    func begun(_ purpose: PlanPurpose) -> String { path + "/\(purpose.rawValue).begun" }
    /// Holds the digest of the plan that was applied to its end.
    func done(_ purpose: PlanPurpose) -> String { path + "/\(purpose.rawValue).done" }
    func log(_ purpose: PlanPurpose) -> String { path + "/\(purpose.rawValue).log" }
    var standing: String { path + "/" + EnvironmentStanding.name }

    /// The top folder of the root: what is laid out, since roots call modules beside them.
    private var top: String { root.split(separator: "/").first.map(String.init) ?? root }

    func make() throws(FileError) {
        for folder in [path, path + "/state", providers] { try DurableFile.makeFolder(folder) }
    }

    /// Lays out what was captured below the root's top folder, and nothing else.
    ///
    /// A lock file that Terraform wrote itself is kept, so that an apply uses the very providers
    /// of its plan.
    func layOut(_ captured: [DeliverableFile], from store: ObjectStore) throws {
        let wanted = captured.latest.filter { $0.path.hasPrefix(top + "/") }
        guard wanted.contains(where: { $0.path.hasPrefix(root + "/") && $0.path.hasSuffix(".tf") })
        else {
            throw TerraformError(.invalid, "the run captured no Terraform below '\(root)'")
        }
        let lockFile = rootFolder + "/.terraform.lock.hcl"
        let keptLock = try? DurableFile.read(lockFile)
        if FileManager.default.fileExists(atPath: files) {
            try FileManager.default.removeItem(atPath: files)
        }
        let mask = umask(0o077)
        defer { umask(mask) }
        for file in wanted {
            let target = files + "/" + (try WorkspacePath(file.path)).text
            try DurableFile.makeFolder((target as NSString).deletingLastPathComponent)
            try Data(try store.read(file.digest)).write(to: URL(fileURLWithPath: target))
        }
        if let keptLock, !FileManager.default.fileExists(atPath: lockFile) {
            try Data(keptLock).write(to: URL(fileURLWithPath: lockFile))
        }
    }

    /// Whether the root says where its state is.
    var hasBackend: Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: rootFolder)) ?? []
        return names.filter { $0.hasSuffix(".tf") }.contains { name in
            let text = (try? String(contentsOfFile: rootFolder + "/" + name, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").contains { line in
                let words = line.split(separator: " ")
                return words.first == "backend" || (words.first == "cloud" && words.last == "{")
            }
        }
    }

    /// Keeps the state below the state folder, whatever the root says.
    func overrideBackend() throws {
        let path = localState.replacingOccurrences(of: "\"", with: "\\\"")
        let text = "terraform {\n  backend \"local\" {\n    path = \"\(path)\"\n  }\n}\n"
        try Data(text.utf8).write(
            to: URL(fileURLWithPath: rootFolder + "/orchestrate_override.tf")
        )
    }
}

/// What a plan is for.
package enum PlanPurpose: String, Sendable, Hashable {
    case change
    case destroy
    /// Only looked at, never applied.
    case look
}

/// Where the state is.
package enum TerraformBackend: String, Sendable, Hashable, CaseIterable {
    /// Where the root's own `backend` block says; without one below the state folder.
    case configured
    /// Below the state folder, for trials.
    case local
}

/// Why nothing was done, or why nobody knows what was.
package struct TerraformError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        case usage, invalid, failed, integrity, toolMissing, held
        /// Something was begun and its outcome is not known.
        case unknown
    }

    package let kind: Kind
    package let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
