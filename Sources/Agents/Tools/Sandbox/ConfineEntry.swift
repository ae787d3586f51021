internal import CPlatform
import Foundation
import Workflow

/// What the program does when it was started as the first process of an agent's command.
///
/// It takes the attempt's lock, writes its group into it, bounds what may be taken, confines itself
/// and becomes the command; where the kernel does not do as it was asked, the command does not begin.
package enum ConfineEntry {
    /// The argument by which the program knows that it was started so.
    package static let word = "__confine"

    static let fileBytes: UInt64 = 1 << 30
    static let memoryBytes: UInt64 = 16 << 30
    static let processes: UInt64 = 4096
    static let descriptors: UInt64 = 1024

    /// Never returns when the arguments are a confined command's: `__confine LOCK PLAN`.
    package static func enterIfAsked(_ arguments: [String]) {
        guard arguments.count == 4, arguments[1] == word else { return }
        exit(enter(lock: arguments[2], plan: arguments[3]))
    }

    private static func enter(lock: String, plan text: String) -> Int32 {
        guard let plan = try? JSONReader.value(of: text),
            let command = plan["command"]?.texts, let program = command.first,
            let sandbox = plan["sandbox"]?.stringValue.flatMap(Sandbox.init(rawValue:)),
            let folder = plan["folder"]?.stringValue, let network = plan["network"]?.boolValue
        else { return refuse("its plan cannot be read") }
        guard take(lock, keeping: sandbox != .bubblewrap) else {
            return ChildEntry.lockedExitCode
        }
        guard chdir(folder) == 0 else { return refuse("cannot enter \(folder)") }
        guard platform_set_limits(fileBytes, memoryBytes, processes, descriptors) == 0,
            platform_no_new_privileges() == 0
        else { return refuse("cannot be bounded") }
        if sandbox == .landlock {
            // Only some may; the filter below refuses every socket in any case.
            if !network { _ = platform_empty_network() }
            guard confine(plan["readable"]?.texts ?? [], plan["writable"]?.texts ?? [], network)
            else { return refuse("Landlock cannot confine it") }
            guard platform_filter_calls(network ? 1 : 0) == 0 else {
                return refuse("its calls cannot be filtered")
            }
        }
        for variable in ["SWIFT_BACKTRACE", "LD_LIBRARY_PATH"] { unsetenv(variable) }
        let words = command.map { (word: String) in strdup(word) }
        var pointers = words + [nil]
        _ = platform_exec(program, &pointers)
        return refuse("cannot start \(program)")
    }

    /// The descriptor that stays open can only be read, so that the command cannot name another
    /// group to be ended in its place; what bubblewrap runs needs none, since it dies with its parent.
    private static func take(_ lock: String, keeping: Bool) -> Bool {
        let descriptor = platform_open(lock, O_RDONLY | O_CREAT, 0o600)
        guard descriptor >= 0, platform_try_lock(descriptor) == 1 else {
            say("another attempt of this message still runs (\(lock))")
            return false
        }
        let group = Array("\(getpgrp())\n".utf8)
        let writer = platform_open(lock, O_WRONLY | O_TRUNC, 0)
        guard writer >= 0, write(writer, group, group.count) == group.count,
            !keeping || platform_keep_on_exec(descriptor) == 0
        else {
            say("cannot write \(lock): \(String(cString: strerror(errno)))")
            return false
        }
        close(writer)
        return true
    }

    private static func confine(
        _ readable: [String],
        _ writable: [String],
        _ network: Bool
    ) -> Bool {
        let reading = readable.map { (path: String) in strdup(path) }
        let writing = writable.map { (path: String) in strdup(path) }
        let readers = reading.map { UnsafePointer($0) } + [nil]
        let writers = writing.map { UnsafePointer($0) } + [nil]
        return platform_landlock_confine(readers, writers, network ? 1 : 0) == 0
    }

    private static func refuse(_ reason: String) -> Int32 {
        say("\(reason): \(String(cString: strerror(errno)))")
        return ChildEntry.execFailedExitCode
    }

    private static func say(_ text: String) {
        let line = Array("orchestrate: \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}

extension Value {
    /// The strings of an array of strings.
    var texts: [String]? { arrayValue?.compactMap(\.stringValue) }
}
