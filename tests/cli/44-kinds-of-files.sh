#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What mail, sticks, editors and mistakes make of files: whoever names such a file hears
# what it is, from every command that reads it, and neither store nor log changes by it.
# shellcheck disable=SC2154 # fingerprint and said are lib.sh's
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1"}\n' >cases.ndjson
must as wi1 import cases.ndjson
must as wi1 consent record --all --kind both --to oss.nl/wmo --purpose onderzoek-2.3.2 --until 2027-01-01 "${said[@]}"
must as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --all -o cases.sluis

# --- what was done to a file on its way ---
lf_to_crlf() { sed 's/$/\r/' "$1"; }
lf_to_cr() { tr '\n' '\r' <"$1"; }
base64_of() { base64 "$1"; }
hexadecimal() { od -An -v -tx1 "$1" | tr -d ' \n'; }
uuencoded() { printf 'begin 644 x\n'; base64 "$1"; }
zipped() { python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[2], "w").write(sys.argv[1], "x")' "$1" .zip && cat .zip && rm .zip; }
gzipped() { gzip -c "$1"; }
tarred() { tar -cf - "$1"; }
emptied() { :; }
zeros() { head -c "$(stat -c %s "$1")" /dev/zero; }
mail() { printf 'From: Anna <a@oss.nl>\r\nSubject: pakket\r\nMIME-Version: 1.0\r\n\r\n'; base64 "$1"; }
pasted() { printf 'Hierbij:\n\n'; cat "$1"; }
quoted() { sed 's/^/> /' "$1"; }
marked() { printf '\xef\xbb\xbf'; cat "$1"; }
page() { printf '<!DOCTYPE html>\n<html><body>Log in</body></html>\n'; }
shortcut() { printf '[InternetShortcut]\r\nURL=file:///x\r\n'; }
windows_1252() { iconv -f utf-8 -t windows-1252 "$1"; }
utf_16() { iconv -f utf-8 -t utf-16 "$1"; }
# --- and what somebody names by mistake ---
workbook() { python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], "w"); z.writestr("[Content_Types].xml", "<T/>"); z.writestr("xl/workbook.xml", "<w/>")' .xlsx && cat .xlsx && rm .xlsx; }
old_workbook() { printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'; head -c 600 /dev/zero; }
pdf() { printf '%%PDF-1.7\n%%\xe2\xe3\xcf\xd3\n'; }
xml() { printf '<?xml version="1.0" encoding="UTF-8"?>\n<Bericht/>\n'; }
picture() { printf '\x89PNG\r\n\x1a\n'; head -c 64 /dev/zero; }
mangled=(lf_to_crlf base64_of zipped gzipped tarred emptied zeros mail marked page shortcut)
foreign=(workbook old_workbook pdf xml picture zipped gzipped page zeros utf_16)

wrong() { # NAME COMMAND…
    run "$1" 1 "${@:2}" --json
    expect_json 'o["error"]["finding"]' wrong-kind-of-file
    expect_json 'bool(o["error"]["hint"])' true
}

must as wi1 log export audit
store_state wmo1 >wmo.before; store_state wi1 >wi.before
for how in "${mangled[@]}" lf_to_cr hexadecimal uuencoded pasted "${foreign[@]}"; do
    case $how in utf_16) from=cases.ndjson ;; *) from=cases.sluis ;; esac
    "$how" "$from" >"m-$how" 2>/dev/null
    wrong "a package: $how" as wmo1 open "m-$how"
done
for how in "${mangled[@]}" windows_1252 quoted; do
    "$how" agreement.note >"m-$how" 2>/dev/null
    wrong "an agreement: $how" as wmo1 open "m-$how"
    wrong "an agreement to look at: $how" sluis-officer agreement show "m-$how"
    "$how" roster-1.note >"m-$how" 2>/dev/null
    wrong "a roster: $how" as wmo1 open "m-$how"
    wrong "a chain of rosters: $how" sluis-officer roster verify "m-$how" --fingerprint "$fingerprint"
    wrong "a roster to make a store with: $how" as wmo1 init --home new --unit oss.nl/wmo --roster "m-$how" --fingerprint "$fingerprint"
done
for how in "${mangled[@]}"; do
    "$how" roster-1.note >"m-$how" 2>/dev/null
    wrong "a roster that an auditor has: $how" sluis-audit verify audit --roster "m-$how" --fingerprint "$fingerprint"
    "$how" audit/checkpoint >"m-$how" 2>/dev/null
    wrong "a checkpoint that was kept: $how" sluis-audit verify audit --checkpoint "m-$how" --fingerprint "$fingerprint"
    [ "$how" = marked ] && continue # taken for what it was
    "$how" cards/wi1.card >"m-$how" 2>/dev/null
    wrong "a card: $how" sluis-officer roster add "m-$how" --roster roster-2.note -o other.note
    "$how" keys/wi1.key >"m-$how" 2>/dev/null
    wrong "a key: $how" env SLUIS_KEY="m-$how" SLUIS_HOME="$T/wi" sluis list
done
for how in "${foreign[@]}"; do
    "$how" cases.ndjson >"m-$how" 2>/dev/null
    wrong "cases: $how" as wi1 import "m-$how"
    wrong "a mapping: $how" as wi1 import cases.ndjson --map "m-$how"
    wrong "clients: $how" as wi1 list --select-from "m-$how"
    wrong "words: $how" as wi1 consent record --all --kind consent --to oss.nl/wmo --purpose onderzoek-2.3.2 --until 2027-01-01 --by client --age-band 16+ --assured conversation --words-from "m-$how"
    wrong "evidence: $how" sluis-audit prove "m-$how" --fingerprint "$fingerprint"
done
printf 'bsn;naam;datum\n1;2;3\n' >rows.csv
wrong "the mapping and the file, the wrong way round" as wi1 import "$map" --map rows.csv
wrong "a mapping for a file" as wi1 import "$map" --map "$map"
wrong "a key for a package" as wmo1 open keys/wmo1.key
wrong "a card for a package" as wmo1 open cards/wmo1.card
run "in Dutch, too" 1 as wmo1 open m-zipped --lang nl
expect_err 'fout: m-zipped: dit is een zip'
expect_err 'tip: pak'
store_state wmo1 >wmo.after; store_state wi1 >wi.after
check "no store was changed by that" cmp <(cat wmo.before wi.before) <(cat wmo.after wi.after)

run "and the package itself opens" 0 as wmo1 open cases.sluis
finish
