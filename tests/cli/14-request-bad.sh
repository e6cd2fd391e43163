#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What is wrong with a request or with an answer: each is refused in its own words, and leaves an entry alone.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
: "${SLUIS_FORGE:?}"

partnership
sed '/^$/,$d' agreement.note >template.yaml
who=naam.voornamen,naam.geslachtsnaam,burgerservicenummer
asked=(task=pw-7-1-a ground=pw-64-1-n kind-of=oss.nl/wi:reintegratie kind-of=oss.nl/wmo:pw exception=A9-2-b
    consent=false no_objection=false "fields=$who,zaak.identificatie,participatieladder.trede")
terms() { python3 "$SLUIS_SOURCE/tests/cli/law_terms.py" "${@:2}" >"$1" || bail "no agreement $1"; }
terms asked.note "${asked[@]}" id=oss-vraag code=traject
terms short.note "${asked[@]}" id=oss-kort code=kort evaluation=2026-12-05 valid_until=2026-12-10
terms small.note "${asked[@]}" id=oss-klein code=klein 'fields=burgerservicenummer,participatieladder.trede'
for note in asked short small; do sign_by agreement "$note.note" po1 po2; done
for unit in wi wmo; do must as "${unit}1" open asked.note short.note small.note; done
record() { # CASE BSN
    printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-%s","participatieladder.trede":3}\n' "$2" "$1"
}
{ record 1 999990019; record 2 999990020; } >clients.ndjson
must as wi1 import clients.ndjson
printf '999990019\n999990020\n999990032\n' >three
ask=(request participatieladder.trede --from oss.nl/wi --purpose traject --select-from three)
person oss.nl/p-stranger stranger
mkdir forged answers

# Numbers that pass the test of a BSN, more than one letter may hold.
python3 -S - >many <<'END'
n = 100000000
for _ in range(10001):
    n += 10
    while sum(int(d) * w for d, w in zip(str(n), range(9, 1, -1))) % 11 > 9:
        n += 10
    print(n + sum(int(d) * w for d, w in zip(str(n), range(9, 1, -1))) % 11)
END

# --- asking ---
refusals_begin wmo1
refused "a field that no ground carries" 8 field-not-agreed 'inkomensvoorziening.soort not-agreed' request inkomensvoorziening.soort verslag participatieladder.trede \
    --from oss.nl/wi --purpose traject --select-from three
refused "each of them is named" 8 field-not-agreed 'verslag ' request inkomensvoorziening.soort verslag --from oss.nl/wi --purpose traject --select-from three
refused "criminal data is asked of nobody" 8 field-not-agreed 'criminal-data' request zelfredzaamheid.justitie.score --from oss.nl/wi --purpose traject --select-from three
refused "a field that isn't there" 1 none '' request kleur --from oss.nl/wi --purpose traject --select-from three
refused "no purpose" 2 none 'purpose' request participatieladder.trede --from oss.nl/wi --select-from three
refused "a unit that isn't there" 5 unit-unknown '' request participatieladder.trede --from oss.nl/jeugd --purpose traject --select-from three
refused "sooner than the article allows" 2 none '2026-12-21' "${ask[@]}" --by 2026-12-01
refused "a day that is past" 2 none 'past' "${ask[@]}" --by 2026-11-01
refused "a day that is none" 2 none 'YYYY' "${ask[@]}" --by morgen
refused "more clients than a letter may ask about" 1 too-large 'more than 10000 clients' request participatieladder.trede --from oss.nl/wi --purpose traject --select-from many
refused "a BSN in an argument is no client" 5 none '' request participatieladder.trede --from oss.nl/wi --purpose traject --record 999990019
refusals_end
refusals_begin wi1
refused "who has it doesn't ask for it" 8 direction-not-agreed '' request participatieladder.trede --from oss.nl/wmo --purpose traject --select-from three
refusals_end
run "one client twice is asked about once" 0 as wmo1 request participatieladder.trede --from oss.nl/wi --purpose traject --select-from <(cat three three) \
    -o genuine.sluis --json
