#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A package that shouldn't have gone is taken back: one that wasn't opened never opens, one that was is restricted
# and decided on, one that waits for approval never leaves. What isn't ours, or went otherwise, is refused.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
: "${SLUIS_FORGE:?}"

partnership
must sluis-officer agreement new --template wmo-wi -o two.note
sed -i -e 's/^id: .*/id: oss-two/' -e 's/^approval_by_two: .*/approval_by_two: true/' two.note
sign_by agreement two.note po1 po2
must as wi1 open two.note
must as wmo1 open two.note
wi_imports eight.csv 8
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
for agreement in oss-wmo-wi oss-two; do
    must as wi1 consent record "${goal[@]}" --agreement "$agreement" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]}"
done
pack() { must as wi1 pack "${goal[@]}" --agreement oss-wmo-wi --record "${@:2}" -o "$1.sluis" --json; json 'o["id"]'; }
status_of() { # WHO EXPRESSION over the letters x that it sent
    as "$1" status --log --json 2>>"$err" | python3 -S -c 'import json, sys
print([eval(sys.argv[1]) for x in json.load(sys.stdin)["exchanges"] if x["direction"] == "sent" and x["kind"] == "cases"])' "$2"
}
outbox() { printf '%s/outbox/oss.nl_%s-%06d-%s.sluis' "$1" "$2" "$3" "$4"; }

# --- it wasn't opened yet ---

one=$(pack one "${ids[0]}")
run "a package is taken back" 0 as wi1 void "$one" --reason wrong-unit --json
expect_json 'o["state"], o["opened"], o["letter_sequence"], o["records"]' '["voided", "no", 2, 1]'
run "its file leaves the outbox, and the letter stands there" 0 ls wi/outbox
expect_out '000002-void'
refute_out '000001-cases'
run "the receiver hears of it" 0 as wmo1 open "$(outbox wi wmo 2 void)" --json
expect_json 'o["files"][0]["what"], o["files"][0]["reason"], o["files"][0]["opened"], o["files"][0]["restricted"]' '["void", "wrong-unit", "no", 0]'
refusals_begin wmo1
refused "and the copy that comes late never opens" 8 package-voided 'voided by its sender' open one.sluis
refusals_end
run "no letter is missed" 0 as wmo1 status --log --json
expect_json 'o["gaps"]' '[]'
must as wi1 open "$(outbox wmo wi 1 receipt)"
refusals_begin wi1
refused "it isn't voided twice" 8 not-to-be-voided 'voided before' void "$one" --reason mistake
refused "nor sent again" 8 not-sent-again 'it was voided' resend "$one" -o again.sluis
refused "an id of nothing" 5 none '' void 00112233445566778899aabbccddeeff --reason mistake
refused "the letter itself" 8 not-to-be-voided 'only a package of cases, or a request' void "$(as wi1 status --log --json | python3 -S -c 'import json, sys
print([x["id"] for x in json.load(sys.stdin)["exchanges"] if x["kind"] == "void"][0])')" --reason mistake
refused "without a reason" 2 none 'wrong-unit' void "$one"
refused "or with words" 2 none 'wrong-unit' void "$one" --reason 'it was about Jan'
refusals_end

# --- it was ---

two=$(pack two "${ids[1]}" "${ids[2]}") # number 3
must as wmo1 open two.sluis
must as wi1 open "$(outbox wmo wi 2 receipt)"
must as wi1 pack "${goal[@]}" --agreement oss-wmo-wi --record "${ids[3]}" -o other.sluis # 4
must as wmo1 open other.sluis
run "what came isn't this unit's to void" 5 as wmo1 void "$two" --reason mistake
run "what arrived is taken back, too" 0 as wi1 void "$two" --reason too-much --json
expect_json 'o["state"], o["opened"], o["letter_sequence"]' '["voided", "yes", 5]'
run "what it brought is restricted there" 0 as wmo1 open "$(outbox wi wmo 5 void)" --json
expect_json 'o["files"][0]["opened"], o["files"][0]["restricted"]' '["yes", 2]'
run "and nothing else" 0 as wmo1 restriction list --json
expect_json 'len(o["restricted"]), {r["state"] for r in o["restricted"]} == {"undecided"}, o["restricted"][0]["consent"]' "[2, true, \"$two\"]"
mapfile -t copies < <(python3 -S -c 'import json, sys; [print(r["id"]) for r in json.load(open(sys.argv[1]))["restricted"]]' "$out")
run "a client who asks why hears that it was taken back" 0 as wi1 why "${ids[1]}" naam.geslachtsnaam --json
expect_json '[x.get("voided") for x in o["exchanges"]]' '["yes"]'
run "there, too" 0 as wmo1 why "${copies[0]}" naam.geslachtsnaam --json
expect_json '[x.get("voided") for x in o["exchanges"]]' '["yes"]'
run "word of it twice is the same letter" 6 as wmo1 open "$(outbox wi wmo 5 void)"
refusals_begin wmo2
refused "what wasn't sent anew isn't unlocked" 8 consent-missing 'send it anew' restriction unlock "${copies[0]}"
refusals_end
run "it is decided on, as what a client withdrew" 0 as wmo2 restriction erase "${copies[0]}" --json
must as wi1 open "$(json 'o["file"]')"
run "the sender hears what became of it" 0 as wi1 status --log --json
expect_json '[x["records"] for x in o["exchanges"] if x["kind"] == "decision"]' '[1]'
pack three "${ids[1]}" "${ids[2]}" >/dev/null
must as wmo1 open three.sluis
run "what came anew may be unlocked" 0 as wmo2 restriction unlock "${copies[1]}"
run "and is used again" 0 as wmo1 list --json
expect_json '[r["restricted"] for r in o["records"] if r["case"]].count("yes")' 0

