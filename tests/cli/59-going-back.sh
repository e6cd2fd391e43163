#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# The newest copy of a store is lost, and an older backup goes on: refused by everybody without the officers' word,
# and with it letters go both ways again, and auditors find nothing wrong. And every way in which that word is none.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"W-1"}\n' >wi.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 import wi.ndjson
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-01-01 "${said[@]}"
sent() { # FILE: packed at wi, once more
    must as wi1 pack "${goal[@]}" --all -o "$1"
}
newest() { # the receipt that was written last
    find wmo/outbox -name '*-receipt.sluis' -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2
}
receipt() { printf 'wmo/outbox/oss.nl_wi-%06d-receipt.sluis' "$1"; }
exchanged() { # N: letter N goes, and its receipt comes back
    sent "$1.sluis"
    must as wmo1 open "$1.sluis"
    cp "$(receipt "$1")" "receipt-$1.sluis"
    must as wi1 open "receipt-$1.sluis"
}
exchanged 1
must as wmo1 backup --to-clerks -o old.backup
must as wmo1 log export seen-before
run "an officer sees it" 0 as po3 log witness seen-before --fingerprint "$fingerprint" --roster roster-1.note roster-2.note
exchanged 2
sent 3.sluis
must as wmo1 open 3.sluis
cp "$(receipt 3)" receipt-3.sluis # on its way when the disk breaks
lost=$(log_size wmo1)
must as wmo1 log export before-the-loss
restored() { sluis restore "$1" "$2" --fingerprint "$fingerprint" --key keys/wmo1.key --passphrase-fd 9 9<keys/wmo1.pass; }
mv wmo gone
must restored old.backup wmo
cp -a wmo wmo-untouched
must as wmo1 log show --json
from=$(json '[x["entry"] for x in o["entries"] if x["action"] == "restore"][0]')

# --- without the officers' word ---

run "what was opened in what is lost is opened again" 0 as wmo1 open 2.sluis
cp wmo/outbox/*2-receipt.sluis again-2.sluis
cp -a wi wi-before
run "its answer has a number that the other unit knows for another letter" 3 as wi1 open again-2.sluis
expect_err 'another package with this number was opened before'
sent 4.sluis
sent spare.sluis
run "the next letter tells that the store went back" 3 as wmo1 open 4.sluis --json
expect_json 'o["error"]["finding"]' store-rolled-back
run "and it refuses everything from then on" 3 as wmo1 list
expect_err 'this store is older than it was before'
expect_err 'sluis log resume'

# --- the text ---

run "what is known of it" 0 as wmo1 log resume --json
expect_json '(o["behind"], o["size"])' "[\"yes\", $from]"
seen=$(json 'o["seen"]')
[ "$seen" -gt "$from" ] && [ "$seen" -le "$lost" ]
report $? "the other unit saw more" || explain "$from $seen $lost"
run "in Dutch" 0 as wmo1 log resume --lang nl
expect_out 'bekend als een oudere kopie: +ja'
run "no draft without a reason" 2 as wmo1 log resume -o resumption.note
run "none that gives up less than was seen" 3 as wmo1 log resume -o resumption.note --reason 'disk' --lost-to $((seen - 1))
expect_err "$seen entries of the log were seen"
refute "and no file is there" test -e resumption.note
run "nor one that begins where nothing went on before" 3 as wmo1 log resume -o resumption.note --again --lost-to 99 --reason 'disk'
run "a draft" 0 as wmo1 log resume -o resumption.note --reason 'The disk of the store broke on 23 November.'
expect_out "goes on from entries: +$from"
expect_out "given up to entries: +$seen"
run "which is no reason to open anything yet" 3 as wmo1 list
run "the store takes no draft" 3 as wmo1 log resume resumption.note --json
cp resumption.note one.note
run "an officer sees what it says" 0 as po1 resumption sign resumption.note --roster roster-2.note --yes
expect_out 'signatures still needed: +1'
cp resumption.note by-one.note
run "by one officer it isn't enough" 3 as wmo1 log resume by-one.note --json
expect_json 'o["error"]["finding"]' quorum-missing
must as po2 resumption sign resumption.note --roster roster-2.note --yes
run "signed by two" 0 sluis-officer resumption show resumption.note --roster roster-2.note
expect_out 'signed by the quorum: +yes'

# --- texts that are none ---

forged() { # FILE SED: a text like it, signed by two
    sed "/^$/,\$d; $2" resumption.note >"$1"
    must as po1 resumption sign "$1" --roster roster-2.note --yes
    must as po2 resumption sign "$1" --roster roster-2.note --yes
}
not_taken() { # NAME FILE REGEX
    run "$1" 3 as wmo1 log resume "$2"
    expect_err "$3"
}
forged other-unit.note 's|^unit: .*|unit: oss.nl/wi|'
not_taken "about another unit's log" other-unit.note "another unit's log"
forged beyond.note "s/^size: .*/size: $((from + 500))/; s/^lost_to: .*/lost_to: $((from + 900))/"
not_taken "from a place that the log hasn't reached" beyond.note 'shorter than what it is to go on from'
forged other-root.note "s/^root: .*/root: $(printf '%064d' 7)/"
not_taken "from another tree" other-root.note "doesn't hold what it is to go on from"
forged short.note "s/^lost_to: .*/lost_to: $((seen - 1))/"
not_taken "that gives up less than was seen" short.note "it gives up $((seen - 1))"
sed 's/broke/burned/' resumption.note >changed.note
not_taken "changed after they signed it" changed.note 'signature'
sed "s/^lost_to: .*/lost_to: $from/; /^$/,\$d" resumption.note >empty.note
run "one that gives up nothing is no text" 1 sluis-officer resumption show empty.note
expect_err 'lost_to: not above size'
run "a roster" 3 as wmo1 log resume roster-2.note
run "an age file" 1 as wmo1 log resume 4.sluis
run "nor is it for \`open\`" 1 as wi1 open resumption.note
expect_err 'sluis log resume'
run "and a clerk of the other unit can't take it in" 3 as wi1 log resume resumption.note
expect_err "another unit's log"

