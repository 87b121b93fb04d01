"""What a user would write: reads the orders of a folder and keeps those for AWS Marketplace that name an agreement.

reader.py csv|cxml FOLDER OUTPUT
"""
import csv
import hashlib
import io
import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from datetime import datetime
from decimal import Decimal

kind, folder, output = sys.argv[1:]
KEY = re.compile(r"agmt-[a-z0-9]+")
seen = set()
orders = {}


def keep(number, supplier, lines):
    if supplier != "Amazon Web Services":
        return
    keyed = [line | {"agreement": match.group()} for line in lines if (match := KEY.search(line["reference"] or ""))]
    if keyed:
        orders.setdefault(number, []).extend(keyed)


def table(data):
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        keep(row["Number"], row["Supplier"], [{
            "line": row["Line"], "reference": row["Reference"], "amount": str(Decimal(row["Amount"])),
            "currency": row["Currency"], "due": datetime.fromisoformat(row["Due"]).isoformat()}])


def document(data):
    root = ElementTree.fromstring(data)
    request = root.find("Request/OrderRequest")
    if request is None:
        return
    lines = []
    for item in request.findall("ItemOut"):
        money = item.find("ItemDetail/UnitPrice/Money")
        lines.append({
            "line": item.get("lineNumber"), "reference": item.findtext("ItemID/SupplierPartAuxiliaryID"),
            "amount": str(Decimal(money.text) * Decimal(item.get("quantity"))), "currency": money.get("currency"),
            "due": datetime.fromisoformat(item.get("requestedDeliveryDate").replace("Z", "+00:00")).isoformat()})
    keep(request.find("OrderRequestHeader").get("orderID"), root.findtext("Header/To/Correspondent/Contact/Name"), lines)


for entry in sorted(os.scandir(folder), key=lambda entry: (entry.stat().st_mtime, entry.name)):
    with open(entry.path, "rb") as file:
        data = file.read()
    digest = hashlib.sha256(data).hexdigest()
    if digest in seen:
        continue
    seen.add(digest)
    table(data) if kind == "csv" else document(data)

with open(output, "w") as file:
    for number, lines in sorted(orders.items()):
        print(json.dumps({"number": number, "lines": lines}), file=file)
    file.flush()
    os.fsync(file.fileno())
