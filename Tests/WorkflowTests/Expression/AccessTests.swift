import Testing
import Workflow

struct AccessTests {
    @Test(arguments: [
        ExpressionCase("inputs.version", #""v1.2""#),
        ExpressionCase("INPUTS.Version", #""v1.2""#),
        ExpressionCase("inputs['VERSION']", #""v1.2""#),
        ExpressionCase("inputs . version", #""v1.2""#),
        ExpressionCase("inputs[format('ver{0}', 'sion')]", #""v1.2""#),
        ExpressionCase("env.Path", #""/bin""#),
        ExpressionCase("env.PATH", #""/usr/bin""#),
        ExpressionCase("env.path", #""/bin""#),
        ExpressionCase("inputs.missing", "null"),
        ExpressionCase("inputs.missing.deeper[1]", "null"),
        ExpressionCase("inputs.version.length", "null"),
        ExpressionCase("odd.a-b", "1"),
        ExpressionCase("odd.true", #""yes""#),
        ExpressionCase("odd[true]", #""yes""#),
        ExpressionCase("odd[null]", #""empty""#),
        ExpressionCase("odd[0xF]", #""fifteen""#),
        ExpressionCase("odd[.5]", #""half""#),
        ExpressionCase("odd[steps]", "null"),
        ExpressionCase("steps.collect.outputs.files[1]", #""b""#),
        ExpressionCase("steps.collect.outputs.files[1.9]", #""b""#),
        ExpressionCase("steps.collect.outputs.files['1']", #""b""#),
        ExpressionCase("steps.collect.outputs.files[true]", #""b""#),
        ExpressionCase("steps.collect.outputs.files[null]", #""a""#),
        ExpressionCase("steps.collect.outputs.files[2]", "null"),
        ExpressionCase("steps.collect.outputs.files[-1]", "null"),
        ExpressionCase("steps.collect.outputs.files[-0.5]", "null"),
        ExpressionCase("steps.collect.outputs.files[NaN]", "null"),
        ExpressionCase("steps.collect.outputs.files[Infinity]", "null"),
        ExpressionCase("steps.collect.outputs.files['x']", "null"),
        ExpressionCase("steps.collect.outputs.files.length", "null"),
        ExpressionCase("fromJSON('[1,2]')[1]", "2"),
        ExpressionCase("(inputs).count", "3"),
        ExpressionCase("('text').length", "null"),
        ExpressionCase("('text')", #""text""#),
    ])
    func `a part is read by name or by number`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: [
        ExpressionCase("steps.*.status", #"["completed","failed"]"#),
        ExpressionCase("steps[*].STATUS", #"["completed","failed"]"#),
        ExpressionCase("steps.*.outputs.log", #"["build.log"]"#),
        ExpressionCase("matrix.systems.*.name", #"["linux","macos"]"#),
        ExpressionCase("matrix.systems.*.sizes[0]", "[1,4]"),
        ExpressionCase("matrix.systems.*.sizes[1]", "[2]"),
        ExpressionCase("matrix.systems.*.sizes.*", "[1,2,3,4]"),
        ExpressionCase("matrix.systems.*.*", #"["linux",[1,2,3],"macos",[4],"none"]"#),
        ExpressionCase("steps.collect.outputs.files.*", #"["a","b"]"#),
        ExpressionCase("steps.collect.outputs.files.*[0]", "[]"),
        ExpressionCase("inputs.version.*", "[]"),
        ExpressionCase("inputs.missing.*.x", "[]"),
        ExpressionCase("inputs['*']", "null"),
        ExpressionCase("join(steps.*.status, '/')", #""completed/failed""#),
        ExpressionCase("contains(steps.*.status, 'FAILED')", "true"),
    ])
    func `a star reads all parts, and what follows reads each`(example: ExpressionCase) throws {
        #expect(try evaluated(example.source) == example.value)
    }

    @Test(arguments: [
        MistakeCase("stps.collect", "Unrecognized named-value: 'stps'", column: 1),
        MistakeCase("1 == nothing", "Unrecognized named-value: 'nothing'", column: 6),
        MistakeCase("inputs[name]", "Unrecognized named-value: 'name'", column: 8),
    ])
    func `an unknown context is a mistake when it is read`(example: MistakeCase) {
        let mistake = mistake(in: example.source)
        #expect(mistake?.message == example.message)
        #expect(mistake?.column == example.column)
    }

    @Test func `an unknown context is named with those that are known`() {
        let hint = mistake(in: "stps.collect")?.hint
        #expect(
            hint == "did you mean 'steps'? known here: 'env', 'inputs', 'matrix', 'odd', 'steps'"
        )
        #expect(mistake(in: "x", [:])?.hint == "known here: none")
    }

    @Test func `with known roots an unknown context is a mistake of parsing`() throws {
        let roots: Set<String> = ["steps", "dryRun"]
        let error = #expect(throws: ExpressionError.self) {
            try Expression(parsing: "true || (stesp.x)", knownRoots: roots)
        }
        #expect(error?.column == 10)
        #expect(error?.hint == "did you mean 'steps'? known here: 'dryRun', 'steps'")
        let known = try Expression(parsing: "STEPS.x || dryrun", knownRoots: roots)
        #expect(known.references.map(\.root) == ["steps", "dryrun"])
    }

    @Test func `a context that is not reached may be unknown`() throws {
        #expect(try evaluate("true || unknown.x") == true)
    }
}
