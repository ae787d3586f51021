import Foundation
import Testing

extension ProgramTests {
    /// The example for a regulated environment, walked as its people would, with what they must not do.
    @Suite(.enabled(if: Keys.isThere, "ssh-keygen is not installed"))
    struct RegulatedExampleTests {
        private static let shipped = Program.project + "/workflows/new-saas-env-regulated"
        private static let main = "terraform/modules/ci-build/main.tf"
        private static let production = "provision-production"

        /// Run `r` of the shipped file beside a list of signers with fresh keys, at its first gate.
        private static func begun() async throws -> Sandbox {
            let sandbox = try Sandbox()
            try sandbox.write(text(".yaml"), to: "w.yaml")
            var lines: [String] = []
            for name in ["ana", "ben", "carla", "dev", "eva"] {
                let key = try await Keys.make(name, sandbox)
                lines.append(
                    "\(name) namespaces=\"orchestrate-decision,orchestrate-head\" \(key)\n"
                )
            }
            try sandbox.write(lines.joined(), to: "new-saas-env-regulated.signers")
            let began = try await sandbox.begin("--validators", "off")
            guard began.status == 3 else { throw Trouble("\(began)") }
            return sandbox
        }

        /// `approve` at `gate` by `name`, who signs with the key of `signer`.
        private static func approve(
            _ gate: String,
            as name: String?,
            signer: String? = nil,
            _ more: String...,
            in sandbox: Sandbox,
            environment: [String: String] = [:]
        ) async throws -> Finished {
            var words = ["approve", "r", gate] + more
            if let name { words += ["--as", name] }
            if let signer { words += ["--sign-with", signer] }
            // A key of whoever runs the tests is not found.
            let all = ["HOME": sandbox("home")].merging(environment) { $1 }
            return try await sandbox.orchestrate(words, environment: all)
        }

        /// The vote was refused, is on record by that name, and the run still waits for the same.
        private static func expectRefused(
            _ vote: Finished,
            by name: String,
            at gate: String,
            naming word: String,
            _ sandbox: Sandbox
        ) async throws {
            #expect(vote.status == 77, "\(vote)")
            #expect(vote.error.contains(word), "\(vote)")
            let last = try #require(try await sandbox.events().last)
            #expect(last["type"].text == "gate.vote-refused")
            #expect(last["body"]["by"].text == name)
            #expect(last["body"]["gate"].text == gate)
            #expect(last["body"]["reason"].text?.contains(word) == true, "\(last)")
        }

        /// The only open gate, which must be `gate`.
        private static func open(_ gate: String, _ sandbox: Sandbox) async throws -> JSON {
            let gates = try await sandbox.orchestrate("gates", "--json").json()["gates"].array
            #expect(gates.compactMap { $0["gate"].text } == [gate])
            return try #require(gates.first)
        }

        private static func bodies(_ type: String, _ sandbox: Sandbox) async throws -> [JSON] {
            try await sandbox.events().filter { $0["type"].text == type }.map(\.["body"])
        }

        // MARK: The walk

        @Test
        func `an edit is found by the partner that it is handed to, reworked, signed anew`()
            async throws
        {
            let sandbox = try await Self.begun()
            try await Self.architecture(sandbox)
            try await Self.edit(sandbox)
            try await Self.otherKeys(sandbox)
            try await Self.sign(round: 1, sandbox)
            try await Self.rejected(sandbox)
            try await Self.sign(round: 2, sandbox)
            try await Self.accepted(sandbox)
            try await Self.toTheEnd(sandbox)
            try await Self.history(sandbox)
            try await Self.bundle(sandbox)
        }

        /// Who asked for it does not approve it, nor who has another part.
        private static func architecture(_ sandbox: Sandbox) async throws {
            let gate = "architecture-and-cost"
            let mine = try await approve(gate, as: nil, in: sandbox)
            try await expectRefused(
                mine,
                by: Program.user,
                at: gate,
                naming: "role:architects",
                sandbox
            )
            let other = try await approve(gate, as: "dev", in: sandbox)
            try await expectRefused(other, by: "dev", at: gate, naming: "'dev'", sandbox)
            let vote = try await approve(gate, as: "ana", "--resume", in: sandbox)
            #expect(vote.status == 3, "\(vote)")
        }

