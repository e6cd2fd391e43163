#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A breach: whose data a letter, a stick, a key or the store laid open, as the log knows it; texts with blanks
# where people judge; and the hours that the law gives, until it is said what became of it.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
wi_imports six.csv 6
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:0:3}"
must as wi1 pack "${goal[@]}" --record "${ids[@]:0:3}" -o three.sluis --json
package=$(json 'o["id"]')
must as wmo1 open three.sluis
must as wi1 show "${ids[0]}" --json
bsn=$(json 'o["records"][0]["record"]["burgerservicenummer"]')
name=$(json 'o["records"][0]["record"]["naam.geslachtsnaam"]')

# --- a letter ---

learned=2026-11-23T12:00
later() { at 2026-11-23T12:00:00Z "$@"; }
run "no breach was put down yet" 0 as wi1 incident list --json
expect_json 'o["breaches"]' '[]'
run "a letter may have come to others" 0 later as wi1 incident report --package "$package" --learned "$learned" -o texts --json
expect_json '[o["breach"], o["about"], o["learned"], o["due"], o["state"]]' '[1, "package", "2026-11-23T11:00:00Z", "2026-11-26T11:00:00Z", "open"]'
expect_json '[o["clients"], o["records"], o["readable"], [p for p in o["places"]]]' '[3, 3, false, []]'
expect_json '[[l["direction"], l["peer"], l["sequence"], l["clients"]] for l in o["letters"]]' '[["sent", "oss.nl/wmo", 1, 3]]'
expect_json '[[k["holder"], k["compromised"]] for k in o["keys"]]' '[["oss.nl/wmo", "no"]]'
expect_json '[f["records"] for f in o["fields"] if f["field"] == "burgerservicenummer"]' '[3]'
expect_json '"named" in o' false
cp "$out" told.json
must as wmo1 list --json
mapfile -t copies < <(json '"\n".join(r["id"] for r in o["records"])')
for copy in "${copies[@]}"; do must as wmo1 show "$copy" --json; cp "$out" "copy-$copy"; done
check "those fields that the receiver has, of as many records" python3 "$SLUIS_SOURCE/tests/cli/fields_of_copies.py" told.json copy-*
check "the form and the letter are there, as text and as pages" bash -c 'test -s texts.txt && test -s texts.html && test -s texts-client.txt && test -s texts-client.html'
check "with blanks where people judge" grep -q 'how serious that is *: *\[to fill in\]' texts.txt
refute "and no client in any" grep -qE "$bsn|$name" texts.txt texts.html texts-client.txt texts-client.html
run "it says who the clients are, to who may read" 0 later as wi1 incident show 1 --clients --json
expect_json '[len(o["named"]), any("'"$name"'" in c["client"] for c in o["named"])]' '[3, true]'
run "a letter to one of them" 0 later as wi1 incident show 1 --client "${ids[0]}" -o letter
check "names her, and which data" bash -c 'grep -q "$0" letter.txt && grep -q BSN letter.txt' "$name"
refute "but no value but name and address" grep -q "$bsn" letter.txt letter.html
run "a client whom it isn't about gets none" 5 later as wi1 incident show 1 --client "${ids[4]}" -o other
check "nothing is written of her" test ! -e other.txt

# --- the hours ---

