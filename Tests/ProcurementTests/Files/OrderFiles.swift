import Foundation
import Procurement
import Reconciliation
import Simulation
import Testing

/// A folder of order files, deleted when nobody holds it any more.
final class OrderFiles: Sendable {
    let path: String

    /// A folder of its own, or at a path.
    init(path: String? = nil) throws {
        let url =
            path.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "posyncd-orders-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        self.path = url.path(percentEncoded: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) { write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) {
        let url = URL(filePath: "\(path)/\(name)")
        #expect(throws: Never.self) {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
    }

    /// A file of so many bytes that takes no room.
    func grow(_ name: String, to size: UInt64) {
        write(name, "")
        #expect(truncate("\(path)/\(name)", off_t(size)) == 0)
    }

    func remove(_ name: String) {
        #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
    }

    /// What is in a file.
    func text(_ name: String) -> String? { try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    func clear() { for name in names { remove(name) } }

    /// When a file was last written.
    func date(_ name: String, secondsAgo: Int) {
        var times = [timeval(), timeval()]
        for place in times.indices { times[place].tv_sec = time(nil) - secondsAgo }
        #expect(utimes("\(path)/\(name)", times) == 0)
    }

    /// Every file, by path.
    var names: [String] {
        (FileManager.default.subpaths(atPath: path) ?? []).filter { name in
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
            return isThere && !isFolder.boolValue
        }.sorted()
    }

    var count: Int { names.count }

    // MARK: - Orders

    /// An order as cXML.
    static func cxml(_ order: SampleOrder) -> String {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd">
            <cXML payloadID="\(order.id).\(order.version)@acme" timestamp="\(order.updatedAt)">
              <Header>
                <From><Credential domain="NetworkID"><Identity>AN01</Identity></Credential></From>
                <To><Credential domain="VendorID"><Identity>V-1001</Identity></Credential></To>
                <Sender><Credential domain="NetworkID"><Identity>AN01</Identity>
                  <SharedSecret>canary</SharedSecret></Credential><UserAgent>Buyer 1.0</UserAgent></Sender>
              </Header>
              <Request><OrderRequest>
                <OrderRequestHeader orderID="\(order.number)" orderDate="2026-11-01T00:00:00Z"
                  type="\(order.isCancelled ? "delete" : order.version == 1 ? "new" : "update")" orderVersion="\(order.version)">
                  <Total><Money currency="USD">\(order.amount)</Money></Total>
                  <BillTo><Address><Name xml:lang="en">Acme</Name></Address></BillTo>
                </OrderRequestHeader>
                <ItemOut quantity="1" lineNumber="1">
                  <ItemID><SupplierPartID>p</SupplierPartID>
                    <SupplierPartAuxiliaryID>agmt-\(order.id)</SupplierPartAuxiliaryID></ItemID>
                  <ItemDetail><UnitPrice><Money currency="USD">\(order.amount)</Money></UnitPrice>
                    <Description xml:lang="en">software</Description><UnitOfMeasure>EA</UnitOfMeasure>
                    <Classification domain="UNSPSC">81162000</Classification></ItemDetail>
                </ItemOut>
              </OrderRequest></Request>
            </cXML>
            """
        DocumentFolder.keep(text, as: "order")
        return text
    }

    /// Orders as a table with headings.
    static func csv(_ orders: [SampleOrder]) -> String {
        let rows = orders.map { order in
            "\(order.number),\(order.isCancelled ? "cancelled" : "issued"),\(order.version),\(order.updatedAt),"
                + "AWS,1,agmt-\(order.id),\(order.amount),USD\r\n"
        }
        return "Number,Status,Version,Changed,Supplier,Line,Reference,Amount,Currency\r\n" + rows.joined()
    }

    /// The columns of that table.
    static let columns = CSVOptions(columns: [
        .path(.orderNumber): [.column("Number")], .orderStatus: [.column("Status")],
        .orderVersion: [.column("Version")],
        .orderUpdatedAt: [.column("Changed")], .path(.supplierName): [.column("Supplier")],
        .path(.lineNumber): [.column("Line")], .path(.auxiliaryPart): [.column("Reference")],
        .path(.amount): [.column("Amount")], .path(.currency): [.column("Currency")],
    ])
}