# --- nobody opened it, and nobody approved it ---

must as wi1 pack "${goal[@]}" --agreement oss-two --record "${ids[4]}" --json
waits=$(json 'o["id"]')
run "what waits for approval never leaves" 0 as wi1 void "$waits" --reason mistake --json
expect_json 'o["state"], "file" in o' '["voided", false]'
run "nor is it approved any more" 5 as wi2 approve "$waits"

# --- the receiver opened it before the letter came, and the receipt crosses it ---

four=$(pack four "${ids[5]}")
must as wi1 void "$four" --reason outdated --json
letter=$(json 'o["file"]')
must as wmo1 open four.sluis
mkdir back && cp wmo/outbox/*-receipt.sluis back/
run "its receipt crosses the letter" 0 as wi1 open back --json
expect_json '[f["answers"] for f in o["files"] if "answers" in f].count("'"$four"'")' 1
check "it stays void" test "$(status_of wi1 'x["state"]' | tr -d ' ')" = "['voided','voided','arrived','arrived','voided','voided']"
must as wmo1 open "$letter"
run "and is restricted there all the same" 0 as wmo1 restriction list --json
expect_json 'len([r for r in o["restricted"] if r["consent"] == "'"$four"'"])' 1
cp wmo/outbox/*-receipt.sluis back/
must as wi1 open back

# --- letters that can't be right ---

five=$(pack five "${ids[6]}")
must as wi1 void "$five" --reason mistake --json
cp "$(json 'o["file"]')" void.sluis
hex=$(as wi1 status --log --json | python3 -S -c 'import json, sys; print([x["id"] for x in json.load(sys.stdin)["exchanges"] if x["kind"] == "cases"][2])')
printf '%s\n' "code	replace|voids/000001.ndjson.gz|\"mistake\"|\"because\"" \
    "key	replace|voids/000001.ndjson.gz|\"reason\":|\"who\":\"Jan\",\"reason\":" \
    "other	replace|voids/000001.ndjson.gz|$five|$hex" \
    "space	replace|voids/000001.ndjson.gz|\"reason\":|\"reason\": " >plan
mkdir forged
check "letters are forged" bash -c '"$0" void.sluis forged wi keys/wi1.key wmo keys/wmo1.key <plan' "$SLUIS_FORGE"
refusals_begin wmo1
refused "another reason" 3 package-content 'bad-value' open forged/code.sluis
refused "a word about somebody" 3 package-content 'unknown-key' open forged/key.sluis
refused "a package that isn't the one" 3 package-malformed 'another letter' open forged/other.sluis
refused "another spelling" 3 package-content '' open forged/space.sluis
refusals_end
must as wmo1 open void.sluis

# --- both logs ---

run "the sender's log holds" 0 as wi1 log export audit
run "for an auditor" 0 sluis-audit verify audit --roster roster-1.note --fingerprint "$fingerprint"
run "and for a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" audit "$fingerprint"
must as wmo1 log export audit-wmo
run "and the receiver's, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" audit-wmo "$fingerprint"
run "both tell of the same letters" 0 sluis-audit reconcile audit audit-wmo --roster roster-1.note --fingerprint "$fingerprint" --json
expect_json '[x["state"] for x in o["exchanges"]].count("void")' 3
run "whose package it was stands in private in the log" 0 as wi1 log show --private --last 200 --json
expect_json '[json.loads(e["private"])["reason"] for e in o["entries"] if e["action"] == "void"][:2]' '["wrong-unit", "too-much"]'
finish
