#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 while a package is made, before each call that changes the disk: afterwards
# there is a whole package that the receiver opens, or none; the next number is right.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

ten_records
keep wi wmo

pack=(as wi1 pack "${goal[@]}" --record)
calls change "${pack[@]}" "${ids[@]}"
check "packing makes calls to be killed at ($calls)" test "$calls" -gt 20
[ "$status" -eq 0 ] || bail "packing under the shim fails"
total=$calls

sent() { # how many, after checking that the status knows of no half one
    as wi1 status --json | python3 -c '
import json, sys
rows = [r for r in json.load(sys.stdin)["exchanges"] if r["kind"] == "cases"]
assert all(r["state"] == "waiting" for r in rows), rows
print(len(rows))'
}

opens() { # FILE: at the receiver
    [ -f "$1" ] || { echo "no $1"; return 1; }
    as wmo1 open "$1"
}

recovers() {
    local before
    before=$(sent) || return 1
    no_temporaries wi || return 1
    set -- wi/outbox/*-cases.sluis
    if [ "$before" -eq 1 ]; then
        opens wi/outbox/oss.nl_wmo-000001-cases.sluis || return 1
        after=$((after + 1))
    else
        [ ! -e "$1" ] || { echo "a file without an exchange: $1"; return 1; }
    fi
    quietly "${pack[@]}" "${ids[@]:0:5}" --json
    [ "$status" -eq 0 ] || { echo "packing again: exit $status"; cat "$err"; return 1; }
    [ "$(json 'o["sequence"]')" = $((before + 1)) ] || { echo "numbered $(json 'o["sequence"]') after $before"; return 1; }
    opens "wi/outbox/oss.nl_wmo-00000$((before + 1))-cases.sluis" && log_verifies wi
}

after=0 tried=0
for n in $(places "$total"); do
    back wi wmo
    quietly faulty change kill "$n" "${pack[@]}" "${ids[@]}"
    [ "$status" -eq 137 ] || { check "killed at call $n" false; continue; }
    tried=$((tried + 1))
    recovers >why 2>&1 || { cp why "$err"; : >"$out"; report 1 "recovers from a kill at call $n"; explain "at call $n"; continue; }
    report 0 "recovers from a kill at call $n of $total"
done
check "some were killed after the commit ($after), some before" test "$after" -gt 0 -a "$after" -lt "$tried"
finish
