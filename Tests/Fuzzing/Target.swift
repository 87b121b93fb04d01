/// A decoder where bytes come in from outside. `Tests/Fuzzing/run.sh NAME SECONDS` feeds it with libFuzzer, and the ordinary
/// tests with what is kept under `Corpus/NAME`, both through `run`.
enum Target: String, CaseIterable {
    /// JSON from anywhere.
    case json
    /// A page of Coupa's.
    case coupa
    /// A page of any JSON API, with a mapping.
    case rest
    /// A page of Ariba's, of either of its APIs.
    case ariba
    /// An answer of AWS's: the first byte names the operation, the second the status.
    case aws
    /// XML from anywhere.
    case xml
    /// A cXML document.
    case cxml
    /// A file of separated values: the first byte names what the configuration says of it.
    case csv
    /// A listing of a folder by an SFTP or FTPS server.
    case listing
    /// A journal of the store.
    case journal
    /// A snapshot of the store.
    case snapshot
    /// The configuration file.
    case configuration
    /// AWS's shared files: configuration and credentials, apart by a form feed.
    case profiles
    /// The register of the Billing console's purchase orders.
    case register
    /// Times, amounts, zones and whatever else is one short text.
    case values

    /// Reads the bytes. Whatever they are, this returns: they are read, or refused by a typed error.
    ///
    /// - Throws: `Broken` where what was read is not what was given.
    func run(_ bytes: [UInt8]) async throws {
        switch self {
        case .json: try JSONTarget.run(bytes)
        case .coupa: try await CoupaTarget.run(bytes)
        case .rest: try await RESTTarget.run(bytes)
        case .ariba: try await AribaTarget.run(bytes)
        case .aws: try await AWSTarget.run(bytes)
        case .xml: try XMLTarget.run(bytes)
        case .cxml: try await CXMLTarget.run(bytes)
        case .csv: try CSVTarget.run(bytes)
        case .listing: try ListingTarget.run(bytes)
        case .journal: try JournalTarget.run(bytes)
        case .snapshot: try SnapshotTarget.run(bytes)
        case .configuration: try ConfigurationTarget.run(bytes)
        case .profiles: try ProfilesTarget.run(bytes)
        case .register: try RegisterTarget.run(bytes)
        case .values: try ValuesTarget.run(bytes)
        }
    }
}

/// A promise that a decoder did not keep.
struct Broken: Error, CustomStringConvertible {
    let description: String
}

/// Demands what a decoder promises.
func demand(_ holds: Bool, _ promise: @autoclosure () -> String) throws(Broken) {
    guard holds else { throw Broken(description: promise()) }
}
