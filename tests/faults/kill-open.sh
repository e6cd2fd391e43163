#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 while a package is opened, before each call that changes the disk: opening it
# again works, or says that it was done; nothing is lost, doubled or left behind. The same of a receipt.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

ten_packed
keep wmo wi

calls change as wmo1 open ten.sluis
check "opening makes calls to be killed at ($calls)" test "$calls" -gt 20
[ "$status" -eq 0 ] || bail "opening under the shim fails"
total=$calls

# A cosignature leaves in the receipt: once that has its name, the store has to know what it cosigned.
remembers() {
    [ -e "$(find wmo/outbox -name '*-receipt.sluis')" ] || return 0
    as wmo1 status --json 2>/dev/null | python3 -c 'import json, sys; sys.exit([s["peer"] for s in json.load(sys.stdin)["seen"]] != ["oss.nl/wi"])'
}

recovers() {
    remembers || { echo "a cosignature left before its tree was stored"; return 1; }
    quietly as wmo1 open ten.sluis --json
    [ "$status" -eq 0 ] || [ "$status" -eq 6 ] || { echo "exit $status"; cat "$err"; return 1; }
    done_before=$((done_before + (status == 6)))
    [ "$(listed wmo1)" = "$leaving" ] || { echo "records are missing or double"; return 1; }
    no_temporaries wmo || return 1
    log_verifies wmo || return 1
    set -- wmo/outbox/*-receipt.sluis
    [ "$#,$1" = "1,$(ls "$1" 2>/dev/null)" ] || { echo "receipts: $*"; return 1; }
    cp -a kept-wi wi-here
    SLUIS_HOME=wi-here SLUIS_KEY=$T/keys/wi1.key sluis open "$1" --passphrase-fd 9 9<"$T/keys/wi1.pass"
    status=$?
    rm -rf wi-here
    [ "$status" -eq 0 ] || { echo "its receipt does not open"; return 1; }
}

done_before=0 tried=0
for n in $(places "$total"); do
    back wmo
    quietly faulty change kill "$n" as wmo1 open ten.sluis
    [ "$status" -eq 137 ] || { check "killed at call $n" false; continue; }
    tried=$((tried + 1))
    recovers >why 2>&1 || { cp why "$err"; : >"$out"; report 1 "recovers from a kill at call $n"; explain "at call $n"; continue; }
    report 0 "recovers from a kill at call $n of $total"
done
check "some were killed after the commit ($done_before), some before" test "$done_before" -gt 0 -a "$done_before" -lt "$tried"

# --- its receipt: what was sent is needed no longer, and goes ---
back wmo wi
must as wmo1 open ten.sluis
receipt=$(find wmo/outbox -name '*-receipt.sluis')
calls change as wi1 open "$receipt"
[ "$status" -eq 0 ] || bail "opening a receipt under the shim fails"

# Between the commit and the removal are four calls: a place in three meets them, a place in seven doesn't.
goes() {
    stood=$(find wi/outbox -name oss.nl_wmo-000001-cases.sluis)
    quietly as wi1 open "$receipt"
    [ "$status" -eq 0 ] || [ "$status" -eq 6 ] || { echo "exit $status"; cat "$err"; return 1; }
    [ -z "$stood" ] || [ "$status" -eq 0 ] || between=$((between + 1))
    [ ! -e wi/outbox/oss.nl_wmo-000001-cases.sluis ] || { echo "the ciphertext stays"; return 1; }
    no_temporaries wi && log_verifies wi
}
between=0
for n in $(places "$calls" $((FAULT_STEP < 3 ? FAULT_STEP : 3))); do
    back wi
    quietly faulty change kill "$n" as wi1 open "$receipt"
    [ "$status" -eq 137 ] || { check "killed at call $n of a receipt" false; continue; }
    goes >why 2>&1 || { cp why "$err"; : >"$out"; report 1 "what was sent goes, killed at call $n"; explain "at call $n"; continue; }
    report 0 "what was sent goes, killed at call $n of $calls"
done
check "some were killed between the commit and the removal ($between)" test "$between" -gt 0
finish
