#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A client withdraws: one command ends the consent, names the packages that went on it
# and has a retraction ready; opened by the receiver, it restricts what rested on it, which
# 15-restriction takes on from there.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
wi_imports eight.csv 8
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:0:4}"

declared() { # WHO RECORD KIND: the id of the declaration that holds
    as "$1" consent list --record "$2" --json 2>>"$err" | python3 -c 'import json, sys
print([c["id"] for c in json.load(sys.stdin)["consents"] if c["kind"] == sys.argv[1] and not c["withdrawn"]][0])' "$3"
}
own() { as wi1 show "$1" --json 2>>"$err" | python3 -c 'import json, sys; print(json.load(sys.stdin)["records"][0]["record"]["burgerservicenummer"])'; }
bsn=$(own "${ids[0]}")
printf '%s\n' "$bsn" >bsn.txt

must as wi1 pack "${goal[@]}" --record "${ids[@]:0:3}" -o one.sluis
must as wi1 pack "${goal[@]}" --record "${ids[0]}" "${ids[3]}" -o two.sluis
must as wmo1 open one.sluis
must as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis
run "the receiver finds the client" 0 with bsn.txt as wmo1 search --json
expect_json 'len(o["records"])' 1

# --- the client says no ---

consent=$(declared wi1 "${ids[0]}" consent)
export SLUIS_TEST_NOW=2026-11-23T11:00:00Z
run "a consent is withdrawn in one command" 0 as wi1 consent withdraw "$consent" --json
expect_json 'o["withdrawn"]' 1
expect_json '[(p["sequence"], p["state"]) for p in o["packages"]]' '[[1, "arrived"], [2, "waiting"]]'
expect_json 'o["sequence"]' 3
retraction=$(json 'o["file"]')
check "the retraction stands in the outbox" test -f "$retraction"
cp "$retraction" three.sluis
run "twice isn't possible" 6 as wi1 consent withdraw "$consent"
run "the client stays from now on" 8 as wi1 pack "${goal[@]}" --record "${ids[0]}"
run "status waits for the receiver's answer" 0 as wi1 status --json
expect_json '[(e["kind"], e["state"]) for e in o["exchanges"] if e["direction"] == "sent"][-1]' '["retraction", "waiting"]'

# --- at the receiver ---

run "the retraction restricts what rested on it" 0 as wmo1 open three.sluis --json
expect_json 'o["files"][0]["what"]' retraction
expect_json 'o["files"][0]["restricted"]' 1
expect_json 'o["files"][0]["removed"]' 0
expect_json 'o["files"][0]["withdrawn"]' 1
receipt=$(json 'o["files"][0]["receipt"]')
run "the others are still to be used" 0 as wmo1 list --json
expect_json '[r["restricted"] for r in o["records"]]' '["yes", "", ""]'
run "opening it again changes nothing, and writes its receipt again" 6 as wmo1 open three.sluis
run "the receipt comes home" 0 as wi1 open "$receipt" --json
expect_json 'o["files"][0]["answers_sequence"]' 3
run "the retraction arrived" 0 as wi1 status --json
expect_json '[e["state"] for e in o["exchanges"] if e["kind"] == "retraction"][0]' arrived
run "a package that the retraction overtook is taken in without that client" 0 as wmo1 open two.sluis --json
expect_json 'o["files"][0]["added"]' 1
expect_json 'o["files"][0]["withdrawn"]' 1
run "its receipt counts one" 0 as wi1 open wmo/outbox/oss.nl_wi-000003-receipt.sluis --json
expect_json 'o["files"][0]["accepted"]' 1

# --- yes again, and no to the receiver ---

