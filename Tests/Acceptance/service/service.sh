# The service as its manager and its journal see it.

unit=posyncd.service

# configure [DIR]: what an administrator writes, into /etc/posyncd or a folder below it.
configure() {
    local folder=${1:-/etc/posyncd}
    sed 's/^interval: .*/interval: 1h/' "$work/upstreams/posyncd.yaml" | put 0644 "$folder/posyncd.yaml"
    put 0600 "$folder/credentials/coupa" < "$work/upstreams/coupa"
    put 0600 "$folder/credentials/aws" < "$work/upstreams/aws"
    put 0644 /etc/default/posyncd < "$work/upstreams/environment"
}

# drop_in UNIT NAME: standard input becomes a drop-in.
drop_in() {
    put 0644 "/etc/systemd/system/$1.d/$2.conf"
    inside systemctl daemon-reload
}

# drop_in_end UNIT
drop_in_end() {
    inside rm -r "/etc/systemd/system/$1.d"
    inside systemctl daemon-reload
}

shown() { inside systemctl show --property="$1" --value "${2:-$unit}"; }

# A fresh start, whatever was before.
restart() {
    inside systemctl reset-failed "$unit" 2> /dev/null || true
    mark
    inside systemctl restart "$unit"
}

# What the journal has from here on is what `logged` and `journal` look at.
mark() { since=@$(date +%s.%6N); }

# journal [OPTION...]: the lines since the mark.
journal() {
    inside journalctl --sync 2> /dev/null || true
    inside journalctl --quiet --no-pager --since="$since" "$@"
}

# events NAME [UNIT]: how many lines of this event there are since the mark.
events() { journal --unit="${2:-$unit}" --output=cat | grep -c "\"event\":\"$1\"" || true; }

has() { [ "$(events "$1" "${3:-$unit}")" -ge "${2:-1}" ]; }

# The cycle that is under way, or begins next, has ended, complete or not.
cycle_ends() { until_it 20 eval 'has cycle.finished 1 || has cycle.incomplete'; }

# A failure of the same kind is told again, though less than ten minutes have passed.
forget_failures() { inside sh -c 'rm -f /run/posyncd-alert/*.told'; }
