#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What a client asks by right: the day counts, a restriction and an objection are honoured by every act, what
# opposes an erasure is looked at, and what was erased is told to whoever received, who decide on their copies
# and answer. A refusal is told by the log as well.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
wi_imports six.csv 6
own=("${ids[@]}")
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${own[@]:0:4}"
must as wi1 pack "${goal[@]}" --record "${own[@]:0:3}" -o three.sluis
must as wmo1 open three.sluis
must as wi1 open wmo/outbox/*-receipt.sluis
about() { as "$1" show "$2" --json 2>>"$err" | python3 -S -c 'import json, sys; print(json.load(sys.stdin)["records"][0]["record"][sys.argv[1]])' "$3"; }
bsn=$(about wi1 "${own[0]}" burgerservicenummer)
name=$(about wi1 "${own[0]}" naam.geslachtsnaam)
printf '%s\n' "$bsn" >bsn.txt
copy_of() { # BSN: the id of the copy at the Wmo
    as wmo1 search --json < <(printf '%s' "$1") 2>>"$err" | python3 -S -c 'import json, sys; print(json.load(sys.stdin)["records"][0]["id"])'
}
export SLUIS_TEST_NOW=2026-11-24T10:00:00Z

# --- asked, and by when ---

run "a request is put down" 0 as wi2 client request "${own[0]}" --right erasure --asked 2026-11-20 --json
expect_json '[o["request"], o["due"], o["state"]]' '[1, "2026-12-20", "open"]'
run "status says so, with its day" 0 as wi1 status --json
expect_json '[[t["task"], t["id"], t["before"][:10]] for t in o["todo"] if t["task"] == "request"]' '[["request", "1", "2026-12-20"]]'
refute_out "${own[0]}"
run "too late it says that" 0 at 2026-12-21T10:00:00Z as wi1 status
expect_out 'Too late: answer client request 1'
run "the client is told that it takes longer" 0 as wi2 client postpone 1 --reason 'Ingewikkeld dossier' --json
expect_json 'o["due"]' 2027-02-20
must as wi2 retention hold "${own[0]}" --reason 'Beroep loopt'
refusals_begin wi2
refused "once" 1 bad-value 'postponed once' client postpone 1 --reason Nogmaals
refused "there is no such request" 5 none '' client postpone 9 --reason Haast
refused "nor a number" 2 none 'number of a request' client postpone one --reason Haast
refused "a right from the list" 2 none 'access, correction' client request "${own[0]}" --right rijbewijs --asked 2026-11-20
refused "on a day that came" 1 bad-value 'come yet' client request "${own[0]}" --right access --asked 2027-11-20
refused "of a client who is here" 5 none '' client request 00112233445566778899aabbccddeeff --right access --asked 2026-11-20
refused "nor is one erased" 5 none '' client erase 00112233445566778899aabbccddeeff --weighed --asked 2026-11-20
refused "nobody is erased unweighed" 2 none 'a person weighs' client erase "${own[0]}"
refused "nor without a day" 2 none 'which day' client erase "${own[1]}" --weighed
refused "a refusal needs an article" 2 none 'needs both' client erase "${own[0]}" --refuse archive
refused "a reason from the list" 2 none 'needs both' client erase "${own[0]}" --refuse because --article 'AVG art. 17 lid 3'
refused "an article, and no BSN" 2 none 'needs both' client erase "${own[0]}" --refuse archive --article "AVG art. 17 van $bsn"
refused "nobody is erased under a hold" 8 record-held 'hold on it' client erase "${own[0]}" --weighed
refusals_end
run "a request is refused, and the log tells" 0 as wi2 client erase "${own[3]}" --asked 2026-11-21 --refuse archive --article 'Archiefwet 1995 art. 3' --json
expect_json '[o["state"], o["records"]]' '["refused", 1]'
run "the record is there still" 0 as wi1 show "${own[3]}"
run "a request to see is answered" 0 as wi2 client request "${own[1]}" --right access --asked 2026-11-21 --json
run "once done" 0 as wi2 client answer "$(json 'o["request"]')" --json
expect_json 'o["state"]' granted

# --- restricted, and objected ---

run "a client objects" 0 as wi2 client object "${own[3]}" --asked 2026-11-24 --json
expect_json '[o["records"], o["state"]]' '[1, "granted"]'
run "nothing of him leaves" 8 as wi1 pack "${goal[@]}" --record "${own[3]}" -o no.sluis
run "the preview says by which rule" 0 as wi1 preview "${goal[@]}" --record "${own[3]}" --json
expect_json '[d["rule"] for d in o["decisions"]] if "decisions" in o else "restricted" in json.dumps(o)' true
run "nobody is shown him" 8 as wi1 show "${own[3]}"
run "but himself" 0 as wi1 show "${own[3]}" --to-client
run "an export leaves him out" 0 as wi1 export --all -o all.ndjson --json
expect_json 'o["restricted"]' 1
number=$(printf '%s' "$(as wi1 show "${own[3]}" --to-client --json 2>>"$err" | python3 -S -c 'import json, sys; print(json.load(sys.stdin)["records"][0]["record"]["burgerservicenummer"])')")
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"Nieuw","zaak.identificatie":"Z-77"}\n' "$number" >new.ndjson
must as wi1 import new.ndjson
run "what comes of him later is restricted, too" 0 with <(printf 'Nieuw') as wi1 search --json
expect_json '[r["restricted"] for r in o["records"]]' '["yes"]'
run "he is free once he was told" 0 as wi2 client unrestrict "${own[3]}" --told 2026-11-24 --json
expect_json 'o["records"]' 2
run "which is once" 8 as wi2 client unrestrict "${own[3]}" --told 2026-11-24
run "and is used again" 0 as wi1 show "${own[3]}"

# --- erased, and told ---

run "the hold is lifted" 0 as wi2 retention release "${own[0]}"
run "the client is erased" 0 as wi2 client erase "${own[0]}" --weighed --json
expect_json '[o["records"], o["state"], [[l["to"], l["records"]] for l in o["letters"]]]' '[1, "granted", [["oss.nl/wmo", 1]]]'
letter=$(json 'o["letters"][0]["file"]')
cp "$letter" erasure.sluis
mkdir forged
line=erasures/000001.ndjson.gz
printf '%s\n' "early	replace|$line|\"decided\":\"2026|\"decided\":\"2027" "key	replace|$line|\"record\":|\"reason\":" \
    "tag	replace|$line|\"record\":\"|\"record\":\"z" "member	insert|log.proof|records/000001.ndjson.gz|x" "count	set|records|2" >plan
check "letters with a fault" bash -c '"$0" erasure.sluis forged wi keys/wi2.key wmo keys/wmo1.key <plan' "$SLUIS_FORGE"
refusals_begin wmo1
refused "decided behind the letter's day" 3 package-malformed 'behind the day' open forged/early.sluis
refused "with a member that it doesn't have" 3 package-content '' open forged/key.sluis
refused "with a tag that is none" 3 package-content '' open forged/tag.sluis
refused "with records" 3 member-unlisted '' open forged/member.sluis
refused "with fewer than it says" 3 package-malformed '' open forged/count.sluis
refusals_end
run "there is no such record" 5 as wi2 client erase "${own[0]}" --weighed --asked 2026-11-20
run "a search finds nobody" 0 with bsn.txt as wi1 search --json
expect_json 'o["records"]' '[]'
copy=$(copy_of "$bsn")
run "the Wmo opens the word of it" 0 as wmo1 open erasure.sluis --json
expect_json '[[f["restricted"], f["unknown"]] for f in o["files"]]' '[[1, 0]]'
run "its copy is restricted" 8 as wmo1 show "$copy"
run "and to be decided on" 0 as wmo1 restriction list --json
expect_json '[[r["id"], r["state"]] for r in o["restricted"]]' "[[\"$copy\", \"undecided\"]]"
run "it isn't unlocked" 8 as wmo2 restriction unlock "$copy"
must as wi1 open wmo/outbox/*-000002-receipt.sluis
must as wmo2 retention hold "$copy" --reason 'Verantwoording'
run "it isn't erased under a hold there" 8 as wmo2 restriction erase "$copy"
must as wmo2 retention release "$copy"
run "the Wmo erases, too" 0 as wmo2 restriction erase "$copy" --json
cp "$(json 'o["file"]')" decision.sluis
run "and says so" 0 as wi1 open decision.sluis --json
expect_json '[f["erase"] for f in o["files"]]' '[1]'
run "which the request shows" 0 as wi1 client requests --json
expect_json '[[r["right"], r["state"], r["told"], r["answered"]] for r in o["requests"] if r["number"] == 1]' '[["erasure", "granted", 1, 1]]'

# --- a package that comes behind the word of it ---

must as wi1 pack "${goal[@]}" --record "${own[1]}" -o late.sluis
run "a second client is erased" 0 as wi2 client erase "${own[1]}" --weighed --asked 2026-11-24 --json
cp "$(json 'o["letters"][0]["file"]')" erasure-2.sluis
run "the word of it comes first" 0 as wmo1 open erasure-2.sluis --json
expect_json '[[f["restricted"], f["unknown"]] for f in o["files"]]' '[[1, 0]]'
run "then the package takes nothing in" 0 as wmo1 open late.sluis --json
expect_json '[[f["added"], f["changed"], f["withdrawn"]] for f in o["files"]]' '[[0, 0, 1]]'

# --- what the logs tell ---

for unit in wi wmo; do
    must as "${unit}1" log export "audit-$unit"
    run "the auditor finds nothing wrong at $unit" 0 sluis-audit verify "audit-$unit" --fingerprint "$fingerprint" --json
    run "nor does a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
told() { grep -rhoaE '"right":"[a-z]+","decision":"[a-z]+"' audit-wi | tr -d '"' | sort | uniq -c | sed 's/^ *//'; }
told >told.txt
cat >expected.txt <<'END'
1 right:access,decision:asked
1 right:access,decision:granted
1 right:erasure,decision:asked
2 right:erasure,decision:granted
1 right:erasure,decision:postponed
1 right:erasure,decision:refused
1 right:objection,decision:granted
1 right:restriction,decision:lifted
END
check "the log tells what each asked, and what came of it" diff told.txt expected.txt
check "no client is in a bundle" bash -c '! grep -rqa "$1" audit-wi audit-wmo && ! grep -rqa "$2" audit-wi audit-wmo' _ "$bsn" "$name"
finish
