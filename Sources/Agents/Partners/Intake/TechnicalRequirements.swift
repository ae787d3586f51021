import Workflow

/// What an application needs of its infrastructure, as the tech lead hands it in.
struct TechnicalRequirements: Sendable {
    let request: InfrastructureRequest

    var payload: Value {
        [
            "trdPath": .string(request.application.trdPath ?? "request/normalized.json"),
            "digest": .string(RequestIntake.digest(of: request.normalized)),
            "services": .array(request.application.services.map(Self.form)),
            "topology": .array(topology),
            "performance": performance,
            "data": data,
            "integrations": .array(integrations),
            "request": request.normalized,
        ]
    }

    private var topology: [Value] {
        request.application.services.flatMap { service in
            service.dependsOn.map { target -> Value in
                ["from": .string(service.name), "to": .string(target)]
            }
        }
    }

    private var performance: Value {
        [
            "concurrentUsers": .number(request.traffic.concurrentUsers),
            "spikeFactor": .number(request.traffic.spikeFactor),
            "p95Ms": .number(request.traffic.p95Ms),
        ]
    }

    private var data: Value {
        [
            "engine": .string(request.application.database.engine),
            "sizeGiB": .number(request.application.database.sizeGiB),
            "classes": .strings(request.compliance.dataClasses),
        ]
    }

    private var integrations: [Value] {
        (request.cloud.hybrid?.onPremCidrs ?? []).map { range -> Value in
            ["kind": "network", "range": .string(range.description)]
        }
    }

    private static func form(_ service: InfrastructureRequest.Service) -> Value {
        [
            "name": .string(service.name), "tier": .string(service.tier),
            "port": .int(service.port), "health": .string(service.health),
            "dependsOn": .strings(service.dependsOn),
        ]
    }
}

/// Compares what a tech lead needs with the architecture that was captured.
enum DesignSupport {
    static let path = "architecture/architecture.json"

    /// What is missing; `needs` is the payload of `technical-requirements-provided`.
    static func gaps(in architecture: Value, for needs: Value) -> [Finding] {
        let environments = architecture.list("environments")
        guard
            let largest = environments.first(where: { $0.string("name") == "production" })
                ?? environments.last
        else { return [gap("environments", "designs no environment", "design one")] }
        return services(needs, largest) + topology(needs, architecture)
            + performance(needs, architecture) + data(needs, largest)
            + integrations(needs, architecture)
    }

    private static func gap(_ code: String, _ message: String, _ fix: String) -> Finding {
        Finding(.high, code: "support." + code, message, file: path, fix: fix)
    }

    private static func services(_ needs: Value, _ environment: Value) -> [Finding] {
        needs.list("services").compactMap { service in
            let name = service.string("name") ?? "?"
            let found = environment.list("services").first { $0.string("name") == name }
            guard let found, (found.number("minimumReplicas") ?? 0) >= 1 else {
                return gap("service", "'\(name)' is not sized", "size it as a service")
            }
            guard found.number("port") == service.number("port") else {
                return gap(
                    "port",
                    "'\(name)' listens on \(NumberText.plain(service.number("port") ?? 0)), the "
                        + "design serves \(NumberText.plain(found.number("port") ?? 0))",
                    "route to the port of the service"
                )
            }
            return nil
        }
    }

    private static func topology(_ needs: Value, _ architecture: Value) -> [Finding] {
        let edges = architecture.list("edges")
        return needs.list("topology").compactMap { wanted in
            let from = wanted.string("from") ?? "?"
            let to = wanted.string("to") ?? "?"
            let isThere = edges.contains { $0.string("from") == from && $0.string("to") == to }
            return isThere
                ? nil
                : gap("topology", "there is no way from '\(from)' to '\(to)'", "add the edge")
        }
    }

    private static func performance(_ needs: Value, _ architecture: Value) -> [Finding] {
        let wanted = needs.number("performance.p95Ms") ?? 0
        let users = needs.number("performance.concurrentUsers") ?? 0
        var findings: [Finding] = []
        let budget = architecture.at("latency")?["p95Ms"]?.number("value") ?? .infinity
        if budget > wanted {
            findings.append(
                gap(
                    "latency",
                    "the hops add up to \(NumberText.plain(budget)) ms at the 95th percentile, "
                        + "\(NumberText.plain(wanted)) ms are asked for",
                    "shorten the slowest hop, or relax traffic.p95Ms"
                )
            )
        }
        let designed = architecture["traffic"]?["traffic.concurrentUsers"]
        if let sized = designed?.number("value") ?? designed?.numberValue, sized < users {
            findings.append(
                gap(
                    "users",
                    "is designed for \(NumberText.plain(sized)) users at a time, "
                        + "\(NumberText.plain(users)) are asked for",
                    "size for traffic.concurrentUsers"
                )
            )
        }
        return findings
    }

    private static func data(_ needs: Value, _ environment: Value) -> [Finding] {
        let engine = needs.string("data.engine") ?? ""
        let size = needs.number("data.sizeGiB") ?? 0
        let database = environment["database"]
        var findings: [Finding] = []
        if database?.string("engine") != engine {
            findings.append(
                gap(
                    "engine",
                    "the data needs \(engine), the design has "
                        + (database?.string("engine") ?? "none"),
                    "take the engine that the application speaks to"
                )
            )
        }
        // What is asked for is production's; other environments hold a part of the data.
        let holdsAll = environment.string("name") == "production"
        if holdsAll, (database?.number("storageGiB") ?? 0) < size {
            findings.append(
                gap(
                    "storage",
                    "\(NumberText.plain(size)) GiB of data do not fit into "
                        + "\(NumberText.plain(database?.number("storageGiB") ?? 0)) GiB",
                    "raise the storage of the database"
                )
            )
        }
        return findings
    }

    private static func integrations(_ needs: Value, _ architecture: Value) -> [Finding] {
        let components = architecture.list("components").compactMap { $0.string("id") }
        guard !needs.list("integrations").isEmpty,
            !components.contains(where: { $0.contains("vpn") })
        else { return [] }
        return [
            gap("integration", "there is no way to the networks outside", "add a VPN gateway")
        ]
    }
}
