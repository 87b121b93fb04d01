#!/usr/bin/env bash
# Holds the cXML project's own document types against every cXML document that the tests take for good.
#
#   Tests/Acceptance/files/dtd.sh [FOLDER | CXML.DTD]
#
# FOLDER has VERSION/cXML.dtd for each version that a document names, as the cXML project publishes them; a file stands for
# all versions. Without either they are fetched from xml.cxml.org. They are not part of this repository: they are SAP's,
# under a licence of its own. The documents come from the tests themselves, which put down what they read without a fault;
# those that are not valid and meant to be so must be refused. Needs xmllint (libxml2-utils) and python3.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
given=${1:-}
place=http://xml.cxml.org/schemas/cXML

. "$here/../shell/report.sh"
need xmllint python3

# --- The documents -----------------------------------------------------------------------------------------------------

mkdir -p "$work/documents/good"
(cd "$root" && swift build --build-tests && CXML_SAMPLES="$work/documents" swift test --skip-build \
    --filter 'CXML|FolderFeed|FolderAftermath|FolderConformance|WebDocument|HostileFeed') > "$work/tests.log" 2>&1 ||
    { tail -40 "$work/tests.log"; exit 1; }
cp "$root"/Tests/ProcurementTests/CXML/Documents/*.xml "$work/documents/good/"
for seed in "$root"/Tests/Fuzzing/Corpus/cxml/*; do
    ! grep -q '<!DOCTYPE' "$seed" || cp "$seed" "$work/documents/good/seed-$(basename "$seed").xml"
done
python3 "$here/make.py" "$work/table" "$work/made" 10 110
cp "$work"/made/*.xml "$work/documents/good/"

# --- The document types ------------------------------------------------------------------------------------------------

versions=$(grep -ohE "$place/[0-9.]+/cXML.dtd" "$work"/documents/good/*.xml | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | sort -u)
for version in $versions; do
    mkdir -p "$work/types/$version"
    type=$work/types/$version/cXML.dtd
    if [ -d "$given" ]; then
        cp "$given/$version/cXML.dtd" "$type"
    elif [ -n "$given" ]; then
        cp "$given" "$type"
    else
        curl --fail --silent --show-error --location --output "$type" "$place/$version/cXML.dtd"
    fi
done
cat > "$work/catalog.xml" << XML
<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
  <rewriteSystem systemIdStartString="$place/" rewritePrefix="file://$work/types/"/>
</catalog>
XML

# valid FILE: by the document type that it names, which is never fetched from here on.
valid() { XML_CATALOG_FILES=$work/catalog.xml xmllint --nonet --valid --noout "$1" 2>> "$work/said"; }

# --- What holds --------------------------------------------------------------------------------------------------------

good=0
for document in "$work"/documents/good/*.xml; do
    valid "$document" && good=$((good + 1)) || echo "not valid: $(basename "$document")"
done
[ -z "$(cat "$work/said")" ] || grep -E 'error' "$work/said" | sed "s#$work/documents/good/##" | head -20
holds "documents valid by cXML $(xargs <<< "$versions")" "$(find "$work/documents/good" -type f | wc -l)" "$good"
for version in $versions; do
    grep -lF "$place/$version/" "$work"/documents/good/*.xml | wc -l | sed "s/^/       of version $version: /"
done

deviating=$(find "$work/documents/deviating" -type f)
refused=0
for document in $deviating; do
    valid "$document" && echo "valid after all: $(basename "$document")" || refused=$((refused + 1))
done
holds "documents that are read all the same are not" "$(wc -l <<< "$deviating")" "$refused"

# What is missing is missed: the type is really read.
sed 's#<UserAgent>.*</UserAgent>##' "$root/Tests/ProcurementTests/CXML/Documents/01-new.xml" > "$work/short.xml"
is_not "a document without its UserAgent is not valid" valid "$work/short.xml"
report_end
