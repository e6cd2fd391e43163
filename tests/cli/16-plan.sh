#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What a unit holds of a joint plan or a household, across its own records and those that came: who directs, what
# was agreed, what is due. What is restricted is counted and never named, and two plans with one number aren't mixed.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
base='"gegevensbron":"client","geboorte.datum":"1980-01-02"'
step() { printf ',"plan.actie%s.code":"%s","plan.actie%s.wie":"%s","plan.actie%s.voor":"%s","plan.actie%s.status":"%s"' "$1" "$2" "$1" "$3" "$1" "$4" "$1" "$5"; }
talk=$(step 2 gesprek oss.nl/wmo 2026-11-20 open)
{
    printf '{"wet":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1","plan.id":"P-7","huishouden.id":"H-3","huishouden.soort":"paarMetKinderen","regisseur":"oss.nl/wi","plan.doel.code":"betaaldWerk",%s%s%s,"plan.actie3.wie":"oss.nl/wi"}\n' \
        "$base" "$(step '' scholing oss.nl/wi 2026-12-01 loopt)" "$talk"
    printf '{"wet":"pw","burgerservicenummer":"999990020","naam.geslachtsnaam":"Adelaar","zaak.identificatie":"Z-2","plan.id":"P-7","huishouden.id":"H-3",%s%s}\n' \
        "$base" "$(step '' aanvraag oss.nl/wi 2026-11-01 klaar)"
    printf '{"wet":"pw","burgerservicenummer":"999990044","naam.geslachtsnaam":"Haan","zaak.identificatie":"Z-4","plan.id":"P-5","huishouden.id":"H-3",%s}\n' "$base"
} >wi.ndjson
{
    printf '{"wet":"wmo","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"W-1","plan.id":"P-7","regisseur":"oss.nl/wi",%s%s}\n' "$base" "$talk"
    printf '{"wet":"wmo","burgerservicenummer":"999990056","naam.geslachtsnaam":"Ekster","zaak.identificatie":"W-2","plan.id":"P-5",%s}\n' "$base"
} >wmo.ndjson
must as wi1 import wi.ndjson
must as wmo1 import wmo.ndjson
must as wi1 list --json
mapfile -t own < <(json '"\n".join(r["id"] for r in o["records"])')

# --- at the unit that has it all ---

run "a plan, of two clients" 0 as wi1 plan show P-7 --json
expect_json '[o["plan"], o["clients"], o["director"], o["directors_differ"], o["hidden_records"]]' '["P-7", 2, "oss.nl/wi", false, 0]'
expect_json '[[r["name"], r["case"], r["goal"], r["director"]] for r in o["records"]]' '[["Brouwer", "Z-1", "betaaldWerk", "oss.nl/wi"], ["Adelaar", "Z-2", "", ""]]'
expect_json '[[s["due"], s["step"], s["unit"], s["state"], s["number"]] for s in o["steps"]]' \
    '[["2026-11-01", "aanvraag", "oss.nl/wi", "klaar", 2], ["2026-11-20", "gesprek", "oss.nl/wmo", "open", 1], ["2026-12-01", "scholing", "oss.nl/wi", "loopt", 1], ["", "", "oss.nl/wi", "", 1]]'
expect_json '[[d["due"], d["when"], d["what"]] for d in o["due"]]' '[["2026-11-20", "late", "gesprek"], ["2026-12-01", "ahead", "scholing"]]'
must as wi1 log show --private --last 3 --json
expect_json '[len(o["entries"]), o["entries"][0]["action"], o["entries"][0]["records"]]' '[3, "read", 2]'
expect_json '[f in json.loads(o["entries"][0]["private"])["fields"].split() for f in ("plan.actie3.status", "verslag")]' '[true, false]'
expect_json 'sorted(json.loads(e["private"])["subject"] for e in o["entries"][1:])' '["999990019", "999990020"]'
run "a household, over two plans" 0 as wi1 household show H-3
expect_out 'Brouwer \(Z-1\)'
expect_out 'Haan \(Z-4\)'
expect_out 'P-5'
run "a record with no plan at all is in none" 5 as wi1 plan show P-70
expect_err 'not found'
run "nor is a number looked at by its beginning" 5 as wi1 plan show P

# --- across what came ---

must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${own[@]}"
must as wi1 pack "${goal[@]}" --record "${own[@]}" -o three.sluis
must as wmo1 open three.sluis
run "at the other unit: its own, and those that came" 0 as wmo1 plan show P-7 --json
expect_json '[[r["case"], r["from"], r["number"]] for r in o["records"]]' '[["W-1", "oss.nl/wmo", 1], ["Z-1", "oss.nl/wi", 1], ["Z-2", "oss.nl/wi", 2]]'
expect_json '[o["clients"], o["director"]]' '[2, "oss.nl/wi"]'
expect_json '[[s["step"], s["told_by"]] for s in o["steps"]]' '[["gesprek", "oss.nl/wmo"]]'
run "two plans that have one number aren't mixed" 2 as wmo1 plan show P-5
expect_err 'oss.nl/wmo'
expect_err '--from'
refute_err 'Haan|Ekster'
run "each by its unit" 0 as wmo1 plan show P-5 --from oss.nl/wi --json
expect_json '[r["case"] for r in o["records"]]' '["Z-4"]'
run "or both, by who knows that they are one" 0 as wmo1 plan show P-5 --from oss.nl/wi oss.nl/wmo --json
expect_json '[r["case"] for r in o["records"]]' '["W-2", "Z-4"]'

# --- what is restricted ---

for n in 1 2; do
    must as wi1 consent list --record "${own[n]}" --json
    must as wi1 consent withdraw "$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent"][0]')" --json
    must as wmo1 open "$(json 'o["file"]')"
done
run "who withdrew is counted" 0 as wmo1 plan show P-7 --json
expect_json '[len(o["records"]), o["clients"], o["hidden_records"], o["hidden_clients"]]' '[2, 1, 1, 1]'
refute_out 'Adelaar|Z-2|999990020'
run "in words, too" 0 as wmo1 plan show P-7
refute_out 'Adelaar|Z-2'
expect_out 'restricted records: +1'
refusals_begin wmo1
refused "of a plan of which all is restricted there is nothing" 8 record-restricted 'restricted' plan show P-5 --from oss.nl/wi
refused "a number that means something else shows nothing" 5 none 'not found' household show P-7
refusals_end

# --- on paper ---

for lang in nl en; do
    run "as a page ($lang)" 0 as wi1 plan show P-7 -o "plan-$lang.html" --lang "$lang"
    check "as WCAG asks ($lang)" python3 "$SLUIS_SOURCE/tests/cli/page.py" "plan-$lang.html" "$lang"
    refute "which names nobody ($lang)" grep -qE 'Brouwer|Adelaar|99999' "plan-$lang.html"
    check "but by the case ($lang)" grep -q 'Z-2' "plan-$lang.html"
done
run "a page is never written over" 6 as wi1 plan show P-7 -o plan-nl.html
must as wi1 household show H-3 -o household-nl.html --lang nl
browsed "all of it can be read" plan-nl.html plan-en.html household-nl.html

finish