# --- with it ---

cp -a wmo wmo-before
run "the store takes it in" 0 as wmo1 log resume resumption.note
expect_out "goes on from entries: +$from"
run "and works" 0 as wmo1 list
run "twice is not needed" 3 as wmo1 log resume resumption.note
expect_err 'taken in before'
run "the log says so" 0 as wmo1 log show --last 4 --json
expect_json 'len([x for x in o["entries"] if x["action"] == "resume"])' 1
run "a letter of the other unit, which hasn't heard of it, opens" 0 as wmo1 open 4.sluis
next=$(newest | sed 's/.*-0*\([0-9]*\)-receipt.sluis/\1/')
[ "$next" -gt $((seen - from)) ]
report $? "numbers go on behind all that can have been given" || explain "$next"
cp -a wi wi-unheard
run "the receipt tells the other unit, without an incident" 0 as wi1 open "$(receipt "$next")"
check "which has no evidence of any" test ! -e wi/evidence
cp -a wi wi-learned
run "nothing is missing in between" 0 as wi1 status --log --json
expect_json 'o["gaps"]' '[]'
run "its log says that it learned so" 0 as wi1 log show --last 3 --json
expect_json '[(x["action"], x["peer"]) for x in o["entries"] if x["action"] == "resume"]' '[["resume", "oss.nl/wmo"]]'
run "once" 6 as wmo1 open 4.sluis
sent 5.sluis
run "the exchange goes on" 0 as wmo1 open 5.sluis
run "with its receipt" 0 as wi1 open "$(receipt $((next + 1)))"
run "which tells it once" 0 as wi1 log show --last 4 --json
expect_json '[x["action"] for x in o["entries"] if x["action"] == "resume"]' '[]'
run "a receipt out of what is lost comes late" 3 as wi1 open receipt-3.sluis --json
expect_json 'o["error"]["finding"]' log-given-up
check "and is no incident either" test ! -e wi/evidence
run "what was opened in what is lost is opened once more" 0 as wmo1 open 3.sluis
run "and receipted" 0 as wi1 open "$(receipt $((next + 2)))"
run "and so is one that waited" 0 as wmo1 open spare.sluis
run "and receipted, too" 0 as wi1 open "$(receipt $((next + 3)))"

# --- auditors ---

