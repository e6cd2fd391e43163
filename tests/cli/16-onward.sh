#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What went on: the Wmo passes a received copy on to a care provider under a consent of
# its own. The consent that the copy came on is withdrawn: the onward one ends with it,
# the provider is told, and each unit decides on its copy and tells where it came from.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

make_people
person oss.nl/p-zorg1 zorg1
must sluis-officer roster init --controller oss.nl --threshold 2 --officer cards/po1.card cards/po2.card cards/po3.card -o roster-1.note
add_clerk roster-1.note wi1 pw "${clerk_actions[@]}"
add_clerk roster-1.note wmo1 wmo "${clerk_actions[@]}"
must sluis-officer roster add cards/wmo2.card --roster roster-1.note --unit oss.nl/wmo --role consulent --law wmo pw --action "${decider_actions[@]}"
must sluis-officer roster add cards/zorg1.card --roster roster-1.note --unit oss.nl/zorg --role zorgverlener --law wmo pw --action "${decider_actions[@]}"
sign_by roster roster-1.note po1 po2
fingerprint=$(roster_fingerprint roster-1.note)
number=1 draft=(-o roster-2.note)
for unit in wi wmo zorg; do
    must as "${unit}1" init --unit "oss.nl/$unit" --roster roster-1.note --fingerprint "$fingerprint"
    must sluis-officer roster add "$unit/unit.card" --roster "roster-$number.note" "${draft[@]}"
    number=2 draft=()
done
sign_by roster roster-2.note po2 po3
must as wmo2 key trust --fingerprint "$fingerprint"
make_texts() {
    must sluis-officer grounds new -o grounds.note
    sign_by grounds grounds.note po1 po2
    must sluis-officer agreement new --template wmo-wi -o agreement.note
    sed '/^$/,$d' agreement.note | sed 's#oss.nl/wi#oss.nl/zorg#' >template.yaml
    sign_by agreement agreement.note po1 po3
    must python3 "$SLUIS_SOURCE/tests/cli/law_terms.py" id=oss-zorg from=oss.nl/wmo to=oss.nl/zorg kind-of=oss.nl/zorg:zorgaanbieder \
        code=levering task=wmo-2.3.5 phase=uitvoering exception=A9-2-h ground=wmo-5.2.1-1-b consent=true no_objection=false \
        article='"Wmo 2015 art. 5.2.1 lid 1 onder b en lid 2 onder a, art. 5.1.1 lid 4, art. 5.2.9"' fields=naam.voornamen,naam.geslachtsnaam,burgerservicenummer
    cp "$out" onward.note
    sign_by agreement onward.note po1 po2
}
make_texts
for who in wi1 wmo1 zorg1; do must as "$who" open roster-2.note grounds.note; done
must as wi1 open agreement.note
must as wmo1 open agreement.note onward.note
must as zorg1 open onward.note

# --- a copy arrives, and goes on ---

printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"%s","zaak.identificatie":"%s"}\n' \
    999990019 Brouwer Z-1 999990020 Adelaar Z-2 >cases.ndjson
must as wi1 import cases.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
next=(--to oss.nl/zorg --purpose levering)
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-06-01 "${said[@]}"
must as wi1 pack "${goal[@]}" --all -o cases.sluis
must as wmo1 open cases.sluis
must as wmo1 list --json
first=$(json '[r["id"] for r in o["records"] if r["case"] == "Z-1"][0]')
second=$(json '[r["id"] for r in o["records"] if r["case"] == "Z-2"][0]')
run "a copy isn't among all that a unit has" 8 as wmo2 pack "${next[@]}" --all
run "named, it needs a consent of its own" 0 as wmo2 preview "${next[@]}" --record "$first" --json
expect_json '[[s["rule"], s["clients"]] for s in o["stays"]]' '[["no-consent", 1]]'
run "which the Wmo records" 0 as wmo2 consent record --record "$first" "$second" --kind consent "${next[@]}" --until 2027-06-01 "${said[@]}"
run "then it goes on, with the law that it came under" 0 as wmo2 pack "${next[@]}" --record "$first" -o onward.sluis --json
expect_json 'o["leaving"]' 1
run "who has a mandate for the Wmo alone doesn't send it" 8 as wmo1 pack "${next[@]}" --record "$second"
must as zorg1 open onward.sluis
must as zorg1 list --json
third=$(json 'o["records"][0]["id"]')

# --- withdrawn where it began ---

export SLUIS_TEST_NOW=2026-11-23T11:00:00Z
must as wi1 consent list --all --json
for bsn in 999990019 999990020; do
    must as wi1 consent list --all --json
    must as wi1 consent withdraw "$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent" and c["bsn"] == "'$bsn'"][0]')" --json
    cp "$(json 'o["file"]')" "retraction-$bsn.sluis"
