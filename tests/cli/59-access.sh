#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A colleague joins a unit whose store is there already, and one leaves: who has access,
# who may have it, what is refused, and what whoever left can still open.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
states() { expect_json '[p["person"][7:] + " " + p["state"] for p in o["persons"]]' "$1"; }
next_roster() { # NUMBER: signed
    sign_by roster "roster-$1.note" po1 po2
}
printf '{"wet":"wmo","gegevensbron":"wmo","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1"}\n' >cases.ndjson

run "who made the store gave both clerks access" 0 as wmo1 access list --json
states '["p-wmo1 fits", "p-wmo2 fits"]'
expect_json 'o["finished"]' true
expect_json 'o["changed_by"]' oss.nl/p-wmo1

# --- somebody joins ---

person oss.nl/p-wmo3 wmo3
person oss.nl/p-wmo4 wmo4
person oss.nl/p-wmo5 wmo5
must sluis-officer roster add cards/wmo3.card --roster roster-2.note --unit oss.nl/wmo --role consulent --law wmo --action "${clerk_actions[@]}" -o roster-3.note
must sluis-officer roster add cards/wmo4.card --roster roster-3.note --unit oss.nl/wmo --role consulent --law wmo --action read open
must sluis-officer roster add cards/wmo5.card --roster roster-3.note --unit oss.nl/wmo --role consulent --law wmo --action read open
next_roster 3
mkdir share
cp roster-[123].note grounds.note agreement.note cards/*.card share
run "whoever joins waits for a colleague" 0 as wmo3 join share --fingerprint "$fingerprint"
expect_out 'sluis access add oss.nl/p-wmo3. Then run this again: sluis join share'
run "and is told so by any command" 4 as wmo3 status
expect_err 'your key has no access to this store; a colleague who has gives it'
run "before the store has the roster, there is no mandate" 5 as wmo1 access add oss.nl/p-wmo3
expect_err 'this person is not in the roster'
run "opening the roster says who has no access yet" 0 as wmo1 open roster-3.note
expect_out 'oss.nl/p-wmo3 has a mandate here, and no access yet: `sluis access add oss.nl/p-wmo3`'
run "so does status" 0 as wmo1 status --json
expect_json '[t["id"] for t in o["todo"] if t["task"] == "access"]' '["oss.nl/p-wmo3", "oss.nl/p-wmo4", "oss.nl/p-wmo5"]'
run "and doctor" 0 as wmo1 doctor --json
expect_json '[c["health"] for c in o["checks"] if c["check"] == "access"]' '["remark"]'
run "and the list" 0 as wmo1 access list --lang nl
expect_out 'nog geen toegang: `sluis access add oss.nl/p-wmo3`'

run "somebody looks, and says no" 130 typed wmo1 n -- access add p-wmo3
expect_out 'oss.nl/p-wmo3'
expect_out 'opens the whole store'
expect_out 'Nothing was done'
run "which changed nothing" 0 as wmo1 access list --json
states '["p-wmo1 fits", "p-wmo2 fits", "p-wmo3 no-slot", "p-wmo4 no-slot", "p-wmo5 no-slot"]'

refusals_begin wmo1
refused "an officer" 8 mandate-missing 'no mandate' access add oss.nl/p-po1
refused "a person of another unit" 8 mandate-missing 'no mandate' access add oss.nl/p-wi1
refused "somebody whom nobody knows" 5 person-unknown 'not in the roster' access add oss.nl/p-niemand
refused "a card that the roster doesn't list" 5 person-unknown 'not in the roster' access add cards/wmo3.card
refused "somebody who has access already" 6 none 'has access already' access add oss.nl/p-wmo2
refused "removing somebody who has none" 5 none 'has no access to this store' access remove oss.nl/p-wmo3
refused "nobody" 2 none '' access add
refusals_end
run "whoever has no access gives none" 4 as wmo3 access add oss.nl/p-wmo3

cp -a wmo before
run "a colleague gives access" 0 as wmo1 access add p-wmo3
expect_out 'has access: +oss.nl/p-wmo3'
run "twice" 6 as wmo2 access add oss.nl/p-wmo3
run "and the joiner is in, in the same sitting" 0 as wmo3 join share --fingerprint "$fingerprint"
expect_out 'this key now works with this store'
run "and works" 0 as wmo3 import cases.ndjson
run "the log says who gave it, and to whom" 0 as wmo3 log show --last 8 --json
expect_json '[x["mandate"] + " " + x["access"] + " " + x["recipient"] for x in o["entries"] if x["action"] == "access"]' '["m-1-1 added oss.nl/p-wmo3"]'
run "whose mandate doesn't allow it gives none" 0 as wmo3 access add p-wmo4
must as wmo4 key trust --fingerprint "$fingerprint"
run "as the program says" 8 as wmo4 access add oss.nl/p-wmo5
expect_err 'no mandate for this'
run "nor takes any" 8 as wmo4 access remove oss.nl/p-wmo3

# --- two at once ---

as wmo1 access add p-wmo5 >one.out 2>one.err </dev/null &
pid=$!
second=0
as wmo3 access remove p-wmo4 >two.out 2>two.err </dev/null || second=$?
first=0
wait "$pid" || first=$?
[[ " 0 7 " == *" $first "* && " 0 7 " == *" $second "* && "$first $second" != "7 7" ]]
report $? "one gives and another takes ($first, $second)" || cat one.err two.err
[ "$first" -eq 0 ] || must as wmo1 access add p-wmo5
[ "$second" -eq 0 ] || must as wmo1 access remove p-wmo4
run "both were done" 0 as wmo1 access list --json
states '["p-wmo1 fits", "p-wmo2 fits", "p-wmo3 fits", "p-wmo5 fits", "p-wmo4 no-slot"]'
expect_json 'o["finished"]' true
run "and who has it, has it" 0 as wmo5 key trust --fingerprint "$fingerprint"
run "and who hasn't, hasn't" 4 as wmo4 status

# --- somebody leaves ---

identity_of wmo1
identity_of wmo2
must sluis-officer roster remove oss.nl/p-wmo2 --roster roster-3.note -o roster-4.note
must sluis-officer roster remove oss.nl/p-wmo4 --roster roster-4.note
must sluis-officer roster remove oss.nl/p-wmo5 --roster roster-4.note
next_roster 4
export SLUIS_TEST_NOW=2026-11-24T10:00:00Z
run "a roster without him says that he still has access" 0 as wmo1 open roster-4.note
expect_out 'oss.nl/p-wmo2 has no mandate here any more, and still has access: `sluis access remove oss.nl/p-wmo2`'
run "in Dutch too" 0 as wmo1 status --lang nl
expect_out 'oss.nl/p-wmo2 heeft hier geen mandaat meer, en nog wel toegang'
old_key=$(key_in wmo wmo2)
mkdir kept-slots
cp wmo/store.slots wmo/signing.slots kept-slots
rm -rf before && cp -a wmo before
check "until then his key opens it with stock tools" opens_by wmo "$old_key"
run "what he can still open is told, and somebody says no" 130 typed wmo1 n -- access remove p-wmo2
expect_out 'can still open copies and backups of the store'
expect_out 'made before other units have the roster with'
expect_out 'Nothing was done'
run "and yes" 0 typed wmo1 j -- access remove p-wmo2
expect_out 'has no access any more: +oss.nl/p-wmo2'
run "access that was given since goes too" 0 as wmo1 access remove p-wmo5
run "two are left" 0 as wmo3 access list --json
states '["p-wmo1 fits", "p-wmo3 fits"]'
run "nothing is to be done about access" 0 as wmo3 status --json
expect_json '[t for t in o["todo"] if t["task"].startswith("access")]' '[]'
run "the store holds what it held" 0 as wmo3 list --json
expect_json 'o["total"]' 1
must as wmo3 import cases.ndjson

# --- what his key opens ---

run "the leaver's key opens nothing" 4 as wmo2 status
refute "nor by stock tools" age -d -i wmo2.identity wmo/store.slots
refute "nor does the key that he noted down" opens_by wmo "$old_key"
check "that of today does" opens_by wmo "$(key_in wmo wmo1)"
cp -a wmo today
cp kept-slots/* wmo
run "nor the slots of then with the store of now" 3 as wmo2 status
expect_err 'wrong key|damaged|not fit'
run "which nobody can use, either" 3 as wmo1 status
rm -rf wmo && cp -a today wmo
cp before/store.db wmo
rm -f wmo/store.db-wal wmo/store.db-shm
run "the store of then doesn't open with the slots of now" 3 as wmo1 status
cp kept-slots/* wmo
run "and with those of then it is known to be older" 3 as wmo1 status
expect_err 'older than it was before'
rm -rf wmo && cp -a today wmo
check "what he copied before he can still read, as he was told" opens_by before "$old_key"

# --- what somebody with access does around the tool ---

changed_list() { # SED-EXPRESSION: on the list in the store
    local key text
    key=$(key_in wmo wmo1)
    text=$(printf "PRAGMA key = \"x'%s'\";\nSELECT hex(value) FROM setting WHERE name = 'access';\n" "$key" | sqlcipher -batch wmo/store.db | tail -n 1 | xxd -r -p | sed "$1" | xxd -p | tr -d '\n')
    printf "PRAGMA key = \"x'%s'\";\nUPDATE setting SET value = x'%s' WHERE name = 'access';\n" "$key" "$text" | sqlcipher -batch wmo/store.db >/dev/null
}
changed_list 's/p-wmo3$/p-wmo2/'
run "a list that was forged is refused" 3 as wmo1 access list --json
expect_json 'o["error"]["finding"]' access-list
run "and nothing rests on it" 3 as wmo1 access remove oss.nl/p-wmo3
run "doctor says so" 3 as wmo3 doctor --json
expect_json '[(c["health"], c["finding"]) for c in o["checks"] if c["check"] == "access"]' '[["wrong", "access-list"]]'
run "status too, and goes on" 0 as wmo3 status --json
expect_json '[t["task"] for t in o["todo"] if t["task"].startswith("access")]' '["access-list"]'
rm -rf wmo && cp -a today wmo
recipients=()
for who in wmo1 wmo3 wmo2; do recipients+=(-r "$(sed -n 's/^recipient: //p' "cards/$who.card")"); done
age -d -i wmo1.identity wmo/store.slots >text && age "${recipients[@]}" -o wmo/store.slots text
rm text
run "slots for one more than the list has" 0 as wmo3 access list --json
expect_json 'o["finished"]' false
run "are told" 8 as wmo3 doctor --json
expect_json '[(c["health"], c["finding"]) for c in o["checks"] if c["check"] == "access"]' '[["wrong", "access-unfinished"]]'
run "and mended, by taking away what they gave" 0 as wmo3 access remove p-wmo5
run "which fits again" 0 as wmo1 access list --json
expect_json 'o["finished"]' true
run "the one more is out" 4 as wmo2 status

# --- a clerk's own new key ---

new_key() { # WHO: in the place of the one there was, which is kept
    mv "keys/$1.key" "keys/$1.old.key"
    rm "keys/$1.card" "cards/$1.card"
    person "oss.nl/p-$1" "$1"
}
with_old_key() { SLUIS_KEY=$T/keys/wmo3.old.key SLUIS_HOME=$T/wmo sluis "$@" --passphrase-fd 9 9<"$T/keys/wmo3.pass"; }
identity_of wmo3
new_key wmo3
must sluis-officer roster add cards/wmo3.card --replace --roster roster-4.note -o roster-5.note
next_roster 5
run "a roster with another key of somebody says so" 0 as wmo1 open roster-5.note
expect_out 'oss.nl/p-wmo3 has access with another key than the roster lists: `sluis access add oss.nl/p-wmo3`'
run "status too" 0 as wmo1 status --json
expect_json '[t["id"] for t in o["todo"] if t["task"] == "access"]' '["oss.nl/p-wmo3"]'
run "whose new key opens nothing yet" 4 as wmo3 status
run "nor does the old one let itself in" 8 with_old_key access add p-wmo3
old_key=$(key_in wmo wmo3)
card=$(cat wmo/unit.card)
run "a colleague is told what comes of it" 130 typed wmo1 n -- access add p-wmo3
expect_out "older key. The store is encrypted anew"
refute_out 'gets new ones too'
run "and replaces the slot" 0 as wmo1 access add p-wmo3
expect_out 'store encrypted anew'
check "which costs the unit no keys" test "$(cat wmo/unit.card)" = "$card"
run "the list fits" 0 as wmo1 access list --json
states '["p-wmo1 fits", "p-wmo3 fits"]'
must as wmo3 key trust --fingerprint "$fingerprint"
run "the new key works" 0 as wmo3 list --json
expect_json 'o["total"]' 1
run "the old one opens nothing" 4 with_old_key status
refute "nor by stock tools" age -d -i wmo3.identity wmo/store.slots
refute "nor does the database's key that was noted down" opens_by wmo "$old_key"
run "the log says what was done" 0 as wmo1 log show --last 20 --json
expect_json '[x["access"] + " " + x["recipient"] + " " + str(x["keys"]) for x in o["entries"] if x["access"] == "replaced"]' '["replaced oss.nl/p-wmo3 None"]'
run "twice" 6 as wmo1 access add p-wmo3

mv keys/wmo3.old.key keys/wmo3.first.key
new_key wmo3
must sluis-officer roster add cards/wmo3.card --replace --reason lost --roster roster-5.note -o roster-6.note
next_roster 6
must as wmo1 open roster-6.note
run "a key that was lost had the unit's own in reach" 0 as wmo1 access add p-wmo3
expect_out 'gets new ones too, and no package leaves'
expect_out 'card for the officers: +.*wmo/unit.card'
refute "so that the unit has new ones" test "$(cat wmo/unit.card)" = "$card"
run "which the entry says" 0 as wmo1 log show --last 3 --json
expect_json '[x["access"] + " " + x["keys"] for x in o["entries"] if x["action"] == "access"]' '["replaced renewed"]'
run "and nothing is packed before a roster lists them" 0 as wmo1 status --json
expect_json '[t["task"] for t in o["todo"] if "keys" in t["task"]]' '["unit-keys-wait"]'
must as wmo3 key trust --fingerprint "$fingerprint"

# --- the last ---

must sluis-officer roster remove oss.nl/p-wmo3 --roster roster-6.note -o roster-7.note
next_roster 7
must as wmo1 open roster-7.note
run "nobody takes away his own access, when he would be the last" 8 as wmo1 access remove oss.nl/p-wmo1 --json
expect_json 'o["error"]["finding"]' slot-of-the-last
must as wmo1 access remove p-wmo3
run "nor when the others have gone" 8 as wmo1 access remove oss.nl/p-wmo1
run "who is left opens it" 0 as wmo1 list --json
expect_json 'o["total"]' 1

# --- what auditors say ---

must as wmo1 log export bundle
run "the log verifies" 0 sluis-audit verify bundle --fingerprint "$fingerprint"
run "and by a second verifier" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" bundle "$fingerprint"
refute "no temporary file is left" bash -c 'find wmo -name ".*.tmp" | grep .'
finish
