#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# The auditor's report: one account in three forms, a note that is signed where the
# key is, and a page that opens anywhere.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
page=$SLUIS_SOURCE/tests/cli/page.py
trust=(--roster roster-2.note --fingerprint "$fingerprint" --tester oss.nl/p-auditor)
person oss.nl/p-auditor po9

"$SLUIS_SOURCE/scripts/seed-wi" "$SLUIS_SOURCE/tests/data/gba-v-testset-20220502.csv" 7 >clients.csv
as wi1 import clients.csv --map "$SLUIS_SOURCE/share/sluis/mappings/wi-uitkeringen.yaml" >/dev/null 2>&1
as wi1 list --limit 700 --json >list.json
mapfile -t ids < <(python3 -c 'import json; [print(i) for i in [r["id"] for r in json.load(open("list.json"))["records"] if r["case"]][:3]]')
must as wi1 consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]}"
must as wi2 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --record "${ids[@]}" -o one.sluis
must at 2026-11-23T20:30:00Z as wmo2 open one.sluis
as wmo1 open .words >/dev/null 2>&1 # refused, and logged
for unit in wi wmo; do must at 2026-11-24T09:00:00Z as "${unit}1" log export "log-$unit"; done

run "a report on two logs" 0 sluis-audit report log-wi log-wmo "${trust[@]}" -o report --seed 00ff --json
expect_json 'o["verdict"]' unfinished
cp report.json "$out"
expect_json 'o["verdict"]' unfinished
expect_json '[(l["log"], l["findings"]) for l in o["findings"]["logs"]]' '[["oss.nl/wi", 0], ["oss.nl/wmo", 0]]'
expect_json 'o["exchanges"]["unfinished"][0]["state"]' unreceipted
expect_json 'o["odd"]["outside"]' 1
expect_json 'o["test"]["seeds"][0]["seed"]' 00ff
expect_json '[r["finding"] for r in o["odd"]["refusals"]] != []' true
expect_json '[p["clients"] for p in o["activity"]["purposes"] if p["key"] == "onderzoek-2.3.2"]' '[9]'
expect_json '[p["clients"] for p in o["activity"]["actions"] if p["key"] == "pack"]' '[null]'
expect_json 'sorted({p["person"] for p in o["activity"]["people"]} - {"-"})' '["oss.nl/p-wi1", "oss.nl/p-wi2", "oss.nl/p-wmo1", "oss.nl/p-wmo2"]'
check "the text starts with the verdict" bash -c 'sed -n 6p report.txt | grep -q "^Verified, and the logs agree"'
check "small numbers are left out for people as well" grep -q 'fewer than 5' report.txt report.html
check "the note lists the files, as sha256sum reads it" bash -c "sed -n '/^sha256: |/,\$p' report.note | sed -n 's/^  //p' | sha256sum -c --quiet"
run "no report is overwritten" 6 sluis-audit report log-wi log-wmo "${trust[@]}" -o report
run "only one form" 0 sluis-audit report log-wi "${trust[@]}" -o single --format html
check "is written" bash -c 'test -s single.html && test -s single.note && ! test -e single.json && ! test -e single.txt'
run "who tests must be told" 2 sluis-audit report log-wi --roster roster-2.note --fingerprint "$fingerprint" -o other
run "and where to" 2 sluis-audit report log-wi "${trust[@]}"
run "and in a form that there is" 2 sluis-audit report log-wi "${trust[@]}" -o other --format pdf

run "the tester signs where the key is" 0 as po9 report sign report.note
check "the note is signed by the tester" grep -q '^— oss.nl/p-auditor ' report.note
run "nothing else is signed by that command" 3 as po9 report sign agreement.note

cp -r log-wmo log-damaged
printf x >>log-damaged/checkpoint
run "findings make it exit 3, and it is written all the same" 3 sluis-audit report log-wi log-damaged "${trust[@]}" -o damaged
check "it says so first" bash -c 'sed -n 6p damaged.txt | grep -q "^Not verified"'

# The page.
sluis-audit report log-wi log-wmo "${trust[@]}" -o rapport --lang nl >/dev/null 2>&1
check "the page in English is as WCAG asks" python3 "$page" report.html en
check "the page in Dutch is, too" python3 "$page" rapport.html nl
check "so is one with findings" python3 "$page" damaged.html en
sluis-audit report log-wi log-damaged "${trust[@]}" -o beschadigd --lang nl >/dev/null 2>&1
check "codes, which aren't translated, say in which language they are" grep -Eq '<td [^>]*lang="en"[^>]*>[a-z-]+</td>' beschadigd.html
refute "details are translated" grep -Eq '<td [^>]*lang="en"[^>]*>[^<]* [^<]*</td>' beschadigd.html
check "no BSN and no name of the data is in it" python3 "$SLUIS_SOURCE/tests/cli/no_names_in_report.py"
sed 's/scope="col"//; s/<h2 id="findings">/<h4 id="findings">/' report.html >worse.html
refute "the check sees a fault" python3 "$page" worse.html en

browsed "the pages can be read in a browser, and axe finds nothing" report.html rapport.html beschadigd.html

finish
