#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A colleague leaves. What he signed while he was there, and comes later, stands: a package, of one and
# of two, a retraction, a receipt. What he signs after the roster without him was issued doesn't.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
must sluis-officer agreement new --template wmo-wi -o two.note
sed -i -e 's/^id: .*/id: oss-two/' -e 's/^approval_by_two: .*/approval_by_two: true/' two.note
sign_by agreement two.note po1 po2
for unit in wi wmo; do must as "${unit}1" open two.note; done
printf '{"burgerservicenummer":"%s","naam.geslachtsnaam":"Jansen","zaak.identificatie":"%s","wet":"pw","gegevensbron":"pw"}\n' \
    999990019 Z-1 999990020 Z-2 >clients.ndjson
must as wi1 import clients.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
for agreement in oss-wmo-wi oss-two; do
    must as wi1 consent record --all --kind both "${goal[@]}" --agreement "$agreement" --until 2027-01-01 "${said[@]}"
done
printf '999990019\n' >bsn.txt

# --- while he is there ---

must as wi1 pack --all "${goal[@]}" --agreement oss-wmo-wi -o one.sluis
must as wmo1 open one.sluis
cp wmo/outbox/*-000001-receipt.sluis receipt.sluis
must as wi1 pack --all "${goal[@]}" --agreement oss-two --json
must as wi2 approve "$(json 'o["id"]')" -o packed.sluis
must as wi2 pack --all "${goal[@]}" --agreement oss-two --json
must as wi1 approve "$(json 'o["id"]')" -o approved.sluis
must as wi1 consent list --select-from bsn.txt --json
consent=$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent"][-1]')
must as wi1 consent withdraw "$consent" --json
cp "$(json 'o["file"]')" retraction.sluis
must as wi1 consent list --all --json
other=$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent" and not c["withdrawn"]][0]')

# --- he leaves, and so does who wrote the receipt ---

export SLUIS_TEST_NOW=2026-11-24T10:00:00Z
must sluis-officer roster remove oss.nl/p-wi1 --roster roster-2.note -o roster-3.note
must sluis-officer roster remove oss.nl/p-wmo1 --roster roster-3.note
sign_by roster roster-3.note po1 po2
must as wmo2 open roster-3.note
export SLUIS_TEST_NOW=2026-11-24T11:00:00Z
must as wi1 pack --all "${goal[@]}" --agreement oss-wmo-wi -o after.sluis

run "what he packed opens, and who approved it is told" 0 as wmo2 open packed.sluis --json
expect_json 'o["files"][0]["signer"]' oss.nl/p-wi1
run "so does what he approved" 0 as wmo2 open approved.sluis --json
expect_json 'o["files"][0]["approver"]' oss.nl/p-wi1
run "and the retraction that he sent" 0 as wmo2 open retraction.sluis --json
expect_json 'o["files"][0]["restricted"]' 1
must as wi2 open roster-3.note
run "somebody else sends the retraction again, should it be lost" 0 as wi2 consent withdraw "$consent" --again --json
expect_json 'o["withdrawn"]' 1
expect_json '[p["sequence"] for p in o["packages"]]' '[1]'
again=$(json 'o["file"]')
run "it is another letter" 1 cmp -s "$again" retraction.sluis
run "opening both does no harm" 0 as wmo2 open "$again" --json
expect_json '[o["files"][0][k] for k in ("withdrawn", "restricted")]' '[1, 0]'
run "nor does opening once more what was opened" 6 as wmo2 open one.sluis --json
expect_json 'o["error"]["finding"]' package-opened-before
rm -f wmo/outbox/*-000001-receipt.sluis
run "whose receipt is written again, should it be lost" 6 as wmo2 open one.sluis
check "by who is there" cp wmo/outbox/*-000001-receipt.sluis receipt.sluis
run "what wasn't withdrawn has none" 5 as wi2 consent withdraw "$other" --again
run "what was withdrawn is withdrawn once" 6 as wi2 consent withdraw "$consent"
run "what he packed after the roster without him was issued doesn't" 5 as wmo2 open after.sluis --json
expect_json 'o["error"]["finding"]' person-unknown
run "a receipt opens, too" 0 as wi2 open receipt.sluis
run "he himself does nothing any more" 5 as wi1 list

for unit in wi wmo; do
    must as "${unit}2" log export "audit-$unit"
    run "the log of $unit verifies" 0 sluis-audit verify "audit-$unit" --fingerprint "$fingerprint"
    run "a verifier in Python says so, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
run "the logs agree" 0 sluis-audit reconcile audit-wi audit-wmo --fingerprint "$fingerprint"

# --- a key is stolen: whoever has it writes any date, so that only what was seen before counts ---

packs() { must as "$1" pack --all "${goal[@]}" --agreement oss-wmo-wi -o "$2"; }
packs wi2 seen.sluis
person oss.nl/p-wi3 wi3
must sluis-officer roster add cards/wi3.card --roster roster-3.note --unit oss.nl/wi --role consulent --law pw --action pack open log -o roster-4.note
sign_by roster roster-4.note po1 po2
for who in wi2 wmo2; do must as "$who" open roster-4.note; done
must as wi2 access add oss.nl/p-wi3 --yes
must as wi3 key trust --fingerprint "$fingerprint"
packs wi3 later.sluis
must as wmo2 open later.sluis
must as wmo2 log export shown-wmo
must as po1 log witness shown-wmo --fingerprint "$fingerprint" -o shown.note
must as wmo2 open shown.note
packs wi2 stolen.sluis
export SLUIS_TEST_NOW=2026-11-25T10:00:00Z
run "the officers revoke it" 0 sluis-officer roster revoke oss.nl/p-wi2 --reason compromised --from 2026-11-25 --roster roster-4.note -o roster-5.note
sign_by roster roster-5.note po1 po2
must as wmo2 open roster-5.note
run "what a stolen key signed isn't taken in, whatever its date" 8 as wmo2 open stolen.sluis --json
expect_json 'o["error"]["finding"]' key-revoked
expect_json '"nothing shows that it was there before that day" in o["error"]["message"]' true
run "but for what a letter behind it shows to have been there before" 0 as wmo2 open seen.sluis --json
expect_json 'o["files"][0]["signature"]' valid-since-revoked
expect_json 'o["files"][0]["roster_version"]' 4

signatures() { # LOG VALID SINCE UNPROVEN INVALID [ROSTER]: both verifiers say so
    run "the log of $1 verifies, as it did" 0 sluis-audit verify "$1" --fingerprint "$fingerprint" ${6:+--roster "$6"} --json
    expect_json '[o["signatures_" + k] for k in ("valid", "since_revoked", "unproven", "invalid")]' "[$2, $3, $4, $5]"
    run "and so it does for a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" --signatures "$1" "$fingerprint" ${6:+"$6"}
    expect_out "^valid=$2 valid-since-revoked=$3 unproven=$4 invalid=$5\$"
}
must as wi3 open roster-5.note
run "the unit itself sees what its own acts are worth" 0 as wi3 log show --last 1000 --json
expect_json 'sorted({(x["mandate"], x["signature"]) for x in o["entries"] if x["mandate"] and x["action"] == "pack"})' \
    '[["m-1-3", "invalid"], ["m-1-3", "valid"], ["m-1-4", "unproven"], ["m-1-4", "valid-since-revoked"], ["m-4-1", "valid"]]'
must as wmo2 log export late-wmo
must as wi3 log export late-wi
# What wmo had opened when an officer cosigned its log: three of the key's letters, and the one behind which another stood.
signatures late-wmo 10 4 0 0
# The receipt that was written again shows three in time. Nobody saw what stands in the log of wi since; and one letter of somebody who was in no roster any more wasn't taken.
signatures late-wi 4 3 2 1 roster-5.note
run "an auditor who lays them side by side has the proof of both" 0 sluis-audit reconcile late-wi late-wmo --fingerprint "$fingerprint" --roster roster-5.note --all --json
expect_json '{x["sequence"]: x["signature"] for x in o["exchanges"]}' \
    '{"2": "valid-since-revoked", "3": "valid-since-revoked", "1": "valid", "4": "valid", "5": "invalid", "6": "valid-since-revoked", "7": "valid-since-revoked", "8": "valid", "9": "unproven"}'
finish
