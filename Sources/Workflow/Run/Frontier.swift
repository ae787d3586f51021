/// Steps whose dependencies have ended and that have not begun, in the order of the file.
///
/// Deciding reads only this, so a step costs the same in a run of ten and of a hundred thousand.
struct Frontier: Sendable, Hashable {
    private var indexes: [Int] = []
    /// Everything before it has been taken; taking from the front moves no memory.
    private var start = 0

    var isEmpty: Bool { start == indexes.count }
    var count: Int { indexes.count - start }
    var waiting: ArraySlice<Int> { indexes[start...] }

    mutating func insert(_ index: Int) {
        let place = position(of: index)
        if place < indexes.count, indexes[place] == index { return }
        indexes.insert(index, at: place)
    }

    mutating func remove(_ index: Int) {
        let place = position(of: index)
        guard place < indexes.count, indexes[place] == index else { return }
        if place == start {
            start += 1
        } else {
            indexes.remove(at: place)
        }
        // Memory is given back in one go, so that this stays cheap on average.
        if start > 1024, start * 2 > indexes.count {
            indexes.removeFirst(start)
            start = 0
        }
    }

    private func position(of index: Int) -> Int {
        var low = start
        var high = indexes.count
        while low < high {
            let middle = (low + high) / 2
            if indexes[middle] < index { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
