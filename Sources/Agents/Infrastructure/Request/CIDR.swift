/// A block of IPv4 addresses, `10.0.0.0/13`; the host bits are zero.
package struct CIDR: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let base: UInt32
    package let prefix: Int

    /// Nil when host bits are set or the prefix is out of range.
    package init?(base: UInt32, prefix: Int) {
        guard (0...32).contains(prefix), base & ~Self.mask(prefix) == 0 else { return nil }
        self.base = base
        self.prefix = prefix
    }

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let prefix = Int(parts[1]), String(prefix) == parts[1] else {
            return nil
        }
        let octets = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard octets.count == 4 else { return nil }
        var base: UInt32 = 0
        for octet in octets {
            guard let value = UInt8(octet), String(value) == octet else { return nil }
            base = base << 8 | UInt32(value)
        }
        self.init(base: base, prefix: prefix)
    }

    /// The `index`-th block of `/newPrefix` in this one; nil when there is none.
    package func subnet(prefix newPrefix: Int, index: Int) -> CIDR? {
        guard newPrefix >= prefix, newPrefix <= 32, index >= 0 else { return nil }
        let bits = newPrefix - prefix
        guard bits >= 32 || index < 1 << bits, newPrefix > 0 else { return nil }
        return CIDR(base: base | UInt32(index) << UInt32(32 - newPrefix), prefix: newPrefix)
    }

    package var addresses: Int { 1 << (32 - prefix) }
    /// The first four addresses and the last one of a subnet are the provider's.
    package var usableAddresses: Int { max(0, addresses - 5) }

    package func contains(_ other: CIDR) -> Bool {
        other.prefix >= prefix && other.base & Self.mask(prefix) == base
    }

    package func overlaps(_ other: CIDR) -> Bool { contains(other) || other.contains(self) }

    /// Whether it lies in a range that the internet does not route: private, shared, loopback,
    /// link-local, multicast or reserved.
    package var isPrivate: Bool {
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
        ].contains { CIDR($0)?.contains(self) ?? false }
    }

    package var description: String {
        "\(base >> 24).\(base >> 16 & 255).\(base >> 8 & 255).\(base & 255)/\(prefix)"
    }

    package static func < (left: CIDR, right: CIDR) -> Bool {
        (left.base, left.prefix) < (right.base, right.prefix)
    }

    private static func mask(_ prefix: Int) -> UInt32 {
        prefix == 0 ? 0 : UInt32.max << UInt32(32 - prefix)
    }
}
