#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Where officers turn on the row of bill 36 799: data go once it is recorded that the client was told, unless he or
# she objects. Both are one declaration, that travels, is shown and is withdrawn as a consent is.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
sed '/^$/,$d' agreement.note >template.yaml
terms() { python3 "$SLUIS_SOURCE/tests/cli/law_terms.py" "${@:2}" >"$1" || bail "no agreement $1"; }

# --- the officers' table ---
sed -e 's/^version: 2/version: 3/' -e '/id: optout-36799/,/enabled:/{s/enabled: false/enabled: true/;s/default: ask/default: allow/}' \
    "$SLUIS_SOURCE/share/sluis/grounds-nl.yaml" >on.note
run "the check tells that the row has no words of a statute" 8 sluis-officer grounds check on.note --json
expect_json '[(f["ground"], f["finding"]) for f in o["findings"]]' '[["optout-36799", "row-without-law"]]'
sign_by grounds on.note po1 po2
sum=$(sed '/^$/,$d' on.note | sha256sum | cut -c1-64)
fields=burgerservicenummer,naam.geslachtsnaam,naam.voornamen,zaak.identificatie,geboorte.datum,postcode,huisnummer,geheimhouding
terms tell.note id=oss-bezwaar code=bezwaar task=optout-onderzoek ground=optout-36799 consent=false no_objection=false \
    basis=A6-1-e exception= "grounds=\"$sum\"" "fields=$fields"
sed -i '/^    exception:/d' tell.note
run "an agreement on it" 0 sluis-officer agreement check tell.note --roster roster-2.note --pinned on.note
for who in po1 po2; do must as "$who" agreement sign tell.note --pinned on.note; done
for unit in wi wmo; do must as "${unit}1" open on.note tell.note; done

# --- told, and not ---
for i in 1 2 3; do
    printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"Brouwer","naam.voornamen":"Test","zaak.identificatie":"B-%d"}\n' \
        "$(echo 999990019 999990020 999990032 | cut -d' ' -f$i)" $i
done >clients.ndjson
must as wi1 import clients.ndjson
must as wi1 list --json
mapfile -t ids < <(json '"\n".join(r["id"] for r in sorted(o["records"], key=lambda r: r["case"]))')
goal=(--to oss.nl/wmo --agreement oss-bezwaar --purpose bezwaar)
put=("${goal[@]}" --kind told --until 2027-11-01 --by client --age-band 16+ --words-from .words)
run "who wasn't told stays" 8 as wi1 pack "${goal[@]}" --all
run "and preview says so" 0 as wi1 preview "${goal[@]}" --all --json
expect_json '[(s["rule"], s["clients"]) for s in o["stays"]]' '[["opt-out-not-told", 3]]'
run "a consent isn't asked on this ground" 8 as wi1 consent record "${goal[@]}" --kind consent --until 2027-11-01 "${said[@]}" --record "${ids[0]}"
run "nor is anybody told on another" 8 as wi1 consent record --to oss.nl/wmo --agreement oss-wmo-wi --purpose onderzoek-2.3.2 --kind told --until 2027-11-01 "${said[@]}" --record "${ids[0]}"
run "a kind that isn't one" 2 as wi1 consent record "${goal[@]}" --kind opt-out --until 2027-11-01 "${said[@]}" --record "${ids[0]}"
run "two are told" 0 as wi1 consent record "${put[@]}" --assured form --record "${ids[@]:0:2}" --json
expect_json 'o["recorded"]' 2
run "a third of one field alone" 0 as wi1 consent record "${put[@]}" --assured form --field naam.geslachtsnaam --record "${ids[2]}"
run "preview shows what goes along" 0 as wi1 preview "${goal[@]}" --all --clients --json
expect_json '[o["leaving"], o["declared"], {(d["kind"], d["by"], d["given"]) for d in o["declarations"]} == {("told", "client", "2026-11-23")}]' '[3, 3, true]'
expect_json '[d["stays"].count("told-of-other-fields") for d in o["decisions"] if d["record"] == "'"${ids[2]}"'"]' '[2]'
run "in words" 0 as wi1 preview "${goal[@]}" --all --clients --lang nl
expect_out 'gewezen op bezwaar'
must as wi1 pack "${goal[@]}" --all -o told.sluis
run "and the receiver decides the same" 0 as wmo1 open told.sluis --json
expect_json 'o["files"][0]["added"]' 3

