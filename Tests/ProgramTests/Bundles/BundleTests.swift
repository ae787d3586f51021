import Foundation
import Testing

extension ProgramTests {
    /// One file proves a run to somebody who has nothing else.
    @Suite(.enabled(if: Keys.isThere && SQL.isThere, "ssh-keygen or python3 is not installed"))
    struct BundleTests {
        static func exported() async throws -> Sandbox {
            let sandbox = try await Keys.completed()
            let exported = try await sandbox.orchestrate("export", "r", "--output", "r.tar")
            guard exported.status == 0 else { throw Trouble("\(exported)") }
            return sandbox
        }

        /// `verify` where there is no state folder at all.
        static func verify(_ bundle: String, _ sandbox: Sandbox) async throws -> Finished {
            try sandbox.makeFolder("elsewhere")
            return try await sandbox.orchestrate(
                "verify",
                sandbox(bundle),
                environment: ["ORCHESTRATE_HOME": sandbox("elsewhere/none")],
                directory: sandbox("elsewhere")
            )
        }

        @Test func `a bundle is the same whenever it is made, and holds on another machine`()
            async throws
        {
            let sandbox = try await Self.exported()
            let there = try await sandbox.orchestrate("export", "r", "--output", "r.tar")
            #expect(there.status == 64, "nothing is replaced unasked: \(there)")
            _ = try await sandbox.orchestrate("export", "r", "--output", "again.tar")
            #expect(try sandbox.bytes("r.tar") == sandbox.bytes("again.tar"))
            let verified = try await Self.verify("r.tar", sandbox)
            #expect(verified.status == 0, "\(verified)")
            #expect(verified.out.contains("1 signature"), "\(verified)")
            let head =
                try await sandbox.orchestrate("show", "r", "--json").json()["head"].text ?? ""
            let kept = try await sandbox.orchestrate("verify", "./r.tar", "--head", head)
            #expect(kept.status == 0, "\(kept)")
            let other = String(repeating: "0", count: 64)
            #expect(try await sandbox.orchestrate("verify", "./r.tar", "--head", other).status == 5)
            #expect(!sandbox.has("elsewhere/.orchestrate"))
        }

        @Test func `plain tools read it and verify its signature`() async throws {
            let sandbox = try await Self.exported()
            let finished = try await sandbox.shell(
                """
                mkdir out && tar -xf r.tar -C out && cd out || exit 90
                test "$(cat deliverables/made.txt)" = made || exit 91
                for text in signatures/*.txt; do
                  ssh-keygen -Y verify -f signers/allowed_signers -I "$2" -n orchestrate-decision \
                    -s "${text%.txt}.sig" < "$text" || exit 92
                done
                """,
                Program.user
            )
            #expect(finished.status == 0, "\(finished)")
            let report = try sandbox.text("out/report.html")
            #expect(report.contains("default-src 'none'"))
            #expect(!report.contains("<script"), "data is escaped")
            #expect(report.contains("fine &lt;script&gt;"))
            #expect(!report.contains("src=") && !report.contains("href="), "nothing from elsewhere")
            #expect(report.contains("<svg") && report.contains("sequenceDiagram"))
            let approvals = try JSON(sandbox.text("out/approvals.json"))
            #expect(approvals["gates"][0]["votes"][0]["by"].text == Program.user)
        }

        private static let flip = """
            import sys, tarfile
            data = open(sys.argv[1], "rb").read()
            places = []
            for member in tarfile.open(sys.argv[1]):
                places.append((member.name + " (header)", member.offset + 3))
                places.append((member.name, member.offset_data + member.size // 2))
                if member.size % 512:
                    places.append((member.name + " (padding)", member.offset_data + member.size))
            places.append(("the end", len(data) - 1))
            for number, (name, place) in enumerate(places):
                with open(f"{sys.argv[2]}/{number}.tar", "wb") as out:
                    out.write(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
                print(name)
            """

        @Test func `one byte in any part of it is found`() async throws {
            let sandbox = try await Self.exported()
            try sandbox.makeFolder("flipped")
            let made = try await sandbox.shell(
                "exec python3 -c \"$2\" r.tar flipped",
                Self.flip
            )
            #expect(made.status == 0, "\(made)")
            let names = made.out.split(separator: "\n")
            #expect(names.count > 20)
            for (number, name) in names.enumerated() {
                let verified = try await Self.verify("flipped/\(number).tar", sandbox)
                #expect(verified.status == 5, "\(name): \(verified)")
                #expect(!verified.hasCrashed)
            }
            let cut = try sandbox.bytes("r.tar").dropLast(2000)
            try Data(cut).write(to: URL(fileURLWithPath: sandbox("cut.tar")))
            #expect(try await Self.verify("cut.tar", sandbox).status == 5)
        }

