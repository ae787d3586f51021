import Agents
import ArgumentParser
import Workflow

extension ValidatorPolicy: ExpressibleByArgument {}

/// What `run` and `resume` take for external validators.
struct ValidatorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What an external validator that gives no verdict means: a failure (required), a line "
                + "at the gate (preferred), or that none is called (off).",
            discussion: "Journaled with the run. On 'run' the default is the requirements' "
                + "execution.externalValidators, else preferred; 'resume' keeps what is set, and "
                + "asks again for open verdicts when it is given.",
            valueName: "policy"
        )
    )
    var validators: ValidatorPolicy?
}

extension ValidatorPolicy {
    /// What the requirements among a run's inputs say; nil when they say nothing.
    static func requested(in inputs: Value) -> ValidatorPolicy? {
        let candidates = [inputs] + (inputs.objectValue?.pairs.map(\.value) ?? [])
        return candidates.compactMap { $0["execution"]?["externalValidators"]?.stringValue }
            .first.flatMap(ValidatorPolicy.init)
    }
}
