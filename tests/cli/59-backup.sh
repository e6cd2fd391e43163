#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A backup of a store in use, and a store out of it: to a file, a folder with rotation and a pipe; opened with the
# recovery key and with nobody else's; what is damaged, cut off, another's or no backup at all; and `check`.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
printf '{"wet":"wmo","gegevensbron":"wmo","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","naam.voornamen":"Jan \\"-\\" Piet","zaak.identificatie":"Z-%d"}\n' \
    $(seq 40) >cases.ndjson
must as wmo1 import cases.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"W-1"}\n' >wi.ndjson
must as wi1 import wi.ndjson
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-01-01 "${said[@]}"
must as wi1 pack "${goal[@]}" --all -o cases.sluis
must as wmo1 open cases.sluis

# --- to whom ---

run "without a recovery key in the roster, there is no backup" 8 as wmo1 backup -o one.backup
expect_err 'no recovery key for this unit'
expect_err '--to-clerks'
refute "and no file" test -e one.backup
run "but one for the colleagues, who are told to ask for one" 0 as wmo1 backup --to-clerks -o clerks.backup --json
expect_json '(o["verified"], o["file"])' '["yes", "clerks.backup"]'
run "a colleague's key opens it" 0 sluis restore clerks.backup from-clerk --fingerprint "$fingerprint" --key keys/wmo2.key --passphrase-fd 9 9<keys/wmo2.pass
expect_out 'has access'
expect_out 'oss.nl/p-wmo2'

# The officers' recovery key: here the key of somebody who is nobody, in the roster as the unit's recipient.
person oss.nl/p-kluis kluis
recipient=$(sed -n 's/^recipient: //p' cards/kluis.card)
person oss.nl/p-wmo3 wmo3
must sluis-officer roster add cards/wmo3.card --roster roster-2.note --unit oss.nl/wmo --role consulent --law wmo --action read open -o roster-3.note
python3 - "$recipient" <<'END'
import re, sys
text = open("roster-3.note").read()
at = text.index("name: oss.nl/wmo\n")
line = re.compile(r"^( *)recipient: .*\n", re.M).search(text, at)
text = text[:line.end()] + line.group(1) + "recovery: " + sys.argv[1] + "\n" + text[line.end():]
open("roster-3.note", "w").write(text)
END
sign_by roster roster-3.note po1 po2
must as wmo1 open roster-3.note
recovered() { # BACKUP DIR ARGUMENT…: with the recovery key
    sluis restore "$1" "$2" --fingerprint "$fingerprint" --key keys/kluis.key --passphrase-fd 9 "${@:3}" 9<keys/kluis.pass
}

# --- a file ---

run "a backup to a file" 0 as wmo1 backup -o one.backup
expect_out 'backup: +one.backup'
expect_out 'opens with: +the unit.s recovery key'
expect_out 'read back, and as it was written: +yes'
run "in Dutch" 0 as wmo1 backup -o nl.backup --lang nl
expect_out 'teruggelezen'
run "never over another file" 6 as wmo1 backup -o one.backup
run "nor into the store" 2 as wmo1 backup -o wmo/one.backup
run "nor without a place" 2 as wmo1 backup
run "--keep is for a folder" 2 as wmo1 backup -o two.backup --keep 3
run "the log says that it was made, and where to" 0 as wmo1 log show --last 12 --json --private
expect_json '[json.loads(x["private"])["reason"] for x in o["entries"] if x["action"] == "backup"][-1]' file
run "with the recovery key it opens, at a new place" 0 recovered one.backup anew
expect_out 'unit: +oss.nl/wmo'
expect_out 'backup made by: +oss.nl/p-wmo1'
expect_out 'letters on their way: +1'
expect_out 'It was looked through, and is whole'
check "the letter on its way is there" test -s anew/outbox/oss.nl_wi-000001-receipt.sluis
check "and nothing under a temporary name" test -z "$(find . -name '*.tmp' -o -name '*.restoring')"
cmp -s wmo/signing.slots anew/signing.slots
report $? "the unit's signing keys stay with those who have access"
run "nobody but those who had access" 4 env SLUIS_KEY=keys/wmo3.key SLUIS_HOME=anew sluis status --passphrase-fd 9 9<keys/wmo3.pass
run "not even the recovery key" 4 env SLUIS_KEY=keys/kluis.key SLUIS_HOME=anew sluis status --passphrase-fd 9 9<keys/kluis.pass
run "and not where something is already" 6 recovered one.backup anew

