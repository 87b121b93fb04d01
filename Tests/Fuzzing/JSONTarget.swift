import Documents

/// One input of libFuzzer for the JSON reader: whatever the bytes are, they are read or refused; what is read can be
/// written, and what is written reads as the same value.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let value = try? JSONReader.read(bytes) else { return 0 }
    for written in [Array(value.compactText().utf8), value.prettyBytes()] {
        precondition((try? JSONReader.read(written)) == value, "what was written reads as another value")
    }
    let canonical = value.canonicalBytes()
    guard let sorted = try? JSONReader.read(canonical) else { preconditionFailure("the canonical form is no JSON") }
    precondition(sorted.canonicalBytes() == canonical, "the canonical form is not canonical")
    return 0
}