done
run "the retraction restricts the copy, and ends what it went on by" 0 as wmo1 open retraction-999990019.sluis --json
expect_json 'o["files"][0]["restricted"]' 1
expect_json '[[x["to"], x["withdrawn"]] for x in o["files"][0]["onward"]]' '[["oss.nl/zorg", 1]]'
further=$(json 'o["files"][0]["onward"][0]["file"]')
check "a retraction for the provider stands in the outbox" test -f "$further"
run "an onward consent on which nothing went ends as well" 0 as wmo1 open retraction-999990020.sluis --json
expect_json '[[x["to"], x["withdrawn"], x["sequence"]] for x in o["files"][0]["onward"]]' '[["oss.nl/zorg", 1, 0]]'
run "both have ended" 0 as wmo2 consent list --record "$first" "$second" --json
expect_json '[bool(c["withdrawn"]) for c in o["consents"] if c["to"] == "oss.nl/zorg"]' '[true, true]'
run "the provider's copy is restricted, too" 0 as zorg1 open "$further" --json
expect_json 'o["files"][0]["restricted"]' 1
run "the receipt comes home" 0 as wmo1 open "$(json 'o["files"][0]["receipt"]')"

run "a restricted copy doesn't go on" 0 as wmo2 preview "${next[@]}" --record "$first" --json
expect_json '[[s["rule"], s["article"], s["clients"]] for s in o["stays"]]' '[["restricted", "AVG art. 18, art. 7 lid 3", 1]]'
run "nor is anything packed of it" 8 as wmo2 pack "${next[@]}" --record "$first"
run "nor a consent recorded on it" 8 as wmo2 consent record --record "$first" --kind consent "${next[@]}" --until 2027-06-01 "${said[@]}" --json

# --- decided, and told to where it came from ---

run "the provider keeps its copy on an article" 0 as zorg1 restriction keep "$third" --reason retention --article 'Wmo 2015 art. 5.3.4 lid 1' --json
expect_json 'o["unit"]' oss.nl/wmo
kept=$(json 'o["file"]')
cp "$kept" kept.sluis
run "the Wmo hears it" 0 as wmo1 open "$kept" --json
expect_json '[o["files"][0]["what"], o["files"][0]["keep"], o["files"][0]["erase"]]' '["decision", 1, 0]'
answer=$(json 'o["files"][0]["receipt"]')
run "whose receipt comes back" 0 as zorg1 open "$answer" --json
expect_json 'o["files"][0]["accepted"]' 1
run "and finds it with the consent" 0 as wmo1 consent list --record "$first" --json
expect_json '[c["decision"] for c in o["consents"] if c["to"] == "oss.nl/zorg"]' '["keep"]'
run "the Wmo erases its own" 0 as wmo2 restriction erase "$first" --json
run "which its sender hears" 0 as wi1 open "$(json 'o["file"]')" --json
expect_json 'o["files"][0]["erase"]' 1
run "the same letter twice changes nothing" 6 as wmo1 open kept.sluis

for unit in wi wmo zorg; do
    must as "${unit}1" log export "audit-$unit"
    run "the auditor finds nothing wrong at $unit" 0 sluis-audit verify "audit-$unit" --fingerprint "$fingerprint" --json
    run "nor does a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
run "the three logs agree" 0 sluis-audit reconcile audit-wi audit-wmo audit-zorg --fingerprint "$fingerprint" --json
expect_json 'o["agree"]' true
run "an auditor's report tells of it" 0 sluis-audit report audit-wmo audit-zorg --fingerprint "$fingerprint" -o report --tester oss.nl/p-a3x9
check "no BSN is in a bundle" bash -c '! grep -rqaE "99999(0019|0020)" audit-wi audit-wmo audit-zorg report'

# Heard here first, with what went on still there: the other way to the same end.
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-06-01 "${said[@]}"
must as wi1 pack "${goal[@]}" --all -o again.sluis
must as wmo1 open again.sluis
must as wmo1 list --json
first=$(json '[r["id"] for r in o["records"] if r["case"] == "Z-1"][0]')
must as wmo2 consent record --record "$first" --kind consent "${next[@]}" --until 2027-06-01 "${said[@]}"
must as wmo2 pack "${next[@]}" --record "$first" -o onward-2.sluis
must as wmo1 consent list --record "$first" --json
run "the client says no at the Wmo" 0 as wmo1 consent withdraw "$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent" and c["to"] == "oss.nl/wmo" and not c["withdrawn"]][0]')" --json
expect_json '[o["restricted"], [[x["to"], x["withdrawn"]] for x in o["onward"]]]' '[1, [["oss.nl/zorg", 1]]]'
finish
