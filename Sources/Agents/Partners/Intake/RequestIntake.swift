import Workflow

/// What can be said of a request before anything is built: its kind, its five parts, what was
/// assumed, and what only a person can answer.
struct RequestIntake: Sendable {
    let request: InfrastructureRequest
    /// The day against which dates are measured.
    let asOf: CivilDate

    /// The five parts of an intake, each with the members of the request that make it.
    private static let parts: [(name: String, fields: [String])] = [
        ("infrastructure", ["application", "traffic", "cloud", "technology"]),
        ("environments", ["environments"]),
        ("monitoring", ["objectives"]),
        ("security", ["compliance"]),
        ("budget", ["budget"]),
    ]

    /// Members whose default decides so much that it is shown as an assumption.
    private static let decisive = [
        "application.services", "traffic.concurrentUsers", "traffic.spikeFactor",
        "environments.order", "objectives.availability", "objectives.rtoMinutes",
        "objectives.rpoMinutes", "compliance.frameworks", "compliance.dataClasses",
        "budget.monthlyUsd",
    ]

    static func digest(of request: Value) -> String {
        Digest(of: JSONWriter.canonical(request)).hex
    }

    var constraints: Value {
        .object(
            Members(
                Self.parts.map { part -> (String, Value) in
                    let members = part.fields.map { ($0, request.normalized[$0] ?? .null) }
                    return (part.name, .object(Members(members)))
                }
            )
        )
    }

    /// A `project` has a production; a `task` has none.
    var kind: String { request.environments.order.contains(.production) ? "project" : "task" }

    /// One point for each thing that makes the work harder.
    var complexity: String {
        let points = [
            request.application.services.count > 3, request.environments.order.count > 2,
            request.compliance.frameworks.count > 1, request.cloud.drRegion != nil,
            request.cloud.hybrid != nil, request.traffic.spikeFactor >= 10,
        ].count { $0 }
        return points >= 4 ? "high" : points >= 2 ? "medium" : "low"
    }

    var classification: Value {
        [
            "kind": .string(kind),
            "complexity": .string(complexity),
            "scope": [
                "services": .int(request.application.services.count),
                "environments": .strings(request.environments.order.map(\.rawValue)),
                "frameworks": .strings(request.compliance.frameworks.map(\.rawValue)),
            ],
            "deadline": .optional(request.needBy?.description),
        ]
    }

    /// Decisive members that the page left out, with the value that is taken.
    var assumptions: [Value] {
        Self.decisive.filter { field in
            request.defaulted.contains { $0 == field || field.hasPrefix($0 + ".") }
        }.map { ["field": .string($0), "default": request.normalized.at($0) ?? .null] }
    }

    struct Question: Sendable {
        let id: String
        let field: String
        let why: String
        let options: [String]
        let assumed: String

        var form: Value {
            [
                "id": .string(id), "field": .string(field), "why": .string(why),
                "options": .strings(options), "default": .string(assumed),
            ]
        }

        var finding: Finding {
            Finding(
                .high,
                code: "intake." + id,
                "\(field): \(why)",
                fix: "one of: " + options.joined(separator: "; ")
            )
        }
    }

    /// What reads in two ways: nothing is begun before a person said which.
    var questions: [Question] {
        var questions: [Question] = []
        let compliance = request.compliance
        if compliance.holdsPersonalData, compliance.frameworks.isEmpty {
            questions.append(
                Question(
                    id: "framework",
                    field: "compliance.frameworks",
                    why: "people's data is held, and no framework says how it is protected",
                    options: Framework.allCases.map(\.rawValue) + ["none applies"],
                    assumed: "none applies"
                )
            )
        }
        if compliance.euDataSubjects, !compliance.holdsPersonalData {
            questions.append(
                Question(
                    id: "data-classes",
                    field: "compliance.dataClasses",
                    why: "there are people in the EU, and no class of data is about people",
                    options: ["add 'personal'", "euDataSubjects: false"],
                    assumed: "no data about people is held"
                )
            )
        }
        if let needBy = request.needBy, needBy < asOf {
            questions.append(
                Question(
                    id: "need-by",
                    field: "metadata.needBy",
                    why: "\(needBy) is over; today is \(asOf)",
                    options: ["another day", "no day"],
                    assumed: "no day"
                )
            )
        }
        return questions
    }
}
