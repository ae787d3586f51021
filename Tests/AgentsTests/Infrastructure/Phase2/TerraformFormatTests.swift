import Foundation
import Testing

@Suite struct TerraformFormatTests {
    static let terraform = (ProcessInfo.processInfo.environment["PATH"] ?? "")
        .split(separator: ":").map { String($0) + "/terraform" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(.enabled(if: terraform != nil, "terraform is not installed"))
    func `terraform finds nothing to format in the rendered tree`() throws {
        let example = try RenderedExample.load()
        let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, text) in example.files where path.hasPrefix("terraform/") {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let process = Process()
        process.executableURL = URL(filePath: Self.terraform ?? "")
        process.arguments = ["fmt", "-check", "-recursive", "-list=true", root.path()]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let listed = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(listed)")
    }
}
