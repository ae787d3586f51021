import Foundation
import Testing
import Workflow

@Suite("A path in a workspace")
struct WorkspacePathTests {
    @Test(arguments: ["main.tf", "a/b.txt", "-rf", "...", "a b/\u{FC}", "%2e%2e", ".gitignore"])
    func `names something below it`(text: String) throws {
        #expect(try WorkspacePath(text).text == text)
    }

    @Test(arguments: [
        "", "/etc/passwd", "..", "../x", "a/../../x", "a/..", "./a", ".", "a//b", "a/", "a\0b",
        "a\nb", "a\u{7F}", "a\u{9B}b", ".git", ".git/hooks/pre-commit", "a/.GIT/config",
        String(repeating: "a/", count: 2049) + "a", String(repeating: "a", count: 256),
    ])
    func `is refused when it names anything else`(text: String) {
        #expect(throws: WorkspacePathError.self) { try WorkspacePath(text) }
    }

    @Test
    func `is shown without what could control a terminal`() {
        do throws(WorkspacePathError) {
            _ = try WorkspacePath("a\u{1B}[2J")
        } catch {
            #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
    }
}

@Suite("A workspace")
struct WorkspaceTests {
    let folder: TemporaryFolder
    let workspace: WorkspaceFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.makeFolder("work")
        workspace = WorkspaceFolder(root: folder("work"))
        try folder.write("outside", to: "secret")
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder("work/" + name),
            withDestinationPath: target
        )
    }

    private func path(_ text: String) throws -> WorkspacePath { try WorkspacePath(text) }

    @Test
    func `is written and read through checked paths`() throws {
        try workspace.write(Array("one".utf8), to: path("a/b/file"))
        #expect(try workspace.read(path("a/b/file")) == Array("one".utf8))
        #expect(try folder.names("work/a/b") == ["file"])
        #expect(try workspace.digest(path("a/b/file")) == Digest(of: "one"))
        try workspace.sync([path("a/b/file")])
    }

    @Test
    func `takes more files at once than are held open`() throws {
        let files = try (0..<200).map { (try path("d\($0 % 3)/f\($0)"), Array("\($0)".utf8)) }
        try workspace.write(files.map { (path: $0.0, bytes: $0.1) })
        for (path, bytes) in files { #expect(try workspace.read(path) == bytes) }
        #expect(try folder.names("work/d0").allSatisfy { $0.hasPrefix("f") })
    }

    @Test
    func `keeps nothing half written when one of several cannot be`() throws {
        try workspace.write(Array("old".utf8), to: path("first"))
        #expect(throws: WorkspaceError.self) {
            try workspace.write([
                (path: try path("first"), bytes: Array("new".utf8)),
                (path: try path("first/below"), bytes: []),
            ])
        }
        #expect(try workspace.read(path("first")) == Array("old".utf8))
        #expect(try folder.names("work").sorted() == ["first"])
    }

    @Test
    func `is captured into the store`() throws {
        let store = ObjectStore(folder: folder("objects"))
        try workspace.write(Array("one".utf8), to: path("file"))
        var intake = ObjectIntake(store)
        let captured = try workspace.capture(path("file"), in: &intake)
        try intake.finish()
        #expect(captured == DeliverableFile(path: "file", digest: Digest(of: "one"), bytes: 3))
        #expect(try store.read(captured.digest) == Array("one".utf8))
    }

    @Test
    func `is not left through a link`() throws {
        try link("file", to: folder("secret"))
        try link("folder", to: folder.path)
        for text in ["file", "folder/secret"] {
            let path = try path(text)
            #expect(throws: WorkspaceError.symbolicLink(path)) { try workspace.read(path) }
        }
        let below = try path("folder/new")
        #expect(throws: WorkspaceError.symbolicLink(below)) { try workspace.write([], to: below) }
        try workspace.write(Array("new".utf8), to: path("file"))
        #expect(try folder.bytes("secret") == Data("outside".utf8))
        #expect(try folder.names() == ["secret", "work"])
    }

    @Test
    func `gives plain files only`() throws {
        try folder.makeFolder("work/sub")
        #expect(mkfifo(folder("work/pipe"), 0o600) == 0)
        for text in ["sub", "pipe"] {
            let path = try path(text)
            #expect(throws: WorkspaceError.notAFile(path)) { try workspace.read(path) }
        }
        let none = try path("none/file")
        #expect(throws: WorkspaceError.missing(none)) { try workspace.read(none) }
        try folder.write("12345", to: "work/large")
        let large = try path("large")
        #expect(throws: WorkspaceError.tooLarge(large, limit: 4)) {
            try workspace.read(large, limit: 4)
        }
    }

    @Test
    func `lists what a folder or pattern names, sorted, and what it leaves out`() throws {
        for name in ["b.tf", "a.tf", "sub/c.tf", "sub/deep/d.txt", ".hidden.tf", "Z.tf", "a-b.tf"] {
            try workspace.write([], to: path(name))
        }
        try folder.makeFolder("work/sub/.git")
        try link("sub/link", to: folder("secret"))
        let all = try workspace.files("sub")
        #expect(all.files.map(\.text) == ["sub/c.tf", "sub/deep/d.txt"])
        #expect(
            all.leftOut
                == ["sub/.git": "a repository's own folder", "sub/link": "a symbolic link"]
        )
        #expect(try workspace.files("sub/").files == all.files)
        #expect(
            try workspace.files("*.tf").files.map(\.text) == ["Z.tf", "a-b.tf", "a.tf", "b.tf"]
        )
        #expect(try workspace.files("a*b*.tf").files.map(\.text) == ["a-b.tf"])
        #expect(try workspace.files("*/*.tf").files.map(\.text) == ["sub/c.tf"])
        #expect(try workspace.files("b.tf").files.map(\.text) == ["b.tf"])
        #expect(try workspace.files("none").files == [])
        #expect(throws: WorkspaceError.self) { try workspace.files("../*") }
    }
}
