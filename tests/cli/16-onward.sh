#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What went on: the Wmo passes a received copy on to a care provider under a consent of
# its own. The consent that the copy came on is withdrawn: the onward one ends with it,
# the provider is told, and each unit decides on its copy and tells where it came from.
# Of a second provider two must approve, and one letter ends what went to both.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
: "${SLUIS_FORGE:?}"

make_people
for who in zorg1 thuis1 wmo3; do person "oss.nl/p-$who" "$who"; done
must sluis-officer roster init --controller oss.nl --threshold 2 --officer cards/po1.card cards/po2.card cards/po3.card -o roster-1.note
add_clerk roster-1.note wi1 pw "${clerk_actions[@]}"
add_clerk roster-1.note wmo1 wmo "${clerk_actions[@]}"
for who in wmo2 wmo3 zorg1 thuis1; do
    must sluis-officer roster add "cards/$who.card" --roster roster-1.note --unit "oss.nl/${who%[0-9]}" --role consulent \
        --law wmo pw --action "${decider_actions[@]}"
done
sign_by roster roster-1.note po1 po2
fingerprint=$(roster_fingerprint roster-1.note)
number=1 draft=(-o roster-2.note)
for unit in wi wmo zorg thuis; do
    must as "${unit}1" init --unit "oss.nl/$unit" --roster roster-1.note --fingerprint "$fingerprint"
    must sluis-officer roster add "$unit/unit.card" --roster "roster-$number.note" "${draft[@]}"
    number=2 draft=()
done
sign_by roster roster-2.note po2 po3
for who in wmo2 wmo3; do must as "$who" key trust --fingerprint "$fingerprint"; done
# What came from the Participatiewet, on to a provider. FILE ID UNIT CODE [WORD…]
onward() {
    sed '/^$/,$d' agreement.note | sed "s#oss.nl/wi#oss.nl/$3#" >template.yaml
    must python3 "$SLUIS_SOURCE/tests/cli/law_terms.py" "id=$2" from=oss.nl/wmo "to=oss.nl/$3" "kind-of=oss.nl/$3:zorgaanbieder" \
        "code=$4" task=wmo-2.3.5 phase=uitvoering exception=A9-2-h ground=wmo-5.2.1-1-b consent=true no_objection=false \
        fields=naam.voornamen,naam.geslachtsnaam,burgerservicenummer,geboorte.datum,postcode,huisnummer,geheimhouding "${@:5}"
    cp "$out" "$1"
    sign_by agreement "$1" po1 po2
}
must sluis-officer grounds new -o grounds.note
sign_by grounds grounds.note po1 po2
must sluis-officer agreement new --template wmo-wi -o agreement.note
onward onward.note oss-zorg zorg levering
onward aftercare.note oss-nazorg zorg nazorg
onward home.note oss-thuis thuis thuiszorg approval_by_two=true
sign_by agreement agreement.note po1 po3
for who in wi1 wmo1 zorg1 thuis1; do must as "$who" open roster-2.note grounds.note; done
must as wi1 open agreement.note
must as wmo1 open agreement.note onward.note aftercare.note home.note
must as zorg1 open onward.note aftercare.note
must as thuis1 open home.note

# --- a copy arrives, and goes on ---

printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"%s","zaak.identificatie":"%s"}\n' \
    999990019 Brouwer Z-1 999990020 Adelaar Z-2 999990032 Dekker Z-3 999990044 Smit Z-4 >cases.ndjson
must as wi1 import cases.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
next=(--to oss.nl/zorg --purpose levering)
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-06-01 "${said[@]}"
must as wi1 pack "${goal[@]}" --all -o cases.sluis
must as wmo1 open cases.sluis
copy_of() { # CASE: the id of the Wmo's copy
    as wmo1 list --json 2>"$err" | python3 -c 'import json, sys
print(next(r["id"] for r in json.load(sys.stdin)["records"] if r["case"] == sys.argv[1]))' "$1"
}
said_no() { # BSN: withdraws what the client consented to at Work and Income; its letter in retraction-BSN.sluis
    must as wi1 consent list --all --json
    must as wi1 consent withdraw "$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent" and c["bsn"] == "'"$1"'" and not c["withdrawn"]][0]')" --json
    cp "$(json 'o["file"]')" "retraction-$1.sluis"
}
first=$(copy_of Z-1) second=$(copy_of Z-2) both=("$(copy_of Z-3)" "$(copy_of Z-4)")
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

# --- it wasn't right where it began: each to whom it went is told in turn ---

