"""Makes a table and documents of purchase orders, of which one in a hundred is for AWS Marketplace.

make.py CSV-FOLDER CXML-FOLDER ROWS DOCUMENTS
"""
import csv
import os
import sys
import time

table, folder, rows, documents = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
os.makedirs(table)
os.makedirs(folder)


def supplier(order):
    return "Amazon Web Services" if order % 100 == 0 else f"Supplier {order % 977}"


HEADINGS = ["Number", "Status", "Version", "Changed", "Supplier", "Supplier Number", "Line", "Description", "Reference",
            "Quantity", "Price", "Amount", "Currency", "Due", "Cost Centre", "Account", "Requester", "Note"]
with open(f"{table}/orders.csv", "w", newline="") as file:
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS)
    for row in range(rows):
        order, line = divmod(row, 5)
        price = f"{order % 9000 + 10}.25"
        writer.writerow([
            f"PO-{order:07}", "issued", 1, "2026-11-20T10:00:00+01:00", supplier(order), f"V-{order % 977}", line + 1,
            f'Software, "edition {line}", for a year', f"agmt-{order:x}" if order % 100 == 0 else "", 1, price, price,
            "USD", "2026-12-31", f"CC-{order % 50}", f"100-{order % 300}", "somebody@example.com",
            "two lines\nof text" if line == 0 else ""])
with open(f"{table}.expected", "w") as file:
    print(len({row // 5 for row in range(rows) if row // 5 % 100 == 0}), file=file)

ITEM = """      <ItemOut quantity="1" lineNumber="{line}" requestedDeliveryDate="2026-12-31T00:00:00Z">
        <ItemID><SupplierPartID>prod-{order}</SupplierPartID><SupplierPartAuxiliaryID>{reference}</SupplierPartAuxiliaryID></ItemID>
        <ItemDetail><UnitPrice><Money currency="USD">{price}</Money></UnitPrice>
          <Description xml:lang="en">Software, edition {line}, for a year</Description><UnitOfMeasure>EA</UnitOfMeasure>
          <Classification domain="UNSPSC">43232701</Classification><Extrinsic name="cost centre">CC-{centre}</Extrinsic></ItemDetail>
        <Distribution><Accounting name="a"><AccountingSegment id="100"><Name xml:lang="en">c</Name><Description
          xml:lang="en">company</Description></AccountingSegment></Accounting><Charge><Money currency="USD">{price}</Money></Charge></Distribution>
      </ItemOut>
"""
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd">
<cXML payloadID="{order}.1@buyer.example.com" timestamp="2026-11-20T10:00:00+01:00" xml:lang="en-US">
  <Header>
    <From><Credential domain="NetworkID"><Identity>AN01</Identity></Credential></From>
    <To><Credential domain="VendorID"><Identity>V-{vendor}</Identity></Credential><Correspondent><Contact><Name
      xml:lang="en">{supplier}</Name></Contact></Correspondent></To>
    <Sender><Credential domain="NetworkID"><Identity>AN01</Identity><SharedSecret>none</SharedSecret></Credential><UserAgent>Buyer</UserAgent></Sender>
  </Header>
  <Request deploymentMode="production"><OrderRequest>
      <OrderRequestHeader orderID="PO-{order:07}" orderDate="2026-11-20T10:00:00+01:00" type="new" orderVersion="1">
        <Total><Money currency="USD">{total}</Money></Total>
        <BillTo><Address><Name xml:lang="en">Buyer</Name></Address></BillTo>
      </OrderRequestHeader>
{items}  </OrderRequest></Request>
</cXML>
"""
for order in range(documents):
    price = f"{order % 9000 + 10}.25"
    items = "".join(
        ITEM.format(line=line, order=order, price=price, centre=order % 50,
                    reference=f"agmt-{order:x}" if order % 100 == 0 else f"part-{order}") for line in (1, 2))
    with open(f"{folder}/{order}.xml", "w") as file:
        file.write(DOCUMENT.format(order=order, vendor=order % 977, supplier=supplier(order), total=price, items=items))
with open(f"{folder}.expected", "w") as file:
    print(len(range(0, documents, 100)), file=file)

# Nobody writes to them any more.
rested = time.time() - 60
for place in (table, folder):
    for entry in os.scandir(place):
        os.utime(entry.path, (rested, rested))
