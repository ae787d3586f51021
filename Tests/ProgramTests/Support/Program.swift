import Foundation

/// The built program, which the tests only ever see from outside.
enum Program {
    /// `ORCHESTRATE_PROGRAM`, else what was built beside the tests.
    static let path: String = {
        if let named = ProcessInfo.processInfo.environment["ORCHESTRATE_PROGRAM"] { return named }
        let found = places.map { $0 + "/orchestrate" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        return found ?? "orchestrate (not built beside the tests; name it in ORCHESTRATE_PROGRAM)"
    }()

    /// Where a build puts the bundle of tests.
    private static var places: [String] {
        let arguments = CommandLine.arguments
        let named = zip(arguments, arguments.dropFirst())
            .first { $0.0 == "--test-bundle-path" }.map(\.1)
        let bundles = [named, arguments.first, Bundle.main.bundlePath].compactMap(\.self)
        return bundles.flatMap { bundle -> [String] in
            let url = URL(fileURLWithPath: bundle)
            return [url.path, url.deletingLastPathComponent().path]
        }
    }

    /// The folder of the project's sources.
    static let project = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The example that ships, with four gates and three handoffs.
    static let example = project + "/workflows/new-saas-env.yaml"

    /// Who votes without `--as`.
    static let user: String = {
        guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else {
            return "uid-\(geteuid())"
        }
        return String(cString: name)
    }()
}
