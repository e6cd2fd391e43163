#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 and a full disk while the day's run destroys what is due, and while a client is erased: all of it went,
# with the log and the letters to tell, or nothing did. What was cut off is done by doing it again.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

ten_packed
must as wmo1 open ten.sluis
must as wi1 open wmo/outbox/*-receipt.sluis
must as wmo1 list --json
mapfile -t copies < <(json '"\n".join(r["id"] for r in o["records"])')
for i in 0 1 2; do must as wi2 retention extend "${ids[i]}" --until 2026-12-01 --reason Proef; done
export SLUIS_TEST_NOW=2026-12-01T12:00:00Z
keep wi

left() { as wi1 list --json 2>>"$err" | python3 -S -c 'import json, sys; print(len(json.load(sys.stdin)["records"]))'; }
run=(as wi2 retention run --today 2026-12-01 --json)
erase=(as wi2 client erase "${ids[5]}" --weighed --asked 2026-11-30 --json)
all=$(left)

ran_or_not() {
    case $(left) in
    "$all") ;;
    $((all - 3))) after=$((after + 1)) ;;
    *) echo "$(left) of $all are left"; return 1 ;;
    esac
    "${run[@]}" >"$out" 2>"$err" || { cat "$err"; return 1; }
    no_temporaries wi && [ "$(left)" -eq $((all - 3)) ] && log_verifies wi &&
        as wi1 retention report --json >"$out" 2>"$err" && [ "$(json 'o["records"]')" = 3 ]
}

erased_or_not() {
    local letters
    letters=$(find wi/outbox -name '*-erasure.sluis' | wc -l)
    case "$(left)" in
    "$all")
        "${erase[@]}" >"$out" 2>"$err" || { cat "$err"; return 1; }
        letters=$(find wi/outbox -name '*-erasure.sluis' | wc -l)
        ;;
    $((all - 1))) after=$((after + 1)) ;;
    *) echo "$(left) of $all are left"; return 1 ;;
    esac
    letters=$(find wi/outbox -name '*-erasure.sluis' | wc -l)
    no_temporaries wi && [ "$(left)" -eq $((all - 1)) ] && [ "$letters" -eq 1 ] && log_verifies wi &&
        as wi1 client requests --json >"$out" 2>"$err" && [ "$(json '[r["state"] for r in o["requests"]]')" = '["granted"]' ]
}

# At every place: WHAT CHECK COMMAND…
everywhere() {
    local n total fault after=0 tried=0
    back wi
    calls change "${@:3}"
    [ "$status" -eq 0 ] || bail "$1 under the shim fails"
    total=$calls
    for fault in kill enospc; do
        for n in $(places "$total" "$(step 31)"); do
            back wi
            quietly faulty change "$fault" "$n" "${@:3}"
            tried=$((tried + 1))
            "$2" >why 2>&1 || { cp why "$err"; : >"$out"; report 1 "$1: $fault at call $n"; explain "at call $n"; continue; }
            report 0 "$1: $fault at call $n of $total"
        done
    done
    check "$1: some came after the commit ($after), some before" test "$after" -gt 0 -a "$after" -lt "$tried"
}

everywhere "the day's run" ran_or_not "${run[@]}"
everywhere "erasing a client" erased_or_not "${erase[@]}"
finish
