import Foundation
import Workflow

/// A bundle as it was read: every name is one that a bundle holds, every size within its bound, and
/// nothing was written anywhere.
struct BundleFile {
    let texts: [String: [UInt8]]
    /// Every file but the manifest, in the order of the archive.
    let entries: [(name: String, digest: Digest, bytes: Int)]
    let objects: Set<Digest>
    let manifest: [UInt8]

    /// Reads the archive at `path`.
    ///
    /// - Parameters:
    ///   - path: the file
    ///   - limits: how much of it is read
    ///   - object: is given the bytes of every stored object, once they are known to be what their
    ///     name says
    /// - Throws: `TarError` for what is no bundle.
    init(
        _ path: String,
        limits: TarReader.Limits,
        object: (Digest, [UInt8]) throws -> Void = { _, _ in }
    ) throws {
        var reader = try TarReader(path, limits: limits)
        var texts: [String: [UInt8]] = [:]
        var entries: [(name: String, digest: Digest, bytes: Int)] = []
        var names: Set<String> = []
        var objects: Set<Digest> = []
        while let (name, bytes) = try reader.next({ name throws(TarError) in
            _ = try BundleNames.kind(of: name)
        }) {
            guard names.insert(name).inserted else { throw TarError("holds '\(name)' twice") }
            let digest = Digest(of: bytes)
            switch try BundleNames.kind(of: name) {
            case .text: texts[name] = bytes
            case .deliverable: break
            case .object(let expected):
                guard digest == expected else {
                    throw TarError("holds the object '\(name)', which is not what its name says")
                }
                objects.insert(digest)
                try object(digest, bytes)
            }
            if name != BundleNames.manifest { entries.append((name, digest, bytes.count)) }
        }
        guard let manifest = texts.removeValue(forKey: BundleNames.manifest) else {
            throw TarError("has no \(BundleNames.manifest)")
        }
        self.texts = texts
        self.entries = entries
        self.objects = objects
        self.manifest = manifest
    }

    func text(_ name: String) throws(TarError) -> [UInt8] {
        guard let bytes = texts[name] else { throw TarError("has no \(name)") }
        return bytes
    }

    /// The run that the manifest names.
    func run() throws(TarError) -> RunID {
        guard let value = try? JSONReader.value(of: String(decoding: manifest, as: UTF8.self)),
            let name = value["run"]?.stringValue
        else { throw TarError("has a \(BundleNames.manifest) that cannot be read") }
        let isName = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == 0x2D
        }
        guard isName, (1...64).contains(name.utf8.count) else {
            throw TarError("names a run that is none")
        }
        return RunID(name)
    }

    var revoked: [[UInt8]] {
        var lists: [[UInt8]] = []
        while let list = texts[BundleNames.revoked(lists.count)] { lists.append(list) }
        return lists
    }
}