# --- objecting ---
export SLUIS_TEST_NOW=2026-11-24T11:00:00Z
told() { told_at wi1 "$1"; }
told_at() { as "$1" consent list --record "$2" --json 2>>"$err" | python3 -c 'import json, sys
print([c["id"] for c in json.load(sys.stdin)["consents"] if c["kind"] == "told" and not c["withdrawn"]][0])'; }
run "a client objects" 0 as wi1 consent withdraw "$(told "${ids[0]}")" --json
retraction=$(json 'o["file"]')
run "and stays from then on" 0 as wi1 preview "${goal[@]}" --record "${ids[0]}" --json
expect_json '[s["rule"] for s in o["stays"]]' '["opted-out"]'
run "the receiver's copy is restricted" 0 as wmo1 open "$retraction" --json
expect_json 'o["files"][0]["restricted"]' 1
export SLUIS_TEST_NOW=2026-11-25T11:00:00Z
run "being told again is no consent" 8 as wi1 consent record "${put[@]}" --assured form --record "${ids[0]}"
expect_err 'own-request'
refute_err 'nothing was exchanged'
run "so nothing changes" 0 as wi1 preview "${goal[@]}" --record "${ids[0]}" --json
expect_json '[s["rule"] for s in o["stays"]]' '["opted-out"]'
must as wi1 consent record "${put[@]}" --assured own-request --record "${ids[0]}"
run "who asks for it himself goes again" 0 as wi1 pack "${goal[@]}" --record "${ids[0]}" -o again.sluis --json
expect_json '[o["leaving"], o["declared"]]' '[1, 1]'
run "and is taken in" 0 as wmo1 open again.sluis --json
expect_json 'o["files"][0]["same"]' 1
must as wmo1 restriction list --json
run "what he asked for unlocks the copy" 0 as wmo2 restriction unlock "$(json 'o["restricted"][0]["id"]')"

# --- without a BSN: what was said names the set, and an objection outlives an address ---
merel() { # POSTCODE CASE
    printf '{"wet":"pw","gegevensbron":"pw","naam.voornamen":"Anna","naam.geslachtsnaam":"Merel","geboorte.datum":"1980-01-01","postcode":"%s","huisnummer":7,"zaak.identificatie":"%s"}\n' "$1" "${2:-B-4}" >merel.ndjson
    must as wi1 import merel.ndjson
}
merel 5341AB
must as wi1 list --json
anna=$(json '[r["id"] for r in o["records"] if r["case"] == "B-4"][0]')
must as wi1 consent record "${put[@]}" --assured form --record "$anna"
run "preview shows by what a declaration names the client" 0 as wi1 preview "${goal[@]}" --record "$anna" --clients --json
expect_json '[o["leaving"], [d["names"] for d in o["declarations"]]]' '[1, ["set"]]'
run "she objects" 0 as wi1 consent withdraw "$(told "$anna")"
merel 5341XY
run "and moves" 0 as wi1 preview "${goal[@]}" --record "$anna" --json
expect_json '[s["rule"] for s in o["stays"]]' '["opted-out"]'
export SLUIS_TEST_NOW=2026-11-26T11:00:00Z
run "telling her again there undoes nothing" 8 as wi1 consent record "${put[@]}" --assured form --record "$anna"
expect_err "$anna"
merel 5341XY B-6
must as wi1 list --json
other=$(json '[r["id"] for r in o["records"] if r["case"] == "B-6"][0]')
run "nor does it through another case at that address" 8 as wi1 consent record "${put[@]}" --assured form --record "$other"
run "in Dutch" 8 as wi1 consent record "${put[@]}" --assured form --record "$other" --lang nl
expect_err 'maakte bezwaar; er is niets vastgelegd'
run "nor what she asked for a day before she objected" 8 as wi1 consent record "${put[@]}" --assured own-request --given 2026-11-24 --record "$anna"
run "she stays, by either case" 0 as wi1 preview "${goal[@]}" --record "$anna" "$other" --json
expect_json '[(s["rule"], s["clients"]) for s in o["stays"]]' '[["opted-out", 2]]'
run "what she asks for herself does" 0 as wi1 consent record "${put[@]}" --assured own-request --record "$anna"
run "she goes again, by either case" 0 as wi1 preview "${goal[@]}" --record "$anna" "$other" --json
expect_json 'o["leaving"]' 2
export SLUIS_TEST_NOW=2026-11-27T11:00:00Z
run "and may be told again from then on" 0 as wi1 consent record "${put[@]}" --assured form --record "$anna"
run "which takes nothing away" 0 as wi1 preview "${goal[@]}" --record "$anna" "$other" --json
expect_json 'o["leaving"]' 2

# told at one address and at the next: an objection to the first telling is one to both
wouter() { # POSTCODE
    printf '{"wet":"pw","gegevensbron":"pw","naam.voornamen":"Wouter","naam.geslachtsnaam":"Vink","geboorte.datum":"1981-01-01","postcode":"%s","huisnummer":9,"zaak.identificatie":"B-5"}\n' "$1" >wouter.ndjson
    must as wi1 import wouter.ndjson
}
wouter 5341AB
must as wi1 list --json
wouter=$(json '[r["id"] for r in o["records"] if r["case"] == "B-5"][0]')
must as wi1 consent record "${put[@]}" --assured form --record "$wouter"
first=$(told "$wouter")
wouter 5341XY
must as wi1 consent record "${put[@]}" --assured form --record "$wouter"
run "objecting by the declaration of the old address" 0 as wi1 consent withdraw "$first" --json
expect_json 'o["withdrawn"]' 2
run "counts at the new one" 0 as wi1 preview "${goal[@]}" --record "$wouter" --json
expect_json '[s["rule"] for s in o["stays"]]' '["opted-out"]'

# an objection that comes to the receiver while a package with a later telling is on its way
must as wi1 consent record "${put[@]}" --assured form --record "${ids[1]}"
must as wi1 pack "${goal[@]}" --record "${ids[1]}" -o later.sluis
export SLUIS_TEST_NOW=2026-11-27T12:00:00Z
must as wmo1 list --json
copy=$(json '[r["id"] for r in o["records"] if r["case"] == "B-2"][0]')
run "the client objects at the receiver" 0 as wmo1 consent withdraw "$(told_at wmo1 "$copy")" --json
expect_json 'o["restricted"]' 1
run "and isn't in what is opened after it" 0 as wmo1 open later.sluis --json
expect_json '[o["files"][0][k] for k in ("added", "changed", "same", "withdrawn")]' '[0, 0, 0, 1]'

for unit in wi wmo; do
    must as "${unit}1" log export "audit-$unit"
    run "the auditor finds nothing wrong at $unit" 0 sluis-audit verify "audit-$unit" --fingerprint "$fingerprint"
done
finish
