import Foundation
import Testing

/// The rules of the house, held by reading its sources.
@Suite struct ArchitectureTests {
    private struct Source {
        let path: String
        let text: String
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func sources(below folder: String) throws -> [Source] {
        let base = root.appending(path: folder)
        let walk = try #require(FileManager.default.enumerator(atPath: base.path))
        var sources: [Source] = []
        for case let name as String in walk where name.hasSuffix(".swift") {
            let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
            sources.append(Source(path: folder + "/" + name, text: text))
        }
        #expect(!sources.isEmpty, "nothing below \(folder)")
        return sources
    }

    private static func imports(of source: Source) -> Set<String> {
        Set(
            source.lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 1,
                    index + 1 < words.count
                else { return nil }
                return words.dropFirst(index + 1).last.map(String.init)
            }
        )
    }

    /// What each folder may import; folders that are not named may import nothing.
    private static let allowed: [(folder: String, modules: Set<String>)] = [
        ("Sources/Workflow/Values", ["CPlatform"]),
        ("Sources/Workflow/Definition", ["CYaml", "Yams", "_StringProcessing"]),
        ("Sources/Workflow/Expression", []),
        ("Sources/Workflow/Graph", []),
        ("Sources/Workflow/Run", []),
        ("Sources/Workflow/Messages", []),
        ("Sources/Workflow/Gates", []),
        ("Sources/Workflow/Projections", []),
        ("Sources/Workflow/Deliverables", ["Glibc", "CPlatform"]),
        ("Sources/Workflow/Storage", ["Glibc", "CPlatform", "Synchronization"]),
        (
            "Sources/Workflow/Journal",
            ["GRDB", "Glibc", "CPlatform", "Synchronization", "GRDBSQLite"]
        ),
        ("Sources/Workflow/Scheduler", ["Synchronization"]),
        (
            "Sources/Agents",
            [
                "Workflow", "Foundation", "Glibc", "CPlatform", "Subprocess", "SystemPackage",
                "Synchronization",
            ]
        ),
        (
            "Sources/orchestrate",
            [
                "Agents", "Workflow", "ArgumentParser", "Foundation", "Logging", "Dispatch",
                "Synchronization", "CPlatform",
            ]
        ),
    ]

    @Test
    func `dependencies point one way`() throws {
        for (folder, modules) in Self.allowed {
            for source in try Self.sources(below: folder) {
                let extra = Self.imports(of: source).subtracting(modules)
                #expect(extra.isEmpty, "\(source.path) imports \(extra.sorted())")
            }
        }
    }

    @Test
    func `every folder of the engine is in the table`() throws {
        let engine = Self.root.appending(path: "Sources/Workflow")
        let folders = try FileManager.default.contentsOfDirectory(atPath: engine.path)
        let known = Set(Self.allowed.map { String($0.folder.split(separator: "/").last ?? "") })
        for folder in folders { #expect(known.contains(folder), "Sources/Workflow/\(folder)") }
    }

    /// What makes a run differ from another, and the only files that may hold it.
    private static let banned: [(word: String, exceptions: Set<String>)] = [
        ("Date()", []), ("UUID()", []), (".random(", []), (" Task {", []), ("Task.detached", []),
        (
            "SystemRandomNumberGenerator",
            ["Sources/Agents/Surroundings/SystemSurroundings.swift"]
        ),
        ("Task.sleep", ["Sources/Agents/Surroundings/SystemSurroundings.swift"]),
        (
            "DispatchQueue",
            []
        ),
        (
            "clock_gettime",
            [
                "Sources/Agents/Surroundings/SystemSurroundings.swift",
                // Only to make the name of a temporary file its own.
                "Sources/Workflow/Storage/DurableFile.swift",
            ]
        ),
        ("ContinuousClock", ["Sources/orchestrate/Rendering/Progress.swift"]),
    ]

    @Test
    func `time, chance and loose tasks have one place`() throws {
        for source in try Self.sources(below: "Sources") {
            for (word, exceptions) in Self.banned where !exceptions.contains(source.path) {
                let holds = source.text.contains(word)
                #expect(!holds, "\(source.path) holds '\(word)'")
            }
        }
    }

    @Test
    func `the engine prints nothing and traps on nothing`() throws {
        let traps = ["print(", "fatalError(", "preconditionFailure(", "try!", "assertionFailure("]
        for source in try Self.sources(below: "Sources/Workflow") {
            for trap in traps {
                let holds = source.text.contains(trap)
                #expect(!holds, "\(source.path) holds '\(trap)'")
            }
        }
    }

    @Test
    func `nothing is left open, and no safety is taken on trust`() throws {
        // Spelt in two halves, so that this file does not hold what it looks for.
        let marks = [
            "TO" + "DO", "FIX" + "ME:", "@unchecked " + "Sendable", "nonisolated(" + "unsafe)",
        ]
        for source in try Self.sources(below: "Sources") {
            for mark in marks {
                let holds = source.text.contains(mark)
                #expect(!holds, "\(source.path): \(mark)")
            }
        }
    }

    @Test
    func `a file is about one thing`() throws {
        for source in try Self.sources(below: "Sources") {
            #expect(source.lines.count <= 300, "\(source.path) has \(source.lines.count) lines")
        }
    }

    @Test
    func `every agent is in the catalog`() throws {
        let catalog = try String(
            contentsOf: Self.root.appending(path: "Sources/Agents/Catalog+Standard.swift"),
            encoding: .utf8
        )
        for source in try Self.sources(below: "Sources/Agents") {
            for line in source.lines
            where line.contains("package actor") && line.contains(": Agent") {
                let words = line.split(separator: " ")
                let name = words.first { $0.hasSuffix(":") }.map { $0.dropLast() } ?? ""
                #expect(catalog.contains("\(name)("), "\(source.path): \(name)")
            }
        }
    }
}
