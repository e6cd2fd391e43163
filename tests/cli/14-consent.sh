#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Consent at a desk: what the options don't say is asked for on the terminal.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
wi_imports four.csv 4
name=$(json '[r["name"] for r in o["records"] if r["case"]][0].split(",")[0]')

run "everything is asked for, each as a numbered choice" 0 typed wi1 1 1 '' 1 conversation '' 1-11-2027 .form 'Aan de keukentafel besproken.' -- consent record --record "${ids[0]}"
expect_out 'To which team\?'
expect_out '1 +oss.nl/wmo'
expect_out 'in your words\?'
expect_out 'recorded: *2'
run "in Dutch as well, with words for numbers" 0 typed wi1 oss.nl/wmo 1 both client form vandaag 2027-11-01 .form 'Besproken.' -- consent record --record "${ids[1]}" --lang nl
expect_out 'Naar welk team\?'
expect_out 'een ouder met gezag'
run "only what the options leave out" 0 typed wi1 both client form .form 'Besproken.' -- consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --until 2027-11-01 --record "${ids[2]}"
refute_out 'which team'
goes=(consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --record "${ids[0]}")
run "a day that isn't one is asked again" 0 typed wi1 both client form '' '1 november' 01-11-2027 .form 'Besproken.' -- "${goes[@]}"
expect_out 'A day is written like'
run "what isn't a choice is asked again, and ? explains" 0 typed wi1 perhaps '?' both neighbour '?' client somehow in-words form '' '' .nothing .form '' 'Besproken.' -- "${goes[@]}"
expect_out 'one of the answers'
expect_out 'Under twelve'
expect_out 'That file can'
run "going back changes an answer" 0 typed wi1 consent client '<' '<' both client form '' '' .form 'Besproken.' -- "${goes[@]}"
expect_out 'recorded: *2'
run "stopping does nothing" 130 typed wi1 both client . -- "${goes[@]}"
expect_out 'Nothing was done'
run "a mentor of somebody who can weigh it" 1 typed wi1 both mentor '' yes form '' 2027-11-01 .form 'Besproken.' -- "${goes[@]}"
expect_out 'ask who can'
run "a script is told all that is missing at once" 2 as wi1 consent record --record "${ids[0]}"
expect_err '--to UNIT --purpose PURPOSE'
run "of what was said as well" 2 as wi1 "${goes[@]}"
expect_err '--kind KIND --by GIVER… --assured ASSURANCE --until DAY --evidence FILE --words-from FILE'
run "and a code that isn't one" 2 as wi1 "${goes[@]}" --kind perhaps
run "a client is found by name" 0 typed wi1 "$name" '' '' both client form '' '' .form 'Besproken.' -- consent record --to oss.nl/wmo --purpose onderzoek-2.3.2
run "what was typed wi1 holds" 0 as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --record "${ids[@]:0:3}" --json
expect_json 'o["leaving"]' 3
run "of some fields only" 0 as wi1 consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --kind both --until 2027-11-01 "${said[@]}" --field naam.geslachtsnaam postcode --record "${ids[3]}"
run "the rest stays, and the reason is told" 0 as wi1 preview --to oss.nl/wmo --purpose onderzoek-2.3.2 --record "${ids[3]}" --json
expect_json 'o["leaving"]' 1
expect_json '{f["field"] for f in o["fields"] if f["leaves"]} == {"burgerservicenummer", "naam.geslachtsnaam", "postcode", "wet", "gegevensbron"}' true
expect_json '"consent-for-other-fields" in {f["rule"] for f in o["fields"]}' true
run "such a package opens" 0 as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --record "${ids[3]}" -o some.sluis
run "such a package is decided the same there" 0 as wmo1 open some.sluis
run "what was said is shown" 0 as wi1 consent list --record "${ids[3]}" --json
expect_json '{c["fields"] for c in o["consents"]} == {"burgerservicenummer naam.geslachtsnaam postcode"}' true
run "a field that the purpose doesn't list" 8 as wi1 consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --kind both --until 2027-11-01 "${said[@]}" --field verslag --record "${ids[3]}"
expect_err 'verslag'
put=(--to oss.nl/wmo --purpose onderzoek-2.3.2 --by client --assured form --words-from .words --record "${ids[0]}")
run "a no-objection is in writing" 2 setsid -w "$(command -v bash)" -c 'k=$1; shift; SLUIS_KEY=$k/keys/wi1.key SLUIS_HOME=$k/wi sluis consent record "$@" --passphrase-fd 9 9<"$k/keys/wi1.pass"' _ "$T" "${put[@]}" --kind no-objection --until 2027-11-01
expect_err '--evidence'
run "a consent needn't be" 0 as wi1 consent record "${put[@]}" --kind consent --until 2027-11-01
run "until 9999" 1 as wi1 consent record "${put[@]}" --kind consent --until 9999-12-31
expect_err '--until.*too long a term'
run "given before the agreement had the purpose" 1 as wi1 consent record "${put[@]}" --kind consent --given 2025-12-31 --until 2027-11-01
expect_err '--given.*before the agreement had this purpose'
run "on its first day" 0 as wi1 consent record "${put[@]}" --kind consent --given 2026-01-01 --until 2027-11-01
run "what was said last counts alone: it was the narrower one" 0 as wi1 consent record "${put[@]}" --kind consent --until 2027-11-01 --field naam.geslachtsnaam
must as wi1 consent record "${put[@]}" --kind no-objection --until 2027-11-01 --evidence .form
run "and the wider one doesn't come back behind it" 0 as wi1 preview --to oss.nl/wmo --purpose onderzoek-2.3.2 --record "${ids[0]}" --json
expect_json '{f["field"] for f in o["fields"] if f["leaves"]} == {"burgerservicenummer", "naam.geslachtsnaam", "wet", "gegevensbron"}' true
run "without a terminal the options are needed" 2 setsid -w "$(command -v bash)" -c 'SLUIS_KEY=$1/keys/wi1.key SLUIS_HOME=$1/wi sluis consent record --record "$2" --passphrase-fd 9 9<"$1/keys/wi1.pass"' _ "$T" "${ids[0]}"

