/// A number with what is counted: `1 file`, `3 files`.
enum Count {
    static func of(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }
}
