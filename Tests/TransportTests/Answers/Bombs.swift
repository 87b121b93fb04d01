/// Compressed bodies, in Base64.
enum Bombs {
    /// 64 MiB of zeros, gzipped twice: 269 bytes.
    static let twofold = """
        H4sIAAAAAAACA+3cr05CcRTA8YtcNyYbYiAZ5BGIFAYazAbNjgcgkmVzJgsvQWZjc7PSeAO02f0TnDM5L9z7GL/z+aSTTzw7+549NrLS\
        Qf1jXavth9n8f/nVOMoAAACAxM1e7+vlMSDrFtvLqxsAAAAgdePjVl4dBf5uT8+tAwAAAJL3MOi3qw+B77tJbh0AAACQvM7v26i6BWyK\
        p5Nr+wAAAIDkvQgGAAAAQCiCAQAAABCLYAAAAADEIhgAAAAAwQgGAAAAQCyCAQAAABCLYAAAAADEIhgAAAAAwQgGAAAAQCyCAQAAABDL\
        YtDvlo8B7Z9iOrw4zAAAAIjkufnZe1/th3wHPEzs+uL+AAA=
        """
    /// 512 MiB of zeros, gzipped three times: 231 bytes.
    static let threefold = """
        H4sIAAAAAAACA5Pv5mAAASbmt3d0jVoZRRoeVt+V7nmg7sF0OuBMQEpjjs4BqRmGk5KEN6W4XX3DcJapR8Hj2Pm92RP2fa+8dFJ9nuXn\
        vDjdvjQxtXz+xx/vF9T9rf29b4cJE9BItnd/niYZWbP1bKub942/DyjSsNA6MnLeuX6m+OPS1dcYgSLN5Ts377X6L/DDwnpuFDtQgOfe\
        r+ev3/0R+/CjeHtZhjxQxKDifBNI6QQlCZBDdcGcCxCOITJnVGZUZoTJmP+X5JHIjb0z/9w8njrGW7Kaz0u+sTMAAEYHi5/UAwAA
        """
    /// `{"orders":[]}`, gzipped once.
    static let honest = "H4sIAAAAAAACA6tWyi9KSS0qVrKKjq0FAOu8yZ0NAAAA"

    /// The bytes of a Base64 text.
    static func decode(_ text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var bytes: [UInt8] = []
        var (bits, count) = (0, 0)
        for byte in text.utf8 {
            guard let value = alphabet.firstIndex(of: byte) else { continue }
            (bits, count) = ((bits << 6 | value) & 0xffffff, count + 6)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return bytes
    }
}
