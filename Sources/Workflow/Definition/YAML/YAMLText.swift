/// Looks at a file's bytes before anything reads them as YAML.
enum YAMLText {
    /// The bytes that are to be read, or why they are not.
    static func checked(
        _ bytes: [UInt8],
        file: String,
        limits: DefinitionLimits
    ) -> Result<[UInt8], Diagnostic> {
        let start = Place(file: file, line: 1, column: 1)
        guard bytes.count <= limits.fileBytes else {
            return refused(
                "the file has \(bytes.count) bytes, more than \(limits.fileBytes)",
                at: start,
                hint: "move large texts into files of the workspace"
            )
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return refused(
                "the file is UTF-16, expected UTF-8",
                at: start,
                hint: "save it as UTF-8"
            )
        }
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let valid = validPrefix(of: bytes)
            return refused(
                "the file is not UTF-8",
                at: end(of: valid, file: file),
                hint: "save it as UTF-8"
            )
        }
        var place = (line: 1, column: 1)
        for scalar in text.unicodeScalars {
            if let name = forbidden(scalar) {
                return refused(
                    "\(name) is not allowed",
                    at: Place(file: file, line: place.line, column: place.column),
                    hint: scalar.value == 0
                        ? "leave it out" : "leave it out, or write it as an escape in double quotes"
                )
            }
            place = scalar == "\n" ? (place.line + 1, 1) : (place.line, place.column + 1)
        }
        return .success(bytes)
    }

    private static func refused(
        _ message: String,
        at place: Place,
        hint: String
    ) -> Result<[UInt8], Diagnostic> {
        .failure(Diagnostic(message, at: place, hint: hint))
    }

    /// What a scalar is called when it may not stand in a file.
    private static func forbidden(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x00: "the character NUL"
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0x200D: nil
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
            "the invisible character U+\(String(scalar.value, radix: 16, uppercase: true)), "
                + "which turns the direction of text,"
        case 0x01...0x1F, 0x7F...0x9F:
            "the control character U+00\(scalar.value < 16 ? "0" : "")"
                + String(scalar.value, radix: 16, uppercase: true)
        case 0xFEFF, 0xFFFE, 0xFFFF: "a byte order mark inside the text"
        default: nil
        }
    }

    private static func validPrefix(of bytes: [UInt8]) -> String {
        var low = 0
        var high = bytes.count
        // A prefix may end inside a character, so three bytes less are tried as well.
        func text(_ count: Int) -> String? {
            (0...3).lazy.compactMap {
                String(validating: bytes.prefix(max(0, count - $0)), as: UTF8.self)
            }.first
        }
        while low < high {
            let middle = (low + high + 1) / 2
            if text(middle) == nil { high = middle - 1 } else { low = middle }
        }
        return text(low) ?? ""
    }

    private static func end(of text: String, file: String) -> Place {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let column = (lines.last?.unicodeScalars.count ?? 0) + 1
        return Place(file: file, line: max(1, lines.count), column: column)
    }
}
