#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A consulent's day at 80 columns: what is to do, an exchange in one sitting, what came in a folder, and a client
# who withdraws. No id is typed that the screen didn't show.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
cat >clients.ndjson <<'END'
{"burgerservicenummer":"999990019","naam.voornamen":"Daan","naam.geslachtsnaam":"Bakker","geboorte.datum":"1980-03-01","zaak.identificatie":"PW-2026-00103","wet":"pw","gegevensbron":"pw"}
{"burgerservicenummer":"999990020","naam.voornamen":"Eva","naam.voorvoegsel":"van den","naam.geslachtsnaam":"Bakker","geboorte.datum":"1990-04-02","zaak.identificatie":"PW-2026-00104","wet":"pw","gegevensbron":"pw"}
{"burgerservicenummer":"999990032","naam.voornamen":"Piet","naam.geslachtsnaam":"Jansen","geboorte.datum":"1970-05-03","zaak.identificatie":"PW-2026-00105","wet":"pw","gegevensbron":"pw"}
END
must as wi1 import clients.ndjson
echo "the signed form" >form.txt
mkdir -p stick

# No line is longer than the screen, unless it holds a path, which nobody can break.
fits() { [ -s "$out" ] && tr -d '\r' <"$out" | awk '{ long = 0; for (i = 1; i <= NF; i++) if (length($i) > 40) long = 1 } length($0) > 80 && !long { bad = 1 } END { exit bad }'; }

run "nothing to do yet" 0 typed wi1 -- status
expect_out 'Nothing to do'
run "who is in the store, by name" 0 typed wi1 -- list
expect_out 'Bakker, Eva van den +1990-04-02 +PW-2026-00104'
check "at 80 columns" fits

run "a sitting: two clients, the team, the purpose, what they said, a look, and the stick" 0 \
    typed wi1 bakker 1 jansen 1 '' '' '' y '' '' form '' '' form.txt 'At the desk.' y stick -- send
expect_out '1 +Bakker, Daan \(PW-2026-00103\), born 1980-03-01'
expect_out 'Go along \(0\)'
expect_out 'Go along \(2\)'
expect_out 'Bakker, Daan \(PW-2026-00103\)'
expect_out 'Next: carry the file to oss.nl/wmo'
check "the package is on the stick, under its name" test -f stick/oss.nl_wi-oss.nl_wmo-000001-cases.sluis
run "what is to do now" 0 typed wi1 -- status
expect_out 'Carry oss.nl_wmo-000001-cases.sluis to'
run "the same for programs" 0 as wi1 status --json
expect_json '[(t["task"], t["peer"], t["before"][:10]) for t in o["todo"]]' '[["carry", "oss.nl/wmo", "2026-12-07"]]'

echo "minutes of a meeting" >stick/notes.txt
run "the other team opens what is new on the stick, and puts its receipt there" 0 as wmo1 open stick --reply stick
expect_out 'records added: +2'
expect_out 'carry back: +stick/oss.nl_wmo-oss.nl_wi-000001-receipt.sluis'
expect_out 'passed over: +1'
run "nothing is put into a store" 2 as wmo1 open stick --reply wmo
run "in its outbox it may be" 0 as wmo1 open stick --reply wmo/outbox
run "once more there is nothing new, and no mistake" 0 as wmo1 open stick --json
expect_json '[o["files"], o["before"], o["passed"]]' '[[], 1, 2]'
size=$(log_size wmo1)
must as wmo1 open stick
check "and nothing is added to the log for that" test "$(log_size wmo1)" = "$size"
run "back here the receipt is what is new" 0 as wi1 open stick
expect_out 'package that arrived'
run "and nothing is left to do" 0 as wi1 status
expect_out 'Nothing to do'
run "there the receipt is shown until a letter tells that it came" 0 as wmo1 status
expect_out 'Carry oss.nl_wi-000001-receipt.sluis back to oss.nl/wi'

