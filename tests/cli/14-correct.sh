#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What isn't right is put right where it came from, and whoever got it is told (AVG 16, 19): those fields alone that
# had gone there, in whatever order letters come, and on to the next. A receiver disputes; an import is noticed.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
: "${SLUIS_FORGE:?}"

partnership
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"%s","naam.voornamen":"Jan","geboorte.datum":"1960-01-0%s","postcode":"5341AB","huisnummer":1,"zaak.identificatie":"%s"}\n' \
    999990019 Brouwer 1 Z-1 999990020 Adelaar 2 Z-2 999990032 Dekker 3 Z-3 999990044 Smit 4 Z-4 999990093 Vos 5 Z-5 >cases.ndjson
must as wi1 import cases.ndjson
declare -A wi wmo # the ids of their records, by case
learn() { # WHO NAME: they are these
    local -n of=$2
    must as "$1" list --json
    while read -r case id; do of["$case"]=$id; done < <(python3 -S -c 'import json, sys
for r in json.load(open(sys.argv[1]))["records"]: print(r["case"], r["id"])' "$out")
}
learn wi1 wi
has() { # WHO CASE FIELD: what the record says
    local id=${wi[$2]}
    [ "$1" = wi1 ] || id=${wmo[$2]}
    as "$1" show "$id" --to-client --json 2>>"$err" | python3 -S -c 'import json, sys
print(json.load(sys.stdin)["records"][0]["record"].get(sys.argv[1], ""))' "$3"
}
opens() { must as "$1" open "$2" --json; } # WHO FILE
letter() { json 'o["letters"][0]["file"]'; }
corrects() { # CASE JSON [ARGUMENT…]: what it says by now at Work and Income, who tells the others
    printf '%s' "$2" >changes
    as wi1 record correct "${wi[$1]}" --changes-from changes --reason inaccurate --found-by client "${@:3}"
}
outcome_of() { # CASE: what came of its last correction, as Work and Income knows
    as wi1 record corrections --json 2>>"$err" | python3 -S -c 'import json, sys
print([x["outcome"] + " " + x["reason"] for x in json.load(sys.stdin)["corrections"] if x["record"] == sys.argv[1] and x["what"] == "corrected"][-1].strip())' "${wi[$1]}"
}
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-06-01 "${said[@]}"
must as wi1 pack "${goal[@]}" --record "${wi[Z-1]}" "${wi[Z-2]}" "${wi[Z-3]}" "${wi[Z-4]}" -o cases.sluis --json
package=$(json 'o["id"]')
opens wmo1 cases.sluis
learn wmo1 wmo

# --- a record is corrected, and who has it is told ---

export SLUIS_TEST_NOW=2026-11-23T11:00:00Z
printf '{"naam.voornamen":"Johanna","contact.telefoon":"0612345678"}' >changes
run "a record is corrected where it is" 0 as wi1 record correct "${wi[Z-1]}" --changes-from changes --reason inaccurate --found-by client --json
expect_json 'o["fields"], o["records"], [l["to"] for l in o["letters"]]' '["naam.voornamen contact.telefoon", 1, ["oss.nl/wmo"]]'
cp "$(letter)" first.sluis
run "what it said before stays in its history" 0 as wi1 show "${wi[Z-1]}" --history --json
expect_json '[r["record"]["naam.voornamen"] for r in o["records"]]' '["Johanna", "Jan"]'
check "who has it isn't known to know yet" test "$(outcome_of Z-1)" = waiting
run "the receiver opens it" 0 as wmo1 open first.sluis --json
expect_json 'o["files"][0]["applied"], o["files"][0]["kept"], o["files"][0]["unknown"]' '[1, 0, 0]'
cp "$(json 'o["files"][0]["answer"]')" answer.sluis
check "its copy is right now" test "$(has wmo1 Z-1 naam.voornamen)" = Johanna
check "what hadn't gone to it didn't go now" test -z "$(has wmo1 Z-1 contact.telefoon)"
run "what it had before stays in its history, too" 0 as wmo1 show "${wmo[Z-1]}" --history --json
expect_json 'len(o["records"]), o["records"][0]["retain_until"] == o["records"][1]["retain_until"]' '[2, true]'
run "opened twice, nothing changes" 6 as wmo1 open first.sluis
run "the sender hears what came of it" 0 as wi1 open answer.sluis --json
expect_json 'o["files"][0]["applied"]' 1
check "record by record" test "$(outcome_of Z-1)" = applied

run "a client who asks why hears that it went, and went again" 0 as wi1 why "${wi[Z-1]}" naam.voornamen --json
expect_json '[x["outcome"] for x in o["exchanges"]], "receipt_entry" in o["exchanges"][1]' '[["went", "corrected"], false]'
run "there, too" 0 as wmo1 why "${wmo[Z-1]}" naam.voornamen --json
expect_json '[x["outcome"] for x in o["exchanges"]]' '["went", "corrected"]'
run "of what wasn't corrected, that it went" 0 as wi1 why "${wi[Z-1]}" naam.geslachtsnaam --json
expect_json '[x["outcome"] for x in o["exchanges"]]' '["went"]'

# --- what isn't corrected here ---

refusals_begin wi1
printf '{"naam.voornamen":"Johanna"}' >changes
refused "what it says already" 8 not-to-be-corrected 'says so already' record correct "${wi[Z-1]}" --changes-from changes --reason inaccurate --found-by client
printf '{"burgerservicenummer":"999990111"}' >changes
refused "who it is about" 8 not-to-be-corrected 'another client' record correct "${wi[Z-1]}" --changes-from changes --reason inaccurate --found-by client
printf '{"zaak.identificatie":"Z-9"}' >changes
refused "or which case it is" 8 not-to-be-corrected 'another case' record correct "${wi[Z-1]}" --changes-from changes --reason inaccurate --found-by client
printf '{"geboorte.datum":"1960-13-01"}' >changes
refused "a value that can't be" 1 field-value 'geboorte.datum' record correct "${wi[Z-1]}" --changes-from changes --reason inaccurate --found-by client
printf '{"schoenmaat":"43"}' >changes
refused "a field that there isn't" 1 field-unknown 'schoenmaat' record correct "${wi[Z-1]}" --changes-from changes --reason inaccurate --found-by client
printf 'naam.voornamen: Jan' >changes
refused "what isn't an object of fields" 1 syntax '' record correct "${wi[Z-1]}" --changes-from changes --reason inaccurate --found-by client
refused "a record that there isn't" 5 none '' record correct 00112233445566778899aabbccddeeff --changes-from changes --reason inaccurate --found-by client
refused "a reason in words" 2 none 'inaccurate' record correct "${wi[Z-1]}" --changes-from changes --reason 'zij zegt het zelf' --found-by client
refusals_end
printf '{"naam.voornamen":"Piet"}' >changes
refusals_begin wmo1
refused "a record that came from elsewhere" 8 not-to-be-corrected 'record dispute' record correct "${wmo[Z-2]}" --changes-from changes --reason inaccurate --found-by client
refusals_end
run "of what never left nobody is told" 0 corrects Z-5 '{"naam.voornamen":"Eva"}' --json
expect_json 'o["letters"]' '[]'

# --- an older one behind a newer one ---

export SLUIS_TEST_NOW=2026-11-23T12:00:00Z
must corrects Z-2 '{"naam.voornamen":"Kees"}' --json; cp "$(letter)" older.sluis
must corrects Z-2 '{"naam.geslachtsnaam":"Adelaars","huisnummer":null}' --json; cp "$(letter)" newer.sluis
run "the newer one comes first, and has all that is otherwise" 0 as wmo1 open newer.sluis --json
cp "$(json 'o["files"][0]["answer"]')" answer.sluis
expect_json 'o["files"][0]["applied"]' 1
check "its values" test "$(has wmo1 Z-2 naam.voornamen) $(has wmo1 Z-2 naam.geslachtsnaam) $(has wmo1 Z-2 huisnummer)" = "Kees Adelaars "
run "the older one is overtaken" 0 as wmo1 open older.sluis --json
expect_json 'o["files"][0]["overtaken"], o["files"][0]["applied"]' '[1, 0]'
cp "$(json 'o["files"][0]["answer"]')" overtaken.sluis
check "and takes nothing back" test "$(has wmo1 Z-2 naam.geslachtsnaam)" = Adelaars
opens wi1 overtaken.sluis
opens wi1 answer.sluis

# --- back to what it said at first ---

must corrects Z-4 '{"naam.voornamen":"Piet"}' --json
opens wmo1 "$(letter)"
run "what is as it was is told, too" 0 corrects Z-4 '{"naam.voornamen":"Jan"}' --json
expect_json 'len(o["letters"])' 1
opens wmo1 "$(letter)"
opens wi1 "$(json 'o["files"][0]["answer"]')"
check "and is so there" test "$(has wmo1 Z-4 naam.voornamen) $(outcome_of Z-4)" = "Jan applied"

# --- behind an answer, which brings what was asked alone ---

must as wmo1 request huisnummer --from oss.nl/wi --purpose onderzoek-2.3.2 --by 2026-12-01 --record "${wmo[Z-2]}" --json; cp "$(json 'o["file"]')" asks.sluis
must as wi1 open asks.sluis --json
asked=$(json 'o["files"][0]["id"]')
must corrects Z-2 '{"naam.voornamen":"Koos","huisnummer":7}' --json; cp "$(letter)" late.sluis
must corrects Z-2 '{"huisnummer":9}' --json
must as wi1 answer "$asked" -o answers.sluis
opens wmo1 answers.sluis
run "a correction that comes behind it is applied to the rest" 0 as wmo1 open late.sluis --json
expect_json 'o["files"][0]["applied"], o["files"][0]["overtaken"]' '[1, 0]'
check "what was asked stays as answered" test "$(has wmo1 Z-2 naam.voornamen) $(has wmo1 Z-2 huisnummer)" = "Koos 9"
must corrects Z-2 '{"naam.voornamen":"Kees"}' --json
opens wmo1 "$(letter)"

# --- its client had it restricted ---

must as wmo2 client restrict "${wmo[Z-2]}" --asked 2026-11-23
must corrects Z-2 '{"naam.voornamen":"Krelis"}' --json
opens wmo1 "$(letter)"
expect_json 'o["files"][0]["kept"]' 1
opens wi1 "$(json 'o["files"][0]["answer"]')"
check "then a correction waits" test "$(outcome_of Z-2) $(has wmo1 Z-2 naam.voornamen)" = "kept restricted Kees"
must corrects Z-2 '{"huisnummer":11}' --json
opens wmo1 "$(letter)"
opens wi1 "$(json 'o["files"][0]["answer"]')"
must as wmo2 client unrestrict "${wmo[Z-2]}" --told 2026-11-23
check "until the client lets go of it" test "$(has wmo1 Z-2 naam.voornamen) $(has wmo1 Z-2 huisnummer)" = "Krelis 11"
run "none of them waits any more" 0 as wmo1 record corrections --json
expect_json '[x for x in o["corrections"] if x["what"] == "correction-came" and x["outcome"] in ("", "waiting")]' '[]'
opens wi1 "$(find wmo/outbox -name "*-outcome.sluis" | sort | tail -n 1)"
check "and its sender knows" test "$(outcome_of Z-2)" = applied
must corrects Z-2 '{"naam.voornamen":"Kees"}' --json
opens wmo1 "$(letter)"

# --- restricted, or erased ---

must as wi1 consent list --record "${wi[Z-3]}" --json
must as wi1 consent withdraw "$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent"][0]')" --json
opens wmo1 "$(json 'o["file"]')"
must corrects Z-3 '{"naam.voornamen":"Rie"}' --json
run "of what is restricted a correction waits" 0 as wmo1 open "$(letter)" --json
expect_json 'o["files"][0]["kept"], o["files"][0]["applied"]' '[1, 0]'
opens wi1 "$(json 'o["files"][0]["answer"]')"
check "and the sender knows why" test "$(outcome_of Z-3)" = "kept restricted"
check "nothing changed there" test "$(has wmo1 Z-3 naam.voornamen)" = Jan
must as wmo2 restriction erase "${wmo[Z-3]}"
must corrects Z-3 '{"naam.voornamen":"Ria"}' --json
run "what was erased is unknown there" 0 as wmo1 open "$(letter)" --json
expect_json 'o["files"][0]["unknown"]' 1
opens wi1 "$(json 'o["files"][0]["answer"]')"
check "and the sender knows that" test "$(outcome_of Z-3)" = unknown

