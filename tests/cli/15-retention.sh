#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Retention that happens: terms are told ahead, held and made longer with a reason, and on the day the run
# destroys what is due, tells what it was, and leaves nothing of it in the store or its log.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
must sluis-officer agreement new --template wmo-wi -o short.note
sed -i -e 's/^id: .*/id: oss-short/' -e 's/retention_months: .*/retention_months: 2/' short.note
grep -q retention_why short.note || sed -i 's/^\( *\)retention_months: 2/&\n\1retention_why: "Proef van twee maanden, daarna begint het opnieuw."/' short.note
sign_by agreement short.note po1 po2
must as wmo1 open short.note
must as wi1 open short.note
wi_imports six.csv 6
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --agreement oss-short --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:0:5}"
must as wi1 pack "${goal[@]}" --agreement oss-short --record "${ids[@]:0:5}" -o five.sluis
must as wmo1 open five.sluis
must as wi1 open wmo/outbox/*-receipt.sluis
must as wmo1 list --json
mapfile -t copy < <(json '"\n".join(r["id"] for r in o["records"])')
must as wmo1 show "${copy[0]}" --json
bsn=$(json 'o["records"][0]["record"]["burgerservicenummer"]')
name=$(json 'o["records"][0]["record"]["naam.geslachtsnaam"]')

# --- what is told ahead ---

run "nothing is nearly over in November" 0 as wmo1 retention list --json
expect_json 'o["terms"]' '[]'
run "within ninety days all five are" 0 as wmo1 retention list --due 90 --json
expect_json '[[r["from"], r["until"], r["state"]] for r in o["terms"]]' "$(printf '["oss.nl/wi", "2027-01-23", "near"]%.0s, ' 1 2 3 4 5 | sed 's/, $/]/; s/^/[/')"
run "in words" 0 as wmo1 retention list --due 90
expect_out 'nearly over'
run "own records have no term" 0 as wi1 retention list --due 36600 --json
expect_json 'o["terms"]' '[]'

# --- holds, and longer terms ---

run "one is held" 0 as wmo2 retention hold "${copy[0]}" --reason 'Bezwaar loopt' --json
expect_json 'o["term"]' held
run "again, for another reason" 0 as wmo2 retention hold "${copy[0]}" --reason 'Beroep loopt' --json
run "one is kept longer" 0 as wmo2 retention extend "${copy[1]}" --until 2027-03-01 --reason 'Nazorg' --json
expect_json 'o["until"]' 2027-03-01
run "an own record gets a term" 0 as wi2 retention extend "${ids[5]}" --until 2027-01-10 --reason 'Selectielijst' --json
refusals_begin wmo2
refused "a term is never made shorter" 1 bad-value 'never made shorter' retention extend "${copy[1]}" --until 2027-02-01 --reason Haast
refused "nor set without a reason" 2 none 'reason' retention extend "${copy[1]}" --until 2028-02-01
refused "nor a record that isn't there" 5 none '' retention extend 00112233445566778899aabbccddeeff --until 2028-02-01 --reason Haast
refused "which can't be held either" 5 none '' retention hold 00112233445566778899aabbccddeeff --reason Haast
refused "nothing is held without a reason" 2 none 'reason' retention hold "${copy[1]}"
refused "what isn't held can't be released" 5 none '' retention release "${copy[1]}"
refused "nor what isn't there" 5 none '' retention release 00112233445566778899aabbccddeeff
refused "there was no run yet" 5 none '' retention report
refusals_end
refusals_begin wmo1
refused "who lacks the power destroys nothing" 8 mandate-missing 'decide' retention run
refused "nor holds" 8 mandate-missing 'decide' retention hold "${copy[2]}" --reason Haast
refusals_end

# --- the day ---

run "a day early nothing is due" 0 at 2027-01-22T23:00:00Z as wmo2 retention run --today 2027-01-22 --json
expect_json '[o["destroyed_count"], o["held"]]' '[0, 0]'
run "after a long silence the clock alone isn't believed" 2 at 2027-03-15T09:00:00Z as wmo2 retention run
expect_err 'what day it is'
run "nor another day than the clock's" 1 at 2027-01-23T00:30:00Z as wmo2 retention run --today 2027-01-22
expect_err '2027-01-23'
run "it says what is to be done" 0 at 2027-01-23T00:30:00Z as wmo1 status --json
expect_json '[t["task"] for t in o["todo"] if t["task"] == "destroy"]' '["destroy"]'
run "on the day all go that nothing keeps" 0 at 2027-01-23T00:30:00Z as wmo2 retention run -o list --json
expect_json '[o["destroyed_count"], o["held"], o["declarations"] > 0]' '[3, 1, true]'
expect_json '[[r["source"], r["agreement"], r["purpose"], r["records"], r["term_first"], r["months"], r["article"]] for r in o["destroyed_records"]]' \
    '[["oss.nl/wi", "oss-short", "onderzoek-2.3.2", 3, "2027-01-23", "2", "Wmo 2015 art. 5.3.4 lid 1"]]'
entry=$(json 'o["entry"]')
check "the list of destruction is there, as text and as a page" grep -q 'Wmo 2015 art. 5.3.4 lid 1' list.txt
check "of which the page says the same" grep -q 'Wmo 2015 art. 5.3.4 lid 1' list.html
refute "no client is in either" grep -qE "$name|$bsn" list.txt list.html
run "the second time nothing is left to do" 0 at 2027-01-23T09:00:00Z as wmo2 retention run --json
expect_json '[o["destroyed_count"], o["held"]]' '[0, 1]'
run "with the clock set back nothing goes too early" 0 at 2026-12-01T09:00:00Z as wmo2 retention run --json
expect_json '[o["destroyed_count"], o["held"]]' '[0, 0]'
run "the list is written again" 0 at 2027-01-23T09:00:00Z as wmo1 retention report --entry "$entry" -o again --json
check "and is the same" cmp list.txt again.txt
run "what is there already isn't overwritten" 6 at 2027-01-23T09:00:00Z as wmo1 retention report -o again
run "what was destroyed isn't found" 5 at 2027-01-23T09:00:00Z as wmo1 show "${copy[2]}"
run "two are left" 0 at 2027-01-23T09:00:00Z as wmo1 list --json
expect_json 'sorted(r["id"] for r in o["records"])' "$(printf '%s\n' "${copy[@]:0:2}" | sort | python3 -c 'import json, sys; print(json.dumps(sys.stdin.read().split()))')"
run "released, it goes" 0 at 2027-01-24T09:00:00Z as wmo2 retention release "${copy[0]}"
run "with the next run" 0 at 2027-01-24T09:00:00Z as wmo2 retention run --json
expect_json '[o["destroyed_count"], o["held"]]' '[1, 0]'

# --- a package that waits ---

sed -e 's/^id: .*/id: oss-two/' -e 's/^approval_by_two: .*/approval_by_two: true/' -e '/^—/,$d' short.note >two.note
sign_by agreement two.note po1 po2
must at 2026-12-01T09:00:00Z as wi1 open two.note
must at 2026-12-01T09:00:00Z as wi1 consent record "${goal[@]}" --agreement oss-two --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:4:2}"
must at 2026-12-01T09:00:00Z as wi1 pack "${goal[@]}" --agreement oss-two --record "${ids[@]:4:2}" --json
waiting=$(json 'o["id"]')
says_why() { at 2027-03-03T11:00:00Z as "$1" log show --private --last 400 --json 2>>"$err" | grep -q "$2"; } # WHO WORDS
must at 2027-01-09T09:00:00Z as wi2 retention hold "${ids[0]}" --reason 'Blijft staan'
check "the log says why a term is longer" says_why wi1 Selectielijst
check "there, too" says_why wmo1 Nazorg
run "a record in a package that waits for a second person goes all the same" 0 at 2027-01-10T09:00:00Z as wi2 retention run --today 2027-01-10 --json
expect_json 'o["destroyed_count"]' 1
refute "why it had that term is forgotten with it" says_why wi1 Selectielijst
check "and not why another is held" says_why wi1 'Blijft staan'
run "and the package can't be approved any more" 8 at 2027-01-10T10:00:00Z as wi2 approve "$waiting"

