"""What somebody would write who has one feed and an afternoon: requests for Coupa, boto3 for AWS.

Every open charge of an agreement that a line of an issued AWS order names gets that order's number, unless it carries one
already. One pass, no memory, no retry beyond boto3's own.
"""
import os
import re
from datetime import datetime, timedelta, timezone

import boto3
import requests


def orders(url):
    answer = requests.post(url + "/oauth2/token", data={
        "grant_type": "client_credentials", "client_id": "posyncd", "client_secret": os.environ["COUPA_SECRET"],
        "scope": "core.purchase_order.read"})
    answer.raise_for_status()
    session = requests.Session()
    session.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
    session.headers["Accept"] = "application/json"
    last = 0
    while True:
        answer = session.get(url + "/api/purchase_orders", params={"id[gt]": last, "limit": 50})
        answer.raise_for_status()
        page = answer.json()
        yield from page
        if len(page) < 50:
            return
        last = page[-1]["id"]


def all_pages(call, key, **request):
    while True:
        page = call(**request)
        yield from page[key]
        if not page.get("nextToken"):
            return
        request["nextToken"] = page["nextToken"]


def main():
    wanted = {}
    for order in orders(os.environ["COUPA_URL"]):
        if order["status"] != "issued" or order["supplier"]["name"] != "Amazon Web Services":
            continue
        for line in order["order-lines"]:
            found = re.search("agmt-[a-z0-9]+", line.get("supp-aux-part-num") or "")
            if found:
                wanted[found.group()] = order["po-number"]
    sts = boto3.client("sts")
    own = sts.get_caller_identity()["Account"]
    listing = boto3.client("organizations").get_paginator("list_accounts").paginate()
    soonest = datetime.now(timezone.utc) + timedelta(hours=3)
    written = 0
    for account in (member["Id"] for page in listing for member in page["Accounts"] if member["Id"] != own):
        keys = sts.assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/PurchaseOrderSync", RoleSessionName="script")["Credentials"]
        client = boto3.client(
            "marketplace-agreement", aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])
        agreements = all_pages(
            client.search_agreements, "agreementViewSummaries", catalog="AWSMarketplace", maxResults=50, filters=[
                {"name": "PartyType", "values": ["Acceptor"]},
                {"name": "AgreementType", "values": ["PurchaseAgreement"]},
                {"name": "Status", "values": ["ACTIVE"]}])
        for agreement in list(agreements):
            identifier = agreement["agreementId"]
            charges = list(all_pages(
                client.list_agreement_charges, "items", catalog="AWSMarketplace", agreementId=identifier, maxResults=50))
            number = wanted.get(identifier)
            changes = [
                {"agreementId": identifier, "chargeId": charge["id"], "chargeRevision": charge["revision"],
                 "purchaseOrderReference": number}
                for charge in charges
                if number and not charge.get("purchaseOrderReference") and charge.get("time", soonest) >= soonest]
            for start in range(0, len(changes), 86):
                client.update_purchase_orders(purchaseOrders=changes[start:start + 86])
            written += len(changes)
    print(f"{written} charges written")


if __name__ == "__main__":
    main()
