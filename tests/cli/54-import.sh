#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# From an export to records: one command drafts the mapping, one imports; what is wrong is told all at once, with what
# is right, and can be mended in a spreadsheet.
# shellcheck source=tests/cli/lib.sh
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
tables() { python3 "$SLUIS_SOURCE/tests/cli/import_tables.py" "$@"; }
must sluis-officer catalogue show --json
cp "$out" catalogue.json

# --- a table without a mapping ---
printf 'Export van de afdeling;;\r\nBSN;Achternaam;Geb. datum;M/V;Postcode;Huisnr;Uitkering;Bedrag;Dossiernr;Opmerking\r\n' >export.csv
printf '999990019;Jansen;01-02-1960;Man;1234 ab;12A;Algemene bijstand;1.234,56;Z-1;Geheimzinnig\r\n' >>export.csv
printf '999990020;Bakker;1960;V;1234AB;1;ww;€ 12,-;Z-2;\r\n999990032;Béamont;;;;;;;Z-3;\r\n' >>export.csv
store_state wi1 >before
run "a table without a mapping is told as that" 1 as wi1 import export.csv --json
expect_json 'o["error"]["finding"]' mapping-needed
run "with the way on, in Dutch" 1 as wi1 import export.csv --lang nl
expect_err 'tabel.*kolom'
expect_err 'sluis import --guess'
for other in $',' $'\t'; do
    tr ';' "$other" <export.csv >other.csv
    run "whatever separates its columns" 1 as wi1 import other.csv --json
    expect_json 'o["error"]["finding"]' mapping-needed
done
printf 'burgerservicenummer;wet;naam.geslachtsnaam\n999990044;pw;Vis\n' >named.csv
run "but where the columns are the fields themselves none is needed" 0 as wi1 import named.csv --dry-run --json
expect_json '[o["added"], o["dry_run"]]' '[1, true]'

# --- a draft ---
run "a mapping is drafted" 0 as wi1 import --guess export.csv -o koppel.yaml --json
expect_json '[o["columns"], o["mapped"], o["unsure"]]' '[10, 9, 0]'
check "for its user alone" test "$(stat -c %a koppel.yaml)" = 600
check "that names no client, and what was left out" bash -c '! grep -Eq "99999|Jansen|Bakker|1960|1234|Geheimz|Z-[123]" koppel.yaml && grep -q "Opmerking" koppel.yaml'
run "what is there isn't written over" 6 as wi1 import --guess export.csv -o koppel.yaml
run "without a file it is printed, and nothing else" 0 as wi1 import --guess export.csv
cp "$out" printed.yaml
check "the same" cmp printed.yaml koppel.yaml
run "--guess takes no mapping" 2 as wi1 import --guess export.csv --map koppel.yaml
run "and -o is --guess's" 2 as wi1 import export.csv --map koppel.yaml -o x
run "what it would do can be tried" 0 as wi1 import export.csv --map koppel.yaml --dry-run --json
expect_json '[o["read"], o["added"], o["rejected"]]' '[3, 3, 0]'
store_state wi1 >after
check "and nothing was kept of any of it, in the store or in its log" cmp before after
run "one command drafts, one imports" 0 as wi1 import export.csv --map koppel.yaml --json
expect_json '[o["added"], o["rejected"]]' '[3, 0]'
expect_json '"import" in o' true
run "tried again, it would change nothing" 0 as wi1 import export.csv --map koppel.yaml --dry-run --json
expect_json '[o["same"], "import" in o]' '[3, false]'
iconv -t windows-1252 <(grep -v '€' export.csv) >latin.csv
must as wi1 import --guess latin.csv -o latin.yaml
check "an encoding is found" grep -q '^encoding: windows-1252$' latin.yaml
run "and its letters are the same" 0 as wi1 import latin.csv --map latin.yaml --json
sed 's/^source: .*/source: wi-export/' latin.yaml >same.yaml
run "under the same source" 0 as wi1 import latin.csv --map same.yaml --json
expect_json 'o["same"]' 2
printf '999990019;Jansen;opleiding;01-02-1960\n999990020;Bakker;mail;01-02-1961\n' >bare.csv
run "rows of people are no headings" 1 as wi1 import --guess bare.csv --json
expect_json '"Jansen" in str(o)' false
printf '{"wet":"pw"}\n' >cases.ndjson
run "NDJSON is no table" 1 as wi1 import --guess cases.ndjson
run "a mapping for the one isn't one for the other" 1 as wi1 import cases.ndjson --map koppel.yaml --json
expect_json 'o["error"]["finding"]' mapping

# --- every label of the catalogue, in both languages ---
fields=$SLUIS_SOURCE/share/sluis/catalogue.yaml
for language in nl en; do
    must tables labels "$fields" "$language"
    cp "$out" labels.csv
    run "every label is known, in $language" 0 as wi1 import --guess labels.csv --json
    expect_json '[o["columns"] - o["mapped"], o["unsure"]]' '[0, 0]'
    json 'o["mapping"]' >"labels-$language.yaml"
    check "as the field that it is" tables mapped "$fields" "$language" "labels-$language.yaml"
    run "and its values go in" 0 as wi1 import labels.csv --map "labels-$language.yaml" --dry-run --json
    expect_json '[o["read"], o["rejected"], o["added"] + o["changed"], o["left_out"]]' '[1, 0, 1, []]'
