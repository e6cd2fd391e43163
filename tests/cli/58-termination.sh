#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# One controller ends an agreement, alone: whoever knows of it neither sends nor takes under it what was made from that
# day on. What went before is opened, and what serves the client goes on; letters tell who doesn't know.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
must sluis-officer agreement new --template wmo-wi -o two.note
sed -i -e 's/^id: .*/id: oss-two/' -e 's/^approval_by_two: .*/approval_by_two: true/' -e 's/^    fields:/    acts_for: oss.nl\n&/' two.note
run "what nobody signed can't be ended" 8 sluis-officer agreement end two.note --reason x -o no.note
expect_err 'nobody signed'
sign_by agreement two.note po1 po2
for unit in wi1 wmo1; do must as $unit open two.note; done
wi_imports eight.csv 8
goal=(--to oss.nl/wmo --agreement oss-two --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:0:3}"
pack() { must as wi1 pack "${goal[@]}" --record "$1" --json; id=$(json 'o["id"]'); }
pack "${ids[0]}"
must as wi2 approve "$id" -o before.sluis

# --- the text ---
end=(sluis-officer agreement end two.note --roster roster-2.note --from 2026-11-24)
run "a reason is asked" 2 "${end[@]}" -o end.note
run "another controller ends nothing" 8 "${end[@]}" --controller uden.nl --reason "Geen regeling." -o no.note
expect_err 'uden.nl is not a party'
run "nor does it end what was" 1 sluis-officer agreement end two.note --from 2026-11-22 --reason "Toen al." -o no.note
expect_err 'before the day it was made'
run "nor from a day on which it has ended by itself" 1 sluis-officer agreement end two.note --from 2032-01-01 --reason "Ooit." -o no.note
expect_err '2030-12-31'
check "nothing was drafted" test ! -e no.note
run "its officers draft it" 0 "${end[@]}" --reason "De regeling loopt af." -o end.note --json
expect_json '(o["agreement"], o["version"], o["controller"], o["from"], o["reason"])' '["oss-two", 1, "oss.nl", "2026-11-24", "De regeling loopt af."]'
must as po1 agreement sign end.note --roster roster-2.note --yes
run "one signature is too few" 3 sluis-officer agreement show end.note --roster roster-2.note
run "nor does a unit take it in" 3 as wmo1 open end.note
expect_err '1 of 2'
must as po2 agreement sign end.note --roster roster-2.note --yes
run "two are enough" 0 sluis-officer agreement show end.note --roster roster-2.note --json
expect_json 'o["quorum"]' yes

# --- one unit takes it in, and the other doesn't know yet ---
run "a unit takes it in" 0 as wmo1 open end.note --json
expect_json '[(f["what"], f["agreement"], f["from"]) for f in o["files"]]' '[["termination", "oss-two", "2026-11-24"]]'
run "and once" 8 as wmo1 open end.note
expect_err 'oss.nl ended it from 2026-11-24'
run "it sees the day come" 0 as wmo1 status --json
expect_json '[(t["id"], t["before"]) for t in o["todo"] if t["task"] == "agreement-ends"]' '[["oss-two", "2026-11-24"]]'
run "until then it is in force" 0 as wmo1 agreement list --json
expect_json '{a["id"]: (a["state"], a["ended_by"], a["ended_from"]) for a in o["agreements"]}["oss-two"]' '["in-force", "oss.nl", "2026-11-24"]'

export SLUIS_TEST_NOW=2026-11-25T10:00:00Z
pack "${ids[1]}"
must as wi2 approve "$id" -o after.sluis
run "what was made afterwards isn't taken" 8 as wmo1 open after.sluis
expect_err 'oss.nl ended it from 2026-11-24'
run "what was made before is" 0 as wmo1 open before.sluis --json
expect_json '[f["acts_for"] for f in o["files"]]' '["oss.nl"]'
receipt=$(json 'o["files"][0]["receipt"]')
must as wmo1 list --json
run "the record says for whom it came" 0 as wmo1 show "$(json 'o["records"][0]["id"]')" --json
expect_json '[r["acts_for"] for r in o["records"]]' '["oss.nl"]'
pack "${ids[2]}"

