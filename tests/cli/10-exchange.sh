#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# The main job: import, consent, preview, pack, open, receipt, status, log, audit.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
"$SLUIS_SOURCE/scripts/seed-wi" "$SLUIS_SOURCE/tests/data/gba-v-testset-20220502.csv" 7 >clients.csv
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)

{ cat clients.csv; printf '010008579;;;;;;0\r\n'; } >one-wrong.csv
run "import takes in all but the row whose BSN fails" 9 as wi1 import one-wrong.csv --map "$map" --rejects rejects.csv --json
expect_json 'o["read"]' 681
expect_json 'o["added"]' 680
expect_json 'o["changed"]' 0
expect_json 'o["rejected"]' 1
expect_json 'o["rejects"][0]["finding"]' bsn-invalid
check "the reject file has the row under the source's heading, with its line and reason" bash -c 'head -1 rejects.csv | grep -q "reason;01.01.20" && grep -Eq "^\"line 682: BSN .*eleven test.*\";010008579;" rejects.csv'
check "and the reason alone doesn't say the number" bash -c '! grep -o "^\"[^\"]*\"" rejects.csv | grep -q 010008579'
run "the same file without it adds nothing, and rewrites the reject file" 0 as wi1 import clients.csv --map "$map" --rejects rejects.csv --json
expect_json 'o["same"]' 680
check "which is empty" test ! -s rejects.csv
as wi1 list --limit 700 --json >list.json
mapfile -t ids < <(python3 -c 'import json; [print(r["id"]) for r in json.load(open("list.json"))["records"] if r["case"]]' | head -12)
check "680 clients are listed" python3 -c 'import json; o = json.load(open("list.json")); assert o["total"] == 680 == len(o["records"])'

run "without any consent nothing leaves" 8 as wi1 pack "${goal[@]}" --record "${ids[@]}"
expect_err 'nothing'
run "consent is recorded for ten" 0 as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:0:10}" --json
expect_json 'o["recorded"]' 20
run "consent without words on how it was voluntary is refused" 1 as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 --by client --assured conversation --words-from /dev/null --evidence .form --record "${ids[11]}"

run "preview tells who stays and why" 0 as wi2 preview "${goal[@]}" --record "${ids[@]}" --clients --json
expect_json 'o["clients"]' 12
cp "$out" preview.json
leaving=$(json 'o["leaving"]')
check "two at least stay for want of consent" python3 -c 'import json,sys; o = json.load(open("preview.json")); assert any(s["rule"] == "no-consent" and s["clients"] == 2 for s in o["stays"])'
check "a field that isn't agreed stays, with the article" python3 -c 'import json,sys; o = json.load(open("preview.json")); f = {f["field"]: f for f in o["fields"]}; assert f["geslacht"]["leaves"] == 0 and f["geslacht"]["rule"] == "not-agreed" and "AVG" in f["geslacht"]["article"]'

check "for each client it tells what leaves, and what stays by which rule" python3 "$SLUIS_SOURCE/tests/cli/preview_decisions.py"
run "the preview as a page" 0 as wi2 preview "${goal[@]}" --record "${ids[@]}" --html page.html --lang nl
run "is not written over another" 6 as wi2 preview "${goal[@]}" --record "${ids[@]}" --html page.html
check "it stands alone, in its language, and holds no value" python3 "$SLUIS_SOURCE/tests/cli/preview_page_alone.py"
check "it is for its owner alone" test "$(stat -c %a page.html)" = 600
run "pack makes a package of those" 0 as wi2 pack "${goal[@]}" --record "${ids[@]}" -o one.sluis --json
expect_json 'o["leaving"]' "$leaving"
expect_json 'o["sequence"]' 1
check "the outbox holds the same bytes" cmp one.sluis wi/outbox/oss.nl_wmo-000001-cases.sluis
check "its size is one of Padmé's, at least 64 KiB" bash -c '[ "$(stat -c %s one.sluis)" -gt 65536 ] && [ "$(stat -c %s one.sluis)" -lt 68000 ]'

