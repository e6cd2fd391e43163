#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What people hand in: files of Excel and Notepad, BSNs as they are written, words of whatever editor, states of long
# ago. Each is taken, or told for what it is.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
mapping() { # FILE [LINE…]: the columns bsn, name, birth, secrecy, source; lines in its head
    local file=$1 line; shift
    { printf 'version: "1"\nsource: suite\nformat: csv\n'
      for line; do printf '%s\n' "$line"; done
      printf 'constants:\n  - field: wet\n    value: pw\nfields:\n'
      printf '  - field: %s\n    from: "%s"\n' burgerservicenummer BSN naam.geslachtsnaam Naam geboorte.datum Geboren \
          geheimhouding Geheim gegevensbron Bron
    } >"$file"
}
mapping map.yaml
head='BSN;Naam;Geboren;Geheim;Bron'
import() { as wi1 import "$1" --map "${2:-map.yaml}" "${@:3}" --json; }
name_of() { # BSN
    printf '%s\n' "$1" >one.txt
    as wi1 list --select-from one.txt --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["records"][0]["name"])'
}

# --- files ---
row='999990019;Jansen;01-02-1960;0;pw'
takes() { run "$1" 0 import "$2" "${3:-map.yaml}"; expect_json 'o["added"] + o["same"]' "${4:-1}"; expect_json 'o["rejected"]' 0; }
printf '%s\r\n' 'sep=;' "$head" "$row" >f.csv;                takes "Excel's sep= line is passed over" f.csv
printf '%s\r\n' 'sep=,' "${head//;/,}" "${row//;/,}" >f.csv;  takes "and its separator counts" f.csv
printf '%s\r\n' 'Rapport;;;;' ';;;;' "$head" "$row" ';;;;' >f.csv; takes "so are a title, and rows of separators" f.csv
printf '%s\r' "$head" "$row" >f.csv;                          takes "lines may end in CR alone" f.csv
printf '\xef\xbb\xbf%s\r\n' "$head;" "$row;;" >f.csv;         takes "empty cells behind the last column are none" f.csv
printf '%s\n' "$head" 999990019\;Jansen\;01-02-1960 >f.csv;   run "cells that lack at the end are empty" 0 import f.csv
expect_json 'o["changed"]' 1
{ printf '\xef\xbb\xbf'; sed 's/$/\r/' map.yaml; } >windows.yaml; takes "a mapping may come from Notepad" f.csv windows.yaml
named() { run "$1" 1 import "$2" "${4:-map.yaml}"; expect_json "'$3' in o['error']['message']" true; }
printf '%s\r\n' "${head//;/,}" "${row//;/,}" >f.csv;    named "another separator is named" f.csv commas
printf 'PK\003\004\024[Content_Types].xml' >f.xlsx;     named "a workbook is named" f.xlsx workbook
printf '<?xml version="1.0"?><a/>' >f.xml;           named "so is XML" f.xml XML
printf '%s\n' "$head" "$row" | iconv -t utf-16 >f.csv;   named "and UTF-16" f.csv UTF-16
printf '%s\n' "$head" "$row" | iconv -t utf-16le >f.csv; named "without its mark, too" f.csv UTF-16
mapping latin.yaml 'encoding: windows-1252'
printf '%s\n' "$head" "${row/Jansen/Béamont}" >utf8.csv
named "UTF-8 under another declared encoding is told" utf8.csv UTF-8 latin.yaml
iconv -t windows-1252 utf8.csv >f.csv
run "what is in that encoding goes in" 0 import f.csv latin.yaml
check "with its accents" test "$(name_of 999990019)" = Béamont
record='{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990020","naam.geslachtsnaam":"Bakker"}'
printf '\xef\xbb\xbf%s\r\n' "$record" >f.ndjson
run "NDJSON may begin with a byte-order mark" 0 as wi1 import f.ndjson --json
expect_json 'o["added"]' 1
printf '[\n%s\n]\n' "$record" >f.json
run "a JSON array isn't NDJSON" 1 as wi1 import f.json --json
expect_json '"array" in o["error"]["message"]' true
python3 -c 'import json, sys; print(json.dumps(json.loads(sys.argv[1]), indent=2))' "$record" >f.json
run "nor is an object over several lines" 1 as wi1 import f.json --json
expect_json '"several lines" in o["error"]["message"]' true
printf '%s\nx\n%s\ny\n' "$record" "$record" >f.ndjson
run "a wrong line is told as the line that it is" 9 as wi1 import f.ndjson --json
expect_json '[(r["line"], ("line %d:" % r["line"]) in r["message"]) for r in o["rejects"]]' '[[2, true], [4, true]]'

