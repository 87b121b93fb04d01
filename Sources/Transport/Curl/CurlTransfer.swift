internal import CurlShim

/// A transfer as the transfer thread runs it: its handle, and who waits. Lives on that thread.
protocol CurlTransfer: AnyObject {
    var id: UInt64 { get }
    /// The easy handle.
    var curl: UnsafeMutableRawPointer { get }
    /// The longest time in which libcurl is asked to go on, whatever it waits for.
    static var longestPause: Int32 { get }
    /// Tells who waits that the transfer is over.
    func finish(_ code: CURLcode)
    /// Tells who waits that there will be no answer.
    func abandon()
}
