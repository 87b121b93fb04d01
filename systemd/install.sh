#!/bin/sh
# Installs posyncd as a service on this host, from a source tree, or removes it again.
#
#     systemd/install.sh [--binary FILE] [--prefix DIR] [--destdir DIR]
#     systemd/install.sh --uninstall [--prefix DIR] [--destdir DIR]
#
#   --binary FILE   the program to install; without it the newest release build of this tree is taken, or made
#   --prefix DIR    where programs and man pages go: /usr/local (default), or /usr
#   --destdir DIR   install below DIR and leave the running system alone, for building packages
#   --uninstall     stop the services and remove what was installed; configuration and state stay
#
# Nothing is started or enabled. Running it again upgrades: a running service is restarted with the new program.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
prefix=/usr/local
destdir=
binary=
uninstall=no

while [ $# -gt 0 ]; do
    case $1 in
        --binary) binary=$2; shift 2 ;;
        --prefix) prefix=$2; shift 2 ;;
        --destdir) destdir=$2; shift 2 ;;
        --uninstall) uninstall=yes; shift ;;
        -h | --help) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) echo "install.sh: unknown argument $1; see --help" >&2; exit 64 ;;
    esac
done

# Units of the distribution live below /usr/lib, those of the administrator below /etc; helpers beside the program.
if [ "$prefix" = /usr ]; then
    units=/usr/lib/systemd/system tmpfiles=/usr/lib/tmpfiles.d
else
    units=/etc/systemd/system tmpfiles=/etc/tmpfiles.d
fi
libexec=$prefix/lib/posyncd
share=$prefix/share
fish=$share/fish/vendor_completions.d
zsh=$share/zsh/vendor-completions
[ "$prefix" = /usr ] || zsh=$share/zsh/site-functions

is_live() { [ -z "$destdir" ]; }
is_booted() { is_live && [ -d /run/systemd/system ]; }

if is_live && [ "$(id -u)" != 0 ]; then
    echo "install.sh: only root can install a service; try sudo" >&2
    exit 77
fi

if [ $uninstall = yes ]; then
    if is_booted; then
        systemctl disable --now posyncd.service posyncd-reconcile.timer 2>/dev/null || true
        systemctl stop 'posyncd@*.service' posyncd-reconcile.service 2>/dev/null || true
    fi
    for unit in posyncd.service posyncd@.service posyncd-reconcile.service posyncd-reconcile.timer \
        posyncd-alert@.service; do
        rm -f "$destdir$units/$unit"
    done
    rm -f "$destdir$prefix/bin/posyncd" "$destdir$prefix/sbin/posyncd-as-service" "$destdir$tmpfiles/posyncd.conf" \
        "$destdir$share/man/man1/posyncd.1" "$destdir$share/man/man5/posyncd.yaml.5" \
        "$destdir$share/man/man8/posyncd-as-service.8" \
        "$destdir$share/bash-completion/completions/posyncd" "$destdir$zsh/_posyncd" "$destdir$fish/posyncd.fish"
    rm -rf "$destdir$libexec" "$destdir$share/posyncd"
    if is_booted; then systemctl daemon-reload; fi
    echo "posyncd is removed. Kept: the configuration in /etc/posyncd, the state in /var/lib/posyncd."
    echo "The state holds which numbers posyncd has written: without it they count as somebody else's."
    exit 0
fi

if [ -z "$binary" ]; then
    binary=$root/.build/release/posyncd
    if [ ! -x "$binary" ]; then
        echo "Building posyncd (some minutes) ..."
        (cd "$root" && swift build -c release --static-swift-stdlib --product posyncd)
    fi
fi
[ -x "$binary" ] || { echo "install.sh: $binary is not a program" >&2; exit 66; }
"$binary" --version > /dev/null 2>&1 || {
    echo "install.sh: $binary does not run on this host; is libcurl there? (apt-get install libcurl4)" >&2
    exit 69
}

# place MODE FILE... DIRECTORY
place() {
    mode=$1
    shift
    for target; do :; done
    mkdir -p "$destdir$target"
    while [ $# -gt 1 ]; do
        install -m "$mode" "$1" "$destdir$target/"
        shift
    done
}

place 0755 "$binary" "$prefix/bin"
# A build of another name still becomes the command.
[ "$(basename "$binary")" = posyncd ] || mv "$destdir$prefix/bin/$(basename "$binary")" "$destdir$prefix/bin/posyncd"
place 0755 "$here/libexec/posyncd-as-service" "$prefix/sbin"
place 0755 "$here/libexec/wake-daemon" "$here/libexec/unit-failed" "$here/libexec/unit-stopped" \
    "$libexec"
place 0644 "$here"/*.service "$here"/*.timer "$units"
place 0644 "$here/man/posyncd.1" "$share/man/man1"
place 0644 "$here/man/posyncd.yaml.5" "$share/man/man5"
place 0644 "$here/man/posyncd-as-service.8" "$share/man/man8"
mkdir -p "$destdir$tmpfiles" "$destdir/etc/default" "$destdir$share/posyncd"
install -m 0644 "$here/posyncd.tmpfiles" "$destdir$tmpfiles/posyncd.conf"
cp -R "$root/Config/." "$destdir$share/posyncd/"
find "$destdir$share/posyncd" \( -type d -o -perm -u+x \) -exec chmod 0755 {} + -o -exec chmod 0644 {} +

if [ "$prefix" != /usr ]; then
    for file in "$units"/posyncd.service "$units"/posyncd@.service "$units"/posyncd-reconcile.service \
        "$units"/posyncd-alert@.service "$prefix"/sbin/posyncd-as-service; do
        sed -i "s|/usr/bin/posyncd|$prefix/bin/posyncd|; s|/usr/lib/posyncd/|$libexec/|" "$destdir$file"
    done
fi

mkdir -p "$destdir$share/bash-completion/completions" "$destdir$zsh" "$destdir$fish"
"$binary" --generate-completion-script bash > "$destdir$share/bash-completion/completions/posyncd"
"$binary" --generate-completion-script zsh > "$destdir$zsh/_posyncd"
"$binary" --generate-completion-script fish > "$destdir$fish/posyncd.fish"

# Never over the administrator's own.
[ -e "$destdir/etc/default/posyncd" ] || install -m 0644 "$here/posyncd.default" "$destdir/etc/default/posyncd"
is_live || exit 0

mkdir -p /etc/posyncd
chmod 0755 /etc/posyncd
mkdir -p /etc/posyncd/credentials
chmod 0700 /etc/posyncd/credentials
if is_booted; then
    systemctl daemon-reload
    systemctl try-restart posyncd.service 'posyncd@*.service'
fi
cat << TEXT
posyncd is installed.

1. Configure:  cp $share/posyncd/posyncd.example.yaml /etc/posyncd/posyncd.yaml   and edit it (man posyncd.yaml)
2. Secrets:    install -m 600 FILE /etc/posyncd/credentials/NAME   read as {credential: secret_NAME}
               AWS keys, where the host has no role: /etc/posyncd/credentials/aws
3. Look:       posyncd-as-service check   then   posyncd-as-service plan
4. Start:      systemctl enable --now posyncd
TEXT