expect_json 'o["clients"]' 3
request=$(json 'o["id"]')
must as wmo1 "${ask[@]}" -o later.sluis --json
later=$(json 'o["id"]')

# --- what comes in, forged ---
requests_forged() {
    cat <<'END'
by somebody without a mandate;8;mandate-missing;mandate;set|signer|oss.nl/p-wi2	signer|keys/wi2.key
by a stranger;5;person-unknown;roster;set|signer|oss.nl/p-stranger	signer|keys/stranger.key
by another than it names;3;signature-bad;;set|signer|oss.nl/p-wmo2
by two;3;note-malformed;two signatures;cosigner|keys/wmo2.key
for a purpose that goes the other way;8;purpose-not-agreed;;set|purpose|iets-anders
under an agreement that nobody knows;8;agreement-unknown;;set|agreement|oss-anders
with a use-by beyond what is agreed;8;package-past-use-by;;set|use_by|2028-01-01T10:00:00Z
for a field that isn't agreed;8;field-not-agreed;verslag not-agreed|verslag ;replace|asked/000001.ndjson.gz|participatieladder.trede|verslag
for a field that nobody knows;3;package-content;field-unknown;replace|asked/000001.ndjson.gz|participatieladder.trede|kleur
for a field twice;3;package-content;;replace|asked/000001.ndjson.gz|participatieladder.trede|participatieladder.trede participatieladder.trede
by a day too soon;3;package-malformed;sooner;replace|asked/000001.ndjson.gz|2026-12-21|2026-12-01
by no day;3;package-content;;replace|asked/000001.ndjson.gz|2026-12-21|soon
with more than it needs to say;3;package-content;unknown-key;replace|clients/000001.ndjson.gz|"bsn":"999990019"|"bsn":"999990019","name":"Brouwer"
about a BSN that is none;3;package-content;bsn-invalid;replace|clients/000001.ndjson.gz|999990019|999990018
about a client twice;3;package-malformed;twice;replace|clients/000001.ndjson.gz|999990020|999990019
about fewer than it says;3;package-malformed;;set|records|4
about nobody;3;package-malformed;nobody;remove|clients/000001.ndjson.gz	set|records|0
asking for nothing;3;package-malformed;;remove|asked/000001.ndjson.gz
asking twice;3;package-malformed;two things;line|asked/000001.ndjson.gz|{"fields":"burgerservicenummer","by":"2026-12-21"}
with records in it;3;member-unlisted;;add|records/000001.ndjson.gz|{}
that nobody logged;3;log-proof;;log|action|read
END
}
requests_forged | while IFS=';' read -r name _ _ _ edits; do printf '%s\t%s\n' "${name// /-}" "$edits"; done >plan
check "requests are forged" bash -c '"$0" genuine.sluis forged wmo keys/wmo1.key wi keys/wi1.key <plan' "$SLUIS_FORGE"
refusals_begin wi1
while IFS=';' read -r name code finding words _; do
    refused "a request $name" "$code" "$finding" "$words" open "forged/${name// /-}.sluis"
done < <(requests_forged)
refused "what was never asked isn't answered" 5 none '' answer "$request"
refusals_end

# Out of order: the later one first.
run "a later request is opened first" 0 as wi1 open later.sluis --json
expect_json 'o["files"][0]["gap"]' 1
run "and then the one before it" 0 as wi1 open genuine.sluis
run "opened again it is the same" 6 as wi1 open genuine.sluis
run "both are to be done, once" 0 as wi1 requests --json
expect_json 'sorted(r["id"] for r in o["requests"])' "$(python3 -c 'import json, sys; print(json.dumps(sorted(sys.argv[1:])))' "$request" "$later")"

