import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// File systems that a test may fill, spoil and switch off.
struct Mount: Sendable {
    /// Where it is mounted.
    let place: String
    private let source: [String]

    /// A file system in memory.
    static func memory(_ folder: String, bytes: Int) async throws -> Mount {
        let mount = Mount(place: "\(folder)/disk", source: ["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs"])
        try await mount.begin()
        return mount
    }

    /// A file system of a kind in an image of 320 MiB, the least that xfs takes.
    static func image(_ folder: String, kind: String) async throws -> Mount {
        let image = "\(folder)/image"
        let file = open(image, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0, ftruncate(file, 320 << 20) == 0 else { throw BenchError("\(image) cannot be made") }
        close(file)
        let made = try await Tool.run(["mkfs.\(kind)", kind == "ext4" ? "-q" : "-f", image])
        guard made.code == 0 else { throw Skip(reason: "mkfs.\(kind): \(made.text)") }
        let mount = Mount(place: "\(folder)/disk", source: ["-o", "loop", image])
        try await mount.begin()
        return mount
    }

    private func begin() async throws {
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try await mountAgain()
    }

    /// Mounts it, also after it was switched off: the file system replays its journal.
    func mountAgain() async throws {
        let done = try await Tool.run(["mount"] + source + [place])
        guard done.code == 0 else { throw Skip(reason: "mount is not permitted here: \(done.text)") }
    }

    /// Changes how it is mounted.
    func remount(_ option: String) async throws {
        let done = try await Tool.run(["mount", "-o", "remount,\(option)", place])
        guard done.code == 0 else { throw BenchError("mount -o remount,\(option): \(done.text)") }
    }

    /// Unmounts it; a process that has just been killed may hold it for a moment.
    func unmount() async throws {
        for _ in 0..<100 {
            if try await Tool.run(["umount", place]).code == 0 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BenchError("\(place) cannot be unmounted")
    }

    /// Switches the file system off as a power failure does: what is not durable is lost, and every call fails.
    func failPower() throws {
        let folder = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(folder) }
        // FS_IOC_SHUTDOWN with FS_SHUTDOWN_FLAGS_NOLOGFLUSH: the journal in memory is not flushed before.
        var flags: UInt32 = 2
        guard folder >= 0, ioctl(folder, 0x8004_587D, &flags) == 0 else {
            throw Skip(reason: "FS_IOC_SHUTDOWN: \(String(cString: strerror(errno)))")
        }
    }
}

/// Other programs.
enum Tool {
    /// Runs a program to its end; what it said on both of its outputs.
    static func run(_ words: [String]) async throws -> (code: Int32, text: String) {
        do {
            let result = try await Subprocess.run(
                words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0]),
                arguments: Arguments(Array(words.dropFirst())), input: .none,
                output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
            let text = result.standardOutput + result.standardError
            if case .exited(let code) = result.terminationStatus { return (Int32(code), text) }
            return (-1, text)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw Skip(reason: "there is no \(words[0])")
        }
    }
}
