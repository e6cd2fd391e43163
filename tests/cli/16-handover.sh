#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Who directs a case goes from one unit to another by a letter, and at most one does at any time: whatever is
# lost, late, doubled or sent by who doesn't direct it, and after a backup was restored. Where none does, the
# unit that the case is of asks.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
must sluis-officer agreement new --template wmo-wi -o plan.note
sed -i -e 's/^id: .*/id: oss-plan/' -e 's/^catalogue: /accept: "7"\nhandover: "true"\n&/' plan.note
sign_by agreement plan.note po1 po3
must as wi1 open plan.note
must as wmo1 open plan.note
wi_imports eight.csv 8
own=("${ids[@]}")
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
for agreement in oss-wmo-wi oss-plan; do
    must as wi1 consent record "${goal[@]}" --agreement "$agreement" --kind both --until 2027-11-01 "${said[@]}" --record "${own[@]:0:4}"
done
must as wi1 pack "${goal[@]}" --agreement oss-plan --record "${own[@]:0:3}" -o three.sluis
must as wmo1 open three.sluis
must as wmo1 list --json
case_of() { json "[r['id'] for r in o['records'] if r['case'] == '$1'][0]"; }
numbers=()
for i in 0 1 2 3; do numbers[i]=$(as wi1 list --json 2>>"$err" | python3 -S -c 'import json, sys; print([r["case"] for r in json.load(sys.stdin)["records"] if r["id"] == sys.argv[1]][0])' "${own[i]}"); done
copy=()
for i in 0 1 2; do copy[i]=$(case_of "${numbers[i]}"); done

direction() { # WHO RECORD
    as "$1" show "$2" --json 2>>"$err" | python3 -S -c 'import json, sys; r = json.load(sys.stdin)["records"][0]; print(r.get("directing", "-"), r.get("director", "-"))'
}
directs() { # EXPECTED-AT-WI EXPECTED-AT-WMO of the first case
    check "${*:3}" test "$(direction wi1 "${own[0]}") / $(direction wmo1 "${copy[0]}")" = "$1 / $2"
}
letter() { # NAME: of the last run
    cp "$(json 'o["letters"][0]["file"]')" "$1"
}
reply_of() { # NAME: of the last open
    cp "$(json 'o["files"][0]["letters"][0]["file"]')" "$1"
}

# --- nobody directs, and its own unit asks ---

refusals_begin wi1
refused "who doesn't direct it hands nothing over" 8 not-directing '' handover --to oss.nl/wmo --record "${own[0]}"
refused "one of the two" 2 none '' handover --record "${own[0]}"
refusals_end
run "the case's own unit asks who does" 0 as wi1 handover --ask --record "${own[@]:0:2}" --json
expect_json '[l["to"] for l in o["letters"]]' '["oss.nl/wmo"]'
letter ask.sluis
check "nobody yet" test "$(direction wi1 "${own[0]}")" = "asking -"
run "the other says that it doesn't" 0 as wmo1 open ask.sluis --json
expect_json 'o["files"][0]["let_go"]' 2
reply_of free.sluis
run "then it is here" 0 as wi1 open free.sluis --json
expect_json 'o["files"][0]["taken"]' 2
directs "here oss.nl/wi" "elsewhere oss.nl/wi" "one directs it"
run "an answer that comes twice says nothing anew" 6 as wi1 open free.sluis
refusals_begin wi1
refused "who directs it asks nobody" 8 handover-not-agreed '' handover --ask --record "${own[0]}"
refused "a unit that has not accepted it is handed nothing" 8 handover-not-agreed '' handover --to oss.nl/wmo --record "${own[0]}"
refusals_end

# --- handed over, once it is accepted there ---

must as wmo1 accept --record "${copy[@]:0:2}" --json
must as wi1 open "$(json 'o["letters"][0]["file"]')"
refusals_begin wmo1
refused "who received it doesn't direct it by that" 8 not-directing '' handover --to oss.nl/wi --record "${copy[0]}"
refused "and what it didn't accept isn't its to hand over" 8 not-accepted '' handover --to oss.nl/wi --record "${copy[2]}"
refusals_end
run "who directs it hands it over" 0 as wi1 handover --to oss.nl/wmo --record "${own[0]}" --json
letter give.sluis
directs "given oss.nl/wmo" "elsewhere oss.nl/wi" "on its way it is handed over, and nobody else's"
refusals_begin wi1
refused "from then on it is no more to be handed over" 8 not-directing '' handover --to oss.nl/wmo --record "${own[0]}"
refusals_end
run "the other opens it" 0 as wmo1 open give.sluis --json
expect_json 'o["files"][0]["taken"]' 1
directs "given oss.nl/wmo" "here oss.nl/wmo" "and directs it"
run "the letter again changes nothing" 6 as wmo1 open give.sluis
refusals_begin wmo1
refused "it goes back to where it came from only" 8 handover-not-agreed '' handover --to oss.nl/jeugd --record "${copy[0]}"
refusals_end

# --- asked while it is there; back; and a letter that is lost ---

