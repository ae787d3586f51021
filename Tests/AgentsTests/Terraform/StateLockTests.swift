import Testing

@testable import Agents

@Suite struct StateLockTests {
    /// As Terraform 1.11 prints it without colours, and as the detail of its JSON diagnostic.
    private static let said = """
        Error: Error acquiring the state lock

        Error message: operation error S3: PutObject, https response error StatusCode: 412,
        RequestID: JG6xoG20QN9PCzVgY36z, HostID: n3, api error PreconditionFailed
        Lock Info:
          ID:        52f27994-f2a6-7d0a-c542-e179e7c2910c
          Path:      acme-saas-development-terraform-state/development/terraform.tfstate
          Operation: OperationTypeApply
          Who:       ana@build-1
          Version:   1.11.4
          Created:   2026-11-22 09:14:03.271 +0000 UTC
        """

    @Test(arguments: [said, said.split(separator: "\n").map { "│ " + $0 }.joined(separator: "\n")])
    func `who holds a state is read, and how it is freed is said`(text: String) throws {
        let lock = try #require(StateLock(in: text))
        #expect(lock.words.contains("locked by ana@build-1 since 2026-11-22 09:14:03.271;"))
        #expect(
            lock.words.hasSuffix("terraform force-unlock 52f27994-f2a6-7d0a-c542-e179e7c2910c")
        )
    }

    @Test func `another complaint is no lock`() {
        #expect(StateLock(in: "Error: Invalid provider ID: x") == nil)
    }

    /// Without a holder the id is enough.
    @Test func `a lock without more than its id is a lock`() {
        let lock = StateLock(in: "Error acquiring the state lock\nLock Info:\n  ID: 1-2")
        #expect(lock?.words.hasPrefix("the state is locked; ") == true)
    }
}
