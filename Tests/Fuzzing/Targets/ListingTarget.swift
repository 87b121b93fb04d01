import Documents

@testable import Transport

/// No name of a listing leads out of its folder.
enum ListingTarget {
    static func run(_ bytes: [UInt8]) throws {
        let listing = FolderListing(now: 1_795_435_200_000)
        for file in listing.forPrograms(bytes) + listing.forPeople(bytes) {
            try demand(
                !file.name.contains("/") && file.name != ".." && file.name != "." && !file.name.isEmpty, file.name)
            try demand(file.size >= 0, "a size below zero")
            try demand(!file.name.unicodeScalars.contains { $0.value < 0x20 }, "a control character in a name")
        }
    }
}
