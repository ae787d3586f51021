import Agents
import Foundation
import Testing

@Suite struct ToolPathTests {
    private func program(_ name: String, in folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        try Data("#!/bin/sh\n".utf8).write(to: URL(filePath: folder + "/" + name))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: folder + "/" + name
        )
    }

    @Test func `what was installed for this program comes before the PATH`() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
        defer { try? FileManager.default.removeItem(atPath: root) }
        try program("terraform", in: root + "/tools/bin")
        try program("terraform", in: root + "/else")
        try program("aws", in: root + "/else")
        let path = ToolPath(["ORCHESTRATE_VALIDATORS": root + "/tools", "PATH": root + "/else"])
        #expect(path.find("terraform") == root + "/tools/bin/terraform")
        #expect(path.find("aws") == root + "/else/aws")
        #expect(path.find("tofu") == nil)
        let without = ToolPath(["HOME": root, "PATH": "else:" + root + "/else"])
        #expect(without.find("terraform") == root + "/else/terraform")
        #expect(without.prefix == root + "/.local/share/orchestrate/validators")
    }
}
