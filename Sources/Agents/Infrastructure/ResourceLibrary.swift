/// The files that ship with the program: templates, catalogues, prices.
package protocol ResourceLibrary: Sendable {
    /// The text of the file `path`, which is relative to the library's root.
    func text(_ path: String) throws -> String
    /// The paths of all files below `folder`, relative to the library's root, sorted.
    func list(_ folder: String) throws -> [String]
}
