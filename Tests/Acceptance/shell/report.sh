# What holds and what does not, a line each. Wants $work, a folder.

count=0
failed=0

# holds WHAT EXPECTED FOUND
holds() {
    count=$((count + 1))
    if [ "$2" = "$3" ]; then
        # A figure is shown, a text is not.
        [[ "$3" =~ ^.{1,40}$ ]] && echo "holds  $1: $3" || echo "holds  $1"
    else
        echo "FAILS  $1: expected $2, found $3"
        failed=$((failed + 1))
    fi
}

# within WHAT LIMIT FOUND [UNIT]: a figure that may be at most so much.
within() {
    count=$((count + 1))
    if [ "$3" -le "$2" ] 2> /dev/null; then
        echo "holds  $1: $3 ${4:-ms} (at most $2)"
    else
        echo "FAILS  $1: ${3:-nothing} ${4:-ms}, at most $2"
        failed=$((failed + 1))
    fi
}

# is WHAT COMMAND...: the command succeeds.
is() {
    local what=$1
    shift
    count=$((count + 1))
    if "$@" > "$work/is.log" 2>&1; then
        echo "holds  $what"
    else
        echo "FAILS  $what: $* ended with $?: $(tail -n 3 "$work/is.log" | tr '\n' ' ')"
        failed=$((failed + 1))
    fi
}

# is_not WHAT COMMAND...: the command fails.
is_not() {
    local what=$1
    shift
    is "$what" not "$@"
}

not() { ! "$@"; }

# until_it SECONDS COMMAND...: waits until the command succeeds; fails where it never does.
until_it() {
    local end=$(($(now_ms) + $1 * 1000))
    shift
    while ! "$@" > /dev/null 2>&1; do
        [ "$(now_ms)" -lt "$end" ] || return 1
        sleep 0.1
    done
}

now_ms() { date +%s%3N; }

# need PROGRAM...: where one is not there, nothing is shown, and that is said.
need() {
    local program
    for program; do
        command -v "$program" > /dev/null || { echo "SKIPPED: there is no $program; see the head of $0"; exit 0; }
    done
}

need_root() { [ "$(id -u)" = 0 ] || { echo "SKIPPED: only root can do this"; exit 0; }; }

report_end() {
    if [ "$failed" = 0 ]; then
        echo "All $count hold."
    else
        echo "$failed of $count do not hold."
        return 1
    fi
}
