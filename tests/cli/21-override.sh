#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# From the Wmo to Werk & Inkomen consent alone isn't enough: the controller's officers
# sign an override with the FG's advice in it. It holds for one purpose of one agreement,
# and whoever relies on it sees so.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
must sluis-officer override new --controller oss.nl --ground wmo-5.3.3-1 --agreement oss-terug --purpose reintegratie -o override.note
sed -i -e 's/^reasons: .*/reasons: "Zonder dit past het traject niet bij de ondersteuning"/' -e 's|^fg: .*|fg: oss.nl/p-po1|' \
    -e 's/^advice: .*/advice: "Akkoord, mits de client het weet"/' -e 's/^valid_until: .*/valid_until: 2027-11-22/' override.note
python3 "$SLUIS_SOURCE/tests/cli/agreement_back.py"
run "the check asks for an override" 8 sluis-officer agreement check back.note
expect_out 'override-missing'
pinned=$(sluis-officer override show override.note --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["sha256"])')
printf 'overrides:\n  - "%s"\n' "$pinned" >>back.note
run "listed, it is found nowhere yet" 5 as po1 agreement sign back.note
expect_err -- '--pinned'
run "who advised doesn't sign" 8 as po1 override sign override.note
expect_err 'not of an officer whose signature counts'
must "$SLUIS_COUNTERSIGN" override.note keys/po1.key
must as po2 override sign override.note
run "the FG's own signature doesn't count" 3 sluis-officer override show override.note --roster roster-2.note
expect_err '1 of 2'
must as po3 override sign override.note
run "two others' do" 0 sluis-officer override show override.note --roster roster-2.note --json
expect_json 'o["quorum"], o["sha256"] == "'"$pinned"'"' '["yes", true]'
for officer in po1 po2; do must as "$officer" agreement sign back.note --pinned override.note; done
run "a unit that lacks it refuses the agreement" 5 as wmo1 open back.note
expect_err "$pinned"
for unit in wmo1 wi1; do
    run "it opens the override" 0 as "$unit" open override.note
    run "… and the agreement" 0 as "$unit" open back.note
done

printf '{"wet":"wmo","gegevensbron":"wmo","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"W-1"}\n' >case.ndjson
must as wmo1 import case.ndjson
goal=(--to oss.nl/wi --purpose reintegratie)
run "without consent an override lets nothing go" 0 as wmo1 preview "${goal[@]}" --all --json
expect_json 'o["leaving"]' 0
must as wmo1 consent record --all --kind consent "${goal[@]}" --until 2027-01-01 "${said[@]}"
run "with both it may" 0 as wmo1 preview "${goal[@]}" --all --html page.html --json
expect_json 'o["leaving"]' 1
expect_json '[(r["ground"], r["fg"], r["valid_until"]) for r in o["overrides"]]' '[["wmo-5.3.3-1", "oss.nl/p-po1", "2027-11-22"]]'
run "a person reads why" 0 as wmo1 preview "${goal[@]}" --all
expect_out 'Zonder dit past het traject niet'
check "on the page, too" grep -q 'Zonder dit past het traject niet' page.html
run "it goes" 0 as wmo1 pack "${goal[@]}" --all -o back.sluis --json
expect_json 'len(o["overrides"])' 1
run "and is taken in" 0 as wi1 open back.sluis --json
expect_json 'o["files"][0]["added"]' 1
run "where no override is, none is told" 0 as wi1 preview --to oss.nl/wmo --purpose onderzoek-2.3.2 --all --json
expect_json 'o["overrides"]' '[]'
run "after its last day it lets nothing go" 0 at 2027-11-24T09:00:00Z as wmo1 preview "${goal[@]}" --all --json
expect_json 'o["leaving"]' 0

finish