run "the other unit opens it" 0 as wmo2 open one.sluis --json
expect_json 'o["files"][0]["added"]' "$leaving"
expect_json 'o["files"][0]["withheld"]' $((12 - leaving))
expect_json 'o["files"][0]["retain_until"]' 2041-11-23
run "and lists what came" 0 as wmo1 list --json
expect_json 'o["total"]' "$leaving"
expect_json 'o["records"][0]["from"]' oss.nl/wi
expect_json 'set(r["retain_until"] for r in o["records"]) == {"2041-11-23"}' true
id=$(json 'o["records"][0]["id"]')
run "a received record shows where it came from and how long it is kept" 0 as wmo1 show "$id" --json
expect_json 'o["records"][0]["retain_until"]' 2041-11-23
expect_json 'o["records"][0]["record"]["wet"]' pw
expect_json '"geslacht" in o["records"][0]["record"]' false
expect_json '"verslag" in o["records"][0]["record"]' false

run "the sender waits for its receipt" 0 as wi1 status --json
expect_json 'o["exchanges"][0]["state"]' waiting
run "the receipt opens" 0 as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis --json
expect_json 'o["files"][0]["accepted"]' "$leaving"
run "now the letter has arrived" 0 as wi1 status --json
expect_json 'o["exchanges"][0]["state"]' arrived
check "and its ciphertext is kept no longer" test ! -e wi/outbox/oss.nl_wmo-000001-cases.sluis

run "the Wmo may not send on what it received" 8 as wmo1 pack --to oss.nl/wi --purpose onderzoek-2.3.2 --all
expect_err 'oss.nl/wi'

as wi1 consent list --record "${ids[0]}" --json >consents.json
consent=$(python3 -c 'import json; print([c["id"] for c in json.load(open("consents.json"))["consents"] if c["kind"] == "consent"][0])')
run "a consent is withdrawn" 0 as wi1 consent withdraw "$consent"
run "twice isn't possible" 6 as wi1 consent withdraw "$consent"
run "from then on that client stays" 8 as wi1 pack "${goal[@]}" --record "${ids[0]}"

run "the log shows acts and clients" 0 as wi1 log show --last 1000 --json
cp "$out" log.json
check "every client of the package has an entry of his own, without a name" python3 "$SLUIS_SOURCE/tests/cli/pack_entries.py"
for unit in wi wmo; do
    run "$unit exports its log" 0 as "${unit}1" log export "audit-$unit" --json
    run "the auditor verifies it with public keys alone" 0 sluis-audit verify "audit-$unit" --roster roster-1.note --fingerprint "$fingerprint" --json
    run "and not under another fingerprint" 3 sluis-audit verify "audit-$unit" --roster roster-1.note --fingerprint "${fingerprint//[0-9]/0}"
done
check "no BSN and no name is in a bundle" python3 "$SLUIS_SOURCE/tests/cli/no_bsn_in_bundles.py"

# Two systems that know the same client, and give no case number: by their tags the receiver tells them apart.
for system in one other; do
    cat >map-$system.yaml <<END
version: "1"
source: $system
format: csv
constants:
  - field: wet
    value: pw
  - field: gegevensbron
    value: pw
fields:
  - field: burgerservicenummer
    from: bsn
    as: bsn
  - field: naam.geslachtsnaam
    from: naam
END
    printf 'bsn;naam\n999990044;Tweemaal\n' >$system.csv
    must as wi1 import $system.csv --map map-$system.yaml
done
echo 999990044 >bsn.txt
as wi1 list --select-from bsn.txt --json >twice.json
mapfile -t twice < <(python3 -c 'import json; [print(r["id"]) for r in json.load(open("twice.json"))["records"]]')
must as wi1 consent record --record "${twice[@]}" --kind both "${goal[@]}" --until 2027-01-01 "${said[@]}"
run "a client's cases go together, though nothing that goes tells them apart" 0 as wi1 pack "${goal[@]}" --record "${twice[@]}" -o cases.sluis --json
run "and are kept apart" 0 as wmo1 open cases.sluis --json
expect_json '[o["files"][0][k] for k in ("added", "changed", "same")]' "[${#twice[@]}, 0, 0]"
run "once more, they are the same" 0 as wi1 pack "${goal[@]}" --record "${twice[@]}" -o again.sluis --json
run "and stay as many" 0 as wmo1 open again.sluis --json
expect_json '[o["files"][0][k] for k in ("added", "changed", "same")]' "[0, 0, ${#twice[@]}]"
finish
