import Glibc

/// Objects stored together; their digests may be named once `finish` has returned.
package struct ObjectIntake: ~Copyable {
    private let store: ObjectStore
    private var batch = DurableBatch()
    private var shelves: [String: SharedFile] = [:]
    /// Where an object was there already: whoever made it may not have got to the sync.
    private var found: Set<String> = []

    package init(_ store: ObjectStore) { self.store = store }

    package mutating func take(_ bytes: [UInt8]) throws(ObjectError) -> Digest {
        do {
            return try add(bytes)
        } catch {
            throw .unavailable(error)
        }
    }

    /// A large file is copied piece by piece, and durable at once.
    mutating func take(
        _ source: borrowing OpenFile
    ) throws(FileError) -> (digest: Digest, bytes: Int) {
        guard try source.isRegular(), try source.size() <= Self.heldBytes else {
            return try store.putFile(source)
        }
        let bytes = try source.readAll()
        return (try add(bytes), bytes.count)
    }

    package mutating func finish() throws(ObjectError) {
        do {
            try batch.finish()
            for place in found.sorted() { try DurableFile.syncFolder(place) }
            if !shelves.isEmpty || !found.isEmpty { try DurableFile.syncFolder(store.folder) }
        } catch {
            throw .unavailable(error)
        }
        shelves = [:]
        found = []
    }

    private mutating func add(_ bytes: [UInt8]) throws(FileError) -> Digest {
        let digest = Digest(of: bytes)
        let place = store.shelf(of: digest)
        // A damaged one is written again.
        if (try? DurableFile.read(store.path(of: digest))) == bytes {
            found.insert(place)
        } else {
            let name = store.name(of: digest)
            try batch.add(bytes, as: name, in: try shelf(place, of: digest), mode: ObjectStore.mode)
        }
        return digest
    }

    private mutating func shelf(_ place: String, of digest: Digest) throws(FileError) -> SharedFile
    {
        if let shelf = shelves[place] { return shelf }
        let shelf = SharedFile(try store.openShelf(of: digest))
        shelves[place] = shelf
        return shelf
    }

    /// What is held in memory of one file.
    private static let heldBytes = 1 << 20
}
