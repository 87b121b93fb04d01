#!/usr/bin/env bash
# Fuzzes the JSON reader with libFuzzer: Tests/Fuzzing/run.sh [SECONDS], 60 unless said otherwise. Prints the number of
# inputs tried; a crash is left as a file in the working folder, and the exit code is not 0.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
work=.build/fuzzing
mkdir -p "$work/corpus"
sources=()
while IFS= read -r file; do sources+=("$file"); done < <(find Sources/Documents -name '*.swift' | sort)
common=(-O -swift-version 6 -parse-as-library -sanitize=fuzzer -enable-upcoming-feature InternalImportsByDefault)
swiftc "${common[@]}" -emit-module -emit-module-path "$work/Documents.swiftmodule" -emit-object -wmo \
    -module-name Documents "${sources[@]}" -o "$work/Documents.o"
swiftc "${common[@]}" -I "$work" Tests/Fuzzing/JSONTarget.swift "$work/Documents.o" -o "$work/json"
"$work/json" -max_total_time="$seconds" -max_len=4096 -print_final_stats=1 -artifact_prefix="$work/" \
    -dict=Tests/Fuzzing/json.dict "$work/corpus" Tests/Fuzzing/Corpus/json 2>&1 | grep -E "Done|stat::|ERROR|SUMMARY|artifact"
