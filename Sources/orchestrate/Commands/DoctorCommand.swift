import Agents
import ArgumentParser
import Foundation
import Workflow

struct DoctorCommand: AsyncParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at what this program stands on, and which validators are here.",
        discussion: """
            A check whose tool is missing says 'unavailable' and is put before the approver; \
            'run --validators required' makes it a failure. Optional tools are never missed.
            """
    )

    @Flag(help: "Exit with 69 when a tool that is not optional is missing.")
    var require = false

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    func run() async throws {
        var report = DoctorReport(home: try home())
        let database = report.home.map { $0.path + "/journal.sqlite" }
        if let database, FileManager.default.fileExists(atPath: database) {
            do {
                report.settings = try SQLiteJournal(path: database).settings()
                report.hasJournal = true
            } catch {
                report.problems.append("\(error)")
            }
        }
        if report.settings.isEmpty { report.settings = try Self.libraryVersion() }
        if let home = report.home, home.isOpenToOthers {
            report.problems.append(
                "\(home.path) can be entered or written by others; 'chmod 700 \(home.path)'"
            )
        }
        report.freeBytes = Self.freeBytes(at: report.home?.path ?? ".")
        let toolbox = Toolbox.standard()
        report.prefix = toolbox.places.prefix
        report.tools = try await Self.tools(toolbox)
        report.sandbox = try await SandboxFinder.look()
        report.signer = ToolPath.ofProcess.find("ssh-keygen")
        report.limits = try Limits.current().table
        if common.json {
            Output.json(report.json)
        } else {
            report.lines(.standard).forEach(Output.line)
        }
        if require, report.tools.contains(where: \.isMissed) { throw ExitStatus.toolMissing }
    }

    /// Looked at and not opened, so that one that is refused is described all the same.
    private func home() throws -> DoctorReport.Home? {
        let here = FileManager.default.currentDirectoryPath
        let path: String?
        do {
            path = try common.namedHome ?? StateFolder.find(from: here)?.path
        } catch StateFolderError.writableByOthers(let refused, _),
            StateFolderError.ofAnotherUser(let refused, _)
        {
            path = refused
        }
        guard let path,
            let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = attributes[.posixPermissions] as? Int
        else { return nil }
        return DoctorReport.Home(path: path, mode: mode)
    }

    /// Only an open connection knows the library's version.
    private static func libraryVersion() throws -> [String: String] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("orchestrate-\(SystemSurroundings().newRunID())").path
        try DurableFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try SQLiteJournal(path: folder + "/journal.sqlite").settings()
    }

    /// Every tool, started once to see that it runs, in the order of the validators.
    private static func tools(_ toolbox: Toolbox) async throws -> [DoctorReport.Tool] {
        let validators = StandardValidators.all(schemas: [:])
        return try await withThrowingTaskGroup(of: (Int, DoctorReport.Tool).self) { group in
            for (index, tool) in StandardValidators.tools.enumerated() {
                group.addTask {
                    let probe = try await toolbox.probe(tool)
                    let called = validators.filter { $0.tool == tool }.map(\.id)
                    return (index, DoctorReport.Tool(tool: tool, validators: called, probe: probe))
                }
            }
            var found: [(Int, DoctorReport.Tool)] = []
            for try await tool in group { found.append(tool) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func freeBytes(at path: String) -> Int64? {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
    }
}
