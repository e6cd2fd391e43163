#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Two units witness each other's logs: acknowledgements, late and crossed letters, restored
# backups, forks, a store that went back whole, clocks that jump.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
printf '{"burgerservicenummer":"%s","naam.geslachtsnaam":"Jansen","zaak.identificatie":"%s","wet":"pw","gegevensbron":"pw"}\n' \
    999990019 Z-1 999990020 Z-2 >clients.ndjson
must as wi1 import clients.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-01-01 "${said[@]}"

letter() { # FILE: from Werk & Inkomen to the Wmo
    rm -f "$1"
    must as wi1 pack "${goal[@]}" --all -o "$1"
}
receipt() { # NUMBER FILE: what the Wmo answered
    must cp "$(find wmo/outbox -name "*-00000$1-receipt.sluis")" "$2"
}
tail_of() { # WHO: entries that nobody else has seen
    as "$1" status --json 2>/dev/null | python3 -c 'import json, sys; print(json.load(sys.stdin)["unwitnessed"])'
}

# --- first contact ---
run "before any letter nobody has seen anything" 0 as wi1 status --json
expect_json 'o["unwitnessed"] == o["log_size"]' true
expect_json 'o["witnesses"]' '[]'
letter one.sluis
run "the first letter opens" 0 as wmo1 open one.sluis
run "from then on the Wmo is a witness" 0 as wmo1 status --json
expect_json 'o["seen"][0]["peer"]' oss.nl/wi
expect_json 'o["seen"][0]["from"] == o["seen"][0]["size"]' true
expect_json 'o["witnesses"]' '[]'
receipt 1 one-receipt.sluis
run "its receipt brings the cosignature" 0 as wi1 open one-receipt.sluis
run "and status tells how far it goes" 0 as wi1 status --json
expect_json 'o["witnesses"][0]["witness"]' oss.nl/wmo
expect_json 'o["unwitnessed"] == o["log_size"] - o["witnesses"][0]["size"] and o["unwitnessed"] > 0' true
expect_json 'o["witnesses"][0]["unseen"] == o["unwitnessed"]' true
run "in words, too" 0 as wi1 status --log
expect_out 'nobody else has seen: *[0-9]'
letter two.sluis
run "the second letter brings the cosignature of the receipt" 0 as wmo1 open two.sluis
run "so that both logs have a witness" 0 as wmo1 status --json
expect_json 'o["witnesses"][0]["witness"]' oss.nl/wi

