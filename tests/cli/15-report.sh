#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A client asks which data there are of her: each unit tells its part, one clerk makes the report, and anybody
# can check it with public keys. Nobody else is named; what isn't hers isn't joined.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
page=$SLUIS_SOURCE/tests/cli/page.py
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
set='"wet":"pw","gegevensbron":"pw","naam.voornamen":"Anna","geboorte.datum":"1980-01-02","postcode":"5341AA","huisnummer":7'
other='"vertegenwoordiger.naam":"Cornelia Derde","vertegenwoordiger.telefoon":"0612345678","vertegenwoordiger.soort":"curator","ikWil":"Wonen bij Cornelia Derde","huishouden.id":"HH-Derde-1"'
{
    printf '{%s,"burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1",%s}\n' "$set" "$other"
    printf '{%s,"burgerservicenummer":"999990020","naam.geslachtsnaam":"Adelaar","zaak.identificatie":"Z-2"}\n' "$set"
} >two.ndjson
must as wi1 import two.ndjson
must as wi1 list --json
id=$(json '[r["id"] for r in o["records"] if r["case"] == "Z-1"][0]')
another=$(json '[r["id"] for r in o["records"] if r["case"] == "Z-2"][0]')
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "$id" "$another"
must as wi1 pack "${goal[@]}" --record "$id" "$another" -o two.sluis
must as wmo1 open two.sluis
must as wi1 open wmo/outbox/*-receipt.sluis
must as wmo1 list --json
copy=$(json '[r["id"] for r in o["records"] if r["case"] == "Z-1"][0]')
copy2=$(json '[r["id"] for r in o["records"] if r["case"] == "Z-2"][0]')
must as wmo2 show "$copy"
must as wi2 client request "$id" --right access --asked 2026-11-20
printf '999990019\n' >bsn.txt
printf '999990184\n' >nobody.txt

# --- a part, for one clerk ---

run "the other unit tells its part" 0 as wmo1 client export "$copy" --to oss.nl/p-wi2 -o wmo.part --json
expect_json 'o["recipient"]' oss.nl/p-wi2
check "nobody reads it on the way" bash -c 'head -c 21 wmo.part | grep -q age-encryption.org && ! grep -q 999990019 wmo.part'
run "it is an act" 0 as wmo1 log show --last 2 --json
expect_json '[o["entries"][0]["action"], o["entries"][0]["recipient"]]' '["disclose", "oss.nl/p-wi2"]'

# --- the report ---

run "status says who waits for an answer" 0 as wi1 status
expect_out 'Answer client request 1'
run "one clerk makes the report of both" 0 as wi2 client report "$id" --with wmo.part -o report --lang nl --json
expect_json '[p["unit"] for p in o["parts"]]' '["oss.nl/wi", "oss.nl/wmo"]'
run "it is logged as given to her who hands it over" 0 as wi1 log show --last 2 --json
expect_json '[o["entries"][0]["action"], o["entries"][0]["recipient"]]' '["disclose", "oss.nl/p-wi2"]'
run "status says that it is to be handed over" 0 as wi1 status
expect_out 'Hand over the report for client request 1'
must as wi2 client answer 1
must as wi2 client report "$id" --with wmo.part --texts-read -o report-en --lang en
must as wi2 client report "$id" -o alone --lang en
for unit in wi wmo; do
    run "anybody proves what $unit told" 0 sluis-audit prove "report/oss.nl_$unit.jsonl" --fingerprint "$fingerprint" --json
    expect_json '[o["proved"], o["log"], o["client_lines"] > 10]' "[true, \"oss.nl/$unit\", true]"
    run "with a program of others, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" --disclosure "report/oss.nl_$unit.jsonl" "$fingerprint"
done

says_of() { # FILE REGEX
    grep -Eq -- "$2" "$1"
}
check "her data, by the names that people have for them" says_of report/report.txt '^Geboortedatum +2 januari 1980'
check "what went, where, for what and on which article" python3 -S -c 'import re
t = re.sub(r"\s+", " ", open("report/report.txt").read())
assert "van: oss.nl/wi aan: oss.nl/wmo waarvoor: Het onderzoek na een melding" in t and "artikel: Wmo 2015 art. 5.1.1 lid 4" in t
assert t.count("Het onderzoek na een melding") == 3, "an exchange, a consent and a no-objection, each told once though two units know of it"'
check "how long" says_of report/report.txt '^oss.nl/wmo .*23 nov 2041'
check "who looked, by role" says_of report/report.txt '^23 nov 2026 11.00 +oss.nl/wmo +consulent +bekeek uw'
refute "and no person who works there" grep -rq 'p-w' report/report.txt report/report.html
refute "nobody else is named, in text, page or proof" grep -rqE 'Derde|0612345678|Adelaar|999990020|Z-2' report
check "which is said" says_of report/report.txt 'Vertegenwoordiger: naam'
check "what people typed is told once somebody read it" says_of report-en/report.txt 'Wonen bij Cornelia Derde'
refute "and never who represents her" grep -rq 0612345678 report-en
check "of whom there is no part, is said" says_of alone/report.txt 'Not in this report: oss.nl/wmo'
check "others can't read the folder" bash -c '[ "$(stat -c %a report report/report.html | sort -u | tr "\n" " ")" = "600 700 " ]'
for lang in nl en; do
    file=report/report.html; [ "$lang" = nl ] || file=report-en/report.html
    check "the page is as WCAG asks ($lang)" python3 "$page" "$file" "$lang"
    cp "$file" "report-$lang.html"
done
browsed "every cell is inside the page" report-nl.html report-en.html

# --- what doesn't go in ---

must as wmo1 client export "$copy2" --to oss.nl/p-wi2 -o other.part
must as wmo1 client export "$copy" --to oss.nl/p-wi1 -o mine.part
must as wi2 client export "$id" --to oss.nl/p-wi2 -o own.part
head -c -1 wmo.part >cut.part
refusals_begin wi2
refused "another client's part, by name of its file" 8 report-part-unfit 'other.part.*another client' client report "$id" --with wmo.part other.part -o no
refused "one for another clerk" 8 report-part-unfit 'mine.part.*another clerk' client report "$id" --with mine.part -o no
refused "two of one unit" 8 report-part-unfit 'same unit' client report "$id" --with wmo.part wmo.part -o no
refused "one of this unit" 8 report-part-unfit 'this unit itself' client report "$id" --with own.part -o no
refused "a damaged one" 3 age-payload 'cut.part|damaged' client report "$id" --with cut.part -o no
refused "no part at all" 3 age-header '' client report "$id" --with bsn.txt -o no
refused "to somebody who answers nobody" 8 mandate-missing '' client export "$id" --to oss.nl/p-po1
refused "of nobody whom we know" 5 none '' client report --select-from nobody.txt -o no
refused "of one who isn't here" 5 none '' client report 00112233445566778899aabbccddeeff -o no
refused "of two at once" 2 none 'whom is it about' client report "$id" --select-from bsn.txt -o no
refused "an act to hide with half of a reason" 2 none 'all three' client report "$id" --hide 3 --until 2027-01-01 -o no
refused "a folder that is there" 6 none '' client report "$id" -o report
refusals_end
refute "and no folder is left" test -e no
run "too old a part" 8 at 2026-12-25T10:00:00Z as wi2 client report "$id" --with wmo.part -o no
expect_err 'more than a month old'

# --- what was taken back ---

must as wi1 pack "${goal[@]}" --record "$id" -o three.sluis --json
must as wi1 void "$(json 'o["id"]')" --reason wrong-unit
must as wi2 client report "$id" --with wmo.part -o back --lang en
check "a package that was taken back isn't told as one that is there" python3 -S -c 'import re
t = re.sub(r"\s+", " ", open("back/report.txt").read())
assert t.count("Taken back on 23 November 2026") == 1 and "from: oss.nl/wi to: oss.nl/wmo" in t, t'

# --- what a law hides for a time ---

must as wi1 show "$id"
look=$(($(log_size wi1) - 2))
run "a look isn't told now" 0 as wi2 client report "$id" --hide "$look" --article 'UAVG art. 41 lid 1 onder d' --until 2027-02-01 -o hidden --lang en
check "she is told how many, why and until when" says_of hidden/report.txt '^oss.nl/wi +1 +1 Feb 2027 +UAVG art. 41'
run "by BSN it is the same client" 0 as wi2 client report --select-from bsn.txt -o by-number --lang en
reads() { # FOLDER: how many acts of reading its proof tells
    sluis-audit prove "$1/oss.nl_wi.jsonl" --fingerprint "$fingerprint" --json | python3 -S -c 'import json, sys; print(sum(e.get("action") == "read" for e in json.load(sys.stdin)["entries"]))'
}
check "and then she is told all" test "$(reads by-number)" = $(($(reads hidden) + 1))
finish
