import ArgumentParser
import Workflow

/// Which failed checks an approval lets pass, why, and until when.
struct WaiverOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Let a failed check pass, by deliverable and check; repeatable.",
            valueName: "deliverable/check"
        )
    )
    var waive: [String] = []

    @Option(help: "Why; one for all that is waived, or one for each in the same order.")
    var reason: [String] = []

    @Option(
        help: ArgumentHelp(
            "How long: a day, whose end (UTC) it is, or a length such as 7d; one for all or one each.",
            valueName: "date"
        )
    )
    var until: [String] = []

    func validate() throws {
        guard waive.isEmpty else {
            for (name, values) in [("--reason", reason), ("--until", until)] {
                guard values.count == 1 || values.count == waive.count else {
                    throw ValidationError(
                        "\(name) is given \(values.count) times for \(waive.count) waivers; "
                            + "give it once, or once for each --waive"
                    )
                }
            }
            return
        }
        guard reason.isEmpty, until.isEmpty else {
            throw ValidationError("--reason and --until go with --waive")
        }
    }

    /// What is asked for, seen from `now`.
    ///
    /// - Throws: `Failure(.usage)` for a name that is none, or a time that cannot be read.
    func requests(at now: Timestamp) throws -> [WaiverRequest] {
        try waive.enumerated().map { index, name in
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw Failure(.usage, "--waive takes DELIVERABLE/CHECK, not '\(name)'")
            }
            return WaiverRequest(
                deliverable: DeliverableID(String(parts[0])),
                check: CheckID(String(parts[1])),
                reason: reason.count == 1 ? reason[0] : reason[index],
                until: try time(until.count == 1 ? until[0] : until[index], at: now)
            )
        }
    }

    private func time(_ text: String, at now: Timestamp) throws -> Timestamp {
        if let length = DurationText.milliseconds(of: text) {
            return now.advanced(byMilliseconds: length)
        }
        if let day = CivilDate(text) {
            return Timestamp(milliseconds: (day.daysSince1970 + 1) * 86_400_000)
        }
        throw Failure(
            .usage,
            "--until takes a day like 2027-01-31 or a length like 7d, not '\(text)'"
        )
    }
}