# --- text that looks the same ---
identified() { printf '{"wet":"pw","gegevensbron":"pw","naam.geslachtsnaam":"%s","naam.voornamen":"Jan","geboorte.datum":"1960-02-01","postcode":"1234AB","huisnummer":1}\n' "$1" >f.ndjson; }
identified "Café";                 run "somebody without a BSN" 0 as wi1 import f.ndjson --json
expect_json 'o["added"]' 1
for name in $'Cafe\u0301' $'\u00a0Café\u200b' $'Ca\u00adfé ' $'\ufeffCafé'; do
    identified "$name"
    run "is the same whoever wrote the name" 0 as wi1 import f.ndjson --json
    expect_json 'o["same"]' 1
done
printf 'cafe\xcc\x81\xc2\xa0jan\r\n' >terms
run "and is found however it is typed" 0 with terms as wi1 search --json
expect_json 'len(o["records"])' 1

# --- BSNs ---
printf '%s\n' "$head" '9999.90.032;A' '999 990 044;B' $'999990056\u00a0;C' '"=""999990068""";D' >f.csv
run "a BSN is read as people write it" 0 import f.csv
expect_json 'o["added"]' 4
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"9999.90.032","naam.geslachtsnaam":"A"}\n' >f.ndjson
run "in NDJSON, too" 0 as wi1 import f.ndjson --json
expect_json 'o["added"]' 1
printf '%s\n' "$head" '1,0E+09;A' '99999003;B' 'geen;C' '999990010;D' >f.csv
run "only a wrong number fails the eleven test" 9 import f.csv
expect_json '[r["finding"] for r in o["rejects"]]' '["field-value", "bsn-invalid", "field-value", "bsn-invalid"]'
expect_json '"rounded" in o["rejects"][0]["message"]' true
for list in '\xef\xbb\xbf999990019\r\n' '999990019 \n' '999990019\t\n' '\xc2\xa0999990019\n' '9999.90.019\n'; do
    printf "$list" >bsns
    run "a list of BSNs, too" 0 as wi1 list --select-from bsns --json
    expect_json 'o["total"]' 1
done
printf 'BSN\n' >bsns
run "what isn't one is told with its line" 1 as wi1 list --select-from bsns --json
expect_json '(o["error"]["finding"], o["error"]["line"])' '["field-value", 1]'

# --- values that can't be ---
printf '%s\n' "$head" '999990081;A;01-02-2029' '999990093;B;9999' '999990093;C;01-01-1753' >f.csv
run "a birth date to come is none" 9 import f.csv
expect_json '[(r["line"], r["finding"]) for r in o["rejects"]]' '[[2, "field-value"], [3, "field-value"], [4, "field-value"]]'
{ cat map.yaml; printf '  - field: %s\n    from: %s\n' postcode Postcode huisnummer Nr; } >address.yaml
printf '%s\n' "$head;Postcode;Nr" '999990081;A;;0;pw;B-3680;12' '999990093;B;;0;pw;1234AB;12A' '999990111;C;;0;pw;1234A;1' >f.csv
run "an address abroad doesn't cost the client" 9 import f.csv address.yaml
expect_json 'o["added"]' 2
expect_json '[(r["line"], r["finding"]) for r in o["left_out"]]' '[[2, "field-value"]]'
expect_json '[r["line"] for r in o["rejects"]]' '[4]'
sed 's/from: Postcode/&\n    on_fault: leave-out/' address.yaml >leave.yaml
run "nor does any other, where the mapping says so" 0 import f.csv leave.yaml
expect_json '[r["line"] for r in o["left_out"]]' '[2, 4]'

# --- an old state ---
printf '%s\n' "$head" '999990019;Jansen;01-02-1960;7;suwinet' >f.csv
run "a secret address" 0 import f.csv
for state in '999990019;Jansen;01-02-1960;;suwinet' '999990019;Jansen;01-02-1960;0;suwinet' '999990019;Jansen;01-02-1960;7;pw' '999990019;Jansen;01-02-1960;7'; do
    printf '%s\n' "$head" "$state" '999990020;Bakker;01-02-1960;0;pw' >g.csv
    run "isn't undone by an import that doesn't know of it" 9 import g.csv
    expect_json '[(r["line"], r["finding"]) for r in o["rejects"]]' '[[2, "protection-lost"]]'
