import Workflow

/// What the QA orchestrator must see before it tests in the environments.
package enum QualityCriteria {
    package static let all: [any Criterion] = [parity, load, dashboards, fixtures, teardown]

    package static let parity = MeasuredCriterion(
        "Q1",
        "Staging differs from production in allowed values only."
    ) { bundle in
        guard hasStaging(bundle) else {
            return .notAsked("the requirements ask for no staging beside a production")
        }
        let result = try EnvironmentChecks.parity.verdict(of: bundle)
        let count = result.measured["differences"]?.intValue ?? 0
        let outside = result.measured["outsideAllowList"]?.intValue ?? 0
        return Measurement(
            result.verdict == .passed,
            "\(count) differences, \(outside) outside the allowed ones"
                + (result.findings.first.map { ": \($0.message)" } ?? "")
        )
    }

    package static let load = MeasuredCriterion(
        "Q2",
        "Staging, scaled up for a load window, carries the users' load at its stated scale."
    ) { bundle in
        guard hasStaging(bundle) else {
            return .notAsked("the requirements ask for no staging to be loaded")
        }
        let staging = try bundle.tfvars("terraform/environments/staging/terraform.tfvars")
        let production = try bundle.tfvars("terraform/environments/production/terraform.tfvars")
        let scale =
            bundle.inputs.number("requirements.environments.staging.scale") ?? 0.33
        let have = processors(staging)
        let full = max(1, processors(production))
        let users = bundle.inputs.number("requirements.traffic.concurrentUsers") ?? 0
        return Measurement(
            have >= full * scale,
            "staging grows to \(NumberText.plain(have)) of production's \(NumberText.plain(full)) "
                + "vCPU, the stated scale is \(NumberText.plain(scale)): "
                + "\(NumberText.plain((users * scale).rounded())) of \(NumberText.plain(users)) users"
        )
    }

    private static func hasStaging(_ bundle: CheckSubject) -> Bool {
        let names = EnvironmentChecks.names(bundle)
        return names.contains("staging") && names.contains("production")
    }

    /// vCPU of all nodes, or instances without a cluster, at their maximum, by the size in the
    /// type's name.
    private static func processors(_ values: Value) -> Double {
        let isCluster = values.string("compute") != "asg"
        let group = isCluster ? "cluster" : "web"
        let most = isCluster ? "cluster.max_nodes" : "web.max_size"
        let type = values.string(group + ".instance_type") ?? ""
        let size = type.split(separator: ".").last ?? ""
        let each: Double =
            switch size {
            case "medium", "large": 2
            case "xlarge": 4
            default: (Double(size.prefix { $0.isNumber }) ?? 0) * 4
            }
        return each * (values.number(most) ?? 0)
    }

    package static let dashboards = MeasuredCriterion(
        "Q3",
        "The dashboards can be narrowed to one test run."
    ) { bundle in
        let paths = ["operations", "development"].map { "monitoring/grafana/\($0).json" }
        var labelled = 0
        for path in paths {
            let dashboard = try bundle.json(path)
            let hasVariable = dashboard.list("templating.list").contains {
                $0.string("name") == "test_run"
            }
            let queries = dashboard.list("panels").flatMap { $0.list("targets") }
                .compactMap { $0.string("expr") }
            if hasVariable, queries.contains(where: { $0.contains("$test_run") }) { labelled += 1 }
        }
        return Measurement(
            labelled == paths.count,
            "\(labelled) of \(paths.count) dashboards have the variable 'test_run' and use it"
        )
    }

    package static let fixtures = MeasuredCriterion(
        "Q4",
        "Test data is nobody's: every class of data has rules by which it leaves production, and the "
            + "fixtures hold made-up values alone."
    ) { bundle in
        // Without a page of requirements nobody has said what is held.
        guard let classes = (try? bundle.requirements())?.compliance.dataClasses else {
            throw Unsaid("nobody said which classes of data are held")
        }
        let result = try TestDataCheck.check.verdict(of: bundle)
        let rows = result.measured["rows"]?.intValue ?? 0
        let rules = result.measured["rules"]?.intValue ?? 0
        return Measurement(
            result.verdict == .passed,
            "data classes \(classes.joined(separator: ", ")): \(rules) rules, \(rows) made-up rows"
                + (result.findings.first.map { "; \($0.message)" } ?? "")
        )
    }

    package static let teardown = MeasuredCriterion(
        "Q5",
        "Test environments stop by a schedule with a time zone."
    ) { bundle in
        let result = try CostChecks.schedule.verdict(of: bundle)
        let names = try bundle.json("cost/schedule.json").list("schedules")
            .compactMap { $0.string("environment") }
        // What the requirements let run always has nothing to stop it, and says so in its evidence.
        let wanted = ["development", "integration"].filter {
            bundle.inputs.string("requirements.environments.\($0).schedule") != nil
                && EnvironmentChecks.names(bundle).contains($0)
        }
        guard !wanted.isEmpty || !names.isEmpty else {
            return .notAsked("the requirements give no environment hours in which it stops")
        }
        return Measurement(
            result.verdict == .passed && wanted.allSatisfy(names.contains),
            "schedules for \(names.isEmpty ? "nothing" : names.joined(separator: ", "))"
                + (result.findings.first.map { "; \($0.message)" } ?? "")
        )
    }
}

/// Something that only a person can say; the criterion is open until one does.
struct Unsaid: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
