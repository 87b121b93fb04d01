/// Reads a file from its beginning to its end through a buffer, so that a start needs little more memory than its
/// result. Closes the file when it goes.
struct FileInput: ~Copyable {
    /// The bytes of the file that were consumed.
    private(set) var offset = 0
    /// What was read and is not consumed, from `next.lowerBound` on.
    private(set) var buffer: [UInt8] = []
    private var head = 0
    private var isAtEnd = false
    private let files: any FileSystem
    private let file: OpenFile

    /// Opens the file `path`.
    ///
    /// - Throws: `io`; where the file is not there, its error says so (`isMissing`).
    init(_ path: String, of files: any FileSystem) throws(StoreError) {
        self.files = files
        do {
            file = try files.open(path, .read)
        } catch {
            throw .io(error)
        }
    }

    deinit {
        try? files.close(file)
    }

    /// How many bytes are in the buffer.
    var available: Int { buffer.count - head }

    /// Where in `buffer` the bytes are that come next.
    var next: Range<Int> { head..<buffer.count }

    /// Where in `buffer` the next `count` bytes are, of which there are so many.
    func next(_ count: Int) -> Range<Int> { head..<head + count }

    /// Reads on until `count` bytes are in the buffer or the file ends; says whether they are.
    mutating func fill(_ count: Int) throws(StoreError) -> Bool {
        while available < count, !isAtEnd {
            if head > 0 {
                buffer.removeSubrange(..<head)
                head = 0
            }
            let wanted = max(StoreLimits.chunkBytes, count - available)
            let part: [UInt8]
            do {
                part = try files.read(file, at: offset + available, count: wanted)
            } catch {
                throw .io(error)
            }
            isAtEnd = part.count < wanted
            buffer.append(contentsOf: part)
        }
        return available >= count
    }

    /// Lets go of the first `count` bytes of the buffer.
    mutating func consume(_ count: Int) {
        head += count
        offset += count
    }
}
