internal import Glibc

/// A key and a value in one piece of memory: two bytes for the key's length, the key, the value as canonical JSON.
///
/// A hundred thousand of these are held at once, so that one allocation instead of two counts.
struct Record: Sendable, Hashable {
    private let bytes: [UInt8]

    /// The record `key`, whose length is at most `StoreLimits.keyBytes`, with a value.
    init(key: Span<UInt8>, value: Span<UInt8>) {
        let count = 2 + key.count + value.count
        bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            buffer[0] = UInt8(truncatingIfNeeded: key.count)
            buffer[1] = UInt8(truncatingIfNeeded: key.count >> 8)
            key.withUnsafeBufferPointer { _ = buffer[2...].update(fromContentsOf: $0) }
            value.withUnsafeBufferPointer { _ = buffer[(2 + key.count)...].update(fromContentsOf: $0) }
            filled = count
        }
    }

    /// The record `key` without a value.
    init(key: Span<UInt8>) {
        self.init(key: key, value: key.extracting(0..<0))
    }

    private var keyCount: Int { Int(bytes[0]) | Int(bytes[1]) << 8 }

    /// The key's bytes.
    var key: ArraySlice<UInt8> { bytes[2..<2 + keyCount] }

    /// The value's bytes.
    var value: ArraySlice<UInt8> { bytes[(2 + keyCount)...] }

    /// How many bytes of memory the record's content takes.
    var byteCount: Int { bytes.count }

    /// Less than nothing where this key comes before `key` bytewise, nothing where it is the same.
    func compare(to key: Span<UInt8>) -> Int {
        let own = keyCount
        let common = min(own, key.count)
        let order = bytes.withUnsafeBytes { left in
            key.withUnsafeBytes { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return Int32(0) }
                return memcmp(left + 2, right, common)
            }
        }
        return order != 0 ? Int(order) : own - key.count
    }
}
