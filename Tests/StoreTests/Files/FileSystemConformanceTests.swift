import Glibc
import Simulation
import Store
import Testing

/// What the store relies on, of the host's file system and of the simulated one alike.
@Suite("File system conformance")
struct FileSystemConformanceTests {
    /// One of the two, with a directory to work in.
    struct Subject: CustomTestStringConvertible, Sendable {
        var files: any FileSystem
        var directory: String
        var testDescription: String
        /// Keeps the directory for as long as the subject is in use.
        var keeper: TemporaryDirectory?

        func path(_ name: String) -> String { "\(directory)/\(name)" }

        static func all() throws -> [Subject] {
            let temporary = try TemporaryDirectory()
            let disk = SimulatedDisk()
            try disk.makeDirectory("/work", permissions: 0o700)
            return [
                Subject(
                    files: PosixFileSystem(), directory: temporary.path, testDescription: "host", keeper: temporary),
                Subject(files: disk, directory: "/work", testDescription: "simulated", keeper: nil),
            ]
        }

        /// Creates a file of these bytes.
        func write(_ name: String, _ text: String) throws {
            let file = try files.open(path(name), .create)
            let written = try files.append(Array(text.utf8).span, to: file)
            #expect(written == text.utf8.count)
            try files.close(file)
        }

        func text(_ name: String) throws -> String {
            let file = try files.open(path(name), .read)
            let bytes = try files.read(file, at: 0, count: 1 << 16)
            try files.close(file)
            return String(decoding: bytes, as: UTF8.self)
        }

        /// The error number that a call fails with.
        func code<Result>(_ call: (any FileSystem) throws -> Result) -> Int32? {
            do {
                _ = try call(files)
                return nil
            } catch {
                return (error as? FileError)?.code
            }
        }
    }

    @Test("bytes are appended, read from anywhere, and cut off at the end")
    func bytes() throws {
        for subject in try Subject.all() {
            try subject.write("a", "hello")
            let file = try subject.files.open(subject.path("a"), .append)
            _ = try subject.files.append(Array(" world".utf8).span, to: file)
            #expect(try subject.text("a") == "hello world")
            try subject.files.truncate(file, to: 7)
            _ = try subject.files.append(Array("!".utf8).span, to: file)
            try subject.files.synchronizeData(file)
            try subject.files.synchronize(file)
            try subject.files.close(file)
            #expect(try subject.text("a") == "hello w!")
            let reading = try subject.files.open(subject.path("a"), .read)
            #expect(try subject.files.read(reading, at: 6, count: 100) == Array("w!".utf8))
            #expect(try subject.files.read(reading, at: 2, count: 3) == Array("llo".utf8))
            #expect(try subject.files.read(reading, at: 100, count: 3) == [])
            try subject.files.close(reading)
        }
    }

    @Test("a file is created once, and opened only where it is there")
    func opening() throws {
        for subject in try Subject.all() {
            #expect(subject.code { try $0.open(subject.path("a"), .read) } == ENOENT)
            #expect(subject.code { try $0.open(subject.path("a"), .append) } == ENOENT)
            #expect(subject.code { try $0.open(subject.path("no/a"), .create) } == ENOENT)
            try subject.write("a", "1")
            #expect(subject.code { try $0.open(subject.path("a"), .create) } == EEXIST)
            #expect(subject.code { try $0.open(subject.path("a/b"), .create) } == ENOTDIR)
            let file = try subject.files.open(subject.path("a"), .createOrOpen)
            _ = try subject.files.append(Array("2".utf8).span, to: file)
            #expect(try subject.files.read(file, at: 0, count: 9) == Array("12".utf8))
            try subject.files.close(file)
        }
    }

    @Test("a file opened for reading takes no bytes")
    func readOnly() throws {
        for subject in try Subject.all() {
            try subject.write("a", "1")
            let file = try subject.files.open(subject.path("a"), .read)
            #expect(subject.code { try $0.append(Array("2".utf8).span, to: file) } == EBADF)
            try subject.files.close(file)
        }
    }

    @Test("a rename takes the place of what is there, and readers keep the file they have open")
    func rename() throws {
        for subject in try Subject.all() {
            try subject.write("old", "old")
            try subject.write("new", "new")
            let identity = try subject.files.status(subject.path("new"))?.identity
            let reading = try subject.files.open(subject.path("old"), .read)
            try subject.files.rename(subject.path("new"), to: subject.path("old"))
            try subject.files.synchronizeDirectory(subject.directory)
            #expect(try subject.text("old") == "new")
            #expect(try subject.files.status(subject.path("old"))?.identity == identity)
            #expect(try subject.files.status(subject.path("new")) == nil)
            #expect(try subject.files.read(reading, at: 0, count: 9) == Array("old".utf8))
            try subject.files.close(reading)
            #expect(subject.code { try $0.rename(subject.path("new"), to: subject.path("x")) } == ENOENT)
        }
    }

    @Test("a removed file is gone by name, and still there for who has it open")
    func remove() throws {
        for subject in try Subject.all() {
            try subject.write("a", "1")
            let reading = try subject.files.open(subject.path("a"), .read)
            try subject.files.remove(subject.path("a"))
            #expect(try subject.files.read(reading, at: 0, count: 9) == Array("1".utf8))
            try subject.files.close(reading)
            #expect(try subject.files.status(subject.path("a")) == nil)
            #expect(subject.code { try $0.remove(subject.path("a")) } == ENOENT)
        }
    }

    @Test("directories are made one at a time, listed, and told from files")
    func directories() throws {
        for subject in try Subject.all() {
            try subject.files.makeDirectory(subject.path("d"), permissions: 0o700)
            #expect(subject.code { try $0.makeDirectory(subject.path("d"), permissions: 0o700) } == EEXIST)
            #expect(subject.code { try $0.makeDirectory(subject.path("e/f"), permissions: 0o700) } == ENOENT)
            try subject.write("d/b", "22")
            try subject.write("d/a", "1")
            try subject.write("file", "")
            #expect(Set(try subject.files.list(subject.path("d"))) == ["a", "b"])
            #expect(Set(try subject.files.list(subject.directory)) == ["d", "file"])
            #expect(try subject.files.status(subject.path("d"))?.isDirectory == true)
            #expect(try subject.files.status(subject.path("d/b"))?.isDirectory == false)
            #expect(try subject.files.status(subject.path("d/b"))?.size == 2)
            #expect(subject.code { try $0.list(subject.path("nowhere")) } == ENOENT)
            #expect(subject.code { try $0.list(subject.path("file")) } == ENOTDIR)
            #expect(subject.code { try $0.status(subject.path("file/x")) } == ENOTDIR)
            #expect(subject.code { try $0.open(subject.path("d"), .append) } == EISDIR)
            #expect(subject.code { try $0.synchronizeDirectory(subject.path("nowhere")) } == ENOENT)
        }
    }

    @Test("a lock keeps the second one out until the first one closes, whatever else is closed meanwhile")
    func lock() throws {
        for subject in try Subject.all() {
            let first = try subject.files.open(subject.path("lock"), .createOrOpen)
            let second = try subject.files.open(subject.path("lock"), .createOrOpen)
            #expect(try subject.files.lock(first))
            #expect(try subject.files.lock(first))
            #expect(try !subject.files.lock(second))
            // Record locks would be lost here.
            let third = try subject.files.open(subject.path("lock"), .read)
            try subject.files.close(third)
            #expect(try !subject.files.lock(second))
            try subject.files.close(first)
            #expect(try subject.files.lock(second))
            try subject.files.close(second)
        }
    }
}
