/// The files that ship with the program: templates, catalogues, prices.
package protocol ResourceLibrary: Sendable {
    /// The text of the file `path`, which is relative to the library's root.
    func text(_ path: String) throws -> String
    /// The paths of all files below `folder`, relative to the library's root, sorted.
    func list(_ folder: String) throws -> [String]
}

extension ResourceLibrary {
    /// The file `path` with every placeholder filled, by these values and no others.
    func filled(_ path: String, with values: [String: String]) throws -> String {
        try ResourceTemplate(path: path, text: try text(path)).filled(with: values)
    }

    /// The file `path` with every placeholder filled; values that it does not ask for are left.
    func filled(_ path: String, choosingFrom values: [String: String]) throws -> String {
        try ResourceTemplate(path: path, text: try text(path)).filled(choosingFrom: values)
    }
}
