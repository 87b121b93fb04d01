#!/usr/bin/env bash
# Runs posyncd as a service of a real systemd, from installing the package to purging it, in a container that is thrown
# away afterwards. Prints what holds with its figure, and ends with 0 where all does.
#
#   Tests/Acceptance/service/run.sh
#
# Needs root and, beside what builds posyncd, these Debian packages: debootstrap systemd-container dpkg-dev python3. Their
# mirror is the one that the host's apt uses (after `apt-get update`); nothing else is fetched, and the container has no
# network.
#
#   POSYNCD_BASE=DIR   the plain Debian 12 that the container stands on; made where it is not there, and kept
#   POSYNCD_DEB=FILE   a package to show, instead of building one (some minutes)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)

for part in ../shell/report ../shell/upstreams container service; do . "$here/$part.sh"; done

finish() {
    status=$?
    upstreams_end
    container_end
    rm -rf "$work"
    exit $status
}
trap finish EXIT
trap 'exit 130' INT TERM

need_root
need debootstrap systemd-nspawn dpkg-deb dpkg-shlibdeps python3 nsenter
if [ -z "${POSYNCD_DEB:-}" ]; then
    "$root/systemd/package.sh" --output "$work" > "$work/package.log" 2>&1 || { cat "$work/package.log"; exit 1; }
    POSYNCD_DEB=$(ls "$work"/posyncd_*.deb)
fi
container_boot
upstreams_begin nsenter --target "$leader" --net

# From here on what fails is said and counted.
set +e
for subject in installing starting journal signals hardening credentials stopping watchdog failing telling reconciling instances \
    upgrading removing script; do
    echo "--- $subject"
    . "$here/subjects/$subject.sh"
done

report_end
