import Workflow

/// T23: what the internet reaches, and how it is spoken to.
enum TerraformExposure {
    static func findings(in module: TerraformModule) -> [Finding] {
        module.entries("resource").flatMap { entry -> [Finding] in
            switch entry.block.labels.first ?? "" {
            case "aws_vpc_security_group_ingress_rule": return ingress(entry.block.body, entry)
            case "aws_vpc_security_group_egress_rule": return egress(entry.block.body, entry)
            case "aws_security_group_rule":
                let isIngress = entry.block.body["type"]?.expression.stringLiteral == "ingress"
                return isIngress
                    ? ingress(entry.block.body, entry) : egress(entry.block.body, entry)
            case "aws_security_group":
                return entry.block.body.blocks("ingress").flatMap { ingress($0.body, entry) }
                    + entry.block.body.blocks("egress").flatMap { egress($0.body, entry) }
            case "aws_lb_listener": return listener(entry)
            case "aws_eks_cluster": return endpoint(entry)
            default: return []
            }
        }
    }

    /// How many rules let the world in on another port than 80 or 443.
    static func publicIngress(in module: TerraformModule) -> Int {
        module.entries("resource").flatMap { entry -> [HCLBody] in
            let body = entry.block.body
            switch entry.block.labels.first ?? "" {
            case "aws_vpc_security_group_ingress_rule": return [body]
            case "aws_security_group_rule":
                return body["type"]?.expression.stringLiteral == "ingress" ? [body] : []
            case "aws_security_group": return body.blocks("ingress").map(\.body)
            default: return []
            }
        }.count { body in
            let ports = [number(body, "from_port"), number(body, "to_port")]
            return isWorld(body) && ports != [80, 80] && ports != [443, 443]
        }
    }

    private static func isWorld(_ body: HCLBody) -> Bool {
        ["cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks"].contains { name in
            body[name]?.expression.tokens
                .contains { $0.text == "0.0.0.0/0" || $0.text == "::/0" } ?? false
        }
    }

    private static func number(_ body: HCLBody, _ name: String) -> Double? {
        body[name]?.expression.literal?.numberValue
    }

    /// The world reaches HTTPS at most: logins never, port 80 is the edge's to redirect.
    private static func ingress(_ body: HCLBody, _ entry: TerraformModule.Entry) -> [Finding] {
        guard isWorld(body) else { return [] }
        let from = number(body, "from_port")
        let to = number(body, "to_port")
        if from == 443, to == 443 { return [] }
        let range = from.map { "port \(Int($0))" } ?? "every port"
        let isLogin = (from ?? 0) <= 22 && (to ?? 65535) >= 22
        return [
            TerraformDesign.finding(
                "T23",
                "'\(entry.block.address)' opens \(range) to the world",
                entry,
                fix: isLogin
                    ? "use Session Manager instead of remote logins"
                    : "let in a security group or CloudFront's prefix list, on 443"
            )
        ]
    }

    private static func egress(_ body: HCLBody, _ entry: TerraformModule.Entry) -> [Finding] {
        let kind = body["ip_protocol"] ?? body["protocol"]
        guard isWorld(body), kind?.expression.literal == .string("-1") else { return [] }
        return [
            TerraformDesign.finding(
                "T23",
                "'\(entry.block.address)' lets everything out",
                entry,
                fix: "name the port and, where it is known, the target"
            )
        ]
    }

    private static func listener(_ entry: TerraformModule.Entry) -> [Finding] {
        let body = entry.block.body
        let name = entry.block.address
        let scheme = body["protocol"]?.expression.stringLiteral ?? "HTTPS"
        if number(body, "port") == 80 || scheme == "HTTP" {
            let kinds = body.blocks("default_action").map {
                $0.body["type"]?.expression.stringLiteral
            }
            guard kinds.isEmpty || kinds.contains(where: { $0 != "redirect" }) else { return [] }
            return [
                TerraformDesign.finding(
                    "T23",
                    "'\(name)' serves without TLS",
                    entry,
                    fix: "redirect port 80 to 443"
                )
            ]
        }
        guard scheme == "HTTPS" || scheme == "TLS" else { return [] }
        let policy = body["ssl_policy"]?.expression
        let text = policy?.stringLiteral ?? ""
        let year = text.split(separator: "-").compactMap { Int($0) }.first { $0 > 2000 } ?? 0
        guard policy == nil || policy?.stringLiteral != nil, year < 2021 else { return [] }
        return [
            TerraformDesign.finding(
                "T23",
                "'\(name)' speaks TLS by the policy '\(text)'",
                entry,
                fix: "use ELBSecurityPolicy-TLS13-1-2-2021-06 or a later one"
            )
        ]
    }

    private static func endpoint(_ entry: TerraformModule.Entry) -> [Finding] {
        let network = entry.block.body.blocks("vpc_config").first?.body
        guard network?["endpoint_public_access"]?.expression.literal != .bool(false) else {
            return []
        }
        return [
            TerraformDesign.finding(
                "T23",
                "'\(entry.block.address)' answers on the internet",
                entry,
                fix: "set endpoint_public_access = false and endpoint_private_access = true"
            )
        ]
    }
}