done
run "unless that is accepted" 0 import g.csv map.yaml --accept
expect_json '[(r["line"], r["finding"]) for r in o["unprotected"]]' '[[2, "protection-lost"]]'
printf '%s\n' "$head" '999990123;Eerst;;0;pw' '999990135;Ander;;0;pw' '999990123;Later;;0;pw' '999990135;Ander;;0;pw' >f.csv
for _ in 1 2; do
    run "of two rows with one key the second is told, with both lines" 9 import f.csv
    expect_json '[(r["line"], r["finding"], "line 2" in r["message"]) for r in o["rejects"]]' '[[4, "duplicate", true]]'
    expect_json 'o["added"] + o["same"]' 3
    check "and the first is what counts" test "$(name_of 999990123)" = Eerst
done
run "the national test set has earlier states of its persons" 9 as wi1 import "$SLUIS_SOURCE/tests/data/gba-v-testset-20220502.csv" --map "$SLUIS_SOURCE/share/sluis/mappings/gba-v-testset.yaml" --json
expect_json '(o["read"], o["skipped"], o["added"], o["same"], o["rejected"])' '[2156, 1469, 682, 1, 4]'
expect_json 'set(r["finding"] for r in o["rejects"]) == {"duplicate"}' true
printf 'bewaar mij\n' >mine.csv
run "a file that isn't one of rejects is left" 6 import f.csv map.yaml --rejects mine.csv
printf '%s\n' "$head" 'x;A' >f.csv
run "one of an earlier import is replaced" 9 import f.csv map.yaml --rejects rejects.csv
run "every time" 9 import f.csv map.yaml --rejects rejects.csv

# --- words ---
printf '999990020\n' >one.txt
answer() { as wi1 consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --kind consent --by client --age-band 16+ --assured conversation --until 2027-11-01 --select-from one.txt --words-from "$1" --json; }
for blank in '' ' \r\n' '\xc2\xa0\n' '\xef\xbb\xbf' '\xef\xbb\xbf\r\n' '\xe2\x80\x8b\t\n'; do
    printf "$blank" >words
    run "white space isn't an answer" 1 answer words
    expect_json 'o["error"]["finding"]' missing-part
done
printf 'goed\ngezegd\0en meer' >words
run "a NUL is refused, and not the end" 1 answer words
expect_json '(o["error"]["finding"], o["error"]["line"])' '["nul-byte", 2]'
printf 'aan tafel\nbij caf\xe9' >words
run "so is what isn't UTF-8" 1 answer words
expect_json '(o["error"]["finding"], o["error"]["line"])' '["not-utf8", 2]'
iconv -t utf-16 <<<'aan tafel' >words
run "in whatever encoding" 1 answer words
expect_json 'o["error"]["finding"]' wrong-kind-of-file
printf '\xef\xbb\xbfaan tafel,\tbij cafe\xcc\x81\r\n' >words
run "words of any editor are words" 0 answer words
run "white space is no reason" 1 as wi1 log disclose --to oss.nl/p-po1 --reason ' ' --entry 1 -o x --json
expect_json 'o["error"]["finding"]' missing-part
{ printf '\xef\xbb\xbf'; sed '/^$/,$d' agreement.note; } >draft.note
run "a draft with a byte-order mark is told as that" 1 sluis-officer agreement check draft.note
expect_err 'mark \(BOM\) before the first byte'
sed '/^$/,$d; s/$/\r/' agreement.note >draft.note
run "one with line ends of Windows as that" 1 sluis-officer agreement check draft.note
expect_err 'line 1.*Windows'
sed '/^$/,$d; s/^goal: .*/goal: " "/' agreement.note >draft.note
run "and white space as no text" 8 sluis-officer agreement check draft.note
expect_out 'goal'
printf '\xff' >terms
run "search terms are text, too" 1 with terms as wi1 search --json
expect_json 'o["error"]["finding"]' not-utf8
for option in --record --limit --no-such; do
    run "and so is a command line" 1 as wi1 list "$option" $'\xff'
done
run "and the name of a file" 1 as wi1 import $'caf\xe9.csv'

finish