run "a client withdraws: found by name, shown, asked" 0 typed wi1 'bakker daan' 1 1 y y -- consent withdraw
expect_out 'Does that end as well'
expect_out 'Bakker, Daan \(PW-2026-00103\)'
expect_out 'withdrawn: +2'
check "at 80 columns as well" fits
run "a no does nothing" 130 typed wi1 jansen 1 1 n n -- consent withdraw
expect_out 'Nothing was done'
run "who said nothing has nothing to withdraw" 5 typed wi1 'bakker eva' 1 -- consent withdraw
run "in a script it is an error" 2 as wi1 consent withdraw
run "that names all that send lacks" 2 as wi1 send
expect_err '--to UNIT --purpose PURPOSE --record ID'
run "a script sends as well" 0 as wi1 send --record PW-2026-00105 --to oss.nl/wmo --purpose onderzoek-2.3.2 --yes -o stick
check "into the folder" test -f stick/oss.nl_wi-oss.nl_wmo-000003-cases.sluis

# --- a no, a dot, and second thoughts ---

cat >more.ndjson <<'END'
{"burgerservicenummer":"999990044","naam.voornamen":"Bea","naam.geslachtsnaam":"Fee-Beda","geboorte.datum":"1960-06-04","zaak.identificatie":"PW-2026-00106","wet":"pw","gegevensbron":"pw"}
END
must as wi1 import more.ndjson
run "a no behind what was recorded sends nothing, and says what stays" 130 \
    typed wi1 fee 1 '' '' '' y '' '' form '' '' form.txt 'At the desk.' n -- send
expect_out 'Nothing was sent'
expect_out 'recorded, and stays'
refute_out 'Nothing was done'
run "it stays" 0 as wi1 consent list --record PW-2026-00106 --json
expect_json 'len(o["consents"])' 2
run "and no package was made" 0 as wi1 status --json
expect_json '[e["sequence"] for e in o["exchanges"] if e["direction"] == "sent" and e["kind"] == "cases"]' '[1, 3]'
run "a dot stops where one client was found, too" 130 typed wi1 fee . -- send
run "< looks for somebody else" 0 typed wi1 jansen '<' fee 1 '' '' '' y stick -- send
expect_out 'Fee-Beda, Bea'
run "names of hexadecimal letters are names" 130 typed wi1 beda 1 . -- consent withdraw
expect_out 'Fee-Beda, Bea'
goes=(consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --record PW-2026-00106)
run "who goes back is asked anew whether the client can weigh it" 0 \
    typed wi1 both mentor '' no '<' client form '' '' form.txt 'At home.' -- "${goes[@]}"
run "and it isn't held against the client" 0 as wi1 consent list --record PW-2026-00106 --json
expect_json '[(c["by"], c["unable"]) for c in o["consents"]][:2]' '[["client", ""], ["client", ""]]'

# --- texts in a folder ---

mkdir shelf
cp roster-1.note roster-2.note agreement.note shelf
must sluis-officer roster set --log-months 48 --roster roster-2.note -o shelf/draft.note
must as wi1 open shelf
size=$(log_size wi1)
run "texts that are here, and drafts, are left alone" 0 as wi1 open shelf --json
expect_json '[o["files"], o["passed"]]' '[[], 4]'
check "without a trace" test "$(log_size wi1)" = "$size"
sign_by roster shelf/draft.note po1 po2
must sluis-officer roster set --log-months 47 --roster shelf/draft.note -o shelf/another.note
sign_by roster shelf/another.note po1 po2
run "once they are signed they are opened, each in its turn" 0 as wi1 open shelf --json
expect_json '[(f["what"], f["version"]) for f in o["files"]]' '[["roster", 3], ["roster", 4]]'

# --- names of ids ---

must as wi1 list --json
whole=$(json '[r["id"] for r in o["records"] if r["case"] == "PW-2026-00104"][0]')
for typed in "${whole:0:6}" "${whole:0:12}" "$(tr a-f A-F <<<"${whole:0:8}")" PW-2026-00104 "$whole"; do
    run "a record by $((${#typed})) characters" 0 as wi1 show "$typed"
    expect_out 'Eva'
done
run "a beginning that none has" 5 as wi1 show "$(tr 0-9a-f 1-9a-f0 <<<"${whole:0:6}")"
run "a case number that none has" 5 as wi1 show PW-2026-99999
run "nothing typed" 5 as wi1 show ''
finish
