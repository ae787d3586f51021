import Testing
import Workflow

struct ReferenceTests {
    private func references(of source: String) throws -> [Reference] {
        try Expression(parsing: source).references
    }

    @Test(
        arguments: [
            ("steps.collect.outputs.stdout", ["collect", "outputs", "stdout"]),
            ("Steps['collect'].Outputs", ["collect", "Outputs"]),
            ("steps", []),
            ("(steps).collect", ["collect"]),
            ("steps.collect.outputs.files[0].name", ["collect", "outputs", "files"]),
            ("steps.*.outputs", []),
            ("steps.collect.*.name", ["collect"]),
            ("steps.collect[true].x", ["collect"]),
            ("steps['a b'].x", ["a b", "x"]),
        ] as [(String, [String])]
    )
    func `a reference goes as far as names are written`(source: String, path: [String]) throws {
        let column = source.hasPrefix("(") ? 2 : 1
        let expected = Reference(root: "steps", path: path, column: column)
        #expect(try references(of: source) == [expected])
    }

    @Test func `all references are found, in the order of their columns`() throws {
        let source = "format('{0}', env.A) == inputs.x || !matrix[inputs.key].y && run.id < 3"
        let expected = [
            Reference(root: "env", path: ["A"], column: 15),
            Reference(root: "inputs", path: ["x"], column: 25),
            Reference(root: "matrix", path: [], column: 38),
            Reference(root: "inputs", path: ["key"], column: 45),
            Reference(root: "run", path: ["id"], column: 62),
        ]
        #expect(try references(of: source) == expected)
    }

    @Test func `what a function returns is no reference, its arguments are`() throws {
        let found = try references(of: "fromJSON(inputs.text).steps.x[env.i]")
        #expect(found.map(\.root) == ["inputs", "env"])
        #expect(found.map(\.path) == [["text"], ["i"]])
    }

    @Test func `calls of status functions are known without evaluating`() throws {
        #expect(try Expression(parsing: "inputs.x && (1 == Always())").usesStatusFunction)
        #expect(try Expression(parsing: "inputs[failure()]").usesStatusFunction)
        #expect(try !Expression(parsing: "inputs.success || 'failure()'").usesStatusFunction)
        let expression = try Expression(parsing: "!join(steps.*.x) && toJSON(env)")
        #expect(expression.calls(.join))
        #expect(expression.calls(.toJSON))
        #expect(!expression.calls(.format))
    }

    @Test func `expressions with the same text are equal`() throws {
        let one = try Expression(parsing: "NaN")
        let other = try Expression(parsing: "NaN", knownRoots: ["inputs"])
        #expect(one == other)
        #expect(Set([one, other]).count == 1)
        #expect(try one != Expression(parsing: " NaN"))
    }
}
