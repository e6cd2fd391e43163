#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 while a unit asks another, while that one takes it in, answers, and while the answer is taken in: the
# letter is there, whole and once, or the same command makes it; nobody's store tells of what didn't happen.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

partnership
sed '/^$/,$d' agreement.note >template.yaml
python3 "$SLUIS_SOURCE/tests/cli/law_terms.py" id=oss-vraag code=traject task=pw-7-1-a ground=pw-64-1-n kind-of=oss.nl/wi:reintegratie \
    kind-of=oss.nl/wmo:pw exception=A9-2-b consent=false no_objection=false fields=burgerservicenummer,participatieladder.trede >asked.note
sign_by agreement asked.note po1 po2
for unit in wi wmo; do must as "${unit}1" open asked.note; done
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","participatieladder.trede":3,"zaak.identificatie":"Z-%d"}\n' 1 2 3 >cases.ndjson
must as wi1 import cases.ndjson
printf '999990019\n999990020\n' >two
ask=(request participatieladder.trede --from oss.nl/wi --purpose traject --select-from two)

asked() { # WHO STATE: how many are so
    as "$1" requests --json 2>>"$err" | python3 -S -c 'import json, sys
print(sum(r["state"] == sys.argv[1] for r in json.load(sys.stdin)["requests"]))' "$2"
}
letters() { find "$1/outbox" -name "*-$2.sluis" | wc -l; } # UNIT KIND

# --- asking ---
asks_once() {
    as wmo1 status >/dev/null || return 1
    if [ "$(asked wmo1 open)" -eq 0 ]; then
        [ "$(letters wmo request)" -eq 0 ] || { echo "a letter of what wasn't asked"; return 1; }
        as wmo1 "${ask[@]}" >/dev/null || return 1
    fi
    [ "$(asked wmo1 open)" -eq 1 ] && [ "$(letters wmo request)" -eq 1 ] && no_temporaries wmo && log_verifies wmo
}
keep wmo
as_before() { back wmo; }
tried=0
killed_everywhere "request" asks_once name 1 as wmo1 "${ask[@]}"
killed_everywhere "request" asks_once sync "$(step 9)" as wmo1 "${ask[@]}"
killed_everywhere "request" asks_once write "$(step 170)" as wmo1 "${ask[@]}"

# --- taking it in ---
back wmo
must as wmo1 "${ask[@]}" -o asked.sluis --json
request=$(json 'o["id"]')
is_taken_in() {
    quietly as wi1 open asked.sluis
    [ "$status" -eq 0 ] || [ "$status" -eq 6 ] || { echo "it ends with $status"; cat "$err"; return 1; }
    [ "$(asked wi1 open)" -eq 1 ] && no_temporaries wi && log_verifies wi
}
keep wi
as_before() { back wi; }
killed_everywhere "open" is_taken_in sync "$(step 9)" as wi1 open asked.sluis
killed_everywhere "open" is_taken_in write "$(step 170)" as wi1 open asked.sluis

# --- answering ---
back wi
must as wi1 open asked.sluis
answers_once() {
    as wi1 status >/dev/null || return 1
    if [ "$(asked wi1 answered)" -eq 0 ]; then
        [ "$(letters wi cases)" -eq 0 ] || { echo "an answer of what is open"; return 1; }
        as wi1 answer "$request" >/dev/null || return 1
    fi
    [ "$(asked wi1 answered)" -eq 1 ] && [ "$(letters wi cases)" -eq 1 ] && no_temporaries wi && log_verifies wi
}
keep wi
killed_everywhere "answer" answers_once name 1 as wi1 answer "$request"
killed_everywhere "answer" answers_once sync "$(step 9)" as wi1 answer "$request"
killed_everywhere "answer" answers_once write "$(step 170)" as wi1 answer "$request"

# --- and that the answer came ---
back wi
must as wi1 answer "$request" -o answer.sluis
is_answered() {
    quietly as wmo1 open answer.sluis
    [ "$status" -eq 0 ] || [ "$status" -eq 6 ] || { echo "it ends with $status"; cat "$err"; return 1; }
    [ "$(asked wmo1 answered)" -eq 1 ] && [ "$(listed wmo1)" -eq 3 ] && no_temporaries wmo && log_verifies wmo
}
keep wmo
as_before() { back wmo; }
killed_everywhere "open" is_answered sync "$(step 9)" as wmo1 open answer.sluis
killed_everywhere "open" is_answered write "$(step 170)" as wmo1 open answer.sluis
check "places were tried: $tried" test "$tried" -ge 12
finish
