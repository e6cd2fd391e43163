#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 and a full disk while a package is approved: afterwards it still waits, or it
# left whole; a package that nobody approved is never in the outbox.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

ten_records
must sluis-officer agreement new --template wmo-wi -o two.note
sed -i -e 's/^id: .*/id: oss-two/' -e 's/^approval_by_two: .*/approval_by_two: true/' two.note
sign_by agreement two.note po1 po2
must as wi1 open two.note
must as wmo1 open two.note
goal=(--to oss.nl/wmo --agreement oss-two --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]}"
must as wi1 pack "${goal[@]}" --record "${ids[@]}" --json
id=$(json 'o["id"]')
package=wi/outbox/oss.nl_wmo-000001-cases.sluis
approve=(as wi2 approve "$id")
keep wi wmo

calls change "${approve[@]}"
check "approving makes calls to be killed at ($calls)" test "$calls" -gt 20
[ "$status" -eq 0 ] || bail "approving under the shim fails"
total=$calls

# Opening the store, if only to ask, finishes what the crash left.
state() {
    as wi1 status --json 2>>"$err" | python3 -c 'import json, sys
print([e["state"] for e in json.load(sys.stdin)["exchanges"] if e["id"] == sys.argv[1]][0])' "$id"
}

whole() {
    local is
    is=$(state) || return 1
    no_temporaries wi || return 1
    case $is in
    pending)
        [ ! -e "$package" ] || { echo "a file that nobody approved"; return 1; }
        "${approve[@]}" || return 1
        ;;
    waiting) after=$((after + 1)) ;;
    *) echo "it is $is"; return 1 ;;
    esac
    as wmo1 open "$package" && log_verifies wi
}

after=0 tried=0
for n in $(places "$total"); do
    back wi wmo
    quietly faulty change kill "$n" "${approve[@]}"
    [ "$status" -eq 137 ] || { check "killed at call $n" false; continue; }
    tried=$((tried + 1))
    whole >why 2>&1 || { cp why "$err"; : >"$out"; report 1 "whole after a kill at call $n"; explain "at call $n"; continue; }
    report 0 "whole after a kill at call $n of $total"
done
check "some were killed after the commit ($after), some before" test "$after" -gt 0 -a "$after" -lt "$tried"

for n in $(places "$total"); do
    back wi wmo
    quietly faulty change enospc "$n" "${approve[@]}"
    whole >why 2>&1 || { cp why "$err"; : >"$out"; report 1 "whole with a full disk at call $n"; explain "at call $n"; continue; }
    report 0 "whole with a full disk at call $n of $total"
done
finish
