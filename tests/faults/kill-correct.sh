#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 while a package is voided, and while a record is corrected: the act and its letter are there both or
# neither, the same command again brings it to its end, and the receiver opens what came of it.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

ten_packed
package=$(json 'o["id"]')
must as wmo1 open ten.sluis
must as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis
printf '{"naam.voornamen":"Johanna"}' >changes
export SLUIS_TEST_NOW=2026-11-23T12:00:00Z
keep wi wmo
as_before() { back wi wmo; }

void=(as wi1 void "$package" --reason mistake)
voided() {
    local letter=wi/outbox/oss.nl_wmo-000002-void.sluis
    quietly "${void[@]}"
    case "$status" in
    0) ;;
    8) after=$((after + 1)) ;;
    *) echo "ends with $status"; cat "$err"; return 1 ;;
    esac
    [ -f "$letter" ] && [ ! -e wi/outbox/oss.nl_wmo-000003-void.sluis ] && no_temporaries wi && log_verifies wi || return 1
    as wmo1 open "$letter" --json >"$out" && [ "$(json 'o["files"][0]["restricted"]')" -eq 10 ]
}
tried=0 after=0
killed_everywhere "void" voided name 1 "${void[@]}"
killed_everywhere "void" voided sync "$(step 5)" "${void[@]}"
killed_everywhere "void" voided write "$(step 29)" "${void[@]}"
check "some were done ($after) of $tried" test "$after" -gt 0 -a "$after" -lt "$tried"

correct=(as wi1 record correct "${ids[0]}" --changes-from changes --reason inaccurate --found-by client)
corrected() {
    local letter=wi/outbox/oss.nl_wmo-000002-correction.sluis
    quietly "${correct[@]}"
    case "$status" in
    0) ;;
    8) after=$((after + 1)) ;;
    *) echo "ends with $status"; cat "$err"; return 1 ;;
    esac
    [ -f "$letter" ] && [ ! -e wi/outbox/oss.nl_wmo-000003-correction.sluis ] && no_temporaries wi && log_verifies wi || return 1
    as wmo1 open "$letter" --json >"$out" && [ "$(json 'o["files"][0]["applied"]')" -eq 1 ]
}
tried=0 after=0
killed_everywhere "correct" corrected name 1 "${correct[@]}"
killed_everywhere "correct" corrected sync "$(step 5)" "${correct[@]}"
killed_everywhere "correct" corrected write "$(step 29)" "${correct[@]}"
check "some were done ($after) of $tried" test "$after" -gt 0 -a "$after" -lt "$tried"

# And while it is opened: applied and answered, or neither.
as_before
must "${correct[@]}" --json
cp "$(json 'o["letters"][0]["file"]')" correction.sluis
keep wi wmo
open=(as wmo1 open correction.sluis)
opened() {
    quietly "${open[@]}"
    case "$status" in
    0) ;;
    6) after=$((after + 1)) ;;
    *) echo "ends with $status"; cat "$err"; return 1 ;;
    esac
    no_temporaries wmo && log_verifies wmo && as wi1 open wmo/outbox/oss.nl_wi-000003-outcome.sluis --json >"$out" &&
        [ "$(json 'o["files"][0]["applied"]')" -eq 1 ]
}
tried=0 after=0
killed_everywhere "open" opened name 1 "${open[@]}"
killed_everywhere "open" opened sync "$(step 5)" "${open[@]}"
check "some were done ($after) of $tried" test "$after" -gt 0 -a "$after" -lt "$tried"
finish
