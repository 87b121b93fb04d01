internal import Glibc

/// Reads a small file whole: configuration and tokens, never data.
enum SmallFile {
    /// Bytes that such a file may have: far more than any has, far less than would hurt.
    static let limit = 1 << 20

    /// Why a file cannot be read, in the system's words.
    struct Fault: Error {
        let code: Int32
        let reason: String

        /// Whether it is just not there.
        var isAbsent: Bool { code == ENOENT || code == ENOTDIR }
    }

    /// The file's text; `Fault` where it cannot be opened, is too long or is not UTF-8.
    static func text(_ path: String) throws(Fault) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw system() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw system() }
            guard count > 0 else { break }
            bytes += buffer[..<count]
            guard bytes.count <= limit else { throw Fault(code: EFBIG, reason: "it has more than \(limit) bytes") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Fault(code: EILSEQ, reason: "it is not UTF-8 text")
        }
        return text
    }

    private static func system() -> Fault {
        let code = errno
        return Fault(code: code, reason: String(cString: strerror(code)))
    }
}
