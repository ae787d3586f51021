import ArgumentParser
import Foundation
import Workflow

struct InitCommand: ParsableCommand, Reporting {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a state folder here, and a small workflow to begin with."
    )

    @OptionGroup var common: CommonOptions
    var wantsJSON: Bool { common.json }

    static let example = """
        # A first workflow. Try it:
        #
        #   orchestrate run hello.yaml --input who=Ana
        #   orchestrate show
        #   orchestrate approve
        #   orchestrate resume
        name: hello
        inputs:
          who: { type: string, default: world }
        steps:
          - id: greet
            env: { WHO: '${{ inputs.who }}' }
            run: echo "Hello, $WHO!" > GREETING.md
            idempotent: true
        deliverables:
          - id: greeting
            files: [GREETING.md]
        gate:
          id: fit-to-send
          title: Is the greeting fit to send?

        """

    func run() throws {
        let here = FileManager.default.currentDirectoryPath
        let path = common.namedHome ?? here + "/" + StateFolder.name
        let folder = try StateFolder.create(at: path)
        _ = try SQLiteJournal(path: folder.database)
        let file = "hello.yaml"
        // What is there already is somebody's, whatever it is.
        let isThere = FileManager.default.fileExists(atPath: here + "/" + file)
        if !isThere {
            try DurableFile.write(Array(Self.example.utf8), to: here + "/" + file, mode: 0o644)
        }
        if common.json {
            Output.json([
                "schema": 1, "home": .string(folder.path), "workflow": .string(file),
                "written": .bool(!isThere),
            ])
            return
        }
        Output.line("state folder \(folder.path)")
        Output.line(isThere ? "\(file) is there already and was left as it is" : "wrote \(file)")
        Output.line(NextCommand.line("orchestrate run \(file)"))
    }
}