run "status counts them" 0 later as wi1 status --json
expect_json '[[t["id"], t["before"]] for t in o["todo"] if t["task"] == "breach"]' '[["1", "2026-11-26T11:00:00Z"]]'
run "and says when they are over" 0 at 2026-11-26T11:00:00Z as wi1 status
expect_out 'Too late: report breach 1'
run "who may not decide doesn't say what became of it" 8 later as wi1 incident note 1 --reported 2026-11-23T12:30
run "it isn't closed before that is said" 8 later as wi2 incident close 1
run "nor reported before it was known" 1 later as wi2 incident note 1 --reported 2026-11-23T11:59
run "nor tomorrow" 1 later as wi2 incident note 1 --reported 2026-11-24T12:00
run "nor for a reason of the other article" 2 later as wi2 incident note 1 --not-reported no-high-risk
run "nor both at once" 2 later as wi2 incident note 1 --reported 2026-11-23T12:30 --not-told no-high-risk
run "nor of one that there isn't" 5 later as wi2 incident note 7 --reported 2026-11-23T12:30
run "it was reported" 0 later as wi2 incident note 1 --reported 2026-11-23T12:30 --reason 'Nummer 123' --json
expect_json '[o["reported"], o["state"]]' '["2026-11-23T11:30:00Z", "open"]'
run "then the clients are next" 0 at 2026-11-27T09:00:00Z as wi1 status
expect_out 'Tell the clients of breach 1'
run "they aren't told, on an article" 0 later as wi2 incident note 1 --not-told unintelligible --json
run "it is closed" 0 later as wi2 incident close 1 --json
expect_json '[o["not_told"], o["state"]]' '["unintelligible", "closed"]'
run "once" 8 later as wi2 incident close 1
run "status forgets it" 0 at 2026-11-27T09:00:00Z as wi1 status --json
expect_json '[t for t in o["todo"] if t["task"] == "breach"]' '[]'

# --- a stick ---