# --- bad input ---

restores() { # NAME EXIT REGEX FILE [ARGUMENT…]
    run "$1" "$2" recovered "$4" bad "${@:5}"
    expect_err "$3"
    refute "  which leaves nothing" bash -c 'ls -d bad .bad.* 2>/dev/null | grep .'
}
head -c 1000 one.backup >short.backup
restores "cut off at its head" 3 'cut off|too early' short.backup
whole=$(stat -c %s one.backup)
head -c $((whole - 1000)) one.backup >short.backup
restores "cut off at its end" 3 'cut off|too early' short.backup
flip() { # FILE AT
    python3 -c 'import sys
f = open(sys.argv[1], "r+b"); f.seek(int(sys.argv[2])); b = f.read(1); f.seek(-1, 1); f.write(bytes([b[0] ^ 1]))' "$@"
}
for at in 5 400 $((whole / 2)) $((whole - 5)); do
    cp one.backup flipped.backup
    flip flipped.backup "$at"
    run "a bit of it flipped, at $at" 3 recovered flipped.backup bad
    refute "  which leaves nothing" bash -c 'ls -d bad .bad.* 2>/dev/null | grep .'
done
restores "a package" 4 'none of your keys opens this' cases.sluis
restores "no backup at all" 1 'CSV|words|JSON|not' cases.ndjson
printf 'hello\n' | age -r "$recipient" -o hello.backup
restores "something else to the recovery key" 3 'this is no backup' hello.backup
restores "another unit's than the one asked for" 3 'a backup of that unit' one.backup --unit oss.nl/wi
run "of another partnership" 3 sluis restore one.backup bad --fingerprint "$(printf '%064d' 7)" --key keys/kluis.key --passphrase-fd 9 9<keys/kluis.pass
refute "  which leaves nothing" bash -c 'ls -d bad .bad.* 2>/dev/null | grep .'
run "with the wrong key" 4 sluis restore one.backup bad --fingerprint "$fingerprint" --key keys/wi1.key --passphrase-fd 9 9<keys/wi1.pass
expect_err 'none of your keys opens this'
run "with the wrong passphrase" 4 sluis restore one.backup bad --fingerprint "$fingerprint" --key keys/kluis.key --passphrase-fd 9 9<keys/wi1.pass
run "without the fingerprint" 2 sluis restore one.backup bad --key keys/kluis.key --passphrase-fd 9 9<keys/kluis.pass

