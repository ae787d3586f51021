import Agents
import Testing
import Workflow

@Suite struct StorageEncryptionTests {
    @Test func `the bucket of access logs may be encrypted by the service`() async throws {
        let example = try RenderedExample.load()
        let subject = example.subject("D2.4")
        let result = try await Platform.check("storage-encryption").verdict(on: subject)
        #expect(result.verdict == .passed, "\(result.findings.map(\.message))")
    }
}