# --- late, lost and crossed ---
letter three.sluis
letter four.sluis
letter five.sluis
run "a letter that overtook two others opens" 0 as wmo1 open five.sluis
run "the late ones open all the same" 0 as wmo1 open four.sluis three.sluis
run "and the largest tree stays the largest" 0 as wmo1 status --json
five=$(json 'o["seen"][0]["size"]')
receipt 5 five-receipt.sluis
receipt 2 two-receipt.sluis
run "receipts may come in any order" 0 as wi1 open five-receipt.sluis two-receipt.sluis
letter six.sluis
receipt 3 three-receipt.sluis
rm wmo/outbox/*-000003-receipt.sluis
run "a receipt that got lost is written again, with the checkpoint of then" 6 as wmo1 open five.sluis
run "letters that crossed open on both sides" 0 as wmo1 open six.sluis
run "and there, whichever copy comes first" 0 as wi1 open "$(find wmo/outbox -name '*-000003-receipt.sluis')"
run "the other copy is then known" 6 as wi1 open three-receipt.sluis
refute "nothing of all this was an incident" test -e wmo/evidence -o -e wi/evidence

# --- clocks that jump, within what is taken of a letter's date ---
run "a receiver whose clock is ahead" 0 at 2026-11-24T09:00:00Z as wmo1 open "$(letter seven.sluis; echo seven.sluis)"
letter eight.sluis
run "and then behind, cosigns all the same" 0 at 2026-11-23T00:30:00Z as wmo1 open eight.sluis
run "its receipts are taken in, the later before the earlier" 0 as wi1 open "$(find wmo/outbox -name '*-000008-receipt.sluis')" "$(find wmo/outbox -name '*-000007-receipt.sluis')"
run "and the largest tree counts, whatever the clocks said" 0 as wi1 status --json
expect_json 'o["witnesses"][0]["signed"]' 2026-11-23

# --- a backup is put back ---
cp -a wi wi-backup
cp -a wmo wmo-backup
incident() { # NAME FINDING KIND FILE: refused at the Wmo, with an entry and evidence
    run "$1" 3 as wmo1 open "$4" --json
    expect_json 'o["error"]["finding"]' "$2"
    cp "$out" told
    evidence=$(find wmo/evidence -name "*-$3.evidence" 2>/dev/null)
    check "$1: evidence was written, and its name is told" grep -qF "${evidence:-no evidence}" told
    run "$1: the log tells of it" 0 as wmo1 log show --last 1 --json
    expect_json 'o["entries"][0]["finding"]' "$2"
    check "$1: it is a tar that stock tools open" tar tf "$evidence" evidence rosters/000001.note known.note shown.note
    check "$1: it says what it is" bash -c 'tar xOf "$1" evidence | grep -qx "kind $2"' - "$evidence" "$3"
    run "$1: anybody can check it, with public keys alone" "$([ "$3" = fork ] && echo 0 || echo 8)" sluis-audit prove "$evidence" --fingerprint "$fingerprint" --json
    expect_json 'o["kind"]' "$3"
    expect_json 'o["log"]' oss.nl/wi
    refute "$1: no client stands in it" grep -aqE '999990019|999990020|Jansen' "$evidence"
    cp "$evidence" "$3.evidence"
}
back() { # to before the letters that the other side saw
    rm -rf wi && cp -a wi-backup wi
}

letter nine.sluis
run "a letter that the backup doesn't know" 0 as wmo1 open nine.sluis
cp -a wmo wmo-nine
back
letter nine-again.sluis
run "the backup's next letter has the number of another" 3 as wmo1 open nine-again.sluis --json
expect_json 'o["error"]["finding"]' package-number-conflict
letter ten.sluis
run "the one behind it follows another" 3 as wmo1 open ten.sluis --json
expect_json 'o["error"]["finding"]' package-number-conflict
letter eleven.sluis
incident "the next one tells of a tree that was signed otherwise" log-forked fork eleven.sluis

rm -rf wmo && cp -a wmo-nine wmo
back
must as wi1 list
letter a.sluis
letter b.sluis
letter c.sluis
incident "a larger tree without a proof that it holds what was seen" log-forked unproven c.sluis

rm -rf wmo && cp -a wmo-backup wmo
back
for number in 21 22 23 24 25 26 27 28; do
    printf '{"naam.geslachtsnaam":"Pietersen","naam.voornamen":"P","geboorte.datum":"1980-01-01","zaak.identificatie":"Z-%s","wet":"pw","gegevensbron":"pw"}\n' "$number"
done >more.ndjson
as wi1 import more.ndjson >/dev/null 2>&1
for i in 1 2 3 4 5 6 7 8; do must as wi1 list; done
letter nine.sluis
must as wmo1 open nine.sluis
back
letter a.sluis
letter b.sluis
letter c.sluis
incident "a smaller tree under a higher number" log-shorter rollback c.sluis
# --- what evidence proves, and to whom ---
run "a fork is proven, in words" 0 sluis-audit prove fork.evidence --fingerprint "$fingerprint" --roster roster-2.note
expect_out 'PROVEN'
run "a rollback is a question, for the unit to answer" 8 sluis-audit prove rollback.evidence --fingerprint "$fingerprint"
expect_out 'NOT PROVEN, a question'
run "under another fingerprint it shows nothing" 3 sluis-audit prove fork.evidence --fingerprint "$(printf '%064d' 7)" --json
expect_json 'o["error"]["finding"]' fingerprint-mismatch
mkdir parts && tar xf fork.evidence -C parts
cp parts/known.note known.note
cp parts/shown.note parts/known.note
sed -i 's/^kind fork/kind unproven/' parts/evidence
"$SLUIS_SOURCE/tests/cli/evidence.py" parts same.evidence
run "one checkpoint twice accuses nobody" 3 sluis-audit prove same.evidence --fingerprint "$fingerprint" --json
expect_json 'o["error"]["finding"]' evidence-shows-nothing
cp known.note parts/known.note
sed -i 's/^kind unproven/kind fork/' parts/evidence
sed -i '2s/.*/1/' parts/known.note
"$SLUIS_SOURCE/tests/cli/evidence.py" parts changed.evidence
run "nor does a changed one" 3 sluis-audit prove changed.evidence --fingerprint "$fingerprint" --json
expect_json 'o["error"]["finding"] in ("signature-bad", "log-checkpoint-unsigned")' true
run "a file of another kind is told as such" 1 sluis-audit prove clients.ndjson --fingerprint "$fingerprint"

