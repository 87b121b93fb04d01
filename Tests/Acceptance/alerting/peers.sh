# The monitoring system, with the files of Config/alerting. Times are shorter than on a host; rules are the same.

log=$work/log/posyncd.log
peer_ids=()
declare -A peer

# start NAME COMMAND...: runs a peer; ${peer[NAME]} is its process.
start() {
    local name=$1
    shift
    "$@" > "$work/$name.log" 2>&1 &
    peer[$name]=$!
}

# end NAME [SIGNAL]
end() {
    kill "${2:--TERM}" "${peer[$1]}" 2> /dev/null
    wait "${peer[$1]}" 2> /dev/null
    unset "peer[$1]"
}

start_rsyslog() {
    cat > "$work/rsyslog.conf" << CONF
global(maxMessageSize="16k" workDirectory="$work")
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="$work/syslog")
CONF
    # As root, rsyslog would give the files to adm, as on a host.
    sed "s#/var/log/posyncd/#$work/log/#" "$config/rsyslog/30-posyncd.conf" >> "$work/rsyslog.conf"
    rm -f "$work/syslog"
    start rsyslog rsyslogd -n -i "$work/rsyslog.pid" -f "$work/rsyslog.conf"
    until_it 10 test -S "$work/syslog"
}

start_mtail() {
    start mtail mtail --progs "$config/mtail/posyncd.mtail" --logs "$log" --address 127.0.0.1 --port "$port" \
        --poll_interval 250ms --poll_log_interval 250ms
}

start_node_exporter() {
    start node_exporter prometheus-node-exporter --web.listen-address="127.0.0.1:$((port + 1))" \
        --collector.disable-defaults --collector.textfile --collector.textfile.directory="$work/run"
}

start_prometheus() {
    cat > "$work/prometheus.yml" << CONF
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: ["$config/prometheus/posyncd-*.rules.yml"]
alerting:
  alertmanagers: [{static_configs: [{targets: ["127.0.0.1:$((port + 3))"]}]}]
scrape_configs:
  - {job_name: mtail, static_configs: [{targets: ["127.0.0.1:$port"]}]}
  - {job_name: node, static_configs: [{targets: ["127.0.0.1:$((port + 1))"]}]}
CONF
    start prometheus prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" \
        --web.listen-address="127.0.0.1:$((port + 2))"
}

start_alertmanager() {
    sed -e "s#127.0.0.1:9095#127.0.0.1:$((port + 4))#" -e 's/group_wait: .*/group_wait: 1s/' \
        -e 's/group_interval: .*/group_interval: 2s/' -e 's/repeat_interval: 5m/repeat_interval: 10s/' \
        "$config/alertmanager/alertmanager.yml" > "$work/alertmanager.yml"
    start alertmanager prometheus-alertmanager --config.file="$work/alertmanager.yml" --storage.path="$work/alertmanager" \
        --web.listen-address="127.0.0.1:$((port + 3))" --cluster.listen-address=
}

peers_begin() {
    mkdir -p "$work/run" "$work/log"
    start receiver python3 "$here/receiver.py" "$((port + 4))" "$work/notices"
    start_rsyslog
    start_mtail
    start_node_exporter
    start_alertmanager
    start_prometheus
}

peers_end() {
    local name
    for name in "${!peer[@]}"; do end "$name"; done
}
