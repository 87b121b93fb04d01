#!/usr/bin/env bash
# What large folders cost: 100,000 rows of a table and 20,000 cXML documents, read by posyncd and by a script in Python.
#
#   Tests/Acceptance/files/run.sh [PATH-OF-POSYNCD]
#
# Both sides take turns, FILES_ROUNDS (5) times; medians of wall clock, CPU time and most memory are printed. posyncd runs
# whole cycles on a new store against AWS in the sandbox; reader.py reads, hashes, decodes, selects and writes what it
# found to a file, and does nothing else. FILES_ROWS and FILES_DOCUMENTS set other sizes. Needs python3.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
rows=${FILES_ROWS:-100000}
documents=${FILES_DOCUMENTS:-20000}
rounds=${FILES_ROUNDS:-5}
posyncd=${1:-$root/.build/release/posyncd}

. "$here/../shell/report.sh"
. "$here/../shell/upstreams.sh"

finish() {
    status=$?
    upstreams_end
    rm -rf "$work"
    exit $status
}
trap finish EXIT
trap 'exit 130' INT TERM

need python3
[ -x "$posyncd" ] || (cd "$root" && swift build -c release --static-swift-stdlib --product posyncd)
upstreams_begin
python3 "$here/make.py" "$work/csv" "$work/cxml" "$rows" "$documents"

configure() { # KIND
    cat > "$work/$1.yaml" << YAML
policy: observe
feeds:
  - name: files
    kind: $1
    url: file://$work/$1/
    select: {supplierNames: [Amazon Web Services]}
$2
mapping:
  - {name: agreement-in-part, from: line.auxiliaryPart, pattern: 'agmt-[a-z0-9]+', to: agreement}
marketplace:
  management: {account: "$(sed -n 's/.*management: {account: "\([0-9]*\)".*/\1/p' "$work/upstreams/posyncd.yaml")"}
  accounts: {discover: organization, role: PurchaseOrderSync}
YAML
}
configure cxml ""
configure csv "    columns: {order.number: Number, order.status: Status, order.version: Version, order.supplier.name: Supplier, \
line.number: Line, line.description: Description, line.auxiliaryPart: Reference, line.amount: Amount, line.currency: Currency, \
line.needBy: Due}"

# cycle KIND: one cycle; what it cost in milliseconds, milliseconds and KiB.
cycle() {
    env $(cat "$work/upstreams/environment") AWS_SHARED_CREDENTIALS_FILE="$work/upstreams/aws" HOME="$work" \
        python3 "$here/measure.py" "$posyncd" sync --format json --config "$work/$1.yaml" --state "$work/state" \
        > "$work/outcome" 2> "$work/errors" || { cat "$work/errors" "$work/outcome" >&2; exit 1; }
    tail -n 1 "$work/outcome"
}

# column NUMBER FILE: its median.
column() { awk -v place="$1" '{ print $place }' "$2" | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

for kind in csv cxml; do
    expected=$(cat "$work/$kind.expected")
    for _ in $(seq "$rounds"); do
        rm -rf "$work/state"
        cycle $kind >> "$work/$kind.posyncd"
        found=$(sed -n 's/.*"orders":\([0-9]*\).*/\1/p' <(tr -d ' \n' < "$work/outcome"))
        cycle $kind >> "$work/$kind.again"
        python3 "$here/measure.py" python3 "$here/reader.py" $kind "$work/$kind" "$work/python.out" | tail -n 1 >> "$work/$kind.python"
    done
    holds "$kind: posyncd found the orders for AWS" "$expected" "$found"
    holds "$kind: the script found them too" "$expected" "$(wc -l < "$work/python.out")"
    echo
    printf '%-8s %-22s %10s %10s %12s\n' "$kind" "($(du -sm "$work/$kind" | cut -f 1) MB)" "wall" "CPU" "memory"
    for side in posyncd again python; do
        case $side in
            posyncd) name="posyncd, first cycle" ;;
            again) name="posyncd, next cycle" ;;
            python) name="Python" ;;
        esac
        printf '%-8s %-22s %7d ms %7d ms %8d KiB\n' "" "$name" "$(column 1 "$work/$kind.$side")" \
            "$(column 2 "$work/$kind.$side")" "$(column 3 "$work/$kind.$side")"
    done
    awk -v ours="$(column 1 "$work/$kind.posyncd")" -v theirs="$(column 1 "$work/$kind.python")" \
        'BEGIN { printf "%-8s first cycle takes %.2f times as long as the script\n\n", "", ours / theirs }'
    within "$kind: most memory" $((150 * 1024)) "$(column 3 "$work/$kind.posyncd")" KiB
done
report_end
