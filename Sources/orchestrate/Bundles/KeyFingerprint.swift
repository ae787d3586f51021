import Foundation
import Workflow

/// The fingerprint of the key in a signature, as `ssh-keygen -l` writes it.
enum KeyFingerprint {
    /// Nil for a text that is no signature of OpenSSH.
    ///
    /// The armor holds `SSHSIG`, a version, and then the key as a string with its length before it
    /// (PROTOCOL.sshsig of OpenSSH).
    static func of(armored: String) -> String? {
        let lines = armored.split(separator: "\n").filter { !$0.hasPrefix("-----") }
        guard let data = Data(base64Encoded: lines.joined()) else { return nil }
        let bytes = [UInt8](data)
        let start = 6 + 4
        guard bytes.count > start + 4, Array(bytes.prefix(6)) == Array("SSHSIG".utf8) else {
            return nil
        }
        let length = bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
        guard length > 0, bytes.count >= start + 4 + length else { return nil }
        let key = Array(bytes[(start + 4)..<(start + 4 + length)])
        let text = base64(Digest(of: key)).replacingOccurrences(of: "=", with: "")
        return "SHA256:" + text
    }

    /// The bytes of a digest in base64.
    static func base64(_ digest: Digest) -> String {
        var bytes: [UInt8] = []
        var rest = digest.hex[...]
        while !rest.isEmpty {
            bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return Data(bytes).base64EncodedString()
    }
}
