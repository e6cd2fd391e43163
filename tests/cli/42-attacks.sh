#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What somebody would try who has a key, a mandate or a file of ours, and means harm: clerks
# who forge letters and receipts, rosters and agreements signed by those who may not, files
# that are something else, a store put in another's place.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
: "${SLUIS_FORGE:?}" "${SLUIS_COUNTERSIGN:?}"

partnership
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
clients() { # CASE BSN NAME
    printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"%s","naam.voornamen":"Test","zaak.identificatie":"Z-%s"}\n' "$2" "$3" "$1"
}
{ clients 1 999990019 Brouwer; clients 2 999990020 Visser; } >clients.ndjson
must as wi1 import clients.ndjson
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-01-01 "${said[@]}"
must as wi1 pack --all "${goal[@]}" -o genuine.sluis
person oss.nl/p-stranger stranger
mkdir forged

signed_by() { # FILE WHO…: by anyone, whatever it says
    local who
    for who in "${@:2}"; do must "$SLUIS_COUNTERSIGN" "$1" "keys/$who.key"; done
}

# --- rosters, each one version on ---
must sluis-officer roster add cards/stranger.card --roster roster-2.note --unit oss.nl/wi --role consulent --law pw \
    --action read pack open -o draft.note
for name in one clerks self twice fit; do cp draft.note "roster-$name.note"; done
signed_by roster-one.note po1
signed_by roster-clerks.note wi1 wi2 wmo1
signed_by roster-self.note po1 stranger
signed_by roster-twice.note po1
tail -n 1 roster-twice.note >line && cat line >>roster-twice.note
signed_by roster-fit.note po1 po3
python3 - <<'END'
lines = open("roster-fit.note").read().split("\n")
lines[-2] = lines[-2][:-20] + ("A" if lines[-2][-20] != "A" else "B") + lines[-2][-19:]
open("roster-bad.note", "w").write("\n".join(lines))
END
variant() { sed "$2" draft.note >"roster-$1.note" && signed_by "roster-$1.note" po1 po2; }
variant gap 's/^version: 3/version: 4/'
# A hash that begins with a letter is written without quotes.
variant chain 's/^previous: \("\{0,1\}\)..../previous: \10000/'
variant lax 's/threshold: 2/threshold: 1/'
variant past 's/^issued: .*/issued: "2020-01-01T00:00:00Z"/'
sed 's/^id: oss.nl/id: oss.nl\xe2\x80\xae/' roster-2.note >roster-hidden.note
must sluis-officer roster remove oss.nl/p-wi2 --roster roster-1.note -o roster-fork.note
sign_by roster roster-fork.note po1 po2
# Officers who put the keys of a store of their own in the unit's place.
SLUIS_HOME=$T/other SLUIS_KEY=$T/keys/wmo2.key must sluis init --unit oss.nl/wmo --roster roster-1.note --fingerprint "$fingerprint" \
    --passphrase-fd 9 9<keys/wmo2.pass
python3 "$SLUIS_SOURCE/tests/cli/roster_of_thieves.py"
signed_by roster-keys.note po1 po2

refusals_begin wmo1
refused "a roster by one officer" 3 quorum-missing '1 of the 2 signatures' open roster-one.note
refused "a roster by three clerks" 3 quorum-missing 'no officer' open roster-clerks.note
refused "a roster by an officer and whom it adds" 3 quorum-missing '1 of the 2' open roster-self.note
refused "a roster with the same signature twice" 3 quorum-missing '1 of the 2' open roster-twice.note
refused "a roster with one signature that is bad" 3 signature-bad 'p-po3' open roster-bad.note
refused "a roster two versions on" 3 roster-chain 'missing' open roster-gap.note
refused "a roster on another chain" 3 roster-chain 'another version 2' open roster-chain.note
refused "a roster that one officer could change alone" 3 roster-invalid 'threshold' open roster-lax.note
refused "a roster of before the last" 3 roster-chain 'issued before' open roster-past.note
refused "a roster with a hidden turn of direction" 1 control-character '' open roster-hidden.note
refused "another roster 2" 3 roster-fork 'two different rosters' open roster-fork.note
refused "a roster with other keys for this unit" 3 fingerprint-mismatch '' open roster-keys.note
refused "the first roster, once more" 6 roster-known-already 'not newer' open roster-1.note

