import Foundation
package import Workflow

/// What applies have left of an environment in the world, as far as the state folder knows.
///
/// Records among a run's deliverables say how far its present round is: an environment that is
/// rendered anew is there all the same. This is what `destroy` goes by.
package struct EnvironmentStanding: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        /// An apply was begun, and did not come to its end.
        case begun
        case applied
        case destroyed
    }

    package let kind: Kind
    /// Path of the Terraform root among the captured files.
    package let root: String
    package let backend: TerraformBackend

    /// What is known of an environment of a run; nil where none of its plans was ever applied.
    package init?(of environment: String, of run: RunID, in folder: StateFolder) {
        self.init(file: "\(folder.terraform)/\(run.text)/\(environment)/\(Self.name)")
    }

    init(kind: Kind, root: String, backend: TerraformBackend) {
        self.kind = kind
        self.root = root
        self.backend = backend
    }

    init?(file: String) {
        guard let value = try? JSONReader.value(of: DurableFile.read(file)),
            let kind = value.string("kind").flatMap(Kind.init),
            let root = value.string("root"),
            let backend = value.string("backend").flatMap(TerraformBackend.init)
        else { return nil }
        self.init(kind: kind, root: root, backend: backend)
    }

    /// Of its file in the place of an environment.
    static let name = "standing.json"

    func write(to file: String) throws(FileError) {
        let value: Value = [
            "kind": .string(kind.rawValue), "root": .string(root),
            "backend": .string(backend.rawValue),
        ]
        try DurableFile.write(Array((JSONWriter.compact(value) + "\n").utf8), to: file)
    }
}
