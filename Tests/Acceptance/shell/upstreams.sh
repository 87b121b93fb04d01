# A procurement system and AWS on loopback; lines ask them for what is to happen. Wants $root, the source tree, and $work.

upstreams=

# upstreams_begin [COMMAND...]: starts them, by way of a command such as nsenter; what posyncd needs is in $work/upstreams.
upstreams_begin() {
    (cd "$root" && swift build --product posync-durability) > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
    mkdir "$work/upstreams"
    mkfifo "$work/ask" "$work/said"
    "$@" "$root/.build/debug/posync-durability" upstreams --folder "$work/upstreams" \
        < "$work/ask" > "$work/said" &
    upstreams=$!
    exec 8> "$work/ask" 9< "$work/said"
    local line
    read -r -t 60 line <&9
    [ "$line" = ready ] || { echo "the sandbox does not start: $line"; exit 1; }
}

# world WORDS...: asks for something, and prints the answer.
world() {
    local line
    echo "$*" >&8
    read -r -t 20 line <&9
    echo "$line"
}

upstreams_end() {
    [ -n "$upstreams" ] || return 0
    kill "$upstreams" 2> /dev/null || true
    wait "$upstreams" 2> /dev/null || true
}
