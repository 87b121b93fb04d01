import Glibc
import Synchronization

/// A text that a peer's script and a test share.
final class Mutable: Sendable {
    private let inside: Mutex<String>

    init(_ text: String) {
        inside = Mutex(text)
    }

    var text: String {
        get { inside.withLock { $0 } }
        set { inside.withLock { $0 = newValue } }
    }
}

/// Waits on a thread that a script has to itself.
func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }

/// The memory of this process.
enum Memory {
    /// The most that was ever resident, in bytes; `nil` where the system does not tell.
    static var peak: Int? {
        guard let file = fopen("/proc/self/status", "r") else { return nil }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 200)
        while fgets(&buffer, Int32(buffer.count), file) != nil {
            let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard line.hasPrefix("VmHWM:") else { continue }
            return Int(line.filter(\.isNumber)).map { $0 << 10 }
        }
        return nil
    }
}
