import FoundationEssentials

/// Bytes that stand in a source as text.
enum Base64 {
    /// 512 MiB of zeros, gzipped three times: 231 bytes.
    static let bomb = """
        H4sIAAAAAAACA5Pv5mAAASbmt3d0jVoZRRoeVt+V7nmg7sF0OuBMQEpjjs4BqRmGk5KEN6W4XX3DcJapR8Hj2Pm92RP2fa+8dFJ9nuXn\
        vDjdvjQxtXz+xx/vF9T9rf29b4cJE9BItnd/niYZWbP1bKub942/DyjSsNA6MnLeuX6m+OPS1dcYgSLN5Ts377X6L/DDwnpuFDtQgOfe\
        r+ev3/0R+/CjeHtZhjxQxKDifBNI6QQlCZBDdcGcCxCOITJnVGZUZoTJmP+X5JHIjb0z/9w8njrGW7Kaz0u+sTMAAEYHi5/UAwAA
        """

    /// The bytes of a text.
    static func decode(_ text: String) -> [UInt8] { Data(base64Encoded: text).map { [UInt8]($0) } ?? [] }
}
