#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Rosters, agreements and source files that are wrong, and letters out of order.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
# --- rosters ---
draft() { must sluis-officer roster add cards/wmo2.card --roster roster-2.note --unit oss.nl/wi --role gast --law pw --action read -o "$1"; }
draft short.note
refusals_begin wmo1
refused "a roster that nobody signed" 3 quorum-missing 'nobody signed' open short.note
sign_by roster short.note po1
refused "a roster with one signature too few" 3 quorum-missing '1 of the 2 signatures' open short.note
run "so says the officer's program" 3 sluis-officer roster verify roster-1.note roster-2.note short.note --fingerprint "$fingerprint"
sign_by roster short.note po2
sed 's/role: gast/role: baas/' short.note >changed.note
refused "a roster that was changed after it was signed" 3 signature-bad 'signature' open changed.note
refusals_end
run "with two it opens" 0 as wmo1 open short.note
run "the same roster again" 6 as wmo1 open short.note
expect_err 'not newer'
run "an older roster" 6 as wmo1 open roster-2.note
at 2026-11-23T10:00:01Z sluis-officer roster add cards/wmo2.card --roster roster-2.note --unit oss.nl/wi --role ander --law pw --action read -o other.note >"$out" 2>"$err" || bail other
sign_by roster other.note po1 po2
refusals_begin wmo1
refused "another roster with a version that is known" 3 roster-fork 'two different rosters' open other.note
refusals_end

# --- agreements ---
sed 's/^version: 1/version: 2/' agreement.note | sed '/^$/,$d' >agreement-2.note
must as po1 agreement sign agreement-2.note
refusals_begin wmo1
refused "an agreement with one signature too few" 3 quorum-missing '1 of 2 officers' open agreement-2.note
sign_by agreement agreement-2.note po2
sed 's/retention_months: 180/retention_months: 99/' agreement-2.note >changed.note
refused "an agreement that was changed after it was signed" 3 signature-bad 'signature' open changed.note
refusals_end
run "with two it opens" 0 as wmo1 open agreement-2.note
sed '/^$/,$d' agreement.note | sed 's/free_text: false/free_text: maybe/' >bad.note
run "the officer's program names the line of what can't be right" 8 sluis-officer agreement sign bad.note --key keys/po1.key --passphrase-fd 9 9<keys/po1.pass
expect_err 'line [0-9]+'
sed '/^$/,$d' agreement.note | sed '/^goal:/d' >bad.note
run "a missing part is found" 8 sluis-officer agreement check bad.note --json
expect_json 'o["findings"][0]["rule"]' part-missing
printf 'zomaar een tekst\n' >text.txt
refusals_begin wmo1
refused "a text that is nothing of ours" 3 package-malformed 'neither' open text.txt
head -c 3000000 /dev/zero | tr '\0' x >large.bin
refused "a large file that is nothing of ours" 1 too-large 'larger' open large.bin
refusals_end

# --- source files ---
"$SLUIS_SOURCE/scripts/seed-wi" "$SLUIS_SOURCE/tests/data/gba-v-testset-20220502.csv" 7 >all.csv
head -4 all.csv >good.csv
import() { run "$1" 9 as wi1 import "$2" --map "$map" --json; expect_json 'o["rejects"][0]["finding"]' "$3"; expect_json 'o["rejects"][0]["line"]' "$4"; }
{ cat good.csv; printf '"999990019;x\r\n'; sed -n 5p all.csv; } >quotes.csv
import "a stray quote costs its row" quotes.csv csv-quote 5
expect_json 'o["read"]' 5
{ cat good.csv; printf '999990019;\0;\r\n'; } >nul.csv
import "a NUL byte" nul.csv nul-byte 5
{ cat good.csv; printf '999990019;\xff\xfe;\r\n'; } >latin.csv
import "bytes that aren't UTF-8" latin.csv not-utf8 5
{ cat good.csv; head -c 10000000 /dev/zero | tr '\0' a; printf '\r\n'; sed -n 5p all.csv; } >long.csv
import "ten megabytes in one field" long.csv too-large 5
{ cat good.csv; printf '999990019;x\r\n'; } >short.csv
import "a row that is too short" short.csv csv-columns 5
run "the good rows are in, once" 0 as wi1 list --json
expect_json 'o["total"]' 4
printf 'a;b\r\n1;2\r\n' >columns.csv
run "a file without the mapping's columns" 1 as wi1 import columns.csv --map "$map"
expect_err 'column'
: >empty.csv
run "an empty file" 1 as wi1 import empty.csv --map "$map"
{ printf '{"wet":"pw","wet":"wmo","burgerservicenummer":"999990020"}\n'; printf '{"a":'; for ((i = 0; i < 5000; i++)); do printf '['; done; printf '\n'
  printf '{"wet":"pw","burgerservicenummer":"999990021"}\n'; printf '{"wet":"pw","verslag":"%s"}\n' "$(head -c 3000000 /dev/zero | tr '\0' a)"; } >bad.ndjson
