internal import CPlatform
import Foundation

/// What the program does when it was started as a command's first process.
///
/// It takes the attempt's lock, writes its group into it, forbids core files, and becomes
/// `/bin/sh`. The lock's descriptor stays open over `exec` and in every descendant.
package enum ChildEntry {
    /// The argument by which the program knows that it was started so.
    package static let word = "__child"

    /// Another attempt of the same step still holds the lock.
    package static let lockedExitCode: Int32 = 125
    package static let execFailedExitCode: Int32 = 126

    /// Never returns when the arguments are a child's: `__child LOCK SCRIPT`.
    package static func enterIfAsked(_ arguments: [String]) {
        guard arguments.count == 4, arguments[1] == word else { return }
        exit(enter(lock: arguments[2], script: arguments[3]))
    }

    private static func enter(lock: String, script: String) -> Int32 {
        let descriptor = platform_open(lock, O_RDWR | O_CREAT, 0o600)
        guard descriptor >= 0, platform_try_lock(descriptor) == 1 else {
            say("another attempt of this step still runs (\(lock))")
            return lockedExitCode
        }
        let group = Array("\(getpgrp())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, write(descriptor, group, group.count) == group.count,
            platform_keep_on_exec(descriptor) == 0
        else {
            say("cannot write \(lock): \(String(cString: strerror(errno)))")
            return execFailedExitCode
        }
        _ = platform_no_core_files()
        let words: [String] = ["/bin/sh", "-e", "-c", script]
        let arguments = words.map { (word: String) in strdup(word) }
        var pointers = arguments + [nil]
        _ = platform_exec("/bin/sh", &pointers)
        say("cannot start /bin/sh: \(String(cString: strerror(errno)))")
        return execFailedExitCode
    }

    private static func say(_ text: String) {
        let line = Array("orchestrate: \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
