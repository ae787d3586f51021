import Foundation
import Testing
import Workflow

@Suite("The object store")
struct ObjectStoreTests {
    let folder: TemporaryFolder
    var store: ObjectStore { ObjectStore(folder: folder("state/objects")) }

    init() throws { folder = try TemporaryFolder() }

    @Test
    func `gives back the bytes that a digest names`() throws {
        let bytes = Array("resource".utf8)
        let digest = try store.put(bytes)
        #expect(digest == Digest(of: bytes))
        #expect(store.contains(digest))
        #expect(try store.read(digest) == bytes)
        #expect(try store.put(bytes) == digest)
        #expect(try store.put([]) == Digest(of: ""))
        #expect(
            store.path(of: digest).hasSuffix(digest.hex.prefix(2) + "/" + digest.hex.dropFirst(2))
        )
    }

    @Test
    func `holds many objects and leaves no temporary files`() throws {
        let objects = (0..<50).map { Array("object \($0 % 40)".utf8) }
        let digests = try store.put(objects)
        #expect(digests == objects.map { Digest(of: $0) })
        for (digest, bytes) in zip(digests, objects) { #expect(try store.read(digest) == bytes) }
        let shelves = try folder.names("state/objects")
        #expect(shelves.allSatisfy { $0.count == 2 })
        let names = try shelves.flatMap { try folder.names("state/objects/" + $0) }
        #expect(names.count == 40)
        #expect(names.allSatisfy { $0.count == 62 })
    }

    @Test
    func `takes a file without reading it whole`() throws {
        let text = String(repeating: "0123456789", count: 100_000)
        try folder.write(text, to: "big")
        let stored = try store.putFile(folder("big"))
        #expect(stored.digest == Digest(of: text))
        #expect(stored.bytes == 1_000_000)
        #expect(try store.read(stored.digest) == Array(text.utf8))
        #expect(try folder.names("state/objects") == [String(stored.digest.hex.prefix(2))])
    }

    @Test
    func `says that an object is missing`() throws {
        #expect(throws: ObjectError.missing(.zero, path: store.path(of: .zero))) {
            try store.read(.zero)
        }
        #expect(!store.contains(.zero))
    }

    @Test
    func `finds damage and mends it when the bytes come again`() throws {
        let digest = try store.put(Array("right".utf8))
        let path = store.path(of: digest)
        try FileManager.default.removeItem(atPath: path)
        try Data("wrong".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: ObjectError.damaged(digest, path: path)) { try store.read(digest) }
        #expect(try store.put(Array("right".utf8)) == digest)
        #expect(try store.read(digest) == Array("right".utf8))
    }

    @Test
    func `takes plain files only`() throws {
        try folder.makeFolder("folder")
        #expect(mkfifo(folder("pipe"), 0o600) == 0)
        try FileManager.default.createSymbolicLink(
            atPath: folder("link"),
            withDestinationPath: "/etc/passwd"
        )
        for name in ["folder", "pipe", "link", "none"] {
            #expect(throws: ObjectError.self) { try store.putFile(folder(name)) }
        }
    }
}
