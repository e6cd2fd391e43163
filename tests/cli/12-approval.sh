#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# An agreement that asks for two: pack leaves the package waiting, a colleague approves
# or declines it, the receiver and the auditor see both signatures.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
must sluis-officer agreement new --template wmo-wi -o two.note
sed -i -e 's/^id: .*/id: oss-two/' -e 's/^approval_by_two: .*/approval_by_two: true/' two.note
sign_by agreement two.note po1 po2
must as wi1 open two.note
must as wmo1 open two.note
wi_imports eight.csv 8
goal=(--to oss.nl/wmo --agreement oss-two --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:0:4}"

# The package that waits: its id in $id. NAME ID…
waiting() {
    run "$1" 0 as wi1 pack "${goal[@]}" --record "${@:2}" --json
    expect_json 'o["state"]' pending
    id=$(json 'o["id"]')
}
state_of() { as wi1 status --json 2>"$err" | python3 -c 'import json, sys; print([e["state"] for e in json.load(sys.stdin)["exchanges"] if e["id"] == sys.argv[1]][0])' "$1"; }

waiting "pack waits for a second person" "${ids[@]:0:3}"
check "nothing stands in the outbox" bash -c '! ls wi/outbox | grep .'
check "status shows that it waits" test "$(state_of "$id")" = pending
run "whoever packed it can't approve it" 8 as wi1 approve "$id"
expect_err "can't approve"
run "an id that isn't one" 5 as wi2 approve 00112233445566778899aabbccddeeff
run "a colleague approves" 0 as wi2 approve "$id" -o one.sluis --json
expect_json 'o["state"]' waiting
expect_json 'o["sequence"]' 1
expect_json 'o["records"]' 3
check "the outbox holds the same bytes" cmp one.sluis wi/outbox/oss.nl_wmo-000001-cases.sluis
run "twice isn't possible" 5 as wi2 approve "$id"
run "nor declining it now" 5 as wi2 approve "$id" --decline
run "the receiver opens it and sees who approved" 0 as wmo1 open one.sluis --json
expect_json 'o["files"][0]["added"]' 3
expect_json 'o["files"][0]["signer"] != o["files"][0]["approver"] and o["files"][0]["approver"]' oss.nl/p-wi2
run "the receipt comes home" 0 as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis

waiting "another, of which a record changes" "${ids[@]:0:3}"
changed=$id
must as wi1 show "${ids[1]}" --json
bsn=$(json 'o["records"][0]["record"]["burgerservicenummer"]')
sed "s/^\($bsn;[^;]*\);/\1 Anna;/" eight.csv >changed.csv
run "the record is imported anew" 0 as wi1 import changed.csv --map "$map" --json
expect_json 'o["changed"]' 1
run "approving tells what changed" 8 as wi2 approve "$changed" --json
expect_json 'o["error"]["finding"]' changed-since-packed
expect_json 'o["error"]["subject"]' "${ids[1]}"
check "it waits still" test "$(state_of "$changed")" = pending
printf 'Opnieuw, met de nieuwe naam.\n' >reason.txt
run "it is declined" 0 as wi2 approve "$changed" --decline --reason-from reason.txt
check "status shows that" test "$(state_of "$changed")" = declined
run "what was declined isn't approved any more" 5 as wi2 approve "$changed"

waiting "a third, of which a consent is withdrawn" "${ids[@]:0:2}"
must as wi1 consent list --record "${ids[0]}" --json
consent=$(json '[c["id"] for c in o["consents"] if c["kind"] == "no-objection" and not c["withdrawn"]][0]')
must as wi1 consent withdraw "$consent"
run "a client who said no since is heard" 8 as wi2 approve "$id" --json
expect_json 'o["error"]["finding"]' changed-since-packed
run "of what changed it is said what it is" 8 as wi2 approve "$id"
expect_err 'records changed: 0, declarations that hold no longer: 1'
run "its packer takes it back" 0 as wi1 approve "$id" --decline