# --- letters that can't be right ---

must corrects Z-4 '{"naam.voornamen":"Wim"}' --json; cp "$(letter)" four.sluis
line='corrections/000001.ndjson.gz'
printf '%s\n' "more	replace|$line|\"naam.voornamen\":\"Wim\"|\"naam.voornamen\":\"Wim\",\"ikWil\":\"rust\"" \
    "empty	replace|$line|\"naam.voornamen\":\"Wim\"|\"regisseur\":\"oss.nl/wi\"" \
    "who	replace|$line|\"naam.voornamen\":\"Wim\"|\"burgerservicenummer\":\"999990111\"" \
    "code	replace|$line|\"found\":\"client\"|\"found\":\"Wim Smit\"" \
    "key	replace|$line|\"reason\":|\"because\":\"Wim\",\"reason\":" \
    "early	replace|$line|$package|00112233445566778899aabbccddeeff" \
    "value	replace|$line|\"Wim\"|7" >plan
mkdir forged
check "letters are forged" bash -c '"$0" four.sluis forged wi keys/wi1.key wmo keys/wmo1.key <plan' "$SLUIS_FORGE"
refusals_begin wmo1
refused "a field that isn't agreed" 8 field-not-agreed 'ikWil' open forged/more.sluis
refused "one that was empty when it went" 8 field-not-agreed "regisseur.*wasn't in the package" open forged/empty.sluis
refused "another client" 3 package-malformed 'another client' open forged/who.sluis
refused "a person's name for a code" 3 package-content '' open forged/code.sluis
refused "a member more" 3 package-content '' open forged/key.sluis
refused "of a package that never came" 8 package-before-its-own '' open forged/early.sluis
refused "a value of another kind" 3 package-content '' open forged/value.sluis
refusals_end
opens wmo1 four.sluis
opens wi1 "$(json 'o["files"][0]["answer"]')"
check "as it was made it is right" test "$(has wmo1 Z-4 naam.voornamen)" = Wim

