#!/bin/sh
# Builds the Debian package: posyncd_VERSION_ARCH.deb in the current directory, or in DIR.
#
#     systemd/package.sh [--binary FILE] [--output DIR]
#
# DEBFULLNAME and DEBEMAIL name the maintainer, as for Debian's own tools.
# Needs dpkg-deb; the dependencies are read off the program by dpkg-shlibdeps where that is there (package dpkg-dev).
# The program is a release build with the Swift runtime inside, so that a host needs libcurl alone.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
binary=
output=.

while [ $# -gt 0 ]; do
    case $1 in
        --binary) binary=$2; shift 2 ;;
        --output) output=$2; shift 2 ;;
        *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
    esac
done

if [ -z "$binary" ]; then
    (cd "$root" && swift build -c release --static-swift-stdlib --product posyncd)
    binary=$root/.build/release/posyncd
fi
version=$("$binary" --version | grep -Eo '[0-9]+\.[0-9]+\.[0-9]+[^ ,)]*' | head -n 1)
[ -n "$version" ] || { echo "package.sh: $binary --version names no version" >&2; exit 70; }
maintainer="${DEBFULLNAME:-The posyncd authors} <${DEBEMAIL:-posyncd@localhost}>"
arch=$(dpkg --print-architecture)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stage=$work/stage
mkdir -p "$stage/DEBIAN" "$work/bin"
chmod 0755 "$stage"
cp "$binary" "$work/bin/posyncd"
strip --strip-unneeded "$work/bin/posyncd"
umask 022
"$here/install.sh" --prefix /usr --destdir "$stage" --binary "$work/bin/posyncd"

# Documentation, as Debian's policy wants it.
doc=$stage/usr/share/doc/posyncd
mkdir -p "$doc"
[ ! -e "$root/README.md" ] || install -m 0644 "$root/README.md" "$doc/README.md"
gzip -9n < "$root/CHANGELOG.md" > "$doc/changelog.gz"
{
    echo "posyncd ($version) stable; urgency=medium"
    echo
    echo "  * See changelog.gz."
    echo
    echo " -- $maintainer  $(date -u -R -r "$root/CHANGELOG.md")"
} | gzip -9n > "$doc/changelog.Debian.gz"
{
    echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    echo
    echo "Files: *"
    echo "Copyright: 2026 The posyncd authors"
    echo "License: Apache-2.0"
    echo " On Debian systems the text is in /usr/share/common-licenses/Apache-2.0."
} > "$doc/copyright"
find "$stage/usr/share/man" -type f -name '*.[0-9]' -exec gzip -9n {} +

# What it needs.
depends="libc6, libcurl4"
if command -v dpkg-shlibdeps > /dev/null; then
    mkdir -p "$work/debian"
    printf 'Source: posyncd\n\nPackage: posyncd\nArchitecture: any\n' > "$work/debian/control"
    depends=$(cd "$work" && dpkg-shlibdeps -O "$stage/usr/bin/posyncd" 2> /dev/null | sed -n 's/^shlibs:Depends=//p')
fi
cat > "$stage/DEBIAN/control" << TEXT
Package: posyncd
Version: $version
Architecture: $arch
Maintainer: $maintainer
Installed-Size: $(du -sk --exclude=DEBIAN "$stage" | cut -f1)
Depends: $depends, ca-certificates, systemd (>= 252)
Section: admin
Priority: optional
Description: purchase order numbers onto AWS Marketplace charges
 A daemon that reads purchase orders from procurement systems and the
 agreements and charges of every account of an AWS organization, decides which
 order belongs on which charge, writes it there, checks the result on charges
 and invoices, and says what people have to know.
TEXT
echo /etc/default/posyncd > "$stage/DEBIAN/conffiles"
for script in postinst prerm postrm; do install -m 0755 "$here/debian/$script" "$stage/DEBIAN/$script"; done
(cd "$stage" && find usr etc -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums)
chmod 0644 "$stage/DEBIAN/control" "$stage/DEBIAN/conffiles" "$stage/DEBIAN/md5sums"

mkdir -p "$output"
dpkg-deb --root-owner-group -Zxz --build "$stage" "$output/posyncd_${version}_$arch.deb"
