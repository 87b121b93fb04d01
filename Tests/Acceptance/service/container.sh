# A booted Debian 12 with systemd 252 as its first process: a plain base that is kept, and over it a layer in memory that
# takes everything that is written.

leader=
nspawn=

# The mirror of the host's own package sources.
mirror() {
    apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' | sed -n 's/^Debian //p' | head -n 1
}

container_base() {
    base=${POSYNCD_BASE:-$work/base}
    [ ! -e "$base/.complete" ] || return 0
    echo "Making a plain Debian 12 in $base"
    rm -rf "$base"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,libcurl4,ca-certificates,curl bookworm "$base" \
        "$(mirror)" > "$work/debootstrap.log" 2>&1 || { tail -n 20 "$work/debootstrap.log"; exit 1; }
    touch "$base/.complete"
}

container_boot() {
    container_base
    mkdir "$work/layer"
    mount -t tmpfs -o mode=0755 tmpfs "$work/layer"
    mkdir "$work/layer/upper" "$work/layer/work" "$work/layer/root"
    mount -t overlay -o "lowerdir=$base,upperdir=$work/layer/upper,workdir=$work/layer/work" overlay "$work/layer/root"
    systemd-nspawn -D "$work/layer/root" --machine=posyncd-acceptance --register=no --keep-unit --private-network \
        --bind-ro="$root:/src" --boot < /dev/null > "$work/boot.log" 2>&1 &
    nspawn=$!
    until_it 20 container_leads || { echo "the container does not boot:"; tail -n 20 "$work/boot.log"; exit 1; }
    until_it 30 inside systemctl is-system-running || {
        echo "the container is not running:"
        inside systemctl --no-pager --failed
        exit 1
    }
    # A bound folder of the host is not the service's to see.
    echo "Booted $(inside systemctl --version | head -n 1)."
}

container_leads() {
    leader=$(pgrep -P "$nspawn" | head -n 1)
    [ -n "$leader" ] && inside systemctl --version
}

container_end() {
    if [ -n "$nspawn" ]; then
        # Its first process takes this for the request to power off.
        kill "$nspawn" 2> /dev/null || true
        until_it 20 not kill -0 "$nspawn" || kill -9 "$nspawn" 2> /dev/null || true
        wait "$nspawn" 2> /dev/null || true
    fi
    umount "$work/layer/root" 2> /dev/null || true
    umount "$work/layer" 2> /dev/null || true
}

# Runs a command as the container's root.
inside() {
    nsenter --target "$leader" --all env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        LANG=C.UTF-8 TERM=dumb "$@"
}

# Writes standard input to a file of the container: put MODE FILE
put() { inside sh -c "mkdir -p '$(dirname "$2")' && cat > '$2' && chmod $1 '$2'"; }
