#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Where trust starts: a fingerprint is read aloud, in groups of four or of five; an auditor types it once, and it is
# kept. What is typed and differs, and a file that anybody may have written, are errors. An audit is five commands.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
printf '{"burgerservicenummer":"999990019","naam.geslachtsnaam":"Bakker","wet":"pw","gegevensbron":"pw","zaak.identificatie":"Z-1"}\n' >clients.ndjson
must as wi1 import clients.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --all
must as wi2 pack "${goal[@]}" --all -o one.sluis
must as wmo1 open one.sluis
must as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis
for unit in wi wmo; do must as "${unit}1" log export "log-$unit"; done

# --- read aloud ---
run "a roster's fingerprint is shown in both forms" 0 sluis-officer roster show roster-1.note
expect_out 'fingerprint, to be read aloud: +([0-9a-f]{4} ){15}[0-9a-f]{4}$'
expect_out 'the same in digits: +([0-9]{5} ){15}[0-9]{5}$'
run "for programs too" 0 sluis-officer roster show roster-1.note --json
spoken=$(json 'o["fingerprint_spoken"]')
check "by the rule that docs/format/fingerprint.md has" python3 -c '
import hashlib, sys
text = open("roster-1.note", "rb").read().rsplit(b"\n\n", 1)[0] + b"\n"
h = hashlib.sha256(text).hexdigest()
assert sys.argv[1] == " ".join("%05d" % int(h[i:i + 4], 16) for i in range(0, 64, 4))' "$spoken"
must sluis-officer roster add wi/unit.card --roster roster-2.note -o draft.note
run "a draft's isn't" 0 sluis-officer roster show draft.note
refute_out 'in digits'
run "a card's is" 0 as wi1 key show
expect_out 'the same in digits: +([0-9]{5} ){15}'
run "digits are taken by a clerk" 0 as wi2 key trust --fingerprint "$spoken"
run "and by an officer" 0 sluis-officer roster verify roster-1.note --fingerprint "${spoken// /}"
run "and by an auditor" 0 sluis-audit verify log-wi --fingerprint "$spoken" --json
expect_json 'o["verified"], o["trust"]["from"]' '[true, "typed"]'
run "a group too few is none" 2 sluis-audit verify log-wi --fingerprint "${spoken% *}"
expect_err 'sixteen groups'
last=${spoken##* }
run "another last group isn't this one" 3 sluis-audit verify log-wi --fingerprint "${spoken% *} $(printf %05d $(((10#$last + 1) % 65536)))"
run "a group above 65535 is none" 2 sluis-audit verify log-wi --fingerprint "99999 ${spoken#* }"

# --- kept ---
kept=$XDG_CONFIG_HOME/sluis/trust
run "nothing is trusted yet" 0 sluis-audit trust
expect_out 'sluis-audit trust roster-1.note'
run "without a fingerprint nothing is" 2 sluis-audit verify log-wi
expect_err 'sluis-audit trust'
run "only the first roster has it" 2 sluis-audit trust roster-2.note --fingerprint "$fingerprint"
expect_err 'version 2'
run "another fingerprint is none of it" 3 sluis-audit trust roster-1.note --fingerprint "${fingerprint//[0-9a-f]/0}"
check "and nothing was kept" test ! -e "$kept"
run "in a script it must be there" 2 sluis-audit trust roster-1.note
expect_err '--fingerprint'
at_terminal() { python3 -S "$SLUIS_SOURCE/tests/cli/answer_questions.py" "$@"; }

commands=0
audit() { commands=$((commands + 1)); run "$@"; }
audit "1: it is asked for, and a slip is asked again" 0 at_terminal 12345 "$spoken" -- sluis-audit trust roster-1.note
expect_out 'Which fingerprint does an officer read aloud'
expect_out 'sixteen groups'
expect_out 'trusted partnership'
refute_out "${fingerprint:0:9}"
audit "2: the logs are verified and compared" 0 sluis-audit reconcile log-wi log-wmo --json
expect_json 'o["agree"], o["trust"]["from"], o["trust"]["file"].startswith("'"$kept"'/")' '[true, "kept", true]'
audit "3: some entries are drawn" 0 sluis-audit sample log-wi --nonce 000102030405060708090a0b0c0d0e0f --count 3
expect_out 'trusted since: +23 November 2026'
audit "4: the report is written" 0 sluis-audit report log-wi log-wmo -o report --tester oss.nl/p-po1
audit "5: and signed" 0 as po1 report sign report.note
check "an audit is five commands at most" test "$commands" -le 5
run "which partnerships are trusted" 0 sluis-audit trust --json
expect_json '[(t["controllers"], len(t["fingerprint"])) for t in o["trusted"]]' '[["oss.nl", 64]]'
file=$(json 'o["trusted"][0]["file"]')
check "nobody else reads or writes it" test "$(stat -c %a "$file" "$kept" | tr '\n' ' ')" = "600 700 "
check "it is what docs/format/trust.md says" grep -qx "fingerprint: \"\?${fingerprint// /}\"\?" "$file"
run "once more changes nothing" 0 sluis-audit trust roster-1.note --fingerprint "$fingerprint" --json
expect_json 'o["before"]' true
run "the same one may be typed" 0 sluis-audit verify log-wi --fingerprint "$fingerprint" --json
expect_json 'o["trust"]["from"]' typed-and-kept
run "prove takes it, too" 1 sluis-audit prove agreement.note
refute_err 'fingerprint'
run "in Dutch" 0 sluis-audit verify log-wi --lang nl
expect_out 'vertrouwd sinds'

# --- what differs ---
run "another one typed is an error that says so" 3 sluis-audit verify log-wi --fingerprint "${fingerprint//[0-9a-f]/0}"
expect_err 'another one was kept of this partnership'
must sluis-officer roster init --controller elders.nl --threshold 2 --officer cards/po1.card cards/po2.card cards/po3.card -o elders-1.note
sed -i 's/^id: .*/id: elders/' elders-1.note
sign_by roster elders-1.note po1 po2
elders=$(roster_fingerprint elders-1.note)
run "another partnership's isn't this log's" 3 sluis-audit verify log-wi --roster elders-1.note --fingerprint "$elders"
expect_err 'another one was kept'
run "and kept beside it" 0 sluis-audit trust elders-1.note --fingerprint "$elders"
run "the log tells which of them it is" 0 sluis-audit verify log-wi --json
expect_json 'o["verified"], o["trust"]["file"] == "'"$file"'"' '[true, true]'
run "where nothing does, it is asked to be named" 2 sluis-audit prove agreement.note
expect_err '--trust'
run "by its file" 1 sluis-audit prove agreement.note --trust "$file"
sed 's/^id: .*/id: '"$(sed -n 's/^id: //p' roster-1.note | head -1)"'/' elders-1.note | sed '/^$/,$d' >thief.note
sign_by roster thief.note po1 po2
run "a second first roster of one name is told" 3 sluis-audit trust thief.note --fingerprint "$(roster_fingerprint thief.note)"
expect_err 'another first roster is trusted'
run "nor is a log vouched for by it" 3 sluis-audit verify log-wi --roster thief.note --fingerprint "$(roster_fingerprint thief.note)"
expect_err 'another one was kept'

# --- elsewhere, and damaged ---
run "in a file that the auditor names" 0 sluis-audit trust roster-1.note --fingerprint "$fingerprint" -o mine.trust
run "which isn't replaced" 6 sluis-audit trust roster-1.note --fingerprint "$fingerprint" -o mine.trust
run "and is named" 0 env XDG_CONFIG_HOME=/nowhere sluis-audit verify log-wi --trust mine.trust --json
expect_json 'o["trust"]["file"]' mine.trust
run "what it doesn't say is an error" 3 sluis-audit verify log-wi --trust mine.trust --fingerprint "$elders"
expect_err 'mine.trust'
ln -s mine.trust link.trust
run "no link is followed" 1 sluis-audit verify log-wi --trust link.trust
run "without a home nothing is kept" 2 env -u XDG_CONFIG_HOME -u HOME sluis-audit trust roster-1.note --fingerprint "$fingerprint"
run "nor where a path isn't absolute, and HOME has it then" 0 env XDG_CONFIG_HOME=config HOME="$T/home" sluis-audit trust roster-1.note --fingerprint "$fingerprint"
check "in the usual place" test -e "$T/home/.config/sluis/trust/$(basename "$file")"
mkdir closed
: >closed/sluis
run "a home that can't be written" 1 env XDG_CONFIG_HOME="$T/closed" sluis-audit trust roster-1.note --fingerprint "$fingerprint"
expect_err 'closed/sluis'
cp "$file" good
head -c 40 good >"$file"
run "a damaged file is an error, with its name" 1 sluis-audit verify log-wi
expect_err "$(basename "$file")"
cp good "$file"
chmod g+w "$file"
run "so is one that others may write" 1 sluis-audit verify log-wi
expect_err 'chmod go-w'
chmod g-w "$file"
mv "$file" elsewhere
ln -s "$T/elsewhere" "$file"
run "and a link in that folder" 1 sluis-audit verify log-wi
rm "$file"
mv "$kept" "$T/moved"
ln -s "$T/moved" "$kept"
run "and a folder that is one" 1 sluis-audit verify log-wi

finish
