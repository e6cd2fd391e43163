#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Two programs on one store at once: both succeed or one says that it is busy, and the
# store is what it would be had they come one after the other.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

ten_records
"$SLUIS_SOURCE/scripts/seed-wi" "$SLUIS_SOURCE/tests/data/gba-v-testset-20220502.csv" 7 >all.csv
{ sed -n 1p all.csv; sed -n 20,320p all.csv; } >first.csv
{ sed -n 1p all.csv; sed -n 321,620p all.csv; } >second.csv
had=$(listed wi1)

both() { # COMMAND… -- COMMAND…: sets $one and $two, the exit codes
    local -a left=()
    while [ "$1" != -- ]; do left+=("$1"); shift; done
    shift
    "${left[@]}" >one.out 2>one.err </dev/null &
    local pid=$!
    two=0 one=0
    "$@" >two.out 2>two.err </dev/null || two=$?
    wait "$pid" || one=$?
}
fair() { [[ " 0 7 9 " == *" $one "* && " 0 7 9 " == *" $two "* && "$one $two" != "7 7" ]]; }
say_both() { echo "exit $one and $two"; cat one.err two.err; }
added() { if [ "$2" -eq 7 ]; then echo 0; else python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["added"])' "$1"; fi; }

keep wi wmo
for round in 1 2 3; do
    back wi
    both as wi1 import first.csv --map "$map" --json -- as wi2 import second.csv --map "$map" --json
    check "two imports, round $round ($one, $two)" fair || say_both | sed 's/^/# /'
    want=$((had + $(added one.out "$one") + $(added two.out "$two")))
    check "the store holds what they say that they added" test "$(listed wi1)" = "$want"
    check "the log verifies" log_verifies wi
done

for round in 1 2 3; do
    back wi wmo
    both as wi1 import first.csv --map "$map" --json -- as wi2 pack "${goal[@]}" --record "${ids[@]}" --json
    check "an import and a package, round $round ($one, $two)" fair || say_both | sed 's/^/# /'
    if [ "$two" -eq 0 ]; then check "the package opens" as wmo1 open wi/outbox/oss.nl_wmo-000001-cases.sluis; fi
    check "no temporary files" no_temporaries wi
    check "the log verifies" log_verifies wi
done

for round in 1 2 3 4 5; do
    back wi wmo
    both as wi1 pack "${goal[@]}" --record "${ids[@]:0:5}" --json -- as wi2 pack "${goal[@]}" --record "${ids[@]:5:5}" --json
    check "two clerks pack for one unit, round $round: both succeed ($one, $two)" test "$one$two" = 00 || say_both | sed 's/^/# /'
    check "their packages are numbers 1 and 2" python3 -c '
import json
assert sorted(json.load(open(p))["sequence"] for p in ("one.out", "two.out")) == [1, 2]'
    check "number 1 opens" as wmo1 open wi/outbox/oss.nl_wmo-000001-cases.sluis
    check "number 2 opens" as wmo2 open wi/outbox/oss.nl_wmo-000002-cases.sluis
    check "the log verifies" log_verifies wi
done

back wi wmo
must as wi1 pack "${goal[@]}" --record "${ids[@]}" -o ten.sluis
both as wmo1 open ten.sluis -- as wmo2 open ten.sluis
check "two clerks open one package: one does, the other is told ($one, $two)" \
    bash -c '[[ "$1 $2" == "0 6" || "$1 $2" == "6 0" ]]' - "$one" "$two" || say_both | sed 's/^/# /'
check "the log verifies" log_verifies wmo
finish