# A backup that somebody made who knows the recovery recipient, and has no mandate: the parts are all there.
mkdir forged && cp -a wmo/store.slots wmo/signing.slots wmo/anchor wmo/unit.card forged
kluis_identity() {
    printf 'age -d "%s" | grep "^AGE-SECRET-KEY-1" >"%s"\n' "$T/keys/kluis.key" "$T/kluis.identity" >kluis.sh
    (sleep 1; cat "$T/keys/kluis.pass"; sleep 1) | script -qec "bash -euo pipefail kluis.sh" /dev/null >/dev/null
    [ -s kluis.identity ] || bail "no identity of the recovery key"
}
kluis_identity
mkdir parts && age -d -i kluis.identity one.backup | tar -x -C parts
check "stock tools find all parts" test -s parts/store.db -a -s parts/store.key -a -s parts/backup.note
forge() { # FILE: of parts/
    (cd parts && tar --format=ustar --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=0600 -cf - backup.note store.key store.slots signing.slots anchor unit.card outbox/* store.db) |
        age -r "$recipient" -o "$1"
}
forge again.backup
run "put together again by stock tools it is the same" 0 recovered again.backup again
sed -i 's/^entries: .*/entries: 3/' parts/backup.note
forge forged.backup
restores "with another count of entries" 3 'is of another store|nobody signed it' forged.backup
age -d -i kluis.identity one.backup | tar -x -C parts
flip parts/store.db 5000
forge forged.backup
restores "with a page changed" 3 "isn't the one that its note names" forged.backup
age -d -i kluis.identity one.backup | tar -x -C parts
sed -i '/^— /d' parts/backup.note
forge forged.backup
restores "with a note that nobody signed" 3 'no backup|signed' forged.backup

# --- a folder ---

mkdir copies
echo keep >copies/other-unit-20200101T000000Z.backup
echo keep >copies/oss.nl_wmo-notes.txt
for minute in 1 2 3 4; do
    must at "2026-11-23T10:0$minute:00Z" as wmo1 backup -o copies --keep 2
done
run "the last two are kept" 0 bash -c 'ls copies | grep "^oss.nl_wmo-[0-9a-f]*-2026" | sed "s/.*-//"'
expect_out '^20261123T100300Z.backup$'
expect_out '^20261123T100400Z.backup$'
refute_out '100[12]00Z'
check "and what isn't a backup of this store" test -s copies/other-unit-20200101T000000Z.backup -a -s copies/oss.nl_wmo-notes.txt
run "with a clock that went back the new one stays" 0 at 2026-11-23T09:00:00Z as wmo1 backup -o copies --keep 2
check "too" bash -c 'ls copies/oss.nl_wmo-*-20261123T090000Z.backup'

# --- a pipe ---

run "to a pipe" 0 bash -c 'set -o pipefail; SLUIS_KEY=keys/wmo1.key SLUIS_HOME=wmo sluis backup --pipe --passphrase-fd 9 9<keys/wmo1.pass | cat >piped.backup'
expect_err 'could not be read back'
run "which is a backup" 0 recovered piped.backup from-pipe
# shellcheck disable=SC2016
run "from a pipe" 0 bash -c 'sluis restore - from-standard-input --fingerprint "$1" --key keys/kluis.key --passphrase-fd 9 9<keys/kluis.pass <piped.backup' - "$fingerprint"
run "a pipe that is closed" 1 bash -c 'set -o pipefail; SLUIS_KEY=keys/wmo1.key SLUIS_HOME=wmo sluis backup --pipe --passphrase-fd 9 9<keys/wmo1.pass | true'
run "is in the log as one that failed" 0 as wmo1 log show --last 1 --json
expect_json '[(x["action"], x["finding"]) for x in o["entries"]]' '[["backup", "pipe-closed"]]'
run "and not with --json" 2 as wmo1 backup --pipe --json

# --- while others work ---

(for i in $(seq 12); do as wmo2 import cases.ndjson || exit 1; done) >writer.out 2>&1 &
writer=$!
busy=0
for i in 1 2 3 4; do as wmo1 backup -o "busy-$i.backup" >"$out" 2>"$err" </dev/null || busy=$?; done
wait "$writer"
report $? "others go on working meanwhile" || cat writer.out
[ "$busy" -eq 0 ]
report $? "and each backup is made" || explain "exit $busy"
for i in 1 2 3 4; do recovered "busy-$i.backup" "busy-$i" >"$out" 2>"$err" </dev/null || { busy=$?; explain "busy-$i"; }; done
[ "$busy" -eq 0 ]
report $? "and restores"

# --- a disk that is gone ---

must as wmo1 backup -o last.backup
mv wmo gone
must recovered last.backup wmo
run "the store that took its place is whole" 0 as wmo1 check --json
expect_json '[c["check"] for c in o["checks"] if c["health"] != "fine"]' '["access"]'
run "and the log says that it came out of a backup" 0 as wmo2 log show --last 3 --json
expect_json '[x["action"] for x in o["entries"] if x["action"] == "restore"]' '["restore"]'
run "once" 0 as wmo1 log show --last 4 --json
expect_json 'len([x for x in o["entries"] if x["action"] == "restore"])' 1
run "the letter of then is opened over there" 0 as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-02-01 "${said[@]}"
run "and the exchange goes on" 0 as wi1 pack "${goal[@]}" --all -o more.sluis
run "both ways" 0 as wmo1 open more.sluis
run "with its receipt" 0 as wi1 open wmo/outbox/oss.nl_wi-000002-receipt.sluis
must as wmo1 log export bundle
run "an auditor finds nothing" 0 sluis-audit verify bundle --fingerprint "$fingerprint"
run "nor does a second verifier" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" bundle "$fingerprint"

# --- an older backup ---

rm -rf kept && mv wmo kept
must recovered one.backup wmo
cp kept/anchor wmo/anchor
run "with the anchor of now the store of then is known to be older" 3 as wmo1 check --json
expect_json '[(c["health"], c["finding"]) for c in o["checks"] if c["check"] == "store"]' '[["wrong", "store-rolled-back"]]'
expect_json '[c["health"] for c in o["checks"] if c["check"] == "log"]' '["unknown"]'
rm -rf wmo && mv kept wmo

# --- check ---

must as wmo1 access add p-wmo3
must as wmo1 access add recovery
run "nothing is wrong" 0 as wmo1 check
expect_out '^Nothing is wrong.$'
run "in Dutch" 0 as wmo1 check --lang nl
expect_out '^Er is niets mis'
health() { expect_json "[(c['health'], c['finding']) for c in o['checks'] if c['check'] == '$1'][0]" "$2"; }
before=$(log_size wmo1)
cp -a wmo kept
key=$(tar -xOf <(age -d -i kluis.identity last.backup) store.key | sed -n 's/^key: //p')
changed() { # SQL: in the store
    printf "PRAGMA key = \"x'%s'\";\nPRAGMA temp_store = MEMORY;\n%s\n" "$key" "$1" | sqlcipher -batch wmo/store.db >"$out" 2>&1
}
changed "UPDATE record SET json = replace(json, 'Brouwer', 'Brouwes') WHERE row = 1;"
run "a record that was changed under the index" 3 as wmo1 check --json
health search '["wrong", "store-damaged"]'
health log '["fine", null]'
rm -rf wmo && cp -a kept wmo
changed "UPDATE log_entry SET entry = CAST(replace(CAST(entry AS TEXT), '\"import\"', '\"search\"') AS BLOB) WHERE CAST(entry AS TEXT) LIKE '%import%';"
run "an entry that was changed" 3 as wmo1 check --json
health log '["wrong", "log-root-mismatch"]'
health search '["fine", null]'
rm -rf wmo && cp -a kept wmo
rm wmo/outbox/oss.nl_wi-00000*-receipt.sluis
echo x >wmo/outbox/x
run "letters that aren't there are no fault of the store" 0 as wmo1 check --json
rm -rf wmo && cp -a kept wmo
flip wmo/store.db $(($(stat -c %s wmo/store.db) / 2 / 4096 * 4096 + 100))
run "a page that is damaged" 3 as wmo1 check --json
expect_json 'o["verdict"]' wrong
run "of which no backup is made" 3 as wmo1 backup -o damaged.backup
refute "nor any file left" test -e damaged.backup
rm -rf wmo && mv kept wmo
[ "$(log_size wmo1)" = "$before" ]
report $? "and check leaves no entry"
run "without a store" 5 env SLUIS_HOME=nowhere SLUIS_KEY=keys/wmo1.key sluis check --json --passphrase-fd 9 9<keys/wmo1.pass
finish
