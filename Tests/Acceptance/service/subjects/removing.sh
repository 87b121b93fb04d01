# The package is removed, then purged.

inside systemctl enable --now posyncd-reconcile.timer > /dev/null 2>&1
is "it is removed while it runs" inside dpkg --remove posyncd
holds "nothing of it runs" 0 "$(inside sh -c 'cat /proc/[0-9]*/comm' | grep -c '^posyncd')"
holds "no unit of it is left" "" "$(inside systemctl list-unit-files --plain --no-legend 'posyncd*')"
is "the configuration is kept" inside test -s /etc/posyncd/posyncd.yaml
is "the state is kept" inside sh -c 'ls /var/lib/private/posyncd/journal-*'
is "it is purged" inside dpkg --purge posyncd
holds "configuration and secrets are gone" "" "$(inside sh -c 'ls -d /etc/posyncd /etc/default/posyncd 2> /dev/null')"
is "the state is kept even so" inside sh -c 'ls /var/lib/private/posyncd/journal-*'
holds "nothing is left enabled" "" "$(inside find /etc/systemd/system -name 'posyncd*' -not -type d)"
is "it is installed again" inside dpkg --install /tmp/posyncd.deb
configure
writes=$(world calls UpdatePurchaseOrders)
mark
inside systemctl start posyncd
cycle_ends
holds "and goes on from its state" "$writes" "$(world calls UpdatePurchaseOrders)"
inside dpkg --purge posyncd > /dev/null 2>&1
