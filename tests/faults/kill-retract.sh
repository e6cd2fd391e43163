#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 and a full disk while a consent is withdrawn, and while the retraction is
# opened: the withdrawal and its retraction are there both or neither, and the records
# are restricted or not, with the log to tell.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

ten_packed
must as wmo1 open ten.sluis
must as wi1 consent list --record "${ids[0]}" --json
consent=$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent"][0]')
withdraw=(as wi1 consent withdraw "$consent")
retraction=wi/outbox/oss.nl_wmo-000002-retraction.sluis
export SLUIS_TEST_NOW=2026-11-23T12:00:00Z
keep wi wmo

withdrawn() {
    as wi1 consent list --record "${ids[0]}" --json 2>>"$err" | python3 -c 'import json, sys
print([bool(c["withdrawn"]) for c in json.load(sys.stdin)["consents"] if c["id"] == sys.argv[1]][0])' "$consent"
}

restricted() {
    as wmo1 restriction list --json 2>>"$err" | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["restricted"]))'
}

both_or_neither() {
    case $(withdrawn) in
    False)
        [ ! -e "$retraction" ] || { echo "a retraction of what was not withdrawn"; return 1; }
        "${withdraw[@]}" || return 1
        ;;
    True) after=$((after + 1)) ;;
    *) return 1 ;;
    esac
    no_temporaries wi && [ -f "$retraction" ] && log_verifies wi && as wmo1 open "$retraction" && [ "$(restricted)" -eq 1 ]
}

restricted_or_not() {
    local there
    there=$(restricted)
    quietly as wmo1 open two.sluis
    case "$there $status" in
    "0 0") ;;
    "1 6") after=$((after + 1)) ;;
    *) echo "$there restricted, then exit $status"; cat "$err"; return 1 ;;
    esac
    no_temporaries wmo && [ "$(restricted)" -eq 1 ] && log_verifies wmo && [ -f wmo/outbox/oss.nl_wi-000002-receipt.sluis ]
}

# At every place: WHAT CHECK COMMAND…
everywhere() {
    local n total fault after=0 tried=0
    back wi wmo
    calls change "${@:3}"
    [ "$status" -eq 0 ] || bail "$1 under the shim fails"
    total=$calls
    for fault in kill enospc; do
        for n in $(places "$total"); do
            back wi wmo
            quietly faulty change "$fault" "$n" "${@:3}"
            tried=$((tried + 1))
            "$2" >why 2>&1 || { cp why "$err"; : >"$out"; report 1 "$1: $fault at call $n"; explain "at call $n"; continue; }
            report 0 "$1: $fault at call $n of $total"
        done
    done
    check "$1: some came after the commit ($after), some before" test "$after" -gt 0 -a "$after" -lt "$tried"
}

everywhere "withdrawing" both_or_neither "${withdraw[@]}"
back wi wmo
must "${withdraw[@]}"
cp "$retraction" two.sluis
keep wi wmo
everywhere "opening the retraction" restricted_or_not as wmo1 open two.sluis
finish
