import Foundation

extension ToolOutput {
    /// The first word that looks like a version: digits with a point between, perhaps behind a `v`;
    /// else the number behind the word `version`.
    var version: String? {
        let words = (stdout + "\n" + stderr).split { $0.isWhitespace || ",[]()".contains($0) }
        for word in words {
            let bare = word.hasPrefix("v") ? word.dropFirst() : word
            let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count >= 2, Int(parts[0]) != nil, parts[1].first?.isNumber == true else {
                continue
            }
            return String(bare)
        }
        let index = words.firstIndex(of: "version").map { $0 + 1 }
        return index.flatMap { words.indices.contains($0) ? String(words[$0]) : nil }
    }
}

/// What a Python installation says of a program that belongs to it.
enum PythonDistribution {
    /// The version in the name of the `dist-info` folder beside the program; nil when the program
    /// is not one of a virtual environment.
    static func version(of tool: ExternalTool, at path: String) -> String? {
        guard let name = tool.distribution?.replacingOccurrences(of: "-", with: "_") else {
            return nil
        }
        let program = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let library = program.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("lib").path
        let manager = FileManager.default
        let pythons = (try? manager.contentsOfDirectory(atPath: library)) ?? []
        for python in pythons.sorted() where python.hasPrefix("python3") {
            let packages = "\(library)/\(python)/site-packages"
            for entry in (try? manager.contentsOfDirectory(atPath: packages)) ?? []
            where entry.hasPrefix(name + "-") && entry.hasSuffix(".dist-info") {
                return String(entry.dropFirst(name.count + 1).dropLast(".dist-info".count))
            }
        }
        return nil
    }
}
