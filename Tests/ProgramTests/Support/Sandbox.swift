import Foundation
import Synchronization

/// A folder of a test's own with a state folder of its own; both are removed after the test.
final class Sandbox: Sendable {
    let path: String
    private let count = Mutex(0)

    init(_ files: [String: String] = [:]) throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("orchestrate-program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.resolvingSymlinksInPath().path
        for name in ["logs", "home", "ws"] { try makeFolder(name) }
        chmod(home, 0o700)
        for (name, text) in files { try write(text, to: name) }
    }

    /// With `workflow` as `w.yaml`.
    convenience init(workflow: String) throws { try self.init(["w.yaml": workflow]) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Where the state is, as `ORCHESTRATE_HOME` says.
    var home: String { self("home") }
    /// Where runs work that are started with `begin`.
    var workspace: String { self("ws") }
    var database: String { home + "/journal.sqlite" }

    func callAsFunction(_ name: String) -> String { name.hasPrefix("/") ? name : path + "/" + name }

    // MARK: The program

    /// Runs the program to its end.
    func orchestrate(
        _ arguments: String...,
        environment: [String: String] = [:],
        directory: String? = nil,
        seconds: Double = 300
    ) async throws -> Finished {
        let running = try start(arguments, environment, directory)
        return try await running.finish(within: seconds)
    }

    /// The same with arguments that are at hand as a list.
    func orchestrate(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> Finished {
        let running = try start(arguments, environment, nil)
        return try await running.finish()
    }

    /// Starts the program beside the test.
    func background(
        _ arguments: String...,
        environment: [String: String] = [:]
    ) throws -> Running {
        try start(arguments, environment, nil)
    }

    /// The same with arguments that are at hand as a list.
    func background(_ arguments: [String]) throws -> Running { try start(arguments, [:], nil) }

    /// `run w.yaml --id r --json` in the workspace `ws`, with more arguments.
    func begin(
        _ more: String...,
        environment: [String: String] = [:]
    ) async throws -> Finished {
        let words = ["run", "w.yaml", "--id", "r", "--workspace", workspace, "--json"] + more
        let running = try start(words, environment, nil)
        return try await running.finish()
    }

    /// The same beside the test.
    func beginInBackground(environment: [String: String] = [:]) throws -> Running {
        let words = ["run", "w.yaml", "--id", "r", "--workspace", workspace, "--json"]
        return try start(words, environment, nil)
    }

    /// Runs `script` with the program as `$1`.
    func shell(
        _ script: String,
        _ arguments: String...,
        environment: [String: String] = [:],
        seconds: Double = 300
    ) async throws -> Finished {
        let words = ["/bin/sh", "-c", script, "sh", Program.path] + arguments
        let running = try spawn(words, environment, nil)
        return try await running.finish(within: seconds)
    }

    /// The events of run `r`, or of another.
    func events(_ run: String = "r") async throws -> [JSON] {
        let finished = try await orchestrate("log", run, "--json")
        guard finished.status == 0 else { throw Trouble("\(finished)") }
        return try JSON.lines(finished.out)
    }

    private func start(
        _ arguments: [String],
        _ environment: [String: String],
        _ directory: String?
    ) throws -> Running {
        try spawn([Program.path] + arguments, environment, directory)
    }

    private func spawn(
        _ words: [String],
        _ environment: [String: String],
        _ directory: String?
    ) throws -> Running {
        let number = count.withLock { count in
            count += 1
            return count
        }
        var variables = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("ORCHESTRATE_") }
        variables["ORCHESTRATE_HOME"] = home
        variables.merge(environment) { $1 }
        return try Running(
            words,
            environment: variables,
            directory: directory ?? path,
            out: self("logs/\(number).out"),
            error: self("logs/\(number).err")
        )
    }

    /// Where no validator is found: none of the machine's is started.
    var withoutTools: [String: String] {
        ["ORCHESTRATE_VALIDATORS": self("none"), "PATH": self("none"), "HOME": path]
    }

    // MARK: Files

    func write(_ text: String, to name: String) throws {
        try Running.startingOrWriting.withLock { _ in
            try Data(text.utf8).write(to: URL(fileURLWithPath: self(name)))
        }
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: self(name),
            withIntermediateDirectories: true
        )
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self(name)) }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: self(name)))
    }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func lines(_ name: String) throws -> [String] {
        guard has(name) else { return [] }
        return try text(name).split(separator: "\n").map(String.init)
    }

    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: self(name))
        return (attributes[.posixPermissions] as? Int ?? 0) & 0o777
    }

    /// A process id that a command wrote, once it has.
    func pid(_ name: String) async throws -> pid_t {
        try await eventually("a process id in \(name)") {
            try lines(name).first.flatMap { pid_t($0) } != nil
        }
        guard let pid = try lines(name).first.flatMap({ pid_t($0) }) else {
            throw Trouble("no process id in \(name)")
        }
        return pid
    }

    /// Every regular file below `name` by its path there.
    func tree(_ name: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        let root = self(name)
        guard let walk = FileManager.default.enumerator(atPath: root) else { return [:] }
        for case let path as String in walk {
            var status = stat()
            guard lstat(root + "/" + path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                continue
            }
            files[path] = try bytes(root + "/" + path)
        }
        return files
    }
}