rm -rf audit-wmo audit-wi
must as wmo1 log export audit-wmo
must as wi1 log export audit-wi
run "the log verifies" 0 sluis-audit verify audit-wmo --fingerprint "$fingerprint"
expect_out 'went on from an older copy of its store'
run "the officer who had seen what is given up cosigns what went on" 0 as po3 log witness audit-wmo --fingerprint "$fingerprint" --json
expect_json '(o["given_up"], o["findings"])' '[true, 0]'
must as wmo1 open audit-wmo.note
must as wmo1 log export audit-next
run "and goes on from that" 0 as po3 log witness audit-next --fingerprint "$fingerprint" --json
expect_json 'o["given_up"]' false
run "the other one, too" 0 sluis-audit verify audit-wi --fingerprint "$fingerprint" --json
expect_json '[(x["log"], x["size"], x["lost_to"]) for x in o["resumptions"]]' "[[\"oss.nl/wmo\", $from, $seen]]"
for unit in wmo wi; do
    run "a second verifier finds nothing in the log of $unit" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
run "each change to it is refused by both" 0 python3 "$SLUIS_SOURCE/tests/verifier/tamper.py" audit-wmo "$fingerprint" --step "${FAULT_STEP:-251}" --audit sluis-audit
expect_out ' changes, none taken$'
size_of() { sed -n 2p "$1/checkpoint"; }
run "with what was kept of what is given up" 0 sluis-audit verify audit-wmo --fingerprint "$fingerprint" --checkpoint seen-before/checkpoint --json
expect_json '(o["given_up"], len(o["findings"]))' '[1, 0]'
[ "$(size_of seen-before)" -le "$seen" ] && [ "$(size_of before-the-loss)" -gt "$seen" ]
report $? "one of them is larger than what was given up"
run "of which it is a fork" 3 sluis-audit verify audit-wmo --fingerprint "$fingerprint" --checkpoint before-the-loss/checkpoint --json
expect_json '[f["finding"] for f in o["findings"]]' '["log-forked"]'
run "the logs agree" 0 sluis-audit reconcile audit-wmo audit-wi --fingerprint "$fingerprint" --json
expect_json '(o["agree"], o["given_up"] > 0)' '[true, true]'
expect_json 'sorted({x["state"] for x in o["exchanges"]})' '["complete"]'

# --- who saw more than was given up ---

most=$(size_of before-the-loss)
run "more is given up by another text, from the same place" 0 as wmo1 log resume --again --lost-to "$most" -o more.note --reason 'An officer has seen more.'
expect_out "goes on from entries: +$from"
must as po1 resumption sign more.note --roster roster-2.note --yes
must as po3 resumption sign more.note --roster roster-2.note --yes
run "which is taken in" 0 as wmo1 log resume more.note
sent 6.sluis
must as wmo1 open 6.sluis
run "and told, too" 0 as wi1 open "$(newest)"
rm -rf audit-wmo audit-wi
must as wmo1 log export audit-wmo
must as wi1 log export audit-wi
run "then it is none" 0 sluis-audit verify audit-wmo --fingerprint "$fingerprint" --checkpoint before-the-loss/checkpoint
expect_out '^1 checkpoint that was kept elsewhere is of what was given up'
for unit in wmo wi; do
    run "a second verifier finds nothing in the log of $unit" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done

# --- a second going back, with the word of the first ---

