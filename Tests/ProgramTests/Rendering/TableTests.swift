import Testing

@testable import orchestrate

@Suite("A table")
struct TableTests {
    @Test func `aligns words at the left and figures at the right`() {
        var table = Table("NAME", ">SIZE", "NOTE")
        table.add("a", "10", "first")
        table.add("longer", "9", "")
        #expect(
            table.lines(.plain) == [
                "NAME    SIZE  NOTE",
                "a         10  first",
                "longer     9",
            ]
        )
    }

    @Test func `lets no control character through`() {
        var table = Table("NAME")
        table.add(.init("a\u{1B}[31mb\nc"))
        #expect(table.lines(.plain).last == "a\u{FFFD}[31mb\u{FFFD}c")
    }

    @Test func `colours without moving a column`() {
        var table = Table("STATUS", "RUN")
        table.add(.status("failed"), "r1")
        #expect(table.lines(Ink(isColoured: true)).last == "\u{1B}[31mfailed\u{1B}[0m  r1")
        #expect(table.lines(.plain).last == "failed  r1")
    }

    @Test func `counts in words`() {
        #expect(Count.of(1, "file") == "1 file")
        #expect(Count.of(0, "file") == "0 files")
    }
}
