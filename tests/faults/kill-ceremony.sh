#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 in the middle of a ceremony: the folder that is left can be gone on with, to a transcript that a unit takes.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

export PAGER=cat
for who in po3 wi1 wmo1; do person "oss.nl/p-$who" "$who"; done
{ setup_answers wi:pw; echo 'complete: true'; } >answers.yaml
cp keys/wi1.key unbound.key
officers() { # VARIABLE=VALUE…: the environment of the program alone, and not of who types
    python3 "$SLUIS_SOURCE/tests/cli/ceremony.py" --recovery -- env "$@" sluis-officer ceremony share --from answers.yaml --work-factor "$work_factor" --lang en
}
as_before() {
    rm -rf share pages pages-again papers.json keys/po[12].key keys/po[12].card wi
    mkdir share
    cp cards/{po3,wi1}.card share
    cp unbound.key keys/wi1.key
}
goes_on() {
    officers >resumed 2>&1 || { tail -n 5 resumed; return 1; }
    as wi1 init --unit oss.nl/wi --roster share/roster-1.note --fingerprint "$(roster_fingerprint share/roster-1.note)" \
        --transcript share/transcript.note || return 1
    [ "$(grep -c '^— oss.nl/p-po' share/transcript.note)" -eq 2 ]
}
as_before
check "a ceremony that nobody cuts off" officers FAULT_COUNT="$T/.count" LD_PRELOAD="$FAULT_SHIM" FAULT_CALLS=name FAULT_DO=nothing FAULT_AT=0
calls=$(cat .count)
check "which writes at many places ($calls)" test "$calls" -gt 20
cut=0
for n in $(places "$calls" "$FAULT_STEP"); do
    as_before
    officers LD_PRELOAD="$FAULT_SHIM" FAULT_CALLS=name FAULT_DO=kill FAULT_AT="$n" >cut-off 2>&1 && continue
    cut=$((cut + 1))
    goes_on >why 2>&1 || { cp why "$err"; report 1 "killed at $n"; explain "at $n"; continue; }
    report 0 "killed at $n of $calls, and gone on with"
done
check "it was cut off $cut times" test "$cut" -gt 2
finish