mkdir stick
cp three.sluis stick/holiday.jpg # whatever its name
head -c 3000 three.sluis >stick/cut.sluis
printf 'age-encryption.org/v1\n-> X25519 broken' >stick/broken.sluis
: >stick/empty.sluis
age-keygen -o stranger 2>/dev/null
age -r "$(age-keygen -y stranger)" -o stick/strange.age texts.txt
cp wmo/outbox/*-receipt.sluis stick/receipt.sluis
cp keys/wi1.key stick/
printf 'bsn;naam\n999990019;x\n' >stick/list.csv
run "a stick that was lost" 0 later as wi1 incident report --stick stick/* stick/none --learned "$learned" -o stick-texts --json
expect_json '{f["file"].split("/")[1]: f["is"] for f in o["files"]}' '{"broken.sluis": "broken", "cut.sluis": "letter", "empty.sluis": "empty", "holiday.jpg": "letter", "list.csv": "clear", "receipt.sluis": "to-us", "strange.age": "encrypted", "wi1.key": "key-file", "none": "unreadable"}'
expect_json '[o["clients"], [l["sequence"] for l in o["letters"]], o["readable"]]' '[3, [1], true]'
expect_json '{f["package"] for f in o["files"] if f["is"] == "letter"} == {"'"$package"'"}' true
run "of strangers' files alone nobody is told" 0 later as wi1 incident report --stick stick/strange.age stick/empty.sluis --learned "$learned" --json
expect_json '[o["clients"], o["letters"], o["keys"], o["readable"]]' '[0, [], [], false]'

# --- a key, and the store ---

run "another unit's key" 0 later as wi1 incident report --key-of oss.nl/wmo --learned "$learned" --json
expect_json '[o["holder"], o["clients"], [(p["place"], p["count"]) for p in o["places"]], o["readable"]]' '["oss.nl/wmo", 3, [["letters", 1]], true]'
number=$(json 'o["breach"]')
run "from then on a letter to it counts as read" 0 later as wi1 incident show 1 --json
expect_json 'o["readable"]' true
run "unless it turns out that it was no breach" 0 later as wi2 incident note "$number" --not-reported no-breach
run "then not" 0 later as wi1 incident show 1 --json
expect_json 'o["readable"]' false
run "a colleague's key opens the store" 0 later as wi1 incident report --key-of oss.nl/p-wi2 --learned "$learned" --json
expect_json '[[p["place"] for p in o["places"]], o["clients"] >= 6, o["readable"]]' '[["store"], true, true]'
run "the key of somebody elsewhere opens nothing here" 0 later as wi1 incident report --key-of oss.nl/p-wmo1 --learned "$learned" --json
expect_json '[o["places"], o["clients"]]' '[[], 0]'
run "the store, of which a key is known to be gone" 0 later as wi1 incident report --store --learned "$learned" --json
expect_json '[[p["place"] for p in o["places"]], [k["holder"] for k in o["keys"] if k["compromised"] == "yes"], o["readable"]]' '[["store"], ["oss.nl/p-wi2"], true]'

# --- a correction, a disclosure, and a client who went ---

printf '{"naam.voornamen":"Johanna"}' >changes
must later as wi1 record correct "${ids[2]}" --changes-from changes --reason inaccurate --found-by client --json
must later as wi1 status --log --json
correction=$(json '[l["id"] for l in o["exchanges"] if l["kind"] == "correction"][0]')
run "a correction tells what it put right, and nothing else" 0 later as wi1 incident report --package "$correction" --learned 2026-11-23T13:00 --json
expect_json '[o["clients"], [f["field"] for f in o["fields"]]]' '[1, ["naam.voornamen"]]'
must later as wi1 log disclose --to oss.nl/p-po1 --reason onderzoek --record "${ids[3]}" "${ids[4]}" -o given.age
run "whom a disclosure showed counts" 0 later as wi1 incident report --key-of oss.nl/p-po1 --learned "$learned" --json
expect_json '[[p["place"] for p in o["places"]], o["clients"], [(f["field"], f["records"]) for f in o["fields"]]]' '[["disclosures"], 2, [["burgerservicenummer", 2]]]'
must later as wi1 log disclose --to oss.nl/p-po2 --reason onderzoek --record "${ids[3]}" -o given-2.age
run "of one client, what the record says may have gone too" 0 later as wi1 incident report --key-of oss.nl/p-po2 --learned "$learned" --json
expect_json '[o["clients"], [f for f in o["fields"] if f["records"] != 1], len(o["fields"]) > 3]' '[1, [], true]'
must later as wi1 log disclose --to oss.nl/p-wi2 --reason onderzoek --record "${ids[0]}" -o given-3.age
must later as wi1 incident report --key-of oss.nl/p-wi2 --learned "$learned" --json
clients=$(json 'o["clients"]')
sed "s/^$bsn;/999990019;/" six.csv >moved.csv # the case is another client's from now on
must later as wi1 import moved.csv --map "$map"
run "whom a disclosure showed before counts beside the store" 0 later as wi1 incident report --key-of oss.nl/p-wi2 --learned "$learned" --json
expect_json 'o["clients"]' "$((clients + 1))"
run "whose case it is now isn't whom the letter was about" 5 later as wi1 incident show 1 --client "${ids[0]}" -o moved

# --- what can't be ---

refusals_begin wi1
refused "a letter that never went" 5 none '' incident report --package 00112233445566778899aabbccddeeff --learned "$learned"
refused "a key that nobody has" 5 none 'roster' incident report --key-of oss.nl/p-nobody --learned "$learned"
refused "learned tomorrow" 1 bad-value "hasn't come" incident report --store --learned 2026-11-24T12:00
refused "learned before it was sent" 1 bad-value 'before what it is about' incident report --package "$package" --learned 2026-11-20T12:00
refused "learned before the store was there" 1 bad-value 'before what it is about' incident report --store --learned 2020-01-01T12:00
refused "an hour that never came" 2 none 'moment' incident report --store --learned 2026-03-29T02:30
refused "no moment at all" 2 none 'learned' incident report --store
refused "about nothing" 2 none 'one of these' incident report --learned "$learned"
refused "about two things" 2 none 'one of these' incident report --store --key-of oss.nl/wmo --learned "$learned"
refused "files without a stick" 2 none 'stick' incident report --store three.sluis --learned "$learned"
refused "a stick without files" 2 none 'stick' incident report --stick --learned "$learned"
refusals_end

# --- what the log tells ---

must as wi1 log export audit
grep -rhaoE '"action":"breach"[^}]*' audit/tile/entries | grep -oE '"decision":"[a-z-]+"(,"reason":"[a-z-]+","article":"[^"]*")?' | head -6 >steps
check "each step is in the log, with its article" test "$(tr '\n' ' ' <steps)" = '"decision":"learned" "decision":"written" "decision":"written" "decision":"reported" "decision":"not-told","reason":"unintelligible","article":"AVG art. 34 lid 3 onder a" "decision":"closed" '
run "the auditor finds nothing wrong" 0 at 2026-11-24T09:00:00Z sluis-audit verify audit --fingerprint "$fingerprint" --json
run "nor does a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" audit "$fingerprint"
refute "no client is in the bundle" grep -rqaE "$bsn|$name" audit
finish