        /// Dev changes a file, and has made something of it from then on.
        private static func edit(_ sandbox: Sandbox) async throws {
            let before = try await open(production, sandbox)
            #expect(before["needed"].int == 2 && before["signed"] == .bool(true))
            let vote = try await approve(
                production,
                as: "dev",
                signer: "dev",
                "--edit",
                main,
                in: sandbox,
                environment: ["EDITOR": "sed -i /scan_on_push/s/true/false/", "VISUAL": ""]
            )
            #expect(vote.error.contains("+    scan_on_push = false"), "\(vote)")
            try await expectRefused(vote, by: "dev", at: production, naming: "producer", sandbox)
            let edits = try await bodies("deliverable.edited", sandbox)
            #expect(edits.count == 1)
            #expect(edits[0]["by"].text == "dev" && edits[0]["path"].text == main)
            #expect(edits[0]["deliverable"].text == "D2.1")
            let after = try await open(production, sandbox)
            #expect(after["digest"] != before["digest"])
            #expect(after["not"][1]["people"].array.contains(.string("dev")))
        }

        /// None of these is a signature of somebody who may decide.
        private static func otherKeys(_ sandbox: Sandbox) async throws {
            let attempts: [(name: String, signer: String?, word: String)] = [
                ("carla", "ben", "that of ben"), ("carla", nil, "no key to sign with"),
                ("ana", "ana", "role:operations"), ("dev", "dev", "producer"),
            ]
            for attempt in attempts {
                let vote = try await approve(
                    production,
                    as: attempt.name,
                    signer: attempt.signer,
                    in: sandbox
                )
                try await expectRefused(
                    vote,
                    by: attempt.name,
                    at: production,
                    naming: attempt.word,
                    sandbox
                )
            }
            #expect(try await open(production, sandbox)["needed"].int == 2)
        }

