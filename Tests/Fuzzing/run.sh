#!/usr/bin/env bash
# Fuzzes a decoder with libFuzzer, in a build folder of its own:
#     Tests/Fuzzing/run.sh NAME [SECONDS]      NAME as in Target.swift, or `all`; 60 seconds unless said otherwise
# Begins with Corpus/NAME and prints how many inputs were tried. A broken promise or a crash leaves its input as a file in
# the build folder and ends with an exit code that is not 0: mend the decoder and put the input into Corpus/NAME.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -ge 1 ] || { sed -n '2,5s/^# //p' "$0" >&2; exit 64; }
name=$1
seconds=${2:-60}
work=.build/fuzzing
corpus=Tests/Fuzzing/Corpus
[ "$name" = all ] || [ -d "$corpus/$name" ] || { echo "no target $name; there are: $(ls $corpus | xargs)" >&2; exit 64; }

# A test target is no program: it is compiled by the package manager and linked with libFuzzer's main here.
swift build -c release --target FuzzingTests --scratch-path "$work" --sanitize fuzzer -j 2 \
    -Xswiftc -enable-testing >"$work.log" 2>&1 || { tail -40 "$work.log" >&2; exit 70; }
objects=$(find "$work/release/" -path '*.build/*' -name '*.o')
testing=$(dirname "$(command -v swift)")/../lib/swift/linux
# shellcheck disable=SC2086
swiftc -sanitize=fuzzer $objects -L "$testing" -Xlinker -rpath -Xlinker "$testing" -lcurl -o "$work/fuzz"

status=0
for target in $([ "$name" = all ] && ls $corpus || echo "$name"); do
    mkdir -p "$work/corpus/$target"
    dictionary=()
    [ -f "Tests/Fuzzing/$target.dict" ] && dictionary=("-dict=Tests/Fuzzing/$target.dict")
    echo "== $target"
    SWIFT_BACKTRACE=enable=no POSYNC_FUZZ=$target "$work/fuzz" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -artifact_prefix="$work/$target-" "${dictionary[@]}" "$work/corpus/$target" \
        "$corpus/$target" >"$work/$target.log" 2>&1 || status=1
    grep -E "^Done|Fatal error|stat::(number|average|peak)|ERROR|SUMMARY|Test unit written" "$work/$target.log" || true
done
exit "$status"
