/// A program that checks call when it is installed.
package struct ExternalTool: Sendable, Hashable {
    /// The command's name, by which it is looked for.
    package let name: String
    /// What it looks at, in a few words.
    package let purpose: String
    /// The Python distribution that it comes with: its version is read from the installation then,
    /// since starting such a program only to ask takes seconds.
    package let distribution: String?
    package let versionArguments: [String]
    /// Nobody is told that something is missing when this one is.
    package let isOptional: Bool

    package init(
        _ name: String,
        for purpose: String,
        distribution: String? = nil,
        version: [String] = ["--version"],
        isOptional: Bool = false
    ) {
        self.name = name
        self.purpose = purpose
        self.distribution = distribution
        versionArguments = version
        self.isOptional = isOptional
    }

    /// The command that installs every tool that is not optional, and most of the others.
    package static let install = "scripts/install-validators"
}
