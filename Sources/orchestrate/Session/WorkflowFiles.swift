import Agents
import Foundation
import Workflow

/// Workflow files from disk and those that ship with the program.
enum WorkflowFiles {
    static func reader(_ catalog: Catalog) throws -> DefinitionReader {
        let limits = try Limits.current().definition
        return DefinitionReader(vocabulary: catalog.vocabulary, limits: limits) {
            name,
            relativeTo in
            do {
                guard let relativeTo else { return .success(try shipped(name)) }
                let folder = (relativeTo as NSString).deletingLastPathComponent
                let path = folder.isEmpty || name.hasPrefix("/") ? name : folder + "/" + name
                return .success(UsedFile(path: path, bytes: try bytes(of: path)))
            } catch let failure as Failure {
                return .failure(UsesError(failure.message, hint: failure.hint))
            } catch {
                return .failure(UsesError("\(error)"))
            }
        }
    }

    /// Reads and validates a workflow file.
    ///
    /// - Throws: `Failure(.notFound)` for a file that is not there or a directory.
    static func read(_ path: String, _ catalog: Catalog) throws -> DefinitionReading {
        try reader(catalog).read(bytes: bytes(of: path), path: path)
    }

    static func bytes(of path: String) throws -> [UInt8] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw Failure(.notFound, "no file '\(path)'")
        }
        guard !isDirectory.boolValue else {
            throw Failure(.notFound, "'\(path)' is a directory, expected a workflow file")
        }
        let limit = try Limits.current().definition.fileBytes
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        guard size <= limit else {
            throw Failure(
                .invalid,
                "\(path):1:1: error: the file has \(size) bytes, the limit (fileBytes) is \(limit)",
                hint: "\(Limits.variable)=fileBytes=NUMBER raises it"
            )
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Failure(.inputOutput, "cannot read '\(path)'")
        }
        defer { try? handle.close() }
        // A device or a pipe has no size of its own.
        do {
            return [UInt8](try handle.read(upToCount: limit + 1) ?? Data())
        } catch {
            throw Failure(.inputOutput, "cannot read '\(path)': \(error.localizedDescription)")
        }
    }

    private static func shipped(_ name: String) throws -> UsedFile {
        let library = try BundledResources.standard()
        do {
            let text = try library.text("workflows/\(name).yaml")
            return UsedFile(path: "\(name).yaml", bytes: Array(text.utf8))
        } catch {
            let known = (try? library.list("workflows")) ?? []
            let names = known.map { ($0 as NSString).lastPathComponent }
                .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
            throw Failure(
                .notFound,
                "no shipped workflow '\(name)'",
                hint: "there are: \(names.joined(separator: ", ")); a path begins with './'"
            )
        }
    }
}
