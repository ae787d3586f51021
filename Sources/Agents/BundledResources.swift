import Foundation

/// The files that ship with the program, found beside it.
///
/// Looked for in `$ORCHESTRATE_RESOURCES`, in the bundle beside the executable (after links are
/// resolved), and in `../share/orchestrate` of an installation.
package struct BundledResources: ResourceLibrary {
    private let root: String

    package init(root: String) { self.root = root }

    /// - Throws: `ResourcesMissing` with the places that were looked at.
    package static func standard() throws -> BundledResources {
        let variable = ProcessInfo.processInfo.environment["ORCHESTRATE_RESOURCES"] ?? ""
        let executable =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let folder = (executable as NSString).deletingLastPathComponent
        let places = [
            variable, folder + "/orchestrate_Agents.resources/Resources",
            (folder as NSString).deletingLastPathComponent + "/share/orchestrate/Resources",
        ].filter { !$0.isEmpty }
        for place in places where FileManager.default.fileExists(atPath: place + "/workflows") {
            return BundledResources(root: place)
        }
        throw ResourcesMissing(places: places)
    }

    package func text(_ path: String) throws -> String {
        try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    }

    package func list(_ folder: String) throws -> [String] {
        let base = root + "/" + folder
        guard let walk = FileManager.default.enumerator(atPath: base) else { return [] }
        var paths: [String] = []
        for case let name as String in walk {
            var isDirectory: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: base + "/" + name,
                isDirectory: &isDirectory
            )
            if exists, !isDirectory.boolValue { paths.append(folder + "/" + name) }
        }
        return paths.sorted()
    }
}

/// The program was separated from the files that belong to it.
package struct ResourcesMissing: Error, CustomStringConvertible {
    let places: [String]

    package var description: String {
        "the files that ship with orchestrate were not found in \(places.joined(separator: ", ")); "
            + "install again with scripts/install, or name them with ORCHESTRATE_RESOURCES"
    }
}
