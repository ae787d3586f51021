import Workflow

/// What the plans of environments would do to each resource.
struct ResourceFigures: SubjectFigures {
    let title = "resources"
    private static let names: Set<String> = ["plan.json", "destroy-plan.json"]

    func figures(
        of files: [DeliverableFile],
        read: (DeliverableFile) -> [UInt8]?
    ) -> [SubjectFigure] {
        files.latest.flatMap { file -> [SubjectFigure] in
            let parts = file.path.split(separator: "/").map(String.init)
            guard parts.count == 3, parts[0] == "environments", Self.names.contains(parts[2]),
                let plan = read(file).flatMap({ try? JSONReader.value(of: $0) })
            else { return [] }
            let counts = (plan["counts"]?.objectValue?.pairs ?? []).compactMap { name, count in
                count.numberValue.map {
                    SubjectFigure("\(parts[1]): to \(name)", JSONWriter.compact(.number($0)))
                }
            }
            let changes = (plan["changes"]?.arrayValue ?? []).compactMap {
                change -> SubjectFigure? in
                guard let address = change["address"]?.stringValue,
                    let action = change["action"]?.stringValue
                else { return nil }
                return SubjectFigure("\(parts[1]): \(address)", action)
            }
            return counts + changes
        }
    }
}