# --- answers, forged ---
printf '{"outcome":"sent"}\n{"outcome":"sent"}\n' >few
must as wi1 answer "$request" -o answer.sluis
answers_forged() {
    cat <<END
to what was never asked;3;answer-unmatched;nothing was asked;text|$request|00112233445566778899aabbccddeeff	log|answers|00112233445566778899aabbccddeeff
to another letter than that;3;answer-unmatched;another letter;text|$request|$later	log|answers|$later
to nothing, with answers;3;answer-unmatched;;kind-of-none
of a client who wasn't asked for;3;answer-unmatched;;replace|records/000001.ndjson.gz|999990020|999990044
with a field that wasn't asked;3;answer-unmatched;geslachtsnaam;replace|records/000001.ndjson.gz|"wet":"pw"|"wet":"pw","naam.geslachtsnaam":"Brouwer"
that tells of too few;3;answer-unmatched;every client;content|answers/000001.ndjson.gz|few
that tells of too many;3;answer-unmatched;more clients;line|answers/000001.ndjson.gz|{"outcome":"sent"}
that says more came than did;3;answer-unmatched;;replace|answers/000001.ndjson.gz|{"outcome":"not-held"}|{"outcome":"sent"}
that refuses by nothing;3;package-content;;replace|answers/000001.ndjson.gz|{"outcome":"not-held"}|{"outcome":"refused"}
that refuses by what is no rule;3;package-content;;replace|answers/000001.ndjson.gz|{"outcome":"not-held"}|{"outcome":"refused","rule":"nee"}
that keeps still without reason;3;answer-unmatched;may not be told;replace|answers/000001.ndjson.gz|{"outcome":"not-held"}|{"outcome":"untold"}
that is no answer;3;package-content;;replace|answers/000001.ndjson.gz|{"outcome":"not-held"}|{}
END
}
answers_forged | grep -v kind-of-none | while IFS=';' read -r name _ _ _ edits; do printf '%s\t%s\n' "${name// /-}" "$edits"; done >plan
check "answers are forged" bash -c '"$0" answer.sluis answers wi keys/wi1.key wmo keys/wmo1.key <plan' "$SLUIS_FORGE"
refusals_begin wmo1
while IFS=';' read -r name code finding words _; do
    refused "an answer $name" "$code" "$finding" "$words" open "answers/${name// /-}.sluis"
done < <(answers_forged | grep -v kind-of-none)
refusals_end
must as wmo1 open answer.sluis
printf 'anew\tnew-id\tset|sequence|9\n' >plan
check "a second answer to the same" bash -c '"$0" answer.sluis answers wi keys/wi1.key wmo keys/wmo1.key <plan' "$SLUIS_FORGE"
refusals_begin wmo1
refused "is refused" 6 answered-before 'answered already' open answers/anew.sluis
refusals_end

# --- the agreement ended ---
must as wmo1 request participatieladder.trede --from oss.nl/wi --purpose kort --select-from three -o short.sluis --json
short=$(json 'o["id"]')
must as wi1 open short.sluis
export SLUIS_TEST_NOW=2026-12-15T10:00:00Z
refusals_begin wmo1
refused "nothing is asked under an agreement that ended" 8 agreement-not-valid '' request participatieladder.trede --from oss.nl/wi --purpose kort --select-from three
refusals_end
refusals_begin wi1
refused "nor answered" 8 agreement-not-valid '' answer "$short"
refusals_end
printf 'after\tset|created|2026-12-15T09:00:00Z\tset|use_by|2026-12-20T09:00:00Z\tnew-id\tset|sequence|9\treplace|asked/000001.ndjson.gz|2026-12-21|2027-02-01\n' >plan
check "a request of after its end" bash -c '"$0" short.sluis forged wmo keys/wmo1.key wi keys/wi1.key <plan' "$SLUIS_FORGE"
refusals_begin wi1
refused "isn't taken in" 8 agreement-not-valid '' open forged/after.sluis
refusals_end
finish