# --- a receiver disputes ---

export SLUIS_TEST_NOW=2026-11-23T13:00:00Z
disputes() { # CASE JSON: what the Wmo says that it should say
    printf '%s' "$2" >changes
    as wmo1 record dispute "${wmo[$1]}" --changes-from changes --reason outdated --found-by self --json
}
run "who got it says what it should say" 0 disputes Z-4 '{"postcode":"5342AC"}'
cp "$(letter)" dispute.sluis
check "and changes nothing" test "$(has wmo1 Z-4 postcode)" = 5341AB
run "it comes to where the record is" 0 as wi1 open dispute.sluis --json
expect_json 'o["files"][0]["disputed"], o["files"][0]["unknown"]' '[1, 0]'
run "and stands among what is to be done" 0 as wi1 status --json
expect_json '[t["before"] for t in o["todo"] if t["task"] == "answer-dispute"], o["disputed"]' '[["2026-12-23T13:00:00Z"], 1]'
run "it is right, says who has it" 0 as wi1 record correct "${wi[Z-4]}" --as-disputed --reason outdated --found-by unit --json
cp "$(letter)" corrected.sluis
run "so the answer corrects the copy" 0 as wmo1 open corrected.sluis --json
expect_json 'o["files"][0]["applied"]' 1
opens wi1 "$(json 'o["files"][0]["answer"]')"
check "as was asked" test "$(has wmo1 Z-4 postcode)" = 5342AC
run "who asked sees that" 0 as wmo1 record corrections --json
expect_json '[x["outcome"] for x in o["corrections"] if x["what"] == "disputed"]' '["applied"]'
refusals_begin wi1
refused "it is answered once" 8 nothing-disputed '' record correct "${wi[Z-4]}" --as-disputed --reason outdated --found-by unit
refused "of what nobody disputes nothing is kept" 8 nothing-disputed '' record keep "${wi[Z-4]}" --reason established
printf '{"postcode":"5342AC"}' >changes
refused "an own record isn't disputed" 8 not-to-be-corrected 'record correct' record dispute "${wi[Z-1]}" --changes-from changes --reason outdated --found-by self
refusals_end
must disputes Z-2 '{"naam.voornamen":"Klaas"}'
cp "$(letter)" second.sluis
opens wi1 second.sluis
run "or it is kept, and why" 0 as wi1 record keep "${wi[Z-2]}" --reason register --json
cp "$(letter)" kept.sluis
run "who asked is told" 0 as wmo1 open kept.sluis --json
expect_json 'o["files"][0]["kept_there"], "answer" in o["files"][0]' '[1, false]'
check "nothing changed" test "$(has wmo1 Z-2 naam.voornamen)" = Kees
run "and the reason is there" 0 as wmo1 record corrections --json
expect_json '[x["outcome"] + " " + x["reason"] for x in o["corrections"] if x["what"] == "disputed"]' '["applied ", "kept register"]'
printf '{"contact.telefoon":"0612345678"}' >changes
refusals_begin wmo1
refused "what didn't come from there isn't disputed there" 8 field-not-agreed "didn't come from there" record dispute "${wmo[Z-2]}" --changes-from changes --reason outdated --found-by self
printf '{"burgerservicenummer":"999990111"}' >changes
refused "nor who it is about" 8 not-to-be-corrected 'another client' record dispute "${wmo[Z-2]}" --changes-from changes --reason inaccurate --found-by self
refusals_end
must disputes Z-2 '{"naam.voornamen":"Nico"}'
cp "$(letter)" third.sluis
printf '%s\n' "field	replace|disputes/000001.ndjson.gz|\"naam.voornamen\":\"Nico\"|\"contact.telefoon\":\"0612345678\"" \
    "other	replace|disputes/000001.ndjson.gz|\"package\":\"|\"package\":\"00" >plan