# --- agreements ---
sed '/^$/,$d; s/^version: 1/version: 2/' agreement.note >next
agreement() { # NAME SED WHO…
    sed "$2" next >"agreement-$1.note" && signed_by "agreement-$1.note" "${@:3}"
}
agreement one '' po1
agreement clerks '' wi1 wmo1
agreement same 's/^version: 2/version: 1/; s/^title: "Convenant/title: "Contract/' po1 po2
agreement pin 's/^catalogue: "..../catalogue: "0000/' po1 po2
agreement third 's#oss.nl/wmo#oss.nl/jgd#' po1 po2
agreement self 's#^    to: oss.nl/wmo#    to: oss.nl/wi#' po1 po2
agreement field 's/field: huisletter/field: kleur/' po1 po2
agreement anchor 's/^goal: .*/goal: \&a "x"/' po1 po2
agreement late 's/^evaluation: .*/evaluation: 2040-01-01/' po1 po2
agreement special '/^    exception: /d' po1 po2
agreement octal 's/^version: 2/version: 02/' po1 po2
agreement key '$a goal: "twee"' po1 po2
agreement second '$a ---\nx: y' po1 po2
sed 's#^type: .*#type: sluis.roster/v1#' agreement.note >agreement-roster.note
cat agreement.note agreement.note >agreement-doubled.note
refused "an agreement by one officer" 3 quorum-missing '1 of 2' open agreement-one.note
refused "an agreement by a clerk of each side" 3 quorum-missing 'no officer' open agreement-clerks.note
refused "an agreement that nobody signed" 3 quorum-missing 'nobody signed' open next
refused "another text of a version that is known" 3 agreement-fork 'incident' open agreement-same.note
refused "an agreement with another catalogue" 5 catalogue-unknown 'version of sluis' open agreement-pin.note
refused "an agreement between others" 5 unit-unknown 'jgd' open agreement-third.note
refused "an agreement of a unit with itself" 8 agreement-invalid 'own-direction' open agreement-self.note
refused "an agreement on a field that doesn't exist" 1 field-unknown 'kleur' open agreement-field.note
refused "an agreement that the check faults, though a quorum signed it" 8 agreement-invalid 'line [0-9]+: .*evaluation-outside-term' open agreement-late.note
refused "an agreement on special categories without an exception" 8 agreement-invalid 'special-without-exception' open agreement-special.note
refused "an agreement with an anchor" 1 syntax "line $(grep -n '^goal: &a' agreement-anchor.note | cut -d: -f1)" open agreement-anchor.note
refused "an agreement with an octal number" 1 bad-value 'version' open agreement-octal.note
refused "an agreement with a key twice" 1 duplicate 'line [0-9]+' open agreement-key.note
refused "an agreement of two documents" 1 syntax 'one document' open agreement-second.note
refused "an agreement under the name of a roster" 3 signature-bad 'p-po1' open agreement-roster.note
refused "an agreement behind itself" 3 signature-bad 'p-po1' open agreement-doubled.note

