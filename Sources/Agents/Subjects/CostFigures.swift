import Workflow

/// The totals of a cost estimate, and how much of it has no price.
struct CostFigures: SubjectFigures {
    let title = "cost"
    private static let path = "cost/estimate.json"

    func figures(
        of files: [DeliverableFile],
        read: (DeliverableFile) -> [UInt8]?
    ) -> [SubjectFigure] {
        guard let file = files.latest.first(where: { $0.path == Self.path }),
            let estimate = read(file).flatMap({ try? JSONReader.value(of: $0) })?.objectValue
        else { return [] }
        let currency = estimate["currency"]?.stringValue.map { " \($0)" } ?? ""
        let totals = estimate.pairs.filter { $0.key == "total" || $0.key.hasSuffix("Total") }
            .compactMap { name, amount in
                Self.text(amount).map { SubjectFigure(name, $0 + currency) }
            }
        let unpriced = estimate["unpriced"]?.arrayValue?.count ?? 0
        return totals + (unpriced > 0 ? [SubjectFigure("without a price", String(unpriced))] : [])
    }

    private static func text(_ amount: Value) -> String? {
        amount.stringValue ?? amount.numberValue.map { JSONWriter.compact(.number($0)) }
    }
}
