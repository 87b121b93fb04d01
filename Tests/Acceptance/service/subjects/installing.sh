# The package is installed: nothing runs yet, and nothing fails for that.

put 0644 /tmp/posyncd.deb < "$POSYNCD_DEB"
is "the package is installed" inside dpkg --install /tmp/posyncd.deb
holds "its files are as they were packed" "" "$(inside dpkg --verify posyncd)"
within "the program and what belongs to it" 120 "$(inside du -smc /usr/bin/posyncd /usr/share/posyncd /usr/lib/posyncd | tail -n 1 | cut -f1)" MiB
is "the program runs" inside posyncd --version
holds "it is not enabled" disabled "$(inside systemctl is-enabled posyncd || true)"
holds "it is not started" inactive "$(inside systemctl is-active posyncd || true)"
is "a start without a configuration is skipped and does not fail" inside systemctl start posyncd
holds "and leaves no failed unit" "" "$(inside systemctl --failed --plain --no-legend)"
holds "the folder of the secrets is root's alone" "700 root" "$(inside stat -c '%a %U' /etc/posyncd/credentials)"
for notifier in chat mail; do is "the notifier $notifier can be copied and run" inside test -x /usr/share/posyncd/alerting/notify/$notifier; done
is "systemd finds no fault with the units" inside systemd-analyze verify --man=no posyncd.service posyncd@acme.service \
    posyncd-reconcile.service posyncd-reconcile.timer posyncd-alert@posyncd.service.service