# --- files that are something else ---
ln -s genuine.sluis link; mkdir folder; mkfifo pipe; : >empty; truncate -s 20G sparse
{ printf '\xef\xbb\xbf'; cat roster-2.note; } >bom.note
sed 's/$/\r/' roster-2.note >crlf.note
printf 'age-encryption.org/v1\n' >head.age
python3 -c 'import sys
d = open("genuine.sluis", "rb").read(); i = d.index(b"-> X25519 ") + 12
sys.stdout.buffer.write(d[:i] + (b"B" if d[i:i + 1] != b"B" else b"C") + d[i + 1:])' >other-unit.age
printf 'age-encryption.org/v2\n-> X25519 a\n' >newer.age
{ printf 'age-encryption.org/v1\n-> X25519 '; head -c 400000 /dev/zero | tr '\0' a; } >long.age
refused "a symbolic link" 1 none 'not followed' open link
refused "a pipe that nobody writes to" 1 none 'nobody writes' open pipe
refused "a device without end" 1 none 'not a regular file' open /dev/zero
refused "a file that isn't there" 5 none 'no such file' open nowhere
refused "an empty file" 1 none 'is empty' open empty
refused "twenty gigabytes of nothing" 1 none 'zeros alone' open sparse
refused "a roster with a byte order mark" 1 none 'BOM' open bom.note
refused "a roster with line ends of another system" 1 none 'line endings' open crlf.note
refused "a card" 1 none 'public card' open wmo/unit.card
refused "a key file" 1 none 'personal key file' open keys/wi1.key
refused "the store itself" 3 package-malformed 'neither' open wmo/store.db
refused "a first line alone" 3 truncated 'header' open head.age
refused "a newer age" 3 age-header 'other than v1' open newer.age
# `yes` never ends: whoever copies all of it before looking fills the disk.
endless() { { cat "$1"; yes; } 2>/dev/null | as wmo1 open -; }
run "a package for nobody here, without end" 4 endless other-unit.age
printf 'no-usable-key\ta package for nobody here, without end\n' >>.findings
refused "a header without end" 1 too-large 'larger' open long.age

