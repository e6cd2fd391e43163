#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Looking at records: list, show with history, search, export; undoing an import.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
record() { # BSN NAME CASE STATUS
    printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"%s","zaak.identificatie":"%s","status.omschrijving":"%s"}\n' "$@"
}
{ record 999990019 Brouwer Z-1 aanvraag; record 999990020 "van 't Hoff" Z-2 onderzoek; record 999990032 Brouwershaven Z-3 toegekend; } >first.ndjson
record 999990019 Brouwer Z-1 toegekend >second.ndjson

run "records come in as they are" 0 as wi1 import first.ndjson --json
expect_json 'o["added"]' 3
first=$(json 'o["import"]')
run "a changed one supersedes" 0 as wi1 import second.ndjson --json
expect_json 'o["changed"]' 1
second=$(json 'o["import"]')

printf 'brouwer' >terms
run "search finds by the start of a name" 0 with terms as wi1 search --json
printf 'HOFF' >terms
search() { as wi1 search --json <terms; }
run "search ignores case" 0 search
expect_json 'len(o["records"])' 1
printf 'brouwer' >terms
run "and prefixes match" 0 search
expect_json 'len(o["records"])' 2
printf '" OR NEAR( *' >terms
run "what looks like query syntax is just text" 0 search
expect_json 'len(o["records"])' 0

printf '999 990 019' >terms
run "a BSN is found in groups, too" 0 search
expect_json 'len(o["records"])' 1

run "the whole list is there" 0 as wi1 list --json
id=$(json '[r["id"] for r in o["records"] if r["case"] == "Z-1"][0]')
run "a record shows its newest state" 0 as wi1 show "$id" --json
expect_json 'o["records"][0]["record"]["status.omschrijving"]' toegekend
run "and its history" 0 as wi1 show "$id" --history --json
expect_json 'len(o["records"])' 2
run "in words, too" 0 as wi1 show "$id"
expect_out 'Surname: +Brouwer'
run "an unknown record is told" 5 as wi1 show 00000000000000000000000000000000
run "nothing chosen, nothing exported" 2 as wi1 export -o all.ndjson
run "export writes records in the clear, and says so" 0 as wi1 export --all -o all.ndjson
expect_out 'not encrypted'
check "one a line" bash -c '[ "$(wc -l <all.ndjson)" = 3 ] && grep -q Z-2 all.ndjson'
run "it doesn't overwrite" 6 as wi1 export --all -o all.ndjson
printf '999990032\n' >bsns
run "clients are chosen by BSN from a file, never from an argument" 0 as wi1 export --select-from bsns -o one.ndjson
check "just that one" bash -c '[ "$(wc -l <one.ndjson)" = 1 ] && grep -q Z-3 one.ndjson'
printf '999990020\n12\n' >bsns
run "a number that isn't a BSN is told with its line, not its digits" 1 as wi1 export --select-from bsns -o two.ndjson
expect_err 'line 2'
refute_err 999990020

run "the newest import is taken back" 0 as wi1 import --undo "$second" --json
expect_json 'o["removed"]' 1
run "and what it superseded is back" 0 as wi1 show "$id" --json
expect_json 'o["records"][0]["record"]["status.omschrijving"]' aanvraag
run "so is the first" 0 as wi1 import --undo "$first"
run "the store is empty again" 0 as wi1 list --json
expect_json 'o["total"]' 0
run "an import that isn't there" 5 as wi1 import --undo 99
for record in 1 2; do record 999990019 Wmo "W-$record" x | sed 's/"pw"/"wmo"/'; done >wmo.ndjson
run "records under a law that isn't in the mandate are rejected" 9 as wi1 import wmo.ndjson --json
expect_json 'o["rejects"][0]["finding"]' mandate-missing
{ record 999990019 Brouwer Z-8 x | sed 's|}|,"regisseur":"oss.nl/wmo"}|'; record 999990020 Hoff Z-9 x | sed 's|}|,"regisseur":"Jan de Vries"}|'; } >units.ndjson
record 999990032 Adelaar Z-10 x | sed 's|}|,"regisseur":"oss.nl/nergens"}|' >>units.ndjson
run "who directs is a unit of the roster, never a person" 9 as wi1 import units.ndjson --json
expect_json '[o["added"], [[r["line"], r["finding"]] for r in o["rejects"]]]' '[1, [[2, "field-value"], [3, "field-value"]]]'
refute_out Vries

# What is a folder can't be locked, so the newest checkpoint finds no place beside the store.
refute_err anchor
rm -f "$T/wi/anchor.lock" && mkdir "$T/wi/anchor.lock"
before=$(cksum <"$T/wi/anchor")
run "an act whose anchor stays behind is done all the same" 0 as wi1 list
expect_err '^sluis: warning: what was done is kept, but the anchor beside the store could not be moved on'
check "the anchor is the one before" [ "$before" = "$(cksum <"$T/wi/anchor")" ]
run "but nothing is begun before the anchor is where it should be" 1 as wi1 list
rmdir "$T/wi/anchor.lock"
run "once it can, the store moves it on" 0 as wi1 status
refute_err anchor
refute "the anchor is a newer one" [ "$before" = "$(cksum <"$T/wi/anchor")" ]
run "and there is nothing to warn of" 0 as wi1 list
refute_err anchor

# Without a session the kernel's only keyring is the account's, which each of its programs reads. 11-unlocked has one.
if python3 "$SLUIS_SOURCE/tests/cli/in_session.py" --none; then
    run "without a session the account's keyring isn't used unasked" 1 as wi1 unlock --hours 1
    expect_err 'every program of this account could use it; nothing was kept'
    run "so nothing is kept" 0 sluis lock --json
    expect_json 'o["keys"]' 0
    run "with leave it is" 0 as wi1 unlock --hours 1 --whole-account
    run "and lock drops it" 0 sluis lock --json
    expect_json 'o["keys"]' 1
else
    skip "without a session the account's keyring isn't used unasked" "this runs in a session"
fi

# --- what others may get at ---
chmod 640 keys/wi1.key; chmod 755 wi
run "a key and a store that others may read" 0 as wi1 list
expect_err 'chmod 600'
expect_err 'chmod 700'
chmod 600 keys/wi1.key; chmod 700 wi
run "and that they may not" 0 as wi1 list
refute_err 'chmod'

finish
