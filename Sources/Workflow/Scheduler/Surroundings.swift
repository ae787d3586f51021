/// Time, names and chance, which the engine takes from outside so that a test can rule them.
package protocol Surroundings: Sendable {
    /// The wall clock.
    func now() -> Timestamp
    /// The boot clock, for leases.
    func leaseNow() -> LeaseTime
    /// Returns after `milliseconds`, or throws `CancellationError` at once when it is cancelled.
    func sleep(milliseconds: Int64) async throws
    /// This process.
    var holder: Holder { get }
}