        private static let rebuild = """
            import hashlib, json, sys, tarfile
            source = tarfile.open("r.tar")
            files = [(m.name, source.extractfile(m).read()) for m in source]
            special = []
            def header(name, size, type=b"0", target=""):
                fields = [(0, name.encode()), (100, b"0000644"), (108, b"0000000"),
                    (116, b"0000000"), (124, b"%011o" % size), (136, b"00000000000"),
                    (148, b" " * 8), (156, type), (157, target.encode()), (257, b"ustar\\x0000"),
                    (329, b"0000000"), (337, b"0000000")]
                block = bytearray(512)
                for offset, text in fields:
                    block[offset:offset + len(text)] = text
                block[148:156] = b"%06o\\0 " % sum(block)
                return bytes(block)
            def link(name, target, type):
                special.append(header(name, 0, type, target))
            exec(sys.argv[1])
            manifest = json.loads(files[0][1])
            manifest["entries"] = [
                {"name": n, "sha256": hashlib.sha256(d).hexdigest(), "bytes": len(d)}
                for n, d in files[1:]]
            files[0] = (files[0][0],
                (json.dumps(manifest, indent=2, ensure_ascii=False) + "\\n").encode())
            with open("bad.tar", "wb") as out:
                for name, data in files:
                    out.write(header(name, len(data)) + data + bytes(-len(data) % 512))
                for block in special:
                    out.write(block)
                out.write(bytes(1024))
            """

        private static func rebuilt(_ change: String, _ sandbox: Sandbox) async throws -> Finished {
            let made = try await sandbox.shell(
                "exec python3 -c \"$2\" \"$3\"",
                rebuild,
                change
            )
            #expect(made.status == 0, "\(made)")
            return try await verify("bad.tar", sandbox)
        }

        @Test(
            arguments: [
                ("../evil.txt", "files.append(('../evil.txt', b'x'))"),
                (
                    "deliverables/../../evil.txt",
                    "files.append(('deliverables/../../evil.txt', b'x'))"
                ),
                ("/tmp/evil.txt", "files.append(('/tmp/evil.txt', b'x'))"),
                ("more.txt", "files.append(('more.txt', b'x'))"),
                ("deliverables/more.txt", "files.append(('deliverables/more.txt', b'x'))"),
                ("symbolic link", "link('deliverables/a', '/etc/passwd', tarfile.SYMTYPE)"),
                ("hard link", "link('deliverables/a', '/etc/passwd', tarfile.LNKTYPE)"),
                ("folder", "link('deliverables/a', '', tarfile.DIRTYPE)"),
                ("twice", "files.append(files[1])"),
                ("approvals.json", "files = [f for f in files if f[0] != 'approvals.json']"),
                ("object", "files = [f for f in files if not f[0].startswith('objects/')]"),
                (
                    "made.txt",
                    "files = [(n, b'evil\\n' if n == 'deliverables/made.txt' else d) for n, d in files]"
                ),
                (
                    "object",
                    "files = [(n, b'evil\\n' if n.startswith('objects/') else d) for n, d in files]"
                ),
                (
                    "report.html",
                    "files = [(n, d.replace(b'fine', b'fire') if n == 'report.html' else d) "
                        + "for n, d in files]"
                ),
                (
                    "event",
                    "files = [(n, d.replace(b'fine', b'fire') if n == 'journal.jsonl' else d) "
                        + "for n, d in files]"
                ),
                (
                    "definition",
                    "files = [(n, d.replace(b'gated', b'open!') if n == 'definition.json' else d) "
                        + "for n, d in files]"
                ),
                (
                    "allowed_signers",
                    "files = [(n, d + b'#' if n == 'signers/allowed_signers' else d) for n, d in files]"
                ),
            ]
        )
        func `a bundle that was put together by somebody else`(
            name: String,
            change: String
        )
            async throws
        {
            let sandbox = try await Self.exported()
            let untouched = try await Self.rebuilt("", sandbox)
            #expect(untouched.status == 0, "the forger's own tools are good enough: \(untouched)")
            let verified = try await Self.rebuilt(change, sandbox)
            #expect(verified.status == 5, "\(verified)")
            #expect(verified.all.contains(name), "\(verified)")
            let imported = try await sandbox.orchestrate(
                "import",
                "bad.tar",
                "--home",
                sandbox("elsewhere/home")
            )
            #expect(imported.status == 5, "\(imported)")
            #expect(!sandbox.has("elsewhere/home"), "nothing was made")
            #expect(!sandbox.has("evil.txt") && !sandbox.has("elsewhere/evil.txt"))
        }

        @Test func `what is too large for its limit is refused by its name`() async throws {
            let sandbox = try await Self.exported()
            for limit in ["bundleEntries=3", "bundleEntryBytes=100", "bundleBytes=2000"] {
                let verified = try await sandbox.orchestrate(
                    "verify",
                    "./r.tar",
                    environment: ["ORCHESTRATE_LIMITS": limit]
                )
                #expect(verified.status == 5, "\(verified)")
                let name = String(limit.prefix { $0 != "=" })
                #expect(verified.error.contains(name), "\(verified)")
            }
            try sandbox.write("no archive", to: "text.tar")
            #expect(try await sandbox.orchestrate("verify", "./text.tar").status == 5)
            #expect(try await sandbox.orchestrate("verify", "./none.tar").status == 66)
        }
    }
}