must as wmo1 log export with-incident
run "a log with an incident in it is sound, and verifies" 0 sluis-audit verify with-incident --roster roster-1.note --fingerprint "$fingerprint" --json
expect_json 'o["verified"]' true
run "other units' letters and one's own work go on" 0 as wmo1 list

# --- an officer as a third witness ---
run "an export is cosigned" 0 as wmo1 log export first
run "by an officer, for the first time" 0 as po1 log witness first --fingerprint "$fingerprint" --json
expect_json 'o["first"]' yes
run "and the unit takes it in" 0 as wmo1 open first.note --json
expect_json 'o["files"][0]["what"]' cosignature
expect_json 'o["files"][0]["from"]' oss.nl/p-po1
run "so that status shows it" 0 as wmo1 status --json
expect_json '[w["witness"] for w in o["witnesses"]]' '["oss.nl/wi", "oss.nl/p-po1"]'
expect_json 'o["unwitnessed"]' 1
must as wmo1 log export second
run "the next time the officer knows what was seen" 0 as po1 log witness second --fingerprint "$fingerprint" --json
expect_json 'o["first"]' no
check "an export holds what others saw" bash -c 'ls second/witnessed/*.note second/peers/oss.nl/wi/*.note && grep -q "— oss.nl/p-po1 " second/witnessed/*.note'
run "which the auditor verifies" 0 sluis-audit verify second --roster roster-1.note --fingerprint "$fingerprint" --json
expect_json 'o["verified"]' true
run "the first export again is a step back" 3 as po1 log witness first --fingerprint "$fingerprint" -o again.note --json
expect_json 'o["error"]["finding"]' log-shorter
refute "and isn't cosigned" test -e again.note
run "another unit has no use for the note" 3 as wi1 open second.note
clerk() { SLUIS_KEY=keys/wi1.key sluis-officer log witness second --fingerprint "$fingerprint" -o clerk.note --passphrase-fd 9 9<keys/wi1.pass; }
run "a clerk's key cosigns nothing" 4 clerk
cp second/checkpoint plain.note
run "a checkpoint that nobody cosigned is nothing new" 3 as wmo1 open plain.note
rm -rf wmo && cp -a wmo-backup wmo
must as wmo1 list
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do must as wmo1 list; done
must as wmo1 log export forked
run "a log that was written anew is found by the officer" 3 as po1 log witness forked --fingerprint "$fingerprint" --json
expect_json 'o["error"]["finding"]' log-forked
run "with evidence that anybody can check" 8 sluis-audit prove forked.note.evidence --fingerprint "$fingerprint" --json
expect_json 'o["witness"]' oss.nl/p-po1
run "and the unit that opens the officer's note is told" 3 as wmo1 open second.note --json
expect_json 'o["error"]["finding"]' store-rolled-back
run "for good" 3 as wmo1 list

# --- the store went back whole, anchor and all: only what the peer has seen tells ---
rm -rf wmo && cp -a wmo-nine wmo
back
receipt 9 nine-receipt.sluis
run "an old copy with its old anchor looks sound" 0 as wi1 status
run "until a letter shows what the peer has seen" 3 as wi1 open nine-receipt.sluis --json
expect_json 'o["error"]["finding"]' store-rolled-back
run "from then on the store refuses everything" 3 as wi1 list --json
expect_json 'o["error"]["finding"]' store-rolled-back
run "packing too" 3 as wi1 pack "${goal[@]}" --all
back
for i in 1 2 3 4 5 6 7 8; do must as wi1 list; done
run "one that went on, past the size that was seen, is found by the root" 3 as wi1 open nine-receipt.sluis --json
expect_json 'o["error"]["finding"]' store-rolled-back
run "and refuses everything as well" 3 as wi1 status --json
expect_json 'o["error"]["finding"]' store-rolled-back

# The witness went back: it is shown its own cosignature, which it doesn't remember.
rm -rf wi wmo && cp -a wi-backup wi && cp -a wmo-backup wmo
letter nine.sluis
must as wmo1 open nine.sluis
must as wi1 open "$(find wmo/outbox -name '*-000009-receipt.sluis')"
letter ten.sluis
rm -rf wmo && cp -a wmo-backup wmo
run "a witness that went back is told so by its own cosignature" 3 as wmo1 open ten.sluis --json
expect_json 'o["error"]["finding"]' store-rolled-back
refute "and accuses nobody else" test -e wmo/evidence
finish
