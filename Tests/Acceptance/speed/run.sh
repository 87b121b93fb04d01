#!/usr/bin/env bash
# What a cycle costs beside the script that somebody would write instead: 20,000 purchase orders, 400 agreements with
# 20,000 charges, every charge written once; then a cycle in which nothing has changed.
#
#   swift build -c release --static-swift-stdlib --product posyncd && swift build -c release --product posync-durability
#   Tests/Acceptance/speed/run.sh [PATH-OF-POSYNCD] [ROUNDS]
#
# Each round starts a fresh world for either side: the sandbox's, by `posync-durability world` (SPEED_WORLD names another
# command, which prints assignments as that one does, then `ready`, and serves until it is killed). With COUPA_URL and
# AWS_ENDPOINT_URL set, and credentials, both sides use those endpoints as they are. PYTHON names the interpreter; without
# boto3 and requests in it, posyncd is measured alone.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
posyncd=${1:-$here/../../../.build/release/posyncd}
rounds=${2:-5}
python=${PYTHON:-python3}

command -v "$python" > /dev/null || { echo "speed: SKIPPED, $python is not there"; exit 0; }
[ -x "$posyncd" ] || { echo "speed: $posyncd is not there; build it first, in release"; exit 1; }
options=(--posyncd "$posyncd" --rounds "$rounds")
if ! "$python" -c 'import boto3, requests' 2> /dev/null; then
    echo "speed: the script is SKIPPED, $python has no boto3 and requests (pip install boto3 requests); posyncd alone:"
    options+=(--without-script)
fi
if [ -n "${COUPA_URL:-}" ] && [ -n "${AWS_ENDPOINT_URL:-}" ]; then
    world=()
elif [ -n "${SPEED_WORLD:-}" ]; then
    read -ra world <<< "$SPEED_WORLD"
else
    world=("$(dirname "$posyncd")/posync-durability" world --orders "${SPEED_ORDERS:-20000}")
fi
exec env PYTHONDONTWRITEBYTECODE=1 "$python" "$here/measure.py" "${options[@]}" -- "${world[@]}"