waiting "a fourth, for which a declaration more is recorded meanwhile" "${ids[1]}"
must as wi1 consent record "${goal[@]}" --kind both --until 2027-12-01 "${said[@]}" --record "${ids[1]}"
run "that doesn't stand in the way" 0 as wi2 approve "$id" --json
expect_json 'o["sequence"]' 5
run "the receiver opens it; two letters never left, and the retraction is still to come" 0 as wmo1 open wi/outbox/oss.nl_wmo-000005-cases.sluis --json
expect_json 'o["files"][0]["gap"]' 3

waiting "a fifth, left lying" "${ids[2]}"
run "past its use-by it can't be approved" 8 at 2026-12-20T10:00:00Z as wi2 approve "$id" --json
expect_json 'o["error"]["finding"]' package-past-use-by
run "but declined" 0 at 2026-12-20T10:00:00Z as wi2 approve "$id" --decline

for unit in wi wmo; do
    run "$unit exports its log" 0 at 2026-12-20T10:01:00Z as "${unit}1" log export "audit-$unit" --json
    run "the auditor finds nothing wrong" 0 sluis-audit verify "audit-$unit" --roster roster-1.note --fingerprint "$fingerprint" --json
    run "nor does a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
run "what was declined went nowhere" 0 sluis-audit reconcile audit-wi audit-wmo --fingerprint "$fingerprint" --json
expect_json '[x["state"] for x in o["exchanges"]]' '["complete", "void", "void", "unopened", "unreceipted", "void"]'
run "the log tells of the second person" 0 at 2026-12-20T10:02:00Z as wi1 log show --last 1000 --json
cp "$out" log.json
check "five were packed and a retraction, two approved, three declined" python3 -c '
import collections, json, sys
acts = collections.Counter(e["action"] for e in json.load(open(sys.argv[1]))["entries"] if not e["parent"])
assert (acts["pack"], acts["approve"], acts["decline"]) == (6, 2, 3), acts' log.json
# --- a look, and a no ---

printf '{"burgerservicenummer":"999990664","naam.voornamen":"Eva","naam.geslachtsnaam":"Visser","zaak.identificatie":"PW-9","wet":"pw","gegevensbron":"pw","geboorte.datum":"1980-01-01"}\n' >visser.ndjson
must as wi1 import visser.ndjson --json
import=$(json 'o["import"]')
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record PW-9
waiting "one more waits" PW-9
run "the second person sees who, what, and to whom" 130 typed wi2 n -- approve "${id:0:8}"
expect_out 'Visser, Eva \(PW-9\)'
expect_out 'to: +oss.nl/wmo'
expect_out 'Go along \(1\)'
check "a no leaves it waiting" test "$(state_of "$id")" = pending
run "whoever packed it is told so before anything is shown" 8 typed wi1 -- approve "$id"
refute_out 'Visser'
run "that is logged as an approval that was refused" 0 as wi1 log show --json
expect_json '[e["action"] for e in o["entries"] if not e.get("child")][-2:]' "$(json '[e["action"] for e in o["entries"] if not e.get("child")][-2:]')"
must as wi2 approve "$id" --decline
run "what was looked at and never left can be taken back" 0 as wi1 import --undo "$import" --json
expect_json 'o["removed"]' 1
# --- a clock that was ahead when it was packed ---

SLUIS_TEST_NOW=2026-11-23T13:00:00Z waiting "packed with a clock that is three hours ahead" "${ids[2]}"
run "a colleague whose clock is right waits" 8 as wi2 approve "$id" --json
expect_json 'o["error"]["finding"]' package-from-the-future
SLUIS_TEST_NOW=2026-11-23T13:00:01Z run "and then approves" 0 as wi2 approve "$id"
SLUIS_TEST_NOW=2026-11-23T13:00:02Z must as wi1 log export late
run "which the audit has nothing against" 0 env SLUIS_TEST_NOW=2026-11-24T10:00:00Z sluis-audit verify late --fingerprint "$fingerprint"
finish
