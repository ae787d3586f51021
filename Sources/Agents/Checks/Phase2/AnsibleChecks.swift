package import Workflow

/// Checks over the configuration of hosts.
package struct AnsibleChecks: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    package var all: [any Check] { [roles, inventory] }

    /// What a task may say beside its module.
    static let keywords: Set<String> = [
        "name", "notify", "loop", "loop_control", "when", "become", "become_user", "register",
        "changed_when", "failed_when", "tags", "listen", "vars", "check_mode", "no_log", "until",
        "retries", "delay", "environment",
    ]

    static let rolesFolder = "ansible/roles/"

    package var roles: RuleCheck {
        RuleCheck(
            "ansible-roles",
            "Roles use built-in modules only, notify handlers that exist, and let people in from the"
                + " admin network only; machines boot what they are for, and apply them."
        ) { [parse] subject in
            var findings: [Finding] = []
            let paths = subject.paths(in: Self.rolesFolder, "/tasks/main.yml")
            var tasks = 0
            for path in paths {
                let role = String(path.dropLast("tasks/main.yml".count))
                let handlerPath = role + "handlers/main.yml"
                let handlers = try subject.yaml(handlerPath, parse).flatMap { $0.arrayValue ?? [] }
                let names = Set(
                    handlers.flatMap { [$0.string("name"), $0.string("listen")] }.compactMap(\.self)
                )
                for (file, list) in [
                    (path, try subject.yaml(path, parse).flatMap { $0.arrayValue ?? [] }),
                    (handlerPath, handlers),
                ] {
                    tasks += list.count
                    for task in list {
                        findings += Self.task(task, file, role, names, subject)
                    }
                }
            }
            if paths.isEmpty {
                findings.append(
                    Finding(
                        .high,
                        code: "ansible.role",
                        "no role has a task",
                        file: Self.rolesFolder
                    )
                )
            }
            findings += try Self.firewall(subject)
            findings += try Self.plays(subject, parse)
            findings += try HostConfiguration(subject, parse).findings()
            return .judged(
                findings,
                measured: ["roles": .int(paths.count), "tasks": .int(tasks)]
            )
        }
    }

    private static func task(
        _ task: Value,
        _ file: String,
        _ role: String,
        _ handlers: Set<String>,
        _ subject: CheckSubject
    ) -> [Finding] {
        let name = task.string("name") ?? "?"
        var found = Findings(file)
        let modules = (task.objectValue?.pairs ?? []).map(\.key).filter { !keywords.contains($0) }
        for module in modules where !module.hasPrefix("ansible.builtin.") {
            found.add("ansible.module", "'\(name)' uses '\(module)', which is not built in")
        }
        if modules.count != 1 { found.add("ansible.module", "'\(name)' has no single module") }
        let notified = [task.string("notify")].compactMap(\.self) + task.strings("notify")
        for handler in notified where !handlers.contains(handler) {
            found.add("ansible.handler", "'\(name)' notifies '\(handler)', which does not exist")
        }
        guard let module = modules.first, let arguments = task[module] else { return found.all }
        if ["ansible.builtin.template", "ansible.builtin.copy"].contains(module) {
            found.expect(
                arguments.string("mode") != nil,
                "ansible.mode",
                "'\(name)' leaves the file's mode to chance"
            )
            let source = arguments.string("src") ?? ""
            if module.hasSuffix("template"), !source.contains("{{") {
                found.expect(
                    subject.read(role + "templates/" + source) != nil,
                    "ansible.template",
                    "'\(name)' needs '\(source)', which is not there"
                )
            }
            // Settings of a process name its secrets; nobody else reads them.
            if (arguments.string("dest") ?? "").hasSuffix(".env") {
                found.expect(
                    arguments.string("mode") == "0600",
                    "ansible.mode",
                    "'\(name)' lets others read the settings",
                    fix: "mode 0600"
                )
            }
        }
        return found.all
    }

    private static func firewall(_ subject: CheckSubject) throws -> [Finding] {
        let path = rolesFolder + "firewall/templates/nftables.conf.j2"
        var found = Findings(path)
        var input = false
        var drops = false
        for line in try subject.requiredText(path).split(separator: "\n") {
            let words = line.split(separator: " ").joined(separator: " ")
            if words.hasPrefix("chain ") { input = words.hasPrefix("chain input") }
            if input, words.contains("policy drop") { drops = true }
            guard words.contains("dport 22") else { continue }
            found.expect(
                words.contains("saddr { {{ firewall_admin_ranges"),
                "T23",
                "SSH is let in from elsewhere than the admin network: \(words)",
                fix: "limit it to firewall_admin_ranges"
            )
        }
        found.expect(drops, "T23", "what no rule names is let in", fix: "policy drop")
        return found.all
    }

    private static func plays(_ subject: CheckSubject, _ parse: YAMLParser) throws -> [Finding] {
        let paths = subject.paths(in: "ansible/playbooks/", ".yml")
        return try paths.flatMap { path in
            let plays = try subject.yaml(path, parse).flatMap { $0.arrayValue ?? [] }
            let roles = plays.flatMap { $0.list("roles") }.compactMap { $0.string("role") }
            return roles.filter { subject.read(rolesFolder + $0 + "/tasks/main.yml") == nil }
                .map { role in
                    Finding(
                        .high,
                        code: "ansible.role",
                        "role '\(role)' does not exist",
                        file: path
                    )
                }
        }
    }

    package var inventory: RuleCheck {
        RuleCheck(
            "ansible-inventory",
            "There is an inventory for each environment and no other; it names every service, holds no"
                + " credential, lets the admin network in only, and machines find themselves in it."
        ) { [parse] subject in
            let folder = "ansible/inventory/"
            let wanted = Set(try subject.requirements().environments.order.map(\.rawValue))
            let found = Set(
                subject.paths(in: folder, ".yml")
                    .map { String($0.dropFirst(folder.count).dropLast(4)) }
            )
            var findings = wanted.symmetricDifference(found).sorted().map { name in
                Finding(
                    .high,
                    code: "ansible.environment",
                    wanted.contains(name)
                        ? "'\(name)' has no inventory" : "'\(name)' was not asked for",
                    file: folder + name + ".yml"
                )
            }
            for name in found.intersection(wanted).sorted() {
                findings += try Self.hosts(subject, parse, name, folder + name + ".yml")
            }
            return .judged(findings, measured: ["inventories": .int(found.count)])
        }
    }

    private static func hosts(
        _ subject: CheckSubject,
        _ parse: @escaping YAMLParser,
        _ environment: String,
        _ path: String
    ) throws -> [Finding] {
        var found = Findings(path)
        let all = try subject.yaml(path, parse).first?["all"] ?? [:]
        found.expect(
            all.string("vars.base_environment") == environment,
            "ansible.environment",
            "the hosts believe to be in '\(all.string("vars.base_environment") ?? "?")'"
        )
        let wanted = try subject.requirements().application.services.map { "\($0.name):\($0.port)" }
        let set = all.list("vars.app_services").map {
            "\($0.string("name") ?? "?"):\(Int($0.number("port") ?? 0))"
        }
        found.expect(
            set == wanted,
            "ansible.services",
            "hosts run \(set.joined(separator: ", ")), asked for are "
                + wanted.joined(separator: ", "),
            fix: "name every service with its port"
        )
        let ranges = all.strings("vars.firewall_admin_ranges")
        found.expect(!ranges.isEmpty, "T23", "no admin network is named")
        for range in ranges {
            found.expect(
                CIDR(range).map { $0.prefix >= 8 } ?? false,
                "T23",
                "'\(range)' is no admin network",
                fix: "name the network that people administer from"
            )
        }
        for member in EnvironmentChecks.flattened(all).keys.sorted()
        where ["password", "passphrase", "secret_key"].contains(where: member.contains) {
            found.add("ansible.secret", "'\(member)' holds a credential", .critical)
        }
        let children = all["children"]?.objectValue?.pairs ?? []
        for rule in children.flatMap({ $0.value.list("vars.firewall_internal") }) {
            let ports = (rule["ports"]?.arrayValue ?? []).compactMap(\.intValue)
            found.expect(
                !ports.contains(22) && !ports.isEmpty,
                "T23",
                "firewall_internal lets remote logins in",
                fix: "firewall_admin_ranges is for those"
            )
            for range in rule.strings("ranges") {
                found.expect(
                    CIDR(range).map { $0.prefix >= 8 } ?? false,
                    "T23",
                    "firewall_internal lets '\(range)' in"
                )
            }
        }
        let hosts = children.flatMap { $0.value["hosts"]?.objectValue?.pairs ?? [] }
        found.expect(!hosts.isEmpty, "ansible.hosts", "names no host")
        guard try !subject.requirements().technology.usesCluster else { return found.all }
        return found.all
            + HostConfiguration(subject, parse)
            .findings(children: all["children"] ?? [:], file: path)
    }
}
