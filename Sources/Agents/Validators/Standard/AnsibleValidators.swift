import Workflow

/// Playbooks and roles.
enum AnsibleValidators {
    static let ansibleLint = ExternalTool(
        "ansible-lint",
        for: "Ansible playbooks and roles",
        distribution: "ansible-lint"
    )
    static let ansiblePlaybook = ExternalTool(
        "ansible-playbook",
        for: "the syntax of Ansible playbooks",
        distribution: "ansible-core"
    )

    static let all = [lint, syntax]

    private static func isAnsible(_ path: String) -> Bool { path.topFolder == "ansible" }

    private static func isCode(_ path: String) -> Bool {
        isAnsible(path) && path.isYAML && !path.isBelow("inventory")
    }

    private static func tree(_ subject: CheckSubject, _ targets: [String]) -> [String] {
        subject.captured(below: ["ansible"])
    }

    private static let lint = ExternalValidator(
        "ansible-lint",
        "ansible-lint finds nothing against its profile for production",
        tool: ansibleLint,
        timeLimitSeconds: 300,
        variables: ["ANSIBLE_NOCOWS": "1"],
        looksAt: { $0.own(isCode) },
        alsoReads: tree,
        commands: { _, _ in
            [
                ToolCommand(
                    [
                        "--offline", "-q", "--nocolor", "-f", "json", "--profile", "production",
                    ],
                    in: "ansible",
                    read: CloudOutput.ansible
                )
            ]
        }
    )

    private static let syntax = ExternalValidator(
        "ansible-syntax",
        "ansible can read every playbook and finds its roles and modules",
        tool: ansiblePlaybook,
        variables: ["ANSIBLE_NOCOWS": "1", "ANSIBLE_LOCALHOST_WARNING": "false"],
        looksAt: { subject in
            subject.own(isCode).filter { isPlaybook(subject.text($0) ?? "") }
        },
        alsoReads: tree,
        commands: { _, targets in
            targets.map { path in
                let name = path.split(separator: "/").dropFirst().joined(separator: "/")
                return ToolCommand(
                    ["--syntax-check", "-i", "localhost,", name],
                    in: "ansible",
                    read: CloudOutput.playbook(path)
                )
            }
        }
    )

    /// A list of plays names hosts or imports another playbook.
    private static func isPlaybook(_ text: String) -> Bool {
        text.split(separator: "\n").contains { line in
            let words = line.drop { $0 == " " || $0 == "-" }
            return words.hasPrefix("hosts:") || words.hasPrefix("import_playbook:")
                || words.hasPrefix("ansible.builtin.import_playbook:")
        }
    }
}
