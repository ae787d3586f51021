import Workflow

/// Checks that what is named by version in the delivered files is in the catalogue of versions.
package struct ImageCheck: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    package var check: RuleCheck {
        RuleCheck(
            "pinned-images",
            "Every image, chart, action and tool is in the catalogue of versions with that very version,"
                + " or is built here and named by digest; each has a source and is in support."
        ) { [parse] subject in
            let catalogue = try Catalogue(subject)
            var findings = catalogue.findings
            let isCluster = try subject.requirements().technology.usesCluster
            let images = isCluster ? try Self.images(subject, parse) : []
            for image in images where !image.isOwn && !catalogue.images.contains(image.name) {
                findings.append(
                    Finding(
                        .high,
                        code: "image.unlisted",
                        "'\(image.name)' of '\(image.workload)' is not in \(VersionCatalogue.path)",
                        file: image.file,
                        fix: "name it there with its version, source and day"
                    )
                )
            }
            let others = Self.charts(subject) + Self.tools(subject)
            for other in others where !catalogue.others.contains(other.name) {
                findings.append(
                    Finding(
                        .high,
                        code: "version.unlisted",
                        "'\(other.name)' is not in \(VersionCatalogue.path)",
                        file: other.file,
                        fix: "name it there with its version, source and day"
                    )
                )
            }
            return .judged(
                findings,
                measured: [
                    "images": .int(Set(images.map(\.name)).count),
                    "others": .int(Set(others.map(\.name)).count),
                    "lowConfidence": .int(catalogue.guesses),
                ]
            )
        }
    }

    // MARK: What is named

    private struct Image {
        let name: String
        let workload: String
        let file: String

        /// Where these come from is asked by the checks of the services.
        var isOwn: Bool { name.contains(".dkr.ecr.") && name.contains("@sha256:") }
    }

    private static func images(_ subject: CheckSubject, _ parse: YAMLParser) throws -> [Image] {
        try ClusterManifests(subject, parse).workloads.flatMap { workload in
            let pod = workload.pod ?? [:]
            let containers = pod.list("spec.containers") + pod.list("spec.initContainers")
            return containers.map {
                Image(
                    name: $0.string("image") ?? "",
                    workload: workload.name,
                    file: workload.file
                )
            }
        }
    }

    private struct Named {
        let name: String
        let file: String
    }

    /// Lines like `chart NAME REPOSITORY VERSION …` of the script that installs them.
    private static func charts(_ subject: CheckSubject) -> [Named] {
        let path = "scripts/cluster-apply.sh"
        return (subject.text(path) ?? "").split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 4, words[0] == "chart" else { return nil }
            return Named(name: words[1] + ":" + words[3], file: path)
        }
    }

    /// Actions with the version in their comment, packages of Python, and the versions that are asked
    /// of the actions that set up a language or Terraform.
    private static func tools(_ subject: CheckSubject) -> [Named] {
        subject.knownPaths.filter { $0.hasPrefix(GitHubWorkflow.folder) }.flatMap { path in
            (subject.text(path) ?? "").split(separator: "\n").flatMap { line -> [Named] in
                let text = String(line)
                let found =
                    text.matches(of: #/uses: ([^@\s]+)@[0-9a-f]{40}\s+# (\S+)/#)
                    .map { "\($0.output.1):\($0.output.2)" }
                    + text.matches(of: #/([a-z][a-z0-9-]*)==([0-9][0-9a-z.]*)/#)
                    .map { "\($0.output.1):\($0.output.2)" }
                    + text.matches(of: #/(python|terraform)[-_]version: "?([0-9.]+)"?/#)
                    .map { "\($0.output.1):\($0.output.2)" }
                return found.map { Named(name: $0, file: path) }
            }
        }
    }

    // MARK: The catalogue

    private struct Catalogue {
        private(set) var images: Set<String> = []
        private(set) var others: Set<String> = []
        private(set) var guesses = 0
        private var found = Findings(VersionCatalogue.path)

        var findings: [Finding] { found.all }

        init(_ subject: CheckSubject) throws {
            let document = try subject.json(VersionCatalogue.path)
            let day = (try? subject.json("architecture/technology-selection.json"))?.string("asOf")
                .flatMap { CivilDate($0) }
            found.expect(
                document.string("asOf").flatMap { CivilDate($0) } != nil,
                "version.day",
                "nobody knows as of when this is"
            )
            for (list, key) in [("images", "image"), ("charts", "chart"), ("tools", "tool")] {
                for entry in document.list(list) {
                    let name = entry.string(key) ?? "?"
                    let version = entry.string("version") ?? ""
                    judge(entry, name, version, day)
                    if list == "images" {
                        images.insert(name + ":" + version)
                    } else {
                        others.insert(name + ":" + version)
                    }
                }
            }
        }

        private mutating func judge(
            _ entry: Value,
            _ name: String,
            _ version: String,
            _ day: CivilDate?
        ) {
            let confidence = entry.string("confidence") ?? ""
            if confidence == "low" { guesses += 1 }
            found.expect(
                version.contains(where: \.isNumber)
                    && (entry.string("source") ?? "").contains("://"),
                "image.pin",
                "'\(name)' at '\(version)' is no version with a source"
            )
            found.expect(
                ["high", "medium", "low"].contains(confidence)
                    && (confidence == "low" || !(entry.string("released") ?? "").isEmpty),
                "version.confidence",
                "'\(name)': without a day it is of low confidence, and it must say how sure it is"
            )
            guard let day, let end = entry.string("supportEnds").flatMap({ CivilDate($0) }) else {
                return
            }
            found.expect(
                end.daysSince1970 >= day.daysSince1970,
                "version.support",
                "'\(name)' \(version) left support on \(end)",
                fix: "take a newer version"
            )
        }
    }
}