done
for seed in 1 2 3 4 5 6; do
    must tables fuzz "$seed"
    cp "$out" fuzz.csv
    must as wi1 import --guess fuzz.csv --json
    json 'o["mapping"]' >fuzz.yaml
    run "whatever the other headings hold, a draft loads ($seed)" 0 as wi1 import fuzz.csv --map fuzz.yaml --dry-run --json
    expect_json '[o["read"], o["rejected"]]' '[1, 0]'
done

# --- all that is wrong, and what is right ---
must tables wrong "$fields"
cp "$out" wrong.csv
for language in nl en; do
    run "wrong values of every type are told, in $language" 9 as wi1 import wrong.csv --map labels-nl.yaml --dry-run --rejects "wrong-$language.csv" --lang "$language" --json
    cp "$out" told.json
    check "all of a row at once, with what is right, and never the value" tables told "$fields" told.json "$language" "wrong-$language.csv"
done
run "the columns that a mapping lacks are told at once" 1 as wi1 import export.csv --map labels-nl.yaml --lang nl
expect_err 'Voornamen, Voorvoegsel, Geslachtsnaam'

# --- a file of rejects is mended and imported ---
printf 'BSN;Achternaam;Geb. datum;M/V;Postcode;Huisnr;Uitkering;Bedrag;Dossiernr;Opmerking\r\n' >some.csv
printf '999990056;"Vries; de";31-31-1960;Z;1234AB;1;ww;1.234;Z-5;"hij zei ""ja"""\r\n999990068;Smit;;;;;;;Z-6;\r\n' >>some.csv
run "what is wrong goes to a table" 9 as wi1 import some.csv --map koppel.yaml --rejects afgekeurd.csv --lang nl
expect_out '^  Bedrag|Uitkering: bedrag \(Bedrag\): .*twee manieren'
expect_out 'Geslacht \(M/V\): .*; goed is: een van Man, V'
check "under the heading of the source" grep -q "^.*reden;BSN;Achternaam;Geb. datum;M/V;" afgekeurd.csv
check "with its line, and its cells as they were" grep -q '^"\?regel 2: .*;999990056;"Vries; de";31-31-1960;Z;' afgekeurd.csv
check "for its user alone" test "$(stat -c %a afgekeurd.csv)" = 600
check "the row that is right isn't in it" bash -c '! grep -q Smit afgekeurd.csv'
sed 's/31-31-1960;Z;/31-12-1960;V;/' afgekeurd.csv >half.csv
run "half mended" 9 as wi1 import half.csv --map koppel.yaml --rejects afgekeurd.csv --lang nl
check "it comes back with one reason, in one column" bash -c '[ "$(sed 1d afgekeurd.csv | cut -d ";" -f 1 | grep -c "Geboortedatum")" = 0 ] && [ "$(head -1 afgekeurd.csv | grep -o reden | wc -l)" = 1 ]'
sed 's/;1\.234;/;1.234,00;/' afgekeurd.csv >mended.csv
run "mended, it goes in with the same mapping" 0 as wi1 import mended.csv --map koppel.yaml --rejects afgekeurd.csv --json
expect_json '[o["added"], o["rejected"]]' '[1, 0]'
check "and then there are no rejects" test ! -s afgekeurd.csv

# --- amounts ---
amount() { # WRITTEN CENTS
    printf 'BSN;Bedrag;Dossiernr\n999990081;"%s";Z-9\n' "$1" >amount.csv
    printf 'version: "1"\nsource: amounts\nformat: csv\nconstants:\n  - field: wet\n    value: pw\nfields:\n  - field: burgerservicenummer\n    from: BSN\n  - field: inkomensvoorziening.bedrag\n    from: Bedrag\n    as: amount\n' >amount.yaml
    run "an amount: $1" 0 as wi1 import amount.csv --map amount.yaml --json
    must as wi1 list --json
    must as wi1 show "$(json '[r["id"] for r in o["records"] if not r["case"]][0]')" --json
    expect_json 'o["records"][0]["record"]["inkomensvoorziening.bedrag"]' "$2"
}
amount '1.234,56' 123456
amount '€ 1234' 123400
amount '1234.5' 123450
amount '1 234,50' 123450
# --- what doesn't go together ---

must as wi1 list --json
before=$(json 'o["total"]')
for option in --dry-run --guess --accept "--map x.yaml" "--rejects x.csv" "-o x.yaml"; do
    # shellcheck disable=SC2086 # an option and its value
    run "taking an import back doesn't go with $option" 2 as wi1 import --undo 1 $option
done
must as wi1 list --json
expect_json 'o["total"]' "$before"
finish
