/// Finds the word that a person probably meant.
package enum Spelling {
    /// Words longer than this are not compared: a distance is quadratic, and nobody types them.
    package static let maximumLength = 64

    /// The candidate that is spelled most like `word`, or nil when none is close.
    ///
    /// Close means at most one change for every three letters (at least one). Of candidates that
    /// are equally close the first in alphabetical order wins, so that the answer does not depend on
    /// the order of a set. Upper and lower case count as the same letter.
    package static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased())
        guard letters.count <= maximumLength else { return nil }
        let tolerance = max(1, letters.count / 3)
        var best: (distance: Int, word: String)?
        for candidate in candidates {
            let others = Array(candidate.lowercased())
            guard others.count <= maximumLength, abs(others.count - letters.count) <= tolerance
            else { continue }
            let found = (distance: distance(letters, others), word: candidate)
            // A word of which every letter would change is no misspelling.
            guard found.distance <= tolerance, found.distance < max(letters.count, others.count)
            else { continue }
            if let known = best, (known.distance, known.word) <= found { continue }
            best = found
        }
        return best?.word
    }

    /// The number of letters to insert, remove, replace or swap with their neighbour
    /// (Damerau-Levenshtein, in its restricted form).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var steps = min(
                    previous[column + 1] + 1,
                    current[column] + 1,
                    previous[column] + (letter == other ? 0 : 1)
                )
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    steps = min(steps, beforePrevious[column - 1] + 1)
                }
                current.append(steps)
            }
            beforePrevious = previous
            previous = current
        }
        return previous.last ?? 0
    }
}
