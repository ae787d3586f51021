import Workflow

/// A host that configures itself boots what the roles were written for, and applies them.
struct HostConfiguration {
    /// A launch template with an image of its own; managed nodes of a cluster name none.
    struct Launch {
        let module: TerraformModule
        let entry: TerraformModule.Entry
        let image: HCLExpression

        private var call: TerraformModule.Entry? {
            let names = (entry.block.body["user_data"]?.expression.references ?? [])
                .filter { $0.path.first == "module" }.compactMap { $0.path.dropFirst().first }
            return module.entries("module").first { call in
                call.block.labels.first.map(names.contains) ?? false
            }
        }

        func given(_ name: String) -> String? {
            call?.block.body[name]?.expression.stringLiteral
        }

        /// Path of the script's template.
        var script: String? {
            given("source").map {
                TerraformTree.resolve($0, from: module.folder) + "/boot.sh.tftpl"
            }
        }

        /// Path of the parameter that names the image.
        var parameter: String? {
            image.references.filter { $0.path.starts(with: ["data", "aws_ssm_parameter"]) }
                .compactMap { reference in
                    module.entries("data").first {
                        $0.block.labels == Array(reference.path.dropFirst().prefix(2))
                    }
                }
                .compactMap { $0.block.body["name"]?.expression.stringLiteral }.first
        }
    }

    let subject: CheckSubject
    let parse: YAMLParser
    let launches: [Launch]

    init(_ subject: CheckSubject, _ parse: @escaping YAMLParser) {
        self.subject = subject
        self.parse = parse
        launches = TerraformTree(subject).modules
            .filter { $0.folder.hasPrefix("terraform/modules/") }
            .flatMap { module in
                module.resources("aws_launch_template").compactMap { entry in
                    entry.block.body["image_id"].map {
                        Launch(module: module, entry: entry, image: $0.expression)
                    }
                }
            }
    }

    /// - Throws: `UnreadableFile` of a role or playbook that is no YAML.
    func findings() throws -> [Finding] {
        guard let family = try family else {
            return [
                Finding(
                    .high,
                    code: "hosts.image",
                    "the role does not say what family of systems it was written for",
                    file: Self.base,
                    fix: "assert ansible_facts[\"os_family\"]"
                )
            ]
        }
        return try launches.flatMap { launch in
            [image(launch, family), try roles(launch)].compactMap(\.self)
        }
    }

    /// Whether each group that hosts set themselves up by has a name with a local connection.
    func findings(children: Value, file: String) -> [Finding] {
        Set(launches.compactMap { $0.given("group") }).sorted()
            .filter { group in
                let hosts = children[group]?["hosts"]?.objectValue?.pairs ?? []
                return !hosts.contains { $0.value.string("ansible_connection") == "local" }
            }
            .map { group in
                Finding(
                    .high,
                    code: "ansible.hosts",
                    "a host of '\(group)' does not find itself: the group has no name with a"
                        + " local connection",
                    file: file,
                    fix: "localhost: {ansible_connection: local}"
                )
            }
    }

    private static let base = AnsibleChecks.rolesFolder + "base/tasks/main.yml"

    /// The family that the base role asserts, such as `Debian`.
    private var family: String? {
        get throws {
            let tasks = try subject.yaml(Self.base, parse).flatMap { $0.arrayValue ?? [] }
            let claims = tasks.compactMap { $0["ansible.builtin.assert"]?.string("that") }
            return claims.filter { $0.contains("os_family") }
                .compactMap { $0.split(separator: "==").last?.split(separator: "\"") }
                .compactMap { $0.last { !$0.allSatisfy(\.isWhitespace) }.map(String.init) }.first
        }
    }

    private func image(_ launch: Launch, _ family: String) -> Finding? {
        let parameter = launch.parameter ?? ""
        guard !parameter.contains("/\(family.lowercased())/") else { return nil }
        return TerraformDesign.finding(
            "hosts.image",
            "'\(launch.entry.block.address)' boots '\(parameter)', the roles are for \(family)",
            launch.entry,
            fix: "name the parameter of an image of \(family)"
        )
    }

    private func roles(_ launch: Launch) throws -> Finding? {
        func finding(_ message: String, _ fix: String) -> Finding {
            TerraformDesign.finding(
                "hosts.roles",
                "'\(launch.entry.block.address)' \(message)",
                launch.entry,
                fix: fix
            )
        }
        guard let script = launch.script.flatMap(subject.text),
            let playbook = launch.given("playbook"), let group = launch.given("group"),
            script.contains("ansible-playbook --inventory"), script.contains("--limit ${group}"),
            script.contains("${playbook}")
        else {
            return finding(
                "boots and nothing applies the roles",
                "user_data of the module host-boot"
            )
        }
        let path = "ansible/" + playbook
        // In a cluster the monitoring is pods, and its host's playbook is left out with the host.
        guard subject.text(path) != nil else {
            return try subject.requirements().technology.usesCluster
                ? nil : finding("applies '\(playbook)', which is not there", "name a playbook")
        }
        let plays = try subject.yaml(path, parse).flatMap { $0.arrayValue ?? [] }
        guard !plays.contains(where: { $0.string("hosts") == group }) else { return nil }
        return finding(
            "applies '\(playbook)', which sets up nothing for '\(group)'",
            "name the playbook of the group"
        )
    }
}
