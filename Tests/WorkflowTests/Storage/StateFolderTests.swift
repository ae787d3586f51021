import Foundation
import Testing
import Workflow

@Suite("The state folder")
struct StateFolderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test
    func `is made for its user alone`() throws {
        let state = try StateFolder.create(at: folder("project/.orchestrate"))
        #expect(try folder.mode("project/.orchestrate") == 0o700)
        #expect(
            try folder.names("project/.orchestrate")
                == ["attempts", "locks", "objects", "workspaces"]
        )
        #expect(try StateFolder.create(at: state.path) == state)
    }

    @Test
    func `is found from below, the nearest first`() throws {
        let outer = try StateFolder.create(at: folder("a/.orchestrate"))
        try folder.makeFolder("a/b/c")
        #expect(try StateFolder.find(from: folder("a/b/c")) == outer)
        let inner = try StateFolder.create(at: folder("a/b/.orchestrate"))
        #expect(try StateFolder.find(from: folder("a/b/c")) == inner)
        #expect(try StateFolder.find(from: folder("a")) == outer)
        #expect(try StateFolder.find(from: folder.path)?.path != outer.path)
    }

    @Test(arguments: [0o770, 0o707, 0o722])
    func `is refused when others can write to it`(mode: Int) throws {
        let state = try StateFolder.create(at: folder(".orchestrate"))
        try folder.setMode(mode, of: ".orchestrate")
        #expect(throws: StateFolderError.writableByOthers(state.path, mode: mode)) {
            try StateFolder(existing: state.path)
        }
        #expect(throws: StateFolderError.self) { try StateFolder.find(from: folder.path) }
    }

    @Test
    func `is not a file and not missing`() throws {
        try folder.write("", to: "file")
        #expect(throws: StateFolderError.missing(folder("none"))) {
            try StateFolder(existing: folder("none"))
        }
        #expect(throws: StateFolderError.self) { try StateFolder(existing: folder("file")) }
    }
}

@Suite("A run's lock")
struct RunLockTests {
    let folder: TemporaryFolder
    let state: StateFolder

    init() throws {
        folder = try TemporaryFolder()
        state = try StateFolder.create(at: folder(".orchestrate"))
    }

    @Test
    func `is held by one and free again when that one lets go`() throws {
        var first = try RunLock.tryLock("r", in: state)
        #expect(first != nil)
        #expect(try RunLock.tryLock("r", in: state) == nil)
        #expect(RunLock.holder(of: "r", in: state) == Int(getpid()))
        let other = try RunLock.tryLock("other", in: state)
        #expect(other != nil)
        first = nil
        #expect(try RunLock.tryLock("r", in: state) != nil)
    }

    @Test
    func `is not kept by a child that outlives its holder`() throws {
        let child = Process()
        do {
            let lock = try RunLock.tryLock("r", in: state)
            #expect(lock != nil)
            child.executableURL = URL(fileURLWithPath: "/bin/sleep")
            child.arguments = ["30"]
            try child.run()
        }
        defer { child.terminate() }
        #expect(try RunLock.tryLock("r", in: state) != nil)
    }

    /// Until it becomes another program, a child has a copy of every descriptor.
    @Test
    func `is not kept by a copy of its descriptor`() throws {
        var lock = try RunLock.tryLock("r", in: state)
        let path = try #require(lock?.path)
        var file = stat()
        try #require(stat(path, &file) == 0)
        let original = (Int32(0)..<65_536).first { descriptor in
            var other = stat()
            return fstat(descriptor, &other) == 0 && other.st_ino == file.st_ino
                && other.st_dev == file.st_dev
        }
        let copy = dup(try #require(original))
        defer { close(copy) }
        #expect(copy >= 0)
        lock = nil
        #expect(try RunLock.tryLock("r", in: state) != nil)
    }

    @Test
    func `stays in its folder whatever the run is called`() throws {
        let lock = try RunLock.tryLock("../../escape", in: state)
        #expect(lock?.path.hasPrefix(state.locks + "/digest-") == true)
        #expect(try folder.names() == [".orchestrate"])
    }

    @Test
    func `names its place when it cannot be made`() throws {
        #expect(throws: FileError.self) { try RunLock.tryLock(path: folder("none/lock")) }
        #expect(RunLock.holder(path: folder("none/lock")) == nil)
    }
}

@Suite("A durable file")
struct DurableFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test
    func `replaces what was there and leaves nothing else`() throws {
        try DurableFile.write(Array("one".utf8), to: folder("file"))
        try DurableFile.write(Array("two".utf8), to: folder("file"), mode: 0o644)
        #expect(try DurableFile.read(folder("file")) == Array("two".utf8))
        #expect(try folder.names() == ["file"])
        #expect(try folder.mode("file") == 0o644)
    }

    @Test
    func `is written whole, however large it is`() throws {
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
        try DurableFile.write(bytes, to: folder("file"))
        #expect(try DurableFile.read(folder("file")) == bytes)
    }

    @Test
    func `says which file and why`() throws {
        let path = folder("none")
        #expect(throws: FileError(path: path, operation: "open", code: ENOENT)) {
            try DurableFile.write([], to: path + "/file")
        }
        let error = FileError(path: path, operation: "open", code: ENOENT)
        #expect(error.description == "cannot open \(path): No such file or directory")
    }

    @Test
    func `makes the folders above it`() throws {
        try DurableFile.makeFolder(folder("a/b/c"))
        #expect(try folder.names("a/b") == ["c"])
        try folder.write("", to: "plain")
        #expect(throws: FileError.self) { try DurableFile.makeFolder(folder("plain/below")) }
    }
}
