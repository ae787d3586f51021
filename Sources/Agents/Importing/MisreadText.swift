import Foundation

/// Text whose UTF-8 was once read as Mac Roman or Windows-1252 and written again.
enum MisreadText {
    /// The text as it was meant, and how many places were mended.
    ///
    /// Only runs of characters beyond ASCII are looked at, and only those that make valid UTF-8 are
    /// taken for misread: a true letter with an accent does not.
    static func mended(_ text: String) -> (text: String, count: Int) {
        var result = ""
        var run = ""
        var count = 0
        func flush() {
            guard !run.isEmpty else { return }
            if let meant = meant(run) {
                result += meant
                count += 1
            } else {
                result += run
            }
            run = ""
        }
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                flush()
                result.unicodeScalars.append(scalar)
            } else {
                run.unicodeScalars.append(scalar)
            }
        }
        flush()
        return (result, count)
    }

    private static func meant(_ run: String) -> String? {
        for encoding in [String.Encoding.macOSRoman, .windowsCP1252] {
            guard let data = run.data(using: encoding), data.count > 1,
                let text = String(validating: Array(data), as: UTF8.self)
            else { continue }
            return text
        }
        return nil
    }
}
