#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 and a full disk while records are accepted, declined and handed over, and while a handover is opened:
# what was said and the letter that tells it are there both or neither, and at most one unit directs the case.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

partnership
must sluis-officer agreement new --template wmo-wi -o plan.note
sed -i -e 's/^id: .*/id: oss-plan/' -e 's/^catalogue: /accept: "7"\nhandover: "true"\n&/' plan.note
sign_by agreement plan.note po1 po3
must as wi1 open plan.note
must as wmo1 open plan.note
wi_imports three.csv 4
must as wi1 consent record "${goal[@]}" --agreement oss-plan --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:0:3}"
must as wi1 handover --ask --record "${ids[@]:0:3}"
must as wmo1 open wi/outbox/oss.nl_wmo-000001-handover.sluis
must as wi1 open wmo/outbox/oss.nl_wi-000002-handover.sluis
must as wi1 pack "${goal[@]}" --agreement oss-plan --record "${ids[@]:0:3}" -o three.sluis
must as wmo1 open three.sluis
must as wmo1 list --json
mapfile -t copy < <(json '"\n".join(r["id"] for r in o["records"])')
export SLUIS_TEST_NOW=2026-11-23T12:00:00Z

shows() { # WHO RECORD KEY
    as "$1" show "$2" --json 2>>"$err" | python3 -S -c 'import json, sys
print((json.load(sys.stdin).get("records") or [{}])[0].get(sys.argv[1], "gone"))' "$3"
}

# BEFORE AFTER WHO RECORD KEY LETTER COMMAND…: it says the one and there is no letter, or the other and there is.
both_or_neither() {
    local now
    now=$(shows "$3" "$4" "$5")
    case $now in
    "$1")
        [ ! -e "$6" ] || { echo "a letter of what wasn't said"; return 1; }
        "${@:7}" || return 1
        ;;
    "$2") after=$((after + 1)) ;;
    *) echo "neither: $now"; return 1 ;;
    esac
    no_temporaries "${3%[0-9]}" && [ -f "$6" ] && [ "$(shows "$3" "$4" "$5")" = "$2" ] && log_verifies "${3%[0-9]}"
}

# At most one directs it, and opening the letter again is one.
taken_or_not() {
    local now
    now=$(shows wmo1 "${copy[0]}" director)
    quietly as wmo1 open give.sluis
    case "$now $status" in
    "oss.nl/wi 0") ;;
    "oss.nl/wmo 6") after=$((after + 1)) ;;
    *) echo "$now, then exit $status"; cat "$err"; return 1 ;;
    esac
    no_temporaries wmo && [ "$(shows wmo1 "${copy[0]}" directing) $(shows wi1 "${ids[0]}" directing)" = "here given" ] && log_verifies wmo
}

everywhere() { # WHAT COMMAND… -- CHECK…
    local what=$1 n total fault after=0 tried=0 command=()
    shift
    while [ "$1" != -- ]; do command+=("$1"); shift; done
    shift
    back wi wmo
    calls change "${command[@]}"
    [ "$status" -eq 0 ] || bail "$what under the shim fails"
    total=$calls
    for fault in kill enospc; do
        for n in $(places "$total" $((FAULT_STEP > 1 ? 43 : 1))); do
            back wi wmo
            quietly faulty change "$fault" "$n" "${command[@]}"
            tried=$((tried + 1))
            "$@" >why 2>&1 || { cp why "$err"; : >"$out"; report 1 "$what: $fault at call $n"; explain "at call $n"; continue; }
            report 0 "$what: $fault at call $n of $total"
        done
    done
    check "$what: some came after the commit ($after), some before" test "$after" -gt 0 -a "$after" -lt "$tried"
}

keep wi wmo
accept=(as wmo1 accept --record "${copy[@]:0:2}")
decline=(as wmo1 decline --reason moved --record "${copy[2]}")
letter=wmo/outbox/oss.nl_wi-000004-acceptance.sluis
everywhere "accepting" "${accept[@]}" -- both_or_neither arrived accepted wmo1 "${copy[0]}" arrival "$letter" "${accept[@]}"
everywhere "declining" "${decline[@]}" -- both_or_neither arrived gone wmo1 "${copy[2]}" arrival "$letter" "${decline[@]}"

back wi wmo
must "${accept[@]}"
must as wi1 open "$letter"
keep wi wmo
give=(as wi1 handover --to oss.nl/wmo --record "${ids[0]}")
letter=wi/outbox/oss.nl_wmo-000005-handover.sluis
everywhere "handing over" "${give[@]}" -- both_or_neither here given wi1 "${ids[0]}" directing "$letter" "${give[@]}"
back wi wmo
must "${give[@]}"
cp "$letter" give.sluis
keep wi wmo
everywhere "opening a handover" as wmo1 open give.sluis -- taken_or_not
finish