run "lines that are wrong, each in its own way" 9 as wi1 import bad.ndjson --json
expect_json '[r["finding"] for r in o["rejects"]]' '["duplicate", "syntax", "bsn-invalid", "too-large"]'
refute_out 999990021
printf 'source: &a x\n' >anchor.yaml
run "a mapping with an anchor" 1 as wi1 import good.csv --map anchor.yaml
expect_err 'anchor'

# --- letters out of order ---
record() { printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"N%s","zaak.identificatie":"Y-%s"}\n' "$1" "$1" "$1"; }
for bsn in 999990032 999990044 999990056; do record "$bsn"; done >three.ndjson
run "three clients" 0 as wi1 import three.ndjson --json
import=$(json 'o["import"]')
printf '999990032\n999990044\n999990056\n' >bsns
must as wi1 open short.note
must as wi1 open agreement-2.note
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --select-from bsns --kind both --until 2027-01-01 "${said[@]}"
for n in 1 2 3; do sed -n "${n}p" bsns >one; must as wi1 pack "${goal[@]}" --select-from one -o "letter-$n.sluis"; done
run "the third letter opens before the others" 0 as wmo1 open letter-3.sluis --json
expect_json 'o["files"][0]["gap"]' 2
run "and status tells which never came" 0 as wmo1 status --json
expect_json 'o["gaps"]' '[{"peer": "oss.nl/wi", "first": 1, "last": 2}]'
run "one that was overtaken still opens" 0 as wmo1 open letter-1.sluis
run "the gap is smaller" 0 as wmo1 status --json
expect_json 'o["gaps"]' '[{"peer": "oss.nl/wi", "first": 2, "last": 2}]'
# All but the last byte is more than a pipe holds: when it is in, the reader is past the file's beginning.
mkfifo slow
as wmo1 open - <slow >slow.out 2>&1 &
reader=$!
exec 7>slow
head -c -1 letter-2.sluis >&7
run "while a letter comes in slowly, a colleague works on" 0 as wmo2 list
tail -c 1 letter-2.sluis >&7
exec 7>&-
check "and then the letter opens" wait "$reader"
run "so nothing is missing any more" 0 as wmo1 status --json
expect_json 'o["gaps"]' '[]'
rm -r wmo/outbox
run "opened again, it changes nothing, though the outbox was cleared away" 6 as wmo1 open letter-3.sluis
expect_out 'oss.nl_wi-000001-receipt.sluis'
run "and its lost receipt is written again, and opens" 0 as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis --json
expect_json 'o["files"][0]["answers_sequence"]' 3
run "once" 6 as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis
run "an import of which something was packed isn't taken back" 8 as wi1 import --undo "$import"
for unit in wi wmo; do
    must as "${unit}1" log export "audit-$unit"
    run "after all that, $unit's log verifies" 0 sluis-audit verify "audit-$unit" --roster roster-1.note --fingerprint "$fingerprint"
done

# --- keys ---
as_with() { SLUIS_KEY=$1 SLUIS_HOME=$T/wi sluis status --passphrase-fd 9 9<keys/wi1.pass; }
head -c 250 keys/wi1.key >cut.key
run "a key file that was cut" 3 as_with cut.key
python3 -c 'd = bytearray(open("keys/wi1.key", "rb").read()); d[-5] ^= 1; open("damaged.key", "wb").write(d)'
run "a key file that was changed" 3 as_with damaged.key
expect_err 'passphrase fits'
run "no key file" 5 as_with nothing.key
person oss.nl/p-new new
cp keys/new.key new.key && cp keys/wi1.pass wi1.pass && cp keys/new.pass keys/wi1.pass
run "someone without a slot" 4 as_with new.key
cp wi1.pass keys/wi1.pass

finish