# --- the next letter tells the other ---
run "the receipt goes, and brings word of the end" 0 as wi1 open "$receipt" --json
expect_json '[(f["what"], f["terminations"]) for f in o["files"]]' '[["receipt", 1]]'
run "what that stops is told" 0 as wi1 status
expect_out 'oss.nl ended oss-two \(De regeling loopt af.\). That stops: packages that wait for a second person: 1'
expect_out 'packages under way'
run "the list says so" 0 as wi1 agreement list --json
expect_json '[(a["state"], a["ended_by"], a["sent"], a["received"], a["last_used"]) for a in o["agreements"] if a["id"] == "oss-two"]' '[["terminated", "oss.nl", 2, 0, "2026-11-25"]]'
run "and why" 0 as wi1 agreement show oss-two
expect_out 'De regeling loopt af'
refusals_begin wi1
refused "nothing is packed" 8 agreement-not-valid 'ended it' pack "${goal[@]}" --record "${ids[0]}"
refused "nor sent again" 8 agreement-not-valid 'ended it' resend "$(as wi1 status --json 2>>"$err" | python3 -S -c 'import json, sys
print([e["id"] for e in json.load(sys.stdin)["exchanges"] if e["sequence"] == 2 and e["direction"] == "sent"][0])')"
refused "nor is anything said for it" 8 none 'ended it' consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[4]}"
refusals_end
run "nor approved" 8 as wi2 approve "$id"
expect_err 'ended it'
run "but declined" 0 as wi2 approve "$id" --decline

# --- what serves the client goes on ---
# With the letter goes word of an agreement that the other never took in: it is passed over.
must sluis-officer agreement new --template wmo-wi -o three.note
sed -i 's/^id: .*/id: oss-three/' three.note
sign_by agreement three.note po1 po2
must sluis-officer agreement end three.note --reason 'Nooit gebruikt.' -o end-three.note
sign_by agreement end-three.note po1 po2
run "a unit opens both, in the order that they need" 0 as wi1 open end-three.note three.note --json
expect_json '[f["what"] for f in o["files"]]' '["agreement", "termination"]'
consent=$(as wi1 consent list --record "${ids[0]}" --json 2>>"$err" | python3 -S -c 'import json, sys
print([c["id"] for c in json.load(sys.stdin)["consents"] if c["kind"] == "consent"][0])')
run "a client withdraws" 0 as wi1 consent withdraw "$consent" --json
cp "$(json 'o["file"]')" retraction.sluis
run "and is heard" 0 as wmo1 open retraction.sluis --json
expect_json 'o["files"][0]["restricted"], o["files"][0].get("terminations")' '[1, null]'
run "the receipt comes back" 0 as wi1 open "$(json 'o["files"][0]["receipt"]')"

# --- auditors ---
for unit in wi wmo; do
    must as "${unit}1" log export "bundle-$unit"
    run "the log of $unit holds" 0 sluis-audit verify "bundle-$unit" --fingerprint "$fingerprint"
    run "by the other verifier, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "bundle-$unit" "$fingerprint"
    check "the text is in it" grep -qrl 'type: sluis.termination/v1' "bundle-$unit/law"
done

# --- all agree anew ---
sed -e '/^$/,$d' -e 's/^version: .*/version: 2/' two.note >next.note
sign_by agreement next.note po1 po2
must as wi1 open next.note
run "another version that all signed is in force" 0 as wi1 preview "${goal[@]}" --record "${ids[1]}" --json
run "the end of the one before doesn't touch it" 8 as wi1 open end.note
expect_err 'version 2 is in force now'

finish