check "disputes are forged" bash -c '"$0" third.sluis forged wmo keys/wmo1.key wi keys/wi1.key <plan' "$SLUIS_FORGE"
refusals_begin wi1
refused "a dispute brings nothing that isn't agreed" 8 field-not-agreed 'contact.telefoon' open forged/field.sluis
refused "and is about a letter that was sent" 3 package-content '' open forged/other.sluis
refusals_end

# --- an import changes what had left ---

export SLUIS_TEST_NOW=2026-11-23T14:00:00Z
python3 -S - "$T" <<'END'
import json
rows = [json.loads(l) for l in open("cases.ndjson")]
said = {"Z-1": {"naam.voornamen": "Johanna", "huisnummer": 7, "contact.telefoon": "0612345678"}, "Z-5": {"huisnummer": 9, "naam.voornamen": "Eva"}}
with open("later.ndjson", "w") as out:
    for r in rows:
        if r["zaak.identificatie"] in said: out.write(json.dumps({**r, **said[r["zaak.identificatie"]]}) + "\n")
END
run "an import that is only tried says so, too" 0 as wi1 import later.ndjson --dry-run --json
expect_json 'o["changed"], o["left"], o["due"]' '[2, 1, [{"unit": "oss.nl/wmo", "records": 1}]]'
run "of what it changes, what had left is told" 0 as wi1 import later.ndjson --json
expect_json 'o["changed"], o["left"], o["due"]' '[2, 1, [{"unit": "oss.nl/wmo", "records": 1}]]'
import=$(json 'o["import"]')
run "and is to be done" 0 as wi1 status --json
expect_json '[t["peer"] for t in o["todo"] if t["task"] == "correct"], o["corrections_due"]' '[["oss.nl/wmo"], 1]'
must as wi1 import --undo "$import"
run "taken back, it isn't any more" 0 as wi1 status --json
expect_json 'o["corrections_due"]' 0
must as wi1 import later.ndjson
run "whoever got it is told" 0 as wi1 record correct --changed --reason outdated --found-by self --json
expect_json 'o["records"], [l["to"] for l in o["letters"]]' '[1, ["oss.nl/wmo"]]'
opens wmo1 "$(letter)"
expect_json 'o["files"][0]["applied"]' 1
opens wi1 "$(json 'o["files"][0]["answer"]')"
check "and has it" test "$(has wmo1 Z-1 huisnummer) $(has wmo1 Z-1 contact.telefoon)" = "7 "
run "then nothing is due" 0 as wi1 record correct --changed --reason outdated --found-by self --json
expect_json 'o["records"], o["letters"]' '[0, []]'

