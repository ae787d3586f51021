import Testing
import Workflow

@Suite("Differences of texts")
struct LineDiffTests {
    private static func old(_ diff: LineDiff) -> [String] {
        diff.lines.compactMap { line in
            switch line {
            case .kept(let text), .removed(let text): text
            case .added: nil
            }
        }
    }

    private static func new(_ diff: LineDiff) -> [String] {
        diff.lines.compactMap { line in
            switch line {
            case .kept(let text), .added(let text): text
            case .removed: nil
            }
        }
    }

    private static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    @Test func `both texts can be read from every difference`() {
        // Every pair of texts of up to four lines of two kinds.
        let texts = (0...4).flatMap { count in
            (0..<(1 << count)).map { bits in
                (0..<count).map { bits >> $0 & 1 == 0 ? "a" : "b" }
            }
        }
        for old in texts {
            for new in texts {
                let diff = LineDiff(from: Self.text(old), to: Self.text(new))
                #expect(Self.old(diff) == old)
                #expect(Self.new(diff) == new)
                #expect(diff.removed + diff.added == Self.distance(old, new), "\(old) \(new)")
            }
        }
    }

    /// By the length of the longest common subsequence, found by trying all.
    private static func distance(_ old: [String], _ new: [String]) -> Int {
        var longest = Array(
            repeating: Array(repeating: 0, count: new.count + 1),
            count: old.count + 1
        )
        for i in old.indices {
            for j in new.indices {
                longest[i + 1][j + 1] =
                    old[i] == new[j]
                    ? longest[i][j] + 1 : max(longest[i][j + 1], longest[i + 1][j])
            }
        }
        return old.count + new.count - 2 * longest[old.count][new.count]
    }

    @Test func `hunks have three lines of context and count as a unified diff does`() {
        let old = (1...20).map { "line \($0)" }
        var new = old
        new[9] = "other"
        new.remove(at: 0)
        let diff = LineDiff(from: Self.text(old), to: Self.text(new)).unified(path: "a.txt")
        #expect(
            diff == [
                "--- a/a.txt", "+++ b/a.txt", "@@ -1,4 +1,3 @@", "-line 1", " line 2", " line 3",
                " line 4", "@@ -7,7 +6,7 @@", " line 7", " line 8", " line 9", "-line 10", "+other",
                " line 11", " line 12", " line 13",
            ]
        )
        #expect(LineDiff(from: "a\n", to: "a\n").unified(path: "a").isEmpty)
    }

    @Test func `a missing end of the last line is told`() {
        let diff = LineDiff(from: "a", to: "a\n").unified(path: "a")
        #expect(diff.contains("\\ No newline at end of file"))
        #expect(LineDiff(from: "", to: "a\n").unified(path: "a")[2] == "@@ -0,0 +1,1 @@")
    }

    @Test func `texts that have nothing in common are replaced without searching for ever`() {
        let old = (0..<3000).map { "old \($0)" }
        let new = (0..<3000).map { "new \($0)" }
        let diff = LineDiff(from: Self.text(old), to: Self.text(new))
        #expect(diff.removed == 3000 && diff.added == 3000)
    }
}
