#!/usr/bin/env bash
# Runs the test suite under a sanitizer, in a build folder of its own:
#     Tests/Acceptance/sanitizers.sh thread|address [FILTER]
# FILTER chooses suites as `swift test --filter` does. Prints what was run and what was found; the exit code is not 0 where
# a test failed or the sanitizer has something to say. A build and a run take some times as long as without.
set -euo pipefail
cd "$(dirname "$0")/../.."
kind=${1:-}
case $kind in thread | address) ;; *) sed -n '2,5s/^# //p' "$0" >&2; exit 64 ;; esac
work=.build/sanitize-$kind
mkdir -p "$work"
log=$work/log
swift build --build-tests --sanitize "$kind" --scratch-path "$work" -j 2 >"$log.build" 2>&1 \
    || { tail -40 "$log.build" >&2; exit 70; }

# Every report is wanted, not just the first. libcurl, OpenSSL and Swift's own libraries are not instrumented: what is theirs
# is not seen, and what they order looks like a race; the file of suppressions says which that is.
# Leaks are not looked for: tests that end a process on purpose leave what it had.
# The programs that tests start have no PATH in which to find what turns addresses into the names that the file has.
suppressions=$PWD/Tests/Acceptance/thread-sanitizer.supp
export TSAN_OPTIONS="halt_on_error=0 exitcode=66 suppressions=$suppressions external_symbolizer_path=$(command -v llvm-symbolizer) ${TSAN_OPTIONS:-}"
# What was freed is kept by the address sanitizer to see who uses it later: 32 MiB of it suffice, and leave tests that bound
# memory a meaning, at twice their bound (a peak of 250 MiB instead of 120).
export ASAN_OPTIONS="halt_on_error=1 detect_leaks=0 quarantine_size_mb=32 ${ASAN_OPTIONS:-}"
export POSYNCD_ALLOWANCE=2
# All tests begin at once, so that each takes as long as all of them together, and none keeps its limits where that is long.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
status=0
swift test --skip-build --sanitize "$kind" --scratch-path "$work" ${2:+--filter "$2"} >"$log" 2>&1 || status=1
reports=$(grep -cE "WARNING: ThreadSanitizer|ERROR: AddressSanitizer" "$log" || true)
grep -E "✘|Test run with" "$log" | tail -20 || true
grep -E "^SUMMARY: (Thread|Address)Sanitizer" "$log" | sort | uniq -c || true
echo "$kind sanitizer: $reports reports (all that was written is in $log)"
[ "$reports" -eq 0 ] || status=1
exit "$status"
