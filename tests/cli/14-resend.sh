#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A letter got lost. It goes again as it was, or not at all: the file that is kept, or the same package made
# again from the records. What changed since, or was said since, keeps it here.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
must sluis-officer agreement new --template wmo-wi -o two.note
sed -i -e 's/^id: .*/id: oss-two/' -e 's/^approval_by_two: .*/approval_by_two: true/' two.note
sign_by agreement two.note po1 po2
must as wi1 open two.note
must as wmo1 open two.note
wi_imports eight.csv 8
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
for agreement in oss-wmo-wi oss-two; do
    must as wi1 consent record "${goal[@]}" --agreement "$agreement" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:0:4}"
done
first=(--agreement oss-wmo-wi)

sent() { # NUMBER: its id
    as wi1 status --log --json 2>>"$err" | python3 -S -c 'import json, sys
print([x["id"] for x in json.load(sys.stdin)["exchanges"] if x["direction"] == "sent" and x["sequence"] == int(sys.argv[1])][0])' "$1"
}
state_of() { # NUMBER
    as wi1 status --log --json 2>>"$err" | python3 -S -c 'import json, sys
print([x["state"] for x in json.load(sys.stdin)["exchanges"] if x["direction"] == "sent" and x["sequence"] == int(sys.argv[1])][0])' "$1"
}
lost() { rm -f "wi/outbox/oss.nl_wmo-$1-cases.sluis"; }

# One who stays is among them: his entry in the log is no record of the package.
must as wi1 pack "${goal[@]}" "${first[@]}" --record "${ids[@]:0:3}" "${ids[5]}" -o one.sluis
one=$(sent 1)
run "the file that is kept goes again" 0 as wi1 resend "$one" -o again.sluis --json
expect_json 'o["sequence"], o["records"], o["state"]' '[1, 3, "waiting"]'
check "with the same bytes" cmp one.sluis again.sluis
lost 000001
run "a file that is gone is made again" 0 as wi1 resend "$one" -o made.sluis --json
expect_json 'o["sequence"], o["records"]' '[1, 3]'
refute "encrypted anew" cmp -s one.sluis made.sluis
run "the receiver opens it as the first" 0 as wmo1 open made.sluis --json
expect_json 'o["files"][0]["added"], o["files"][0]["withheld"]' '[3, 1]'
run "the one that turns up after all is the same letter" 6 as wmo1 open one.sluis
expect_err 'opened before'
run "its receipt comes home" 0 as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis
check "it arrived" test "$(state_of 1)" = arrived
run "what arrived isn't waited for anew" 8 as wi1 resend "$one"
expect_err 'it arrived'
run "but a copy is made for who lost it since" 0 as wi1 resend "$one" -o third.sluis --json
expect_json 'o["state"]' arrived
run "who has it says so" 6 as wmo1 open third.sluis
check "it arrived, still" test "$(state_of 1)" = arrived
check "and doesn't stay in the outbox" test ! -e wi/outbox/oss.nl_wmo-000001-cases.sluis

# --- two persons ---

must as wi1 pack "${goal[@]}" --agreement oss-two --record "${ids[@]:0:2}"
two=$(sent 2)
refusals_begin wi1
refused "what waits for approval never left" 8 not-sent-again 'waits for approval' resend "$two"
refused "an id of nothing" 5 none '' resend 00112233445566778899aabbccddeeff
refusals_end
must as wi2 approve "$two" -o two.sluis
lost 000002
run "what two signed is made again" 0 as wi1 resend "$two" -o two-again.sluis
run "with both signatures" 0 as wmo1 open two-again.sluis --json
expect_json 'o["files"][0]["added"], o["files"][0]["approver"]' '[2, "oss.nl/p-wi2"]'

# --- what changed since ---

must as wi1 pack "${goal[@]}" "${first[@]}" --record "${ids[1]}"
must as wi1 pack "${goal[@]}" "${first[@]}" --record "${ids[2]}" -o four.sluis
must as wi1 pack "${goal[@]}" "${first[@]}" --record "${ids[3]}"
three=$(sent 3) four=$(sent 4) five=$(sent 5)
must as wi1 show "${ids[1]}" --json
bsn=$(json 'o["records"][0]["record"]["burgerservicenummer"]')
sed "s/^\($bsn;[^;]*\);/\1 Anna;/" eight.csv >changed.csv
must as wi1 import changed.csv --map "$map"
must as wi1 consent list --record "${ids[2]}" --json
for consent in $(json '" ".join(c["id"] for c in o["consents"] if c["kind"] == "consent")'); do must as wi1 consent withdraw "$consent"; done
refusals_begin wi1
refused "a record that changed isn't what was sent" 8 changed-since-sent 'no longer what was sent' resend "$three"
refused "who withdrew since stays, though the file is kept" 8 changed-since-sent 'consent-withdrawn' resend "$four"
refused "a retraction goes another way" 8 not-sent-again 'withdraw --again' resend "$(sent 6)"
SLUIS_TEST_NOW=2027-06-01T10:00:00Z refused "past its use-by it would not open" 8 package-past-use-by '' resend "$five"
refusals_end
lost 000005
run "what nothing happened to goes" 0 as wi1 resend "$five" -o five.sluis
run "and opens" 0 as wmo1 open five.sluis --json
expect_json 'o["files"][0]["added"]' 1

# --- both logs ---

must as wi1 pack "${goal[@]}" "${first[@]}" --record "${ids[3]}"
seven=$(sent 7)
run "the letters' log holds" 0 as wi1 log export audit
run "for an auditor" 0 sluis-audit verify audit --roster roster-1.note --fingerprint "$fingerprint"
run "and for a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" audit "$fingerprint"
must as wmo1 log export audit-wmo
run "both logs tell of the same letters" 0 sluis-audit reconcile audit audit-wmo --roster roster-1.note --fingerprint "$fingerprint"
run "the entry says who was in it" 0 as wi1 log show --private --last 200 --json
expect_json '[e["records"] for e in o["entries"] if e["action"] == "resend"]' '[3, 3, 3, 2, 1]'

# --- whom it was about is forgotten ---

must sluis-officer roster set --log-months 6 --roster roster-2.note -o roster-3.note
sign_by roster roster-3.note po1 po2
must as wi1 open roster-3.note
export SLUIS_TEST_NOW=2027-06-01T10:00:00Z
run "after years nobody knows whose it was" 0 as wi1 log forget
run "but then it is too late anyway" 8 as wi1 resend "$seven"
finish