printf '{"naam.geslachtsnaam":"Brouwers"}' >changes
must as wi1 list --json
run "its source corrects it" 0 as wi1 record correct "$(json '[r["id"] for r in o["records"] if r["case"] == "Z-1"][0]')" --changes-from changes --reason inaccurate --found-by client --json
expect_json '[l["to"] for l in o["letters"]]' '["oss.nl/wmo"]'
run "the Wmo's copy is corrected, and the provider is told" 0 as wmo1 open "$(json 'o["letters"][0]["file"]')" --json
expect_json 'o["files"][0]["applied"], [l["to"] for l in o["files"][0]["letters"]]' '[1, ["oss.nl/zorg"]]'
answer=$(json 'o["files"][0]["answer"]')
run "whose copy is corrected, too" 0 as zorg1 open "$(json 'o["files"][0]["letters"][0]["file"]')" --json
expect_json 'o["files"][0]["applied"], o["files"][0]["letters"]' '[1, []]'
must as wmo1 open "$(json 'o["files"][0]["answer"]')"
must as wi1 open "$answer"
run "it says what is right" 0 as zorg1 show "$third" --json
expect_json 'o["records"][0]["record"]["naam.geslachtsnaam"]' Brouwers

# --- withdrawn where it began ---

export SLUIS_TEST_NOW=2026-11-23T11:00:00Z
for bsn in 999990019 999990020; do said_no "$bsn"; done
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
must as wmo2 consent record --record "${both[@]}" --kind consent --to oss.nl/thuis --purpose thuiszorg --until 2027-06-01 "${said[@]}"
must as wmo2 consent record --record "${both[0]}" --kind consent --to oss.nl/zorg --purpose nazorg --until 2027-06-01 "${said[@]}"
must as wmo1 consent list --all --json
consent_to() { # UNIT PURPOSE: of whom nothing was withdrawn, and for what
    json "[c['id'] for c in o['consents'] if c['to'] == '$1' and c['purpose'] == '$2' and not c['withdrawn']][0]"
}
about=$(json '[c["id"] for c in o["consents"] if c["bsn"] == "999990019" and c["purpose"] == "levering"][0]')
other_unit=$(consent_to oss.nl/thuis thuiszorg) other_purpose=$(consent_to oss.nl/zorg nazorg)
own_one=$(json '[c["id"] for c in o["consents"] if c["to"] == "oss.nl/wmo" and not c["withdrawn"]][0]')
decisions=decisions/000001.ndjson.gz
{
    printf 'unknown\treplace|%s|%s|00112233445566778899aabbccddeeff\n' "$decisions" "$about"
    printf 'unit\treplace|%s|%s|%s\n' "$decisions" "$about" "$other_unit"
    printf 'purpose\treplace|%s|%s|%s\n' "$decisions" "$about" "$other_purpose"
    printf 'ours\treplace|%s|%s|%s\n' "$decisions" "$about" "$own_one"
    printf 'day\treplace|%s|"decided":"2026-11-23|"decided":"2026-11-24\n' "$decisions"
    printf 'terms\tset|purpose|onderzoek-2.3.2\n'
    printf 'genuine\n'
} >plan
mkdir forged
must bash -c '"$0" kept.sluis forged zorg keys/zorg1.key wmo keys/wmo1.key <plan' "$SLUIS_FORGE"
refusals_begin wmo1
refused "no decision is taken in about a declaration that nobody knows" 3 package-malformed "isn't known here" open forged/unknown.sluis
refused "or on which another unit got the record" 3 package-malformed 'for something else' open forged/unit.sluis
refused "or on which it came here itself" 3 package-malformed 'for something else' open forged/ours.sluis
refused "or which is for another purpose" 3 package-malformed 'for something else' open forged/purpose.sluis
refused "nor under a purpose that the agreement doesn't have" 8 purpose-not-agreed '' open forged/terms.sluis
refused "nor one of a day after its letter" 3 package-malformed 'for something else' open forged/day.sluis
refusals_end
run "of none of them anything is left" 0 as wmo1 consent list --all --json
expect_json 'any(c["decision"] for c in o["consents"])' false
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

# --- one letter ends what went to two; of one of them a second person was to approve more ---

home=(--to oss.nl/thuis --purpose thuiszorg)
must as wmo2 pack --to oss.nl/zorg --purpose nazorg --record "${both[0]}" -o aftercare.sluis
must as zorg1 open aftercare.sluis
waiting() { # ID…: packs for the second provider; its id in $id
    must as wmo2 pack "${home[@]}" --record "$@" --json
    id=$(json 'o["id"]')
}
waiting "${both[0]}"
must as wmo3 approve "$id" -o home.sluis
must as thuis1 open home.sluis
waiting "${both[@]}"
said_no 999990032
run "one retraction ends what went on to two" 0 as wmo1 open retraction-999990032.sluis --json
expect_json 'sorted([x["to"], x["withdrawn"]] for x in o["files"][0]["onward"])' '[["oss.nl/thuis", 1], ["oss.nl/zorg", 1]]'
for unit in zorg thuis; do
    cp "$(json '[x["file"] for x in o["files"][0]["onward"] if x["to"] == "oss.nl/'$unit'"][0]')" "further-$unit.sluis"
