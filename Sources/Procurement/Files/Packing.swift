/// What a file is packed in that is not the text it should be: none of it is unpacked here, and each is said by its name.
enum Packing: String, CaseIterable {
    case zip = "a ZIP archive or a workbook of a spreadsheet"
    case gzip = "compressed (gzip)"
    case pgp = "encrypted (PGP)"
    case workbook = "a workbook of a spreadsheet"
    case pdf = "a PDF"
    case mime = "a message with attachments (MIME)"

    /// How a file begins that is packed so (PKWARE APPNOTE 4.3.7, RFC 1952, RFC 9580 section 6.2, MS-CFB 2.2, ISO 32000, RFC 2045).
    private var beginning: [UInt8] {
        switch self {
        case .zip: [0x50, 0x4b, 0x03, 0x04]
        case .gzip: [0x1f, 0x8b, 0x08]
        case .pgp: Array("-----BEGIN PGP MESSAGE-----".utf8)
        case .workbook: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
        case .pdf: Array("%PDF-".utf8)
        case .mime: Array("MIME-Version:".utf8)
        }
    }

    /// What a file of these bytes is packed in; `nil` where it is not.
    init?(_ bytes: [UInt8]) {
        guard let packing = Self.allCases.first(where: { bytes.starts(with: $0.beginning) }) else { return nil }
        self = packing
    }

    /// What to say of the file.
    var reason: String {
        "is \(rawValue), which is not unpacked here: have it delivered as plain text, or unpack it first"
    }
}
