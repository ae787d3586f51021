import ArgumentParser
import Foundation

/// A command that can answer in JSON.
protocol Reporting {
    var wantsJSON: Bool { get }
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The state folder; else $ORCHESTRATE_HOME, else .orchestrate here or above.",
            valueName: "dir"
        )
    )
    var home: String?

    @Flag(help: "Answer with one JSON document.")
    var json = false

    /// The folder that was named, if one was; an empty variable names none.
    var namedHome: String? {
        let variable = ProcessInfo.processInfo.environment["ORCHESTRATE_HOME"]
        return (home ?? variable.flatMap { $0.isEmpty ? nil : $0 }).map(Self.absolute)
    }

    static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
