internal import CPlatform
import Glibc

/// Files replaced together, so that the disk is waited for side by side instead of once for each.
///
/// All are durable when `finish` returns; some may be before it, since only so many files are held
/// open. What was added and not finished is thrown away.
struct DurableBatch: ~Copyable {
    /// Each entry holds a file open.
    private static let maximumEntries = 64

    private var entries: [Entry] = []

    /// A file that is written under another name until it is on the disk.
    private struct Entry {
        let file: SharedFile
        let folder: SharedFile
        let temporary: String
        let name: String
    }

    /// Writes `bytes` beside `name` in `folder`; what a crash left at `temporary` is replaced.
    mutating func add(
        _ bytes: [UInt8],
        as name: String,
        in folder: SharedFile,
        mode: UInt32,
        by temporary: String = DurableFile.temporaryName()
    ) throws(FileError) {
        if entries.count >= Self.maximumEntries { try finish() }
        unlinkat(folder.file.descriptor, temporary, 0)
        let file = SharedFile(
            try folder.file.open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
        )
        entries.append(Entry(file: file, folder: folder, temporary: temporary, name: name))
        try file.file.write(bytes)
    }

    /// Gives all that was added its name.
    mutating func finish() throws(FileError) {
        for entry in entries { platform_start_writing(entry.file.file.descriptor) }
        for entry in entries { try entry.file.file.sync() }
        var folders: [Int32: SharedFile] = [:]
        while let entry = entries.first {
            try DurableFile.rename(entry.temporary, to: entry.name, in: entry.folder.file)
            folders[entry.folder.file.descriptor] = entry.folder
            entries.removeFirst()
        }
        for (_, folder) in folders.sorted(by: { $0.key < $1.key }) { try folder.file.sync() }
    }

    deinit {
        for entry in entries { unlinkat(entry.folder.file.descriptor, entry.temporary, 0) }
    }
}

/// An open file or folder that several hold; closed with the last of them.
final class SharedFile {
    let file: OpenFile

    init(_ file: consuming OpenFile) { self.file = file }
}
