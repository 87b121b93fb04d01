#!/usr/bin/env bash
# Reads purchase orders from a real Tryton: its server in an environment of its own, over TLS, by a bearer key.
#
#   Tests/Acceptance/tryton/run.sh [PATH-OF-POSYNCD]
#
# Needs python3 with venv, openssl and a package index for Tryton's wheels; takes some minutes, most of them for making the
# database. TRYTON_VENV names an environment that is kept from run to run. Prints what holds and ends with 0 where all does.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
posyncd=${1:-$here/../../../.build/debug/posyncd}
work=$(mktemp -d)
venv=${TRYTON_VENV:-$work/venv}
port=${TRYTON_PORT:-8543}
server=
failed=0

finish() {
    [ -z "$server" ] || kill "$server" 2> /dev/null || true
    rm -rf "$work"
}
trap finish EXIT

holds() { # WHAT EXPECTED FOUND
    if [ "$2" = "$3" ]; then
        echo "holds  $1"
    else
        echo "FAILS  $1: expected $2, found $3"
        failed=1
    fi
}

# --- Tryton ------------------------------------------------------------------------------------------------------------

if [ ! -x "$venv/bin/trytond" ]; then
    echo "Installing Tryton in $venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet 'trytond==8.2.*' 'trytond-purchase==8.2.*' 'trytond-purchase-amendment==8.2.*' 'proteus==8.2.*'
fi
mkdir "$work/databases"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout "$work/key.pem" -out "$work/certificate.pem" \
    -subj /CN=localhost -addext 'subjectAltName=DNS:localhost' 2> /dev/null
cat > "$work/trytond.conf" << CONF
[database]
uri = sqlite://
path = $work/databases
[web]
listen = 127.0.0.1:$port
[ssl]
certificate = $work/certificate.pem
privatekey = $work/key.pem
CONF
head -c 12 /dev/urandom | base64 > "$work/password"
echo "Making the database"
touch "$work/databases/company.sqlite"
TRYTONPASSFILE="$work/password" "$venv/bin/trytond-admin" -c "$work/trytond.conf" -d company --email admin@example.com \
    -u purchase purchase_amendment --activate-dependencies > "$work/admin.log" 2>&1 || { cat "$work/admin.log"; exit 1; }
"$venv/bin/trytond" -c "$work/trytond.conf" -d company >> "$work/server.log" 2>&1 &
server=$!
for _ in $(seq 60); do
    curl --silent --output /dev/null --cacert "$work/certificate.pem" "https://localhost:$port/" && break
    sleep 1
done

buyer() {
    "$venv/bin/python" "$here/purchases.py" "https://localhost:$port/company/rpc/" "$work/certificate.pem" "$work/password" "$@"
}
buyer setup > "$work/secret"

# --- posyncd, by the example for Tryton -------------------------------------------------------------------------------

sed -e "s#https://tryton.example.com:8443#https://localhost:$port#" -e "s#{credential: secret_tryton}#{file: $work/secret}#" \
    "$here/../../../Config/feeds/tryton.yaml" > "$work/posyncd.yaml"
export CURL_CA_BUNDLE="$work/certificate.pem"

# The orders of a full reading, each as: number state version amounts.
orders() {
    "$posyncd" feed preview tryton --limit 10000 --format json --config "$work/posyncd.yaml" --state "$work/none" \
        > "$work/preview" || { echo "could not be read"; return 0; }
    "$venv/bin/python" -c '
import json, sys
for order in json.load(sys.stdin)["orders"]:
    fields = [line["fields"] for line in order["lines"]]
    amounts = ",".join(line["line.amount"] for line in fields)
    print(order["fields"]["order.number"], order["state"], order["version"], amounts)' < "$work/preview"
}

holds "an empty Tryton has no orders" "" "$(orders)"
first=$(buyer create 'SaaS agmt-first' 1200.50)
second=$(buyer create 'SaaS agmt-second' 0.10)
third=$(buyer create 'SaaS agmt-third' 7)
holds "drafts have no number and are no orders yet" "" "$(orders)"
buyer confirm "$first" > /dev/null
buyer confirm "$second" > /dev/null
holds "confirmed purchases are issued, their amounts exact" "1 issued 0 1200.50
2 issued 0 0.10" "$(orders)"
holds "a rule keys each line" "2" "$("$posyncd" feed test-mapping tryton --config "$work/posyncd.yaml" --state "$work/none" |
    grep -c 'rule agreement-in-text finds agreement agmt-')"

# A cycle reads and keeps the feed whatever becomes of AWS, which is not there.
sync() {
    AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none AWS_REGION=us-east-1 AWS_ENDPOINT_URL=http://127.0.0.1:9 \
        "$posyncd" sync --format json --config "$work/posyncd.yaml" --state "$work/state" 2> "$work/sync.log" |
        "$venv/bin/python" -c 'import json, sys; feed = json.load(sys.stdin)["feeds"][0]; print(feed["orders"], feed.get("error"))' || true
}
holds "a cycle keeps them" "2 None" "$(sync)"
buyer amend "$first" 999.99 > /dev/null
buyer cancel "$third" > /dev/null
: > "$work/server.log"
holds "the next cycle reads what has changed" "2 None" "$(sync)"
asked=$(grep 'GET /company/rest/model/purchase.purchase?' "$work/server.log")
holds "and asks Tryton for nothing else" "$(wc -l <<< "$asked")" "$(grep -c '&d=' <<< "$asked")"
explained=$("$posyncd" explain 1 --config "$work/posyncd.yaml" --state "$work/state" | head -1)
holds "an amendment is a new version" "PO 1 of feed tryton, id 1, version 1: issued (processing)" "$explained"
holds "its amount is the new one, and a cancelled draft is no order" "1 issued 1 999.99
2 issued 0 0.10" "$(orders)"

buyer issue 60 > /dev/null
: > "$work/server.log"
holds "more orders than a page has are all read" "62" "$(orders | wc -l)"
holds "in pages" "2" "$(grep -c 'GET /company/rest/model/purchase.purchase?' "$work/server.log")"

echo wrong > "$work/secret"
refused=$("$posyncd" feed preview tryton --config "$work/posyncd.yaml" --state "$work/none" 2>&1 || true)
holds "a key that is refused is said" "1" "$(grep -c 'HTTP 401.*check `auth`' <<< "$refused")"
unset CURL_CA_BUNDLE SSL_CERT_FILE
refused=$("$posyncd" feed preview tryton --config "$work/posyncd.yaml" --state "$work/none" 2>&1 || true)
holds "a certificate that nobody vouches for is refused" "1" "$(grep -c 'TLS failed' <<< "$refused")"

[ "$failed" = 0 ] && echo "Tryton $("$venv/bin/python" -c 'import trytond; print(trytond.__version__)'): everything holds."
exit "$failed"
