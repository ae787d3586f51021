package import Workflow

extension ObjectStore {
    /// The bytes of a captured file, as the last deliverable that brought it up to date left them;
    /// nil when none of `files` has the path.
    package func bytes(
        of path: String,
        in files: [DeliverableFile]
    ) throws(ObjectError) -> [UInt8]? {
        guard let file = files.last(where: { $0.path == path }) else { return nil }
        return try read(file.digest)
    }

    /// The same as JSON; nil also when it cannot be read, which is for a check or `verify` to tell.
    package func json(at path: String, in files: [DeliverableFile]) -> Value? {
        (try? bytes(of: path, in: files)).flatMap { try? JSONReader.value(of: $0) }
    }
}