# --- unlocked, and after the agreement ended ---

must as wi1 consent list --record "${wi[Z-4]}" --json
must as wi1 consent withdraw "$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent"][0]')" --json
opens wmo1 "$(json 'o["file"]')"
must corrects Z-4 '{"naam.voornamen":"Willem"}' --json
opens wmo1 "$(letter)"
expect_json 'o["files"][0]["kept"]' 1
opens wi1 "$(json 'o["files"][0]["answer"]')"
check "a correction waits" test "$(outcome_of Z-4)" = "kept restricted"
export SLUIS_TEST_NOW=2026-11-24T10:00:00Z
must as wi1 consent record --kind consent "${goal[@]}" --until 2027-06-01 "${said[@]}" --record "${wi[Z-4]}"
must as wi1 pack "${goal[@]}" --record "${wi[Z-5]}" "${wi[Z-4]}" -o anew.sluis
must as wi1 consent list --record "${wi[Z-4]}" --json
opens wmo1 anew.sluis
run "once it is unlocked it is applied, or a later package was" 0 as wmo2 restriction unlock "${wmo[Z-4]}" --json
answer=$(json 'o["answer"]')
check "the record is right" test "$(has wmo1 Z-4 naam.voornamen)" = Willem
opens wi1 "$answer"
check "and its sender knows" test "$(outcome_of Z-4)" = overtaken
export SLUIS_TEST_NOW=2029-11-24T10:00:00Z
must corrects Z-1 '{"naam.voornamen":"Johanna Maria"}' --json
run "what isn't right is told, too, when the agreement is over" 0 as wmo1 open "$(letter)" --json
expect_json 'o["files"][0]["applied"]' 1
opens wi1 "$(json 'o["files"][0]["answer"]')"

# --- both logs ---

for unit in wi wmo; do
    must as "${unit}1" log export "audit-$unit"
    run "the log of $unit holds" 0 sluis-audit verify "audit-$unit" --roster roster-1.note --fingerprint "$fingerprint"
    run "also for a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
run "both tell of the same letters" 0 sluis-audit reconcile audit-wi audit-wmo --roster roster-1.note --fingerprint "$fingerprint" --json
expect_json '[f for l in o["logs"] for f in [l["findings"]]]' '[0, 0]'
finish
