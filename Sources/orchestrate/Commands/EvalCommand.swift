import ArgumentParser
import Workflow

struct EvalCommand: ParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate one expression, written without ${{ }}, and print its value as JSON."
    )

    /// An expression may begin with a minus sign, which is no option then.
    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("The expression.", valueName: "expression")
    )
    var words: [String]

    @Option(
        help: ArgumentHelp(
            "A JSON file whose top-level keys are the contexts: inputs, steps, env and so on.",
            valueName: "file.json"
        )
    )
    var contexts: String?

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    /// What was given, without the mark behind which nothing is an option.
    private var given: [String] { words.first == "--" ? Array(words.dropFirst()) : words }

    func validate() throws {
        guard given.count == 1 else {
            throw ValidationError(
                "expected one expression, found \(given.count); put it in single quotes"
            )
        }
    }

    func run() throws {
        let roots = try contexts.map(Self.roots) ?? Members()
        do throws(ExpressionError) {
            let expression = try Expression(parsing: given[0], knownRoots: Set(roots.keys))
            let value = try expression.evaluate(in: ExpressionContexts(roots))
            Output.line(
                common.json
                    ? JSONWriter.pretty(["schema": 1, "value": value]) : JSONWriter.pretty(value)
            )
        } catch {
            try tell(error)
        }
    }

    private func tell(_ error: ExpressionError) throws {
        guard common.json else { throw Failure(.invalid, error.description) }
        Output.error(
            JSONWriter.compact([
                "schema": 1,
                "error": [
                    "code": .int(Int(ExitStatus.invalid.rawValue)),
                    "message": .string(error.message), "column": .int(error.column),
                    "hint": .optional(error.hint),
                ],
            ])
        )
        throw ExitStatus.invalid
    }

    private static func roots(of path: String) throws -> Members {
        let value: Value
        do {
            value = try JSONReader.value(of: try WorkflowFiles.bytes(of: path))
        } catch let error as JSONError {
            throw Failure(.invalid, "\(path): \(error)")
        }
        guard let members = value.objectValue else {
            throw Failure(
                .invalid,
                "\(path): expected an object of contexts, found \(value.kindName)"
            )
        }
        return members
    }
}