done
for unit in zorg thuis; do
    run "each has a letter of its own: $unit" 0 as "${unit}1" open "further-$unit.sluis" --json
    expect_json 'o["files"][0]["restricted"]' 1
done
not_approved() { # NAME SUBJECT
    run "$1" 8 as wmo3 approve "$id" --json
    expect_json '[o["error"]["finding"], o["error"]["subject"]]' "[\"changed-since-packed\", \"$2\"]"
}
not_approved "what waited isn't approved, since a record in it is restricted" "${both[0]}"
run "that one is erased" 0 as wmo2 restriction erase "${both[0]}"
not_approved "nor once the record is gone" "$id"
run "it can be declined" 0 as wmo3 approve "$id" --decline
waiting "${both[1]}"
run "of whom nothing was withdrawn goes" 0 as wmo3 approve "$id" -o home-2.sluis --json
expect_json 'o["records"]' 1
run "and arrives" 0 as thuis1 open home-2.sluis --json
expect_json 'o["files"][0]["added"]' 1

for unit in wi wmo zorg thuis; do
    must as "${unit}1" log export "audit-$unit"
    run "the auditor finds nothing wrong at $unit" 0 sluis-audit verify "audit-$unit" --fingerprint "$fingerprint" --json
    run "nor does a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
run "the logs agree" 0 sluis-audit reconcile audit-wi audit-wmo audit-zorg audit-thuis --fingerprint "$fingerprint" --json
expect_json 'o["agree"]' true
run "an auditor's report tells of it" 0 sluis-audit report audit-wmo audit-zorg --fingerprint "$fingerprint" -o report --tester oss.nl/p-a3x9
check "no BSN is in a bundle" bash -c '! grep -rqaE "99999(0019|0020|0032|0044)" audit-wi audit-wmo audit-zorg audit-thuis report'

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

# A client without a BSN: each consent names the set, and so does what ends.
printf '{"wet":"pw","gegevensbron":"pw","naam.voornamen":"Anna","naam.geslachtsnaam":"Merel","geboorte.datum":"1980-01-01","postcode":"5341AB","huisnummer":7,"zaak.identificatie":"Z-3"}\n' >merel.ndjson
must as wi1 import merel.ndjson
must as wi1 list --json
merel=$(json '[r["id"] for r in o["records"] if r["case"] == "Z-3"][0]')
must as wi1 consent record --record "$merel" --kind both "${goal[@]}" --until 2027-06-01 "${said[@]}"
must as wi1 pack "${goal[@]}" --record "$merel" -o merel.sluis
must as wmo1 open merel.sluis
must as wmo1 list --json
third=$(json '[r["id"] for r in o["records"] if r["case"] == "Z-3"][0]')
must as wmo2 consent record --record "$third" --kind consent "${next[@]}" --until 2027-06-01 "${said[@]}"
run "a copy without a BSN goes on" 0 as wmo2 pack "${next[@]}" --record "$third" -o onward-3.sluis --json
expect_json 'o["leaving"]' 1
run "and is opened" 0 as zorg1 open onward-3.sluis
must as wi1 consent list --record "$merel" --json
must as wi1 consent withdraw "$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent"][0]')" --json
run "what ends where it began ends the onward one" 0 as wmo1 open "$(json 'o["file"]')" --json
expect_json '[o["files"][0]["restricted"], [[x["to"], x["withdrawn"]] for x in o["files"][0]["onward"]]]' '[1, [["oss.nl/zorg", 1]]]'
run "and restricts the copy that went on" 0 as zorg1 open "$(json 'o["files"][0]["onward"][0]["file"]')" --json
expect_json 'o["files"][0]["restricted"]' 1
must as zorg1 list --json
fourth=$(json 'o["records"][-1]["id"]')
run "which is decided on there" 0 as zorg1 restriction erase "$fourth" --json
run "and told to where it came from" 0 as wmo1 open "$(json 'o["file"]')" --json
expect_json 'o["files"][0]["erase"]' 1
must as wmo1 log export audit-merel
run "the verifier finds nothing wrong" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" audit-merel "$fingerprint"
refute "nobody's name is in a bundle" grep -rqaE 'Merel|5341AB|1980-01-01' audit-merel
finish
