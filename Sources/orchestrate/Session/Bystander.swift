/// A step's own command is no person: what it runs may not decide for one.
enum Bystander {
    static func refuseInsideStep(_ what: String) throws {
        let environment = Session.environment
        guard environment["ORCHESTRATE_STEP"] != nil,
            environment["ORCHESTRATE_FENCING_TOKEN"] != nil
        else { return }
        throw Failure(
            .notAllowed,
            "a step of run '\(environment["ORCHESTRATE_RUN"] ?? "")' may not \(what) for a person"
        )
    }
}