# Who gives it. A child of nine, one of thirteen, and somebody whose birth date isn't known.
python3 - >young.ndjson <<'END'
import json
for i, (bsn, birth) in enumerate([("999990019", "2017-03-01"), ("999990020", "2013-03-01"), ("999990032", "")]):
    r = {"burgerservicenummer": bsn, "naam.geslachtsnaam": "Kind", "zaak.identificatie": "K%d" % i, "wet": "pw", "gegevensbron": "pw"}
    if birth:
        r["geboorte.datum"] = birth
    print(json.dumps(r))
END
must as wi1 import young.ndjson
must as wi1 list --json
mapfile -t young < <(python3 -c 'import json, sys; print(*[next(r["id"] for r in json.load(open(sys.argv[1]))["records"] if r["case"] == "K%d" % i) for i in range(3)], sep="\n")' "$out")
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
put=("${goal[@]}" --kind both --until 2027-11-01 --assured form --words-from .words --evidence .form)
run "a child of nine doesn't" 1 as wi1 consent record "${put[@]}" --by client --record "${young[0]}"
expect_err "--by.*${young[0]}: who gave it can't give it"
run "nor does anybody for all, when one can't" 1 as wi1 consent record "${put[@]}" --by client --record "${ids[0]}" "${young[0]}"
run "nothing was put down of it" 0 as wi1 consent list --record "${young[0]}" --json
expect_json 'o["consents"]' '[]'
run "a parent does" 0 as wi1 consent record "${put[@]}" --by parent --record "${young[0]}"
run "of thirteen, both do" 1 as wi1 consent record "${put[@]}" --by parent --record "${young[1]}"
run "the child and the parent together" 0 as wi1 consent record "${put[@]}" --by client parent --record "${young[1]}"
run "without a birth date the form has to tell the age" 1 as wi1 consent record "${put[@]}" --by client --record "${young[2]}"
expect_err '--age-band'
run "a band that isn't one" 2 as wi1 consent record "${put[@]}" --by client --age-band 18 --record "${young[2]}"
run "a bewindvoerder doesn't speak for who can't weigh it" 1 as wi1 consent record "${put[@]}" --by bewindvoerder --unable --age-band 16+ --record "${young[2]}"
run "a mentor does" 0 as wi1 consent record "${put[@]}" --by mentor --unable --age-band 16+ --record "${young[2]}"
run "the receiver decides the same without birth dates" 0 as wi1 pack "${goal[@]}" --record "${young[@]}" -o young.sluis --json
expect_json 'o["leaving"]' 3
run "what goes along of each declaration stands in the preview" 0 as wi1 preview "${goal[@]}" --record "${young[@]}" --clients --json
expect_json 'o["declared"]' 6
expect_json 'sorted({(d["record"] == "'"${young[2]}"'", d["by"], d["age"], d["unable"], d["assured"], d["until"]) for d in o["declarations"]})' '[[false, "client parent", "12-15", "", "form", "2027-11-01"], [false, "parent", "0-11", "", "form", "2027-11-01"], [true, "mentor", "16+", "yes", "form", "2027-11-01"]]'
expect_json '{len(d[k]) for d in o["declarations"] for k in ("words", "evidence")} == {64} and all("naam.geslachtsnaam" in d["fields"].split() for d in o["declarations"])' true
run "for people in their words" 0 as wi1 preview "${goal[@]}" --record "${young[@]}" --clients --lang nl
expect_out 'verklaringen die meegaan: +6'
expect_out 'geen bezwaar .*mentor.*16\+.*ja.*alle van het doel'
run "and on the page" 0 as wi1 preview "${goal[@]}" --record "${young[@]}" --html young.html --lang nl
check "which has them, too" bash -c 'grep -q "Wat meegaat van wat cliënten zeiden" young.html && grep -q "mentor" young.html && ! grep -q "[0-9a-f]\{64\}" young.html'
run "and takes them in" 0 as wmo1 open young.sluis
run "the codes came along" 0 as wmo1 consent list --all --json
expect_json 'sorted({(c["by"], c["age"], c["unable"]) for c in o["consents"] if c["by"] != "client"})' '[["client parent", "12-15", ""], ["mentor", "16+", "yes"], ["parent", "0-11", ""]]'
withdrawn=$(json '[c["id"] for c in o["consents"] if c["by"] == "client parent"][0]')
run "either who gave it withdraws" 0 as wi1 consent withdraw "$withdrawn"
finish