# --- letters, by a clerk who has all keys that a clerk can have ---
# name; exit code; finding; words; edits, as forge reads them
form=$(sha256sum .form | cut -c 1-64)
records=records/000001.ndjson.gz consents=consents/000001.ndjson.gz
letters() {
    cat <<END
encrypted twice to the same;8;package-recipients;;stanzas|oss.nl/wmo,oss.nl/wmo
with an escape in a name;3;package-content;field-value.*control character;replace|$records|Brouwer|Brouwer\\u001b[2J
with a turn of direction in a name;3;package-content;field-value.*control character;replace|$records|Brouwer|Brouwer\\u202e
with a NUL in a name;3;package-content;syntax.*NUL;replace|$records|Brouwer|Brouwer\\u0000
with half a character in a name;3;package-content;syntax;replace|$records|Brouwer|Brouwer\\ud800
with an empty line between records;3;package-content;syntax;line|$records|
with a key twice in a record;3;package-content;duplicate.*twice;replace|$records|"wet":"pw"|"wet":"pw","wet":"pw"
with a record of nobody;3;package-content;no-identifying-set;replace|$records|"burgerservicenummer":"999990019",|
with a part that isn't compressed;3;gzip-damaged;records/plain;add|records/plain|x
with a part of another kind;3;gzip-damaged;attachments/x;add|attachments/x|x
with the records before the consents;8;consent-missing;no-consent;reverse
without consents;8;consent-missing;no-consent;remove|$consents
with a consent for another purpose;8;consent-missing;something else;replace|$consents|onderzoek-2.3.2|onderzoek-2.3.3
with a consent for another unit;8;consent-missing;something else;replace|$consents|"oss.nl/wmo"|"oss.nl/jgd"
with a consent of tomorrow;8;consent-missing;did not hold;replace|$consents|"given":"2026-11-23"|"given":"2026-11-24"
with consents until 9999;8;consent-missing;declared-too-long;replace|$consents|"until":"2027-01-01"|"until":"9999-12-31"
with consents of before the purpose;8;consent-missing;declared-before-purpose;replace|$consents|"given":"2026-11-23"|"given":"2025-12-31"
with a no-objection without evidence;8;consent-missing;no-objection-without-evidence;replace|$consents|,"evidence":"$form"|
with a consent that a mentor gave for an able adult;8;consent-missing;declared-by-another;replace|$consents|"by":"client"|"by":"mentor"
with a consent by a child of nine;8;consent-missing;declared-by-another;replace|$consents|"age":"16+"|"age":"0-11"
with a consent that nobody gave;3;package-content;missing-part.*by;replace|$consents|"by":"client",|
with consents withdrawn next year;8;consent-missing;did not hold;replace|$consents|"evidence":"$form"|"evidence":"$form","withdrawn":"2027-11-23T10:00:00Z"
with a consent that has no hash of the words;3;package-content;words is not a SHA-256;replace|$consents|"words":"|"words":"x
with consents of people who aren't in it;3;package-malformed;clients whose records;remove|$records	set|records|0
with a sum that lists another part;3;member-missing;one to one;text|  - name: "$records|  - name: "records/000009.ndjson.gz
with ../ in the manifest;3;member-name;;text|records/000001|../../000001
with a part named as an option;3;member-name;;text|records/000001|-ecords/000001
with a manifest in other words;3;package-content;syntax.*not spelled;text|kind: "cases"|kind: cases
with a manifest of another type;3;note-malformed;;text|type: sluis.manifest/v1|type: sluis.roster/v1
with a second manifest;3;member-unlisted;manifest.note;twice|manifest.note
without a manifest;3;member-unlisted;before the manifest;drop|manifest.note
with a second proof;3;member-unlisted;expected log.witness;twice|log.proof
without its chain of checkpoints;3;member-missing;log.witness;drop|log.witness
with a second chain;3;member-unlisted;expected padding;twice|log.witness
with a changed chain;3;log-proof;not a chain;flip|log.witness|3
with the proof in front;3;member-missing;log.proof;move|log.proof|$records
with a folder;3;member-type;;type|$records|5
with a long name of GNU's;3;member-type;;type|$records|L
with a header of pax;3;member-type;;type|$records|x
with a part of eight gigabytes;3;member-size;8589934591;tar-size|$records|8589934591
with a name of another system;3;member-name;;rename|$records|..\\x
with a program in mode;3;package-malformed;checksum;put-header|$records|104|55
with a program as a roster;3;member-size;too large;file|manifest.note|rosters/000003.note|$SLUIS_BIN/sluis
with a roster by one officer;3;quorum-missing;;file|manifest.note|rosters/000003.note|roster-one.note
with a roster by clerks;3;quorum-missing;;file|manifest.note|rosters/000003.note|roster-clerks.note
with a roster by an officer and whom it adds;3;quorum-missing;;file|manifest.note|rosters/000003.note|roster-self.note	set|signer|oss.nl/p-stranger	signer|keys/stranger.key
with another roster 2;3;roster-fork;;file|manifest.note|rosters/000002.note|roster-fork.note
with other keys for this unit;3;fingerprint-mismatch;;file|manifest.note|rosters/000003.note|roster-keys.note
with an agreement for a roster;3;note-malformed;;file|manifest.note|rosters/000003.note|agreement.note
with a roster among the records;3;member-unlisted;rosters;file|$records|rosters/000002.note|roster-2.note
with a good roster and bad padding;3;padding;;file|manifest.note|rosters/000003.note|roster-fit.note	padding|0|0|7
with seventy rosters;3;member-count;64;$(for ((i = 10; i < 80; i++)); do printf 'file|manifest.note|rosters/0000%d.note|roster-2.note\t' "$i"; done)new-id
END
}
letters | awk -F';' '{ printf "letter-%d\t%s\n", NR, $5 }' >plan
must bash -c '"$0" genuine.sluis forged wi keys/wi1.key wmo keys/wmo1.key <plan' "$SLUIS_FORGE"
number=0
while IFS=';' read -r name exit finding words _; do
    number=$((number + 1))
    refused "a letter $name" "$exit" "$finding" "$words" open "forged/letter-$number.sluis"
done < <(letters)
refusals_end

# --- what is unusual and still right ---
python3 - <<'END'
import base64, textwrap
text = base64.b64encode(open("genuine.sluis", "rb").read()).decode()
open("armor.sluis", "w").write("-----BEGIN AGE ENCRYPTED FILE-----\n" + "\n".join(textwrap.wrap(text, 64)) + "\n-----END AGE ENCRYPTED FILE-----\n")
END
run "the letter as text that was pasted in a mail" 0 as wmo1 open armor.sluis --json
expect_json 'o["files"][0]["added"]' 2
run "and then as a file: it is the same letter" 6 as wmo1 open genuine.sluis
run "through a pipe, it is still the same" 6 with genuine.sluis as wmo1 open -
cp wmo/outbox/oss.nl_wi-000001-receipt.sluis receipt.sluis

# --- receipts, by a clerk of the unit that received ---
zeros=$(printf '%063d1' 0)
receipts() {
    cat <<END
for a letter that was never sent;3;receipt-unmatched;nothing was sent;set|answer_id|000102030405060708090a0b0c0d0e0f
for another text of the letter;3;receipt-unmatched;nothing was sent;set|answer_hash|$zeros
for another number;3;receipt-unmatched;nothing was sent;set|answer_sequence|2
for more records than were sent;3;receipt-unmatched;more records;set|accepted|99
on other terms;3;receipt-unmatched;other terms;set|agreement|oss-anders
that is logged otherwise;3;log-proof;something else;log|records|1
that is logged as sent;3;log-proof;something else;log|action|pack
by a stranger;5;person-unknown;;set|signer|oss.nl/p-stranger	signer|keys/stranger.key
by a clerk of the sender;8;mandate-missing;;set|signer|oss.nl/p-wi2	signer|keys/wi2.key
by another than it names;3;signature-bad;;signer|keys/wmo2.key
with something in it;3;package-malformed;holds nothing else;add|records/x.gz|x
that says it holds records;3;package-content;bad-value.*only a receipt tells what was taken in;text|kind: "receipt"|kind: "cases"
from the unit itself;3;package-content;bad-value.*same unit;text|sender: "oss.nl/wmo"|sender: "oss.nl/wi"
END
}
receipts | awk -F';' '{ printf "receipt-%d\t%s\n", NR, $5 }' >plan
must bash -c '"$0" receipt.sluis forged wmo keys/wmo1.key wi keys/wi1.key <plan' "$SLUIS_FORGE"
number=0
refusals_begin wi1
while IFS=';' read -r name exit finding words _; do
    number=$((number + 1))
    refused "a receipt $name" "$exit" "$finding" "$words" open "forged/receipt-$number.sluis"
done < <(receipts)
refused "one's own letter" 4 no-usable-key '' open genuine.sluis
refusals_end
check "the letter is kept until its receipt is in" test -e wi/outbox/oss.nl_wmo-000001-cases.sluis
run "the receipt itself" 0 as wi1 open receipt.sluis
refute "and then no longer" test -e wi/outbox/oss.nl_wmo-000001-cases.sluis
run "the receipt again" 6 as wi1 open receipt.sluis
refute_err 'its receipt was written'

# --- a store in another's place ---
mv wmo wmo-ours && cp -a other wmo
run "a store that somebody else made in the unit's place" 4 as wmo1 list
expect_err "key doesn't know this store"
rm -rf wmo && mv wmo-ours wmo
cp -a wmo moved
cp other/store.db moved/store.db
run "another store's database in it" 3 env SLUIS_HOME="$T/moved" SLUIS_KEY="$T/keys/wmo1.key" bash -c 'sluis list --passphrase-fd 9 9<keys/wmo1.pass'
rm -rf moved
run "a clerk of the other unit" 4 env SLUIS_HOME="$T/wmo" SLUIS_KEY="$T/keys/wi1.key" bash -c 'sluis list --passphrase-fd 9 9<keys/wi1.pass'

# --- an agreement that ends ---
agreement short 's/^valid_until: .*/valid_until: 2026-12-31/; s/^evaluation: .*/evaluation: 2026-12-01/' po1 po2
must as wi1 open agreement-short.note
run "the day before, something may leave" 0 at 2026-12-31T22:00:00Z as wi1 pack --all "${goal[@]}"
run "the day after, nothing" 8 at 2027-01-01T01:00:00Z as wi1 pack --all "${goal[@]}"
expect_err 'not valid on this day'

for unit in wi wmo; do
    must as "${unit}1" log export "audit-$unit"
    run "after all that, $unit's log verifies" 0 sluis-audit verify "audit-$unit" --roster roster-1.note --fingerprint "$fingerprint"
done

finish
