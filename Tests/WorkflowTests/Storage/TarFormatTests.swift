import Testing
import Workflow

@Suite struct TarFormatTests {
    @Test(arguments: [1, 50, 100, 120, 200, 250])
    func `a header says what it was made of`(length: Int) throws {
        let part = String(repeating: "d", count: 49) + "/"
        let name = String((String(repeating: part, count: 6)).prefix(length - 1)) + "f"
        let header = try #require(TarFormat.header(name, bytes: 12345))
        #expect(header.count == TarFormat.blockBytes)
        let entry = try TarFormat.entry(header)
        #expect(entry.name == name && entry.bytes == 12345)
    }

    @Test func `a name that is too long is not cut`() {
        #expect(TarFormat.header(String(repeating: "a", count: 101), bytes: 0) == nil)
        #expect(!TarFormat.canHold(String(repeating: "ab/", count: 100) + "c"))
    }

    @Test func `every bit of a header counts`() throws {
        let header = try #require(TarFormat.header("objects/ab/cd", bytes: 7))
        for index in header.indices {
            for bit in 0..<8 {
                var changed = header
                changed[index] ^= 1 << UInt8(bit)
                let entry = try? TarFormat.entry(changed)
                #expect(entry == nil, "byte \(index), bit \(bit)")
            }
        }
    }
}
