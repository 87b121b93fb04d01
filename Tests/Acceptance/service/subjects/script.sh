# The same without a package: systemd/install.sh.

inside dpkg-deb --extract /tmp/posyncd.deb /tmp/program
is "install.sh installs" inside /src/systemd/install.sh --binary /tmp/program/usr/bin/posyncd
configure
mark
is "the service starts" inside systemctl enable --now posyncd
is "a cycle ends" cycle_ends
process=$(shown MainPID)
is "install.sh again is an upgrade" inside /src/systemd/install.sh --binary /tmp/program/usr/bin/posyncd
holds "the service was restarted" differs "$([ "$(shown MainPID)" = "$process" ] || echo differs)"
is "posyncd-as-service works" inside posyncd-as-service check
is "install.sh --uninstall removes it" inside /src/systemd/install.sh --uninstall
holds "nothing of it runs" 0 "$(inside sh -c 'cat /proc/[0-9]*/comm' | grep -c '^posyncd')"
holds "nothing of it is left but configuration and state" "/etc/default/posyncd
/etc/posyncd" "$(inside find /etc /usr -name '*posyncd*' -not -path '/etc/posyncd/*' | sort)"
is "the state is kept" inside sh -c 'ls /var/lib/private/posyncd/journal-*'