# --- what a client asked, and what somebody holds ---

run "a client asks that it is kept and not used" 0 at 2027-02-20T09:00:00Z as wmo2 client restrict "${copy[1]}" --asked 2027-02-19
run "then it doesn't go by itself" 0 at 2027-03-02T09:00:00Z as wmo2 retention run --json
expect_json '[o["destroyed_count"], o["held"]]' '[0, 1]'
run "but once he was told that it ends" 0 at 2027-03-03T09:00:00Z as wmo2 client unrestrict "${copy[1]}" --told 2027-03-03
run "it does" 0 at 2027-03-03T10:00:00Z as wmo2 retention run --json
expect_json '[o["destroyed_count"], o["held"]]' '[1, 0]'
refute "and with it why it was kept longer" says_why wmo1 Nazorg
must at 2027-01-24T09:00:00Z as wi2 retention hold "${ids[0]}" --reason 'Bezwaar loopt'
run "an import isn't taken back while a record of it is held" 8 at 2027-01-24T09:00:00Z as wi2 import --undo 1
expect_err 'record-held|held: 1|mag niet|may not be erased|must not'

# --- what the logs tell ---

for unit in wi wmo; do
    must as "${unit}1" log export "audit-$unit"
    run "the auditor finds nothing wrong at $unit" 0 at 2027-03-05T09:00:00Z sluis-audit verify "audit-$unit" --fingerprint "$fingerprint" --json
    run "nor does a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
refute "no client is in a bundle" grep -rqaE "$bsn|$name" audit-wi audit-wmo
finish
