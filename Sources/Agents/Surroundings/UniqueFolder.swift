import Glibc
package import Workflow

/// Folders with names that nobody has, for this user alone (0700).
package enum UniqueFolder {
    /// Makes one in an existing folder; whoever makes it removes it.
    ///
    /// - Parameters:
    ///   - parent: absolute
    ///   - prefix: what its name begins with
    /// - Returns: its path.
    /// - Throws: `FileError` when it cannot be made.
    package static func make(in parent: String, prefix: String = "") throws(FileError) -> String {
        var template = Array((parent + "/" + prefix + "XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileError(path: parent, operation: "make folder", code: errno)
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
