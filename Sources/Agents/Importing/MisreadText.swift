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
        let readings = [macRoman(run), run.data(using: .windowsCP1252).map { Array($0) }]
        for case let bytes? in readings where bytes.count > 1 {
            if let text = String(validating: bytes, as: UTF8.self) { return text }
        }
        return nil
    }

    private static func macRoman(_ run: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in run.unicodeScalars {
            guard let byte = macRomanBytes[scalar] else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// The upper half of the character set, from 0x80 on; Foundation does not know it everywhere.
    private static let macRomanBytes: [Unicode.Scalar: UInt8] = {
        let upper =
            "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
            + "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
            + "¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ"
            + "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙı\u{2C6}\u{2DC}\u{AF}\u{2D8}\u{2D9}\u{2DA}\u{B8}\u{2DD}\u{2DB}\u{2C7}"
        return Dictionary(
            uniqueKeysWithValues: upper.unicodeScalars.enumerated().map { index, scalar in
                (scalar, UInt8(0x80 + index))
            }
        )
    }()
}
