internal import CPlatform
import Foundation

/// What is left of this process when it crashes: nothing that could hold a secret.
enum Crashing {
    /// No core file, of this process or of any that it starts, and no report with registers and
    /// memory; a report is made where `SWIFT_BACKTRACE` asks for one.
    static func tellsNothing() {
        _ = platform_no_core_files()
        guard ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] == nil else { return }
        for number in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP] {
            signal(number, SIG_DFL)
        }
    }
}
