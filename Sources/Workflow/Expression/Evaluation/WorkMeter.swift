/// Counts what an evaluation reads and writes, and ends it when that is too much.
struct WorkMeter {
    private var used = 0

    /// Notes that `bytes` are about to be read or written.
    mutating func charge(_ bytes: Int, column: Int) throws(ExpressionError) {
        used += bytes
        guard used <= Expression.maximumWorkBytes else {
            throw ExpressionError(
                "The expression does too much: more than \(Expression.maximumWorkBytes) bytes "
                    + "read and written",
                column: column
            )
        }
    }

    /// Notes that a value grows to `size` by `bytes`.
    mutating func grow(by bytes: Int, to size: Int, column: Int) throws(ExpressionError) {
        guard size <= Expression.maximumResultBytes else {
            throw ExpressionError(
                "The maximum allowed memory size was exceeded: a value of more than "
                    + "\(Expression.maximumResultBytes) bytes",
                column: column
            )
        }
        try charge(bytes, column: column)
    }
}