        /// Two people sign; one alone is not enough.
        private static func sign(round: Int, _ sandbox: Sandbox) async throws {
            let gate = try await open(production, sandbox)
            #expect(gate["round"].int == round)
            #expect(gate["votes"].array.isEmpty, "no vote is kept from another round")
            let carla = try await approve(production, as: "carla", signer: "carla", in: sandbox)
            #expect(carla.status == 0, "\(carla)")
            let early = try await sandbox.orchestrate("resume", "r")
            #expect(early.status == 3, "\(early)")
            #expect(try await open(production, sandbox)["needed"].int == 1)
            let ben = try await approve(
                production,
                as: "ben",
                signer: "ben",
                "--resume",
                in: sandbox
            )
            #expect(ben.status == 3, "\(ben)")
            let votes = try await bodies("gate.voted", sandbox).filter {
                $0["gate"].text == production && $0["round"].int == round
            }
            #expect(votes.map { $0["by"].text } == ["carla", "ben"])
            for vote in votes {
                #expect(vote["digest"] == gate["digest"])
                let signed = try JSON(try #require(vote["signature"]["text"].text))
                #expect(signed["subject"] == gate["digest"])
            }
        }

        /// The receiver measures what the edit broke; what was offered is made anew and asked about.
        private static func rejected(_ sandbox: Sandbox) async throws {
            let receipts = try await bodies("handoff.rejected", sandbox)
            #expect(receipts.count == 1)
            let types = try await sandbox.events().compactMap(\.["type"].text)
            #expect(!types.contains("handoff.accepted"))
            let reopened = try await bodies("phase.reopened", sandbox)
            #expect(reopened.count == 1)
            #expect(reopened[0]["phase"].text == "provisioning")
            #expect(reopened[0]["feedback"]["from"].text == "agent:build-orchestrator")
            #expect(reopened[0]["feedback"]["findings"][0]["code"].text == "B3")
            #expect(reopened[0]["steps"].array.contains(.string("write-terraform-modules")))
            #expect(try sandbox.text("ws/" + main).contains("scan_on_push = true"))
            let diff = try await sandbox.orchestrate("diff", "r", production, "--json").json()
            #expect(diff["before"]["round"].int == 1 && diff["after"]["round"].int == 2)
            #expect(diff["files"].array.map { $0["path"].text } == [main])
            let vote = try await approve(production, as: "dev", signer: "dev", in: sandbox)
            try await expectRefused(vote, by: "dev", at: production, naming: "producer", sandbox)
        }

        private static func accepted(_ sandbox: Sandbox) async throws {
            let log = try await sandbox.orchestrate("log", "r", "--handoffs", "--json")
            let handoffs = try JSON.lines(log.out)
            #expect(handoffs.map { $0["receipt"]["decision"].text } == ["rejected", "accepted"])
            let measured = handoffs.map { handoff in
                handoff["criteria"].array.first { $0["id"].text == "B3" } ?? .null
            }
            #expect(measured.map { $0["status"].text } == ["failed", "passed"])
            #expect(measured[0]["evidence"].text?.contains("scan_on_push") == true)
        }

        private static func toTheEnd(_ sandbox: Sandbox) async throws {
            let readiness = "handoff-readiness"
            let other = try await approve(readiness, as: "ana", in: sandbox)
            let word = "role:operations"
            try await expectRefused(other, by: "ana", at: readiness, naming: word, sandbox)
            let carla = try await approve(readiness, as: "carla", "--resume", in: sandbox)
            #expect(carla.status == 3, "\(carla)")
            let eva = try await approve("optimization", as: "eva", "--resume", in: sandbox)
            #expect(eva.status == 0, "\(eva)")
        }

        /// The log leads from the acceptance over the refusal to the edit, and the trace to the gate.
        private static func history(_ sandbox: Sandbox) async throws {
            let accepted = try await sandbox.events().first {
                $0["type"].text == "handoff.accepted"
            }
            let number = try #require(accepted?["sequence"].int)
            let why = try await sandbox.orchestrate("log", "r", "--why", "\(number)")
            #expect(why.status == 0, "\(why)")
            for type in ["phase.reopened", "handoff.rejected", "run.started"] {
                #expect(why.out.contains(type), "\(type): \(why)")
            }
            let rejected = try await sandbox.events().first {
                $0["type"].text == "handoff.rejected"
            }
            let refusal = try #require(rejected?["sequence"].int)
            let all = try await sandbox.orchestrate("log", "r", "--why", "\(refusal)", "--all")
            #expect(all.out.contains("deliverable.edited  \(main) of D2.1 by dev"), "\(all)")
            let trace = try await sandbox.orchestrate("show", "r", "--trace")
            let modules = trace.out.split(separator: "\n").first { $0.hasPrefix("R022 ") }
            #expect(modules?.contains("\(production): approve") == true, "\(trace)")
            #expect(modules?.contains("build-orchestrator: accepted") == true, "\(trace)")
        }

        private static func bundle(_ sandbox: Sandbox) async throws {
            let head = ["sign-head", "r", "--sign-with", "eva", "--anchor", "anchors.jsonl"]
            #expect(try await sandbox.orchestrate(head).status == 77, "the key is not the user's")
            let signed = try await sandbox.orchestrate(head + ["--as", "eva"])
            #expect(signed.status == 0, "\(signed)")
            let exported = try await sandbox.orchestrate("export", "r", "--output", "r.tar")
            #expect(exported.status == 0, "\(exported)")
            let verify = [
                "verify", sandbox("r.tar"), "--anchor", sandbox("anchors.jsonl"), "--json",
            ]
            let elsewhere = ["ORCHESTRATE_HOME": sandbox("none")]
            let verified = try await sandbox.orchestrate(verify, environment: elsewhere)
            #expect(verified.status == 0, "\(verified)")
            #expect(try verified.json()["runs"][0]["signatures"].int == 5, "four votes and a head")
        }

        @Test func `the file is valid as it ships, and not without enough of its keys`()
            async throws
        {
            let sandbox = try Sandbox()
            let valid = try await sandbox.orchestrate("validate", Self.shipped + ".yaml")
            #expect(valid.status == 0, "\(valid)")
            #expect(!valid.all.contains("warning"), "\(valid)")
            try sandbox.write(Self.text(".yaml"), to: "w.yaml")
            let lines = try Self.text(".signers").split(separator: "\n")
            let ben = lines.filter { $0.hasPrefix("ben ") }.joined() + "\n"
            try sandbox.write(ben, to: "new-saas-env-regulated.signers")
            let refused = try await sandbox.orchestrate("validate", "w.yaml")
            #expect(refused.status == 65, "\(refused)")
            #expect(refused.all.contains("gate 'provision-production'"), "\(refused)")
        }

        private static func text(_ ending: String) throws -> String {
            try String(contentsOfFile: shipped + ending, encoding: .utf8)
        }
    }
}