must as wi1 handover --ask --record "${own[0]}" --json
letter ask-2.sluis
run "who directs it says so" 0 as wmo1 open ask-2.sluis --json
expect_json 'o["files"][0]["holds"]' 1
reply_of held.sluis
must as wi1 open held.sluis
directs "given oss.nl/wmo" "here oss.nl/wmo" "and keeps it"
run "it is handed back" 0 as wmo1 handover --to oss.nl/wi --record "${copy[0]}" --json
letter lost.sluis
directs "given oss.nl/wmo" "given oss.nl/wi" "that letter gets lost"
must as wi1 handover --ask --record "${own[0]}" --json
letter ask-3.sluis
must as wmo1 open ask-3.sluis --json
reply_of free-3.sluis
must as wi1 open free-3.sluis
directs "here oss.nl/wi" "elsewhere oss.nl/wi" "asking brings it back"
run "the lost one turns up, too late" 0 as wi1 open lost.sluis --json
expect_json 'o["files"][0]["late"], o["files"][0]["taken"]' '[1, 0]'
directs "here oss.nl/wi" "elsewhere oss.nl/wi" "and changes nothing"

# --- a handover that crosses what is asked ---

must as wi1 handover --to oss.nl/wmo --record "${own[0]}" --json
letter give-4.sluis
must as wi1 handover --ask --record "${own[0]}" --json
letter ask-4.sluis
must as wmo1 open ask-4.sluis --json
reply_of free-4.sluis
run "what was asked came first: the handover is too late" 0 as wmo1 open give-4.sluis --json
expect_json 'o["files"][0]["late"]' 1
must as wi1 open free-4.sluis
directs "here oss.nl/wi" "elsewhere oss.nl/wi" "one directs it"

# --- to who has no such case any more ---

must as wi1 handover --to oss.nl/wmo --record "${own[1]}" --json
letter give-5.sluis
for consent in $(as wi1 consent list --record "${own[1]}" --json 2>>"$err" | python3 -S -c 'import json, sys
print(*[c["id"] for c in json.load(sys.stdin)["consents"] if c["kind"] == "consent"])'); do
    must as wi1 consent withdraw "$consent" --json
    [ -z "$(json 'o.get("file", "")')" ] || must as wmo1 open "$(json 'o["file"]')"
done
run "what was retracted meanwhile goes back" 0 as wmo1 open give-5.sluis --json
expect_json 'o["files"][0]["returned"], o["files"][0]["taken"]' '[1, 0]'
reply_of back-5.sluis
must as wi1 open back-5.sluis
check "and is directed at home" test "$(direction wi1 "${own[1]}")" = "here oss.nl/wi"

# --- a backup is restored ---

must as wi1 backup -o wi.backup --to-clerks
must as wi1 handover --to oss.nl/wmo --record "${own[0]}" --json
letter give-6.sluis
mv wi wi-lost
must sluis restore wi.backup wi --fingerprint "$fingerprint" --key keys/wi1.key --passphrase-fd 9 9<keys/wi1.pass
check "what was so at the backup isn't certain" test "$(direction wi1 "${own[0]}")" = "uncertain -"
run "nor handed over" 8 as wi1 handover --to oss.nl/wmo --record "${own[0]}"
run "so it is asked" 0 as wi1 handover --ask --record "${own[0]}" --json
letter ask-6.sluis
run "and let go of" 0 as wmo1 open ask-6.sluis --json
expect_json 'o["files"][0]["let_go"]' 1
reply_of free-6.sluis
must as wi1 open free-6.sluis
directs "here oss.nl/wi" "elsewhere oss.nl/wi" "then it is directed by one"
run "what went before the backup was restored isn't taken any more" 3 as wmo1 open give-6.sluis
directs "here oss.nl/wi" "elsewhere oss.nl/wi" "by one, still"

# --- letters that say what can't be ---

forgeries() { # name; exit code; words; edits
    cat <<'END'
with a word that there isn't;3;handover's member;replace|M|"give"|"take"
of no generation;3;what belongs to it;replace|M|"generation":3|"generation":0
of a generation without end;3;what belongs to it;replace|M|"generation":3|"generation":4294967296
with a life that is no number;3;handover's member;replace|M|"life":0|"life":"0"
with another member;3;a member that a handover doesn't have;replace|M|"said":|"wet":"pw","said":
said tomorrow;3;said later;replace|M|"said":"2026-11-23|"said":"2026-11-24
answering what wasn't asked;3;nothing was asked;replace|M|"give"|"free"
under an agreement that doesn't allow it;8;;set|agreement|oss-wmo-wi
END
}
mkdir forged
while IFS=';' read -r name code words edits; do
    printf '%s\tnew-id\tset|sequence|19\tset|previous|%064d\t%s\n' "$name" 7 "${edits//|M|/|handovers/000001.ndjson.gz|}"
done < <(forgeries) >plan
must bash -c '"$0" give.sluis forged wi-lost keys/wi1.key wmo keys/wmo1.key <plan' "${SLUIS_FORGE:?}"
while IFS=';' read -r name code words edits; do
    run "a letter $name is refused" "$code" as wmo1 open "forged/$name.sluis"
    [ -z "$words" ] || expect_err "$words"
done < <(forgeries)

# --- both logs ---

must as wi1 log export audit-wi
must as wmo1 log export audit-wmo
for unit in wi wmo; do
    run "the log of $unit holds" 0 sluis-audit verify "audit-$unit" --roster roster-1.note --fingerprint "$fingerprint"
    run "and in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
run "both tell of the same letters" 0 sluis-audit reconcile audit-wi audit-wmo --roster roster-1.note --fingerprint "$fingerprint"
finish
