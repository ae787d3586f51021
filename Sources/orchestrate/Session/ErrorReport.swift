import Agents
import ArgumentParser
import Foundation
import Workflow

/// Turns whatever went wrong into one clear message and an exit status.
struct ErrorReport {
    private let error: any Error
    private let asJSON: Bool

    init(_ error: any Error, asJSON: Bool) {
        self.error = error
        self.asJSON = asJSON
    }

    /// Prints the message and returns the status.
    func tell() -> ExitStatus {
        if let status = error as? ExitStatus { return status }
        guard let failure = failure else { return tellByArgumentParser() }
        if asJSON {
            Output.error(
                JSONWriter.compact([
                    "schema": 1,
                    "error": .object([
                        "code": .int(Int(failure.status.rawValue)),
                        "message": .string(failure.message),
                        "hint": .optional(failure.hint),
                    ]),
                ])
            )
        } else {
            let isDiagnostic =
                failure.message.contains(": error: ") || failure.message.hasPrefix("error: ")
            Output.error((isDiagnostic ? "" : "error: ") + failure.message)
            if let hint = failure.hint { Output.error("  hint: \(hint)") }
        }
        return failure.status
    }

    private var failure: Failure? {
        switch error {
        case let failure as Failure: failure
        case let error as JournalError: Failure(Self.status(of: error), error.description)
        case let refusal as Refusal: Self.failure(of: refusal)
        case let invalid as InvalidDefinition: Failure(.invalid, invalid.description)
        case let diagnostic as Diagnostic: Failure(.invalid, diagnostic.description)
        case let error as IntegrityFault: Failure(.integrity, error.description)
        case let error as ObjectError: Self.failure(of: error)
        case let error as WorkspaceHeld:
            Failure(
                .held,
                error.description,
                hint: "wait for it, cancel it, or give --workspace DIR to a new run"
            )
        case let error as ResourcesMissing: Failure(.toolMissing, error.description)
        case let error as ToolMissing:
            Failure(.toolMissing, error.description, hint: error.hint)
        case let error as SigningRefused: Failure(.notAllowed, error.description)
        case let error as AuditOnly:
            Failure(.notAllowed, error.description, hint: "decide where it was exported from")
        case let error as BrokenHistory: Failure(.integrity, error.description)
        case let error as EventCodingError: Failure(.integrity, error.description)
        case let error as FileError: Failure(.inputOutput, error.description)
        case let error as StateFolderError: Self.failure(of: error)
        case let error as WorkspaceError: Failure(.inputOutput, error.description)
        case is CancellationError:
            Failure(
                Interruption.received ?? .interrupted,
                "interrupted; 'orchestrate resume' goes on"
            )
        case is CleanExit, is ValidationError, is ArgumentParser.ExitCode: nil
        default:
            Orchestrate.exitCode(for: error) == .validationFailure
                || "\(type(of: error))".contains("CommandError")
                ? nil
                : Failure(
                    .brokenInvariant,
                    "unexpected: \(error)",
                    hint: "nothing that was acknowledged is lost; please report this"
                )
        }
    }

    /// Usage, help and version are the parser's own to tell.
    private func tellByArgumentParser() -> ExitStatus {
        let text = Orchestrate.fullMessage(for: error)
        let code = Orchestrate.exitCode(for: error)
        if code.isSuccess {
            Output.line(text)
            return .done
        }
        Output.error(text)
        return .usage
    }

    private static func status(of error: JournalError) -> ExitStatus {
        switch error {
        case .conflict, .fenced, .held: .held
        case .runExists: .usage
        case .unknownRun: .notFound
        case .corrupt: .integrity
        case .foreign, .newer, .unavailable: .inputOutput
        }
    }

    private static func failure(of refusal: Refusal) -> Failure {
        let status: ExitStatus =
            switch refusal {
            case .noSuchGate, .noUnknownEffect, .noOwner: .usage
            case .notAllowed, .expired, .assertedIdentity, .alreadyVoted, .excluded: .notAllowed
            case .alreadyDecided: .notAllowed
            case .staleDigest: .integrity
            case .runHasEnded: .rejectedOrCancelled
            case .waiver(let waiver): waiver.isForbidden ? .notAllowed : .usage
            case .noSuchFile: .notFound
            case .noSteps: .usage
            case .roundsUsed: .notAllowed
            }
        return Failure(status, refusal.description)
    }

    private static func failure(of error: ObjectError) -> Failure {
        switch error {
        case .missing, .damaged: Failure(.integrity, error.description)
        case .unavailable: Failure(.inputOutput, error.description)
        }
    }

    private static func failure(of error: StateFolderError) -> Failure {
        switch error {
        case .missing: Failure(.notFound, error.description)
        case .writableByOthers, .ofAnotherUser, .unusable:
            Failure(.inputOutput, error.description)
        }
    }
}
