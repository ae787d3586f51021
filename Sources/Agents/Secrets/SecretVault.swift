import Synchronization
package import Workflow

/// What this process knows of secrets: each value that it has got, for as long as it lives.
///
/// A value is got anew for each command that is given it, since it may have been changed, and stays
/// known, since what had the old one may still write it.
package final class SecretVault: Sendable {
    /// What is known of one run, and of every run without secrets.
    private struct Known: Sendable {
        /// The values that it was given.
        var given = Secrets()
        /// With the credentials that this process inherited.
        var all = Secrets().adding(CommandEnvironment.credentials)
        /// With those of them that no ordinary word is.
        var certain = Secrets().adding(
            CommandEnvironment.credentials
                .filter { $0.value.utf8.count >= Self.shortestCertainCredential }
        )

        private static let shortestCertainCredential = 16

        func adding(_ values: [(name: String, value: String)]) -> Known {
            var more = self
            more.given = given.adding(values)
            more.all = all.adding(values)
            more.certain = certain.adding(values)
            return more
        }
    }

    private let known = Mutex<[RunID: Known]>([:])
    private let inherited = Known()
    private let surroundings: any Surroundings

    init(surroundings: any Surroundings) { self.surroundings = surroundings }

    /// Text for people without any secret that this process knows.
    package func conceal(_ text: String) -> String {
        known.withLock { $0.values.map(\.given) }.reduce(text) { $1.conceal($0) }
    }

    /// Bytes for people without any secret that this process knows.
    package func conceal(_ bytes: [UInt8]) -> [UInt8] {
        known.withLock { $0.values.map(\.given) }.reduce(bytes) { $1.conceal($0) }
    }

    /// All that is concealed in what commands write: what this process knows of the run's secrets,
    /// and the credentials that it inherited.
    func secrets(of run: RunID) -> Secrets { of(run).all }

    /// The same without credentials that could be ordinary words, as those of an emulator are: for
    /// values that others go on with, and files that are refused.
    func certain(of run: RunID) -> Secrets { of(run).certain }

    private func of(_ run: RunID) -> Known { known.withLock { $0[run] } ?? inherited }

    /// The present values of the secrets `names` of an order.
    ///
    /// - Throws: `SecretError` when one is not where it should be.
    func values(
        of names: Set<String>,
        in order: WorkOrder
    ) async throws -> [String: String] {
        var values: [String: String] = [:]
        for secret in order.secrets where names.contains(secret.name) {
            values[secret.name] = try await value(of: secret, order.run)
        }
        return values
    }

    /// Sees to it that every secret is known that a command of the run was given, here or in a
    /// process before, so that it is found in what the run writes.
    ///
    /// - Throws: `SecretError` when one cannot be had any more.
    func recall(_ order: WorkOrder) async throws {
        let present = of(order.run).given.values.map(\.name)
        for secret in order.secrets where secret.isExposed && !present.contains(secret.name) {
            do {
                _ = try await value(of: secret, order.run)
            } catch let error as SecretError {
                throw SecretError(
                    name: error.name,
                    reason: error.reason
                        + "; without it, nothing that the run writes can be looked through for it"
                )
            }
        }
    }

    /// Runs know their secrets by name here, whether or not a command was given them.
    package func learn(_ values: [(name: String, value: String)], of run: RunID) {
        known.withLock { $0[run] = ($0[run] ?? inherited).adding(values) }
    }

    private func value(of secret: SecretOrder, _ run: RunID) async throws -> String {
        let reading = SecretReading(name: secret.name, surroundings: surroundings)
        let value = try await reading.value(of: secret.source)
        learn([(secret.name, value)], of: run)
        return value
    }
}