export SLUIS_TEST_NOW=2026-11-24T09:00:00Z
run "the client may consent anew" 0 as wi1 consent record "${goal[@]}" --kind consent --until 2027-11-01 "${said[@]}" --record "${ids[0]}"
must as wi1 pack "${goal[@]}" --record "${ids[0]}" -o four.sluis
run "then the record comes again" 0 as wmo1 open four.sluis --json
expect_json 'o["files"][0]["same"]' 1
must as wmo1 list --json
received=$(json 'o["records"][0]["id"]')
must as wmo2 restriction unlock "$received"
export SLUIS_TEST_NOW=2026-11-24T10:00:00Z
run "who hears it at the receiving unit stops it there" 0 as wmo1 consent withdraw "$(declared wmo1 "$received" no-objection)" --json
expect_json 'o["restricted"]' 1
expect_json 'o["unit"]' oss.nl/wi
run "the record is restricted" 8 as wmo1 show "$received"
run "the sender, told of it, withdraws as well" 0 as wi1 consent withdraw "$(declared wi1 "${ids[0]}" no-objection)" --json
run "and its retraction finds nothing left to restrict" 0 as wmo1 open wi/outbox/oss.nl_wmo-000005-retraction.sluis --json
expect_json 'o["files"][0]["restricted"]' 0

run "a declaration on which nothing went needs no retraction" 0 as wi1 consent record "${goal[@]}" --kind consent --until 2027-11-01 "${said[@]}" --record "${ids[4]}"
run "withdrawing it tells nobody" 0 as wi1 consent withdraw "$(declared wi1 "${ids[4]}" consent)"
expect_out 'nobody needs to be told'
check "no retraction more" bash -c '[ "$(ls wi/outbox/*-retraction.sluis | wc -l)" -eq 1 ]'
# --- both, in one ---

ending=$(declared wi1 "${ids[2]}" no-objection)
run "consent and no objection for the very same end together" 0 as wi1 consent withdraw "$ending" --both --json
expect_json 'o["withdrawn"]' 2
both=$(json 'o["file"]')
run "and are told once more together" 0 as wi1 consent withdraw "$ending" --again --json
expect_json 'o["withdrawn"]' 2
again=$(json 'o["file"]')
run "one letter tells of both" 0 as wmo1 open "$both" --json
expect_json '[o["files"][0][k] for k in ("withdrawn", "restricted")]' '[2, 1]'
must as wmo1 open "$again"
run "of who gave one, one ends" 0 as wi1 consent withdraw "$(declared wi1 "${ids[3]}" consent)" --json
expect_json 'o["withdrawn"]' 1
must as wmo1 open "$(json 'o["file"]')"
run "and the other one then, by itself or not" 0 as wi1 consent withdraw "$(declared wi1 "${ids[3]}" no-objection)" --both --json
expect_json 'o["withdrawn"]' 1
must as wmo1 open "$(json 'o["file"]')"

run "an id that isn't one" 5 as wi1 consent withdraw 00112233445566778899aabbccddeeff

for unit in wi wmo; do
    run "$unit exports its log" 0 as "${unit}1" log export "audit-$unit" --json
    run "the auditor finds nothing wrong" 0 sluis-audit verify "audit-$unit" --roster roster-1.note --fingerprint "$fingerprint" --json
done
check "no BSN is in a bundle" bash -c '! grep -rqa "$1" audit-wi audit-wmo' _ "$bsn"

# After the agreement's end a client can still take back what was sent under it.
run "years later it still works" 0 at 2031-02-01T10:00:00Z as wi1 consent withdraw "$(declared wi1 "${ids[1]}" consent)" --json
later=$(json 'o.get("file")')
run "and is still welcome" 0 at 2031-02-01T11:00:00Z as wmo1 open "$later" --json
expect_json 'o["files"][0]["restricted"]' 1

for unit in wi wmo; do
    must at 2031-02-01T12:00:00Z as "${unit}1" log export "late-$unit"
    run "the log of $unit verifies, agreement's end or not" 0 sluis-audit verify "late-$unit" --fingerprint "$fingerprint"
    run "a verifier in Python says so, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "late-$unit" "$fingerprint"
done
run "the logs agree, though a client was left out of one package" 0 sluis-audit reconcile late-wi late-wmo --fingerprint "$fingerprint" --json
expect_json 'o["agree"]' true
expect_json '[x["state"] for x in o["exchanges"]]' '["complete", "complete", "complete", "unreceipted", "unreceipted", "unreceipted", "unreceipted", "unreceipted", "unreceipted", "unreceipted", "unopened"]'
finish