rm -rf wmo && cp -a wmo-before wmo
run "an older copy takes it in once more" 0 as wmo1 log resume resumption.note
for letter in 4 3 spare; do must as wmo1 open $letter.sluis; done
learned() { SLUIS_KEY=keys/wi1.key SLUIS_HOME=wi-learned sluis open "$1" --json --passphrase-fd 9 9<keys/wi1.pass; }
run "but the other units know that it was used" 3 learned "$(receipt $((next + 2)))"
expect_json 'o["error"]["finding"]' log-forked
check "and keep evidence" test -e wi-learned/evidence
run "which puts the question to its unit" 8 sluis-audit prove wi-learned/evidence/*.evidence --fingerprint "$fingerprint"
run "a number is given twice by none" 3 learned "$(receipt "$next")"
expect_json 'o["error"]["finding"]' package-number-conflict
rm -rf audit-wmo
must as wmo1 log export audit-wmo
run "and the logs contradict each other" 3 sluis-audit reconcile audit-wmo audit-wi --fingerprint "$fingerprint" --json
expect_json '"log-forked" in [f["finding"] for f in o["findings"]] or "log-shorter" in [f["finding"] for f in o["findings"]]' true

run "the store hears so, too" 3 as wmo1 open 5.sluis --json
expect_json 'o["error"]["finding"]' store-rolled-back

# --- what was receipted in what is lost ---

rm -rf wmo wi && cp -a wmo-untouched wmo && cp -a wi-before wi
must as wmo1 log resume --lost-to "$lost" --reason 'The disk broke.' -o early.note
must as po1 resumption sign early.note --roster roster-2.note --yes
must as po2 resumption sign early.note --roster roster-2.note --yes
run "a restored store that nobody has refused yet goes on as well" 0 as wmo1 log resume early.note
must as wmo1 list
run "and that it was restored is told no second time" 0 as wmo1 log resume --json
expect_json '(o["behind"], o["size"] < '"$from"')' '["no", true]'
sent 8.sluis
must as wmo1 open 8.sluis
must as wi1 open "$(newest)"
rm -rf audit-wmo audit-wi
for unit in wmo wi; do must as ${unit}1 log export audit-$unit; done
run "an exchange is lost by one side" 0 sluis-audit reconcile audit-wmo audit-wi --fingerprint "$fingerprint" --json
expect_json '[(x["sequence"], x["state"]) for x in o["exchanges"] if x["state"] not in ("complete", "unopened")]' '[[2, "lost"]]'
expect_json '(o["agree"], o["sums"][0]["lost"])' '[true, 1]'
run "which people see" 0 sluis-audit reconcile audit-wmo audit-wi --fingerprint "$fingerprint"
expect_out 'lost by one side'
run "opened again" 0 as wmo1 open 2.sluis
run "it has another receipt" 0 as wi1 open "$(newest)"
rm -rf audit-wmo audit-wi
for unit in wmo wi; do must as ${unit}1 log export audit-$unit; done
run "and is complete" 0 sluis-audit reconcile audit-wmo audit-wi --fingerprint "$fingerprint" --json
expect_json '[(x["sequence"], x["state"]) for x in o["exchanges"] if x["state"] not in ("complete", "unopened")]' '[]'
for unit in wmo wi; do
    run "a second verifier finds nothing in the log of $unit" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done

# --- an older database under the anchor of now ---

rm -rf wmo wi && cp -a gone wmo && cp -a wi-before wi
must restored old.backup older
cp older/store.db wmo/store.db && rm -f wmo/store.db-*
run "the anchor tells" 3 as wmo1 list
run "what is known then" 0 as wmo1 log resume --json
expect_json '(o["behind"], o["entries"] == o["size"], o["seen"] > o["size"])' '["yes", true, true]'
must as wmo1 log resume -o anchored.note --reason 'Somebody put an old copy back.'
must as po1 resumption sign anchored.note --roster roster-2.note --yes
must as po2 resumption sign anchored.note --roster roster-2.note --yes
run "the officers' word is enough" 0 as wmo1 log resume anchored.note
cp wmo/store.db after.db
run "the anchor is the newest again" 0 as wmo1 list
[ "$(log_size wmo1)" -le "$(size_of before-the-loss)" ]
report $? "the log hasn't grown past what was given up" || explain "$(log_size wmo1)"
cp wmo/store.db now.db
cp after.db wmo/store.db && rm -f wmo/store.db-*
run "an older copy of what went on isn't given up with it" 3 as wmo1 list
expect_err 'the anchor has seen'
cp now.db wmo/store.db && rm -f wmo/store.db-*
sent 7.sluis
run "and letters open" 0 as wmo1 open 7.sluis
run "and are receipted" 0 as wi1 open "$(newest)"

# --- a first text that gave up too little, and a second, before the other unit heard of either ---

rm -rf wmo wi && cp -a wmo-untouched wmo && cp -a wi-before wi
both() { # FILE: signed and taken in
    must as po1 resumption sign "$1" --roster roster-2.note --yes
    must as po2 resumption sign "$1" --roster roster-2.note --yes
    must as wmo1 log resume "$1"
}
must as wmo1 log resume --lost-to $((from + 2)) --reason 'The disk broke.' -o little.note
both little.note
sent 9.sluis
run "the other unit saw more" 3 as wmo1 open 9.sluis
must as wmo1 log resume --again --lost-to "$lost" --reason 'Another unit has seen more.' -o enough.note
both enough.note
must as wmo1 open 9.sluis
run "together they are enough, in one letter" 0 as wi1 open "$(newest)"
check "which has no evidence of any" test ! -e wi/evidence
rm -rf audit-wmo audit-wi
for unit in wmo wi; do must as ${unit}1 log export audit-$unit; done
run "and for auditors" 0 sluis-audit reconcile audit-wmo audit-wi --fingerprint "$fingerprint" --json
expect_json '(o["agree"], o["given_up"] > 0)' '[true, true]'
finish
