internal import CPlatform

/// The SHA-256 of bytes that come in pieces.
struct StreamDigest: ~Copyable {
    private var stream: OpaquePointer?

    init() { stream = platform_sha256_make() }

    func update(_ bytes: [UInt8]) {
        guard let stream else { return }
        bytes.withUnsafeBytes { platform_sha256_update(stream, $0.baseAddress, $0.count) }
    }

    /// The digest of all that was given; nil when there was no memory for it.
    mutating func finish() -> Digest? {
        guard let stream else { return nil }
        self.stream = nil
        var raw = [UInt8](repeating: 0, count: 32)
        platform_sha256_finish(stream, &raw)
        let digits = Array("0123456789abcdef".utf8)
        let hex = raw.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
        return Digest(hex: String(decoding: hex, as: UTF8.self))
    }

    deinit {
        guard let stream else { return }
        var ignored = [UInt8](repeating: 0, count: 32)
        platform_sha256_finish(stream, &ignored)
    }
}
