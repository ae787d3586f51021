import Workflow

/// Defaults that follow from other members rather than from the key table.
enum ShapeDefaults {
    /// The document with the defaults of its own shape; what was written stays as it was.
    static func applied(to document: Value, defaulted: [String]) -> Value {
        var result = document
        let application = document["application"]
        if application?["cache"]?.isNull == true, defaulted.contains("application.services") {
            result = result.setting(
                ["application", "services"],
                .array((application?["services"]?.arrayValue ?? []).map(withoutCache))
            )
        }
        // An interface for programs, or a batch, has nothing that a CDN could answer.
        if application?["type"] != "saas-web", defaulted.contains("traffic.cacheableFraction") {
            result = result.setting(["traffic", "cacheableFraction"], 0)
        }
        // An own log store runs in the cluster; without one the provider keeps the logs.
        if document["technology"]?["compute"] == "asg", defaulted.contains("technology.logging") {
            result = result.setting(["technology", "logging"], "cloudwatch")
        }
        return result
    }

    private static func withoutCache(_ service: Value) -> Value {
        let needed = (service["dependsOn"]?.arrayValue ?? []).filter { $0 != "cache" }
        return service.setting(["dependsOn"], .array(needed))
    }
}

extension Value {
    /// The document with one member set; an object on the way that is missing is made.
    func setting(_ path: [String], _ value: Value) -> Value {
        guard let first = path.first else { return value }
        var members = objectValue ?? [:]
        members[first] = (members[first] ?? .object([:])).setting(Array(path.dropFirst()), value)
        return .object(members)
    }
}
