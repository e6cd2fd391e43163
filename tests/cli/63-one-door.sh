#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# One door: what leaves a store of a client, in whatever kind of file, passed the decision and stood in the preview.
# Each client has a value of its own in every field; one_door.py opens with stock tools whatever left, and looks for
# them. It knows every kind that the program has, every member of it and every key of a line: another one fails.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
: "${SLUIS_FORGE:?}"
door() { python3 "$SLUIS_SOURCE/tests/cli/one_door.py" "$@"; }

partnership
mkdir forged identities previews pages
printf 'Woordenmerk over de client, dat hier blijft.\n' >"$T/.words"
printf 'Een formuliermerk, met een handtekening.\n' >"$T/.form"

# --- terms: half of the fields, without free text; and words, under the eyes of two ---
sed '/^$/,$d' agreement.note >template.yaml
terms() { python3 "$SLUIS_SOURCE/tests/cli/law_terms.py" "${@:2}" >"$1" || bail "no agreement $1"; }
terms half.note id=oss-deur code=deur "fields=$(door listed)"
terms words.note id=oss-tekst code=tekst free_text=true approval_by_two=true \
    fields=burgerservicenummer,naam.geslachtsnaam,ikWil,verslag,contact.voorkeur,bijlagen
sed -i 's/^catalogue: /accept: "7"\nhandover: "true"\n&/' half.note
sign_by agreement half.note po1 po2
sign_by agreement words.note po1 po2
for unit in wi wmo; do must as "${unit}1" open half.note words.note; done

# --- clients: one whose data go, one with a secret address and few fields, one who said nothing, a housemate ---
door fill
run "every field of the catalogue has a value" 0 as wi1 import clients.ndjson --json
expect_json 'o["added"]' 4
must as wi1 list --json
cp "$out" list.json
mapfile -t ids < <(python3 -c 'import json
case = {json.loads(l)["zaak.identificatie"]: i for i, l in enumerate(open("clients.ndjson"))}
print(*[r["id"] for r in sorted(json.load(open("list.json"))["records"], key=lambda r: case[r["case"]])], sep="\n")')
deur=(--to oss.nl/wmo --agreement oss-deur --purpose deur) tekst=(--to oss.nl/wmo --agreement oss-tekst --purpose tekst)
must as wi1 consent record "${deur[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[0]}" "${ids[3]}"
must as wi1 consent record "${deur[@]}" --kind both --until 2027-10-31 --by gevolmachtigde client --unable --age-band 16+ \
    --assured supporter --words-from "$T/.words" --evidence "$T/.form" --field naam.geslachtsnaam postcode geheimhouding bijlagen --record "${ids[1]}"
must as wi1 consent record "${tekst[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[0]}"

# --- what leaves, each behind its preview ---
preview() { # NAME ARGUMENT…
    must as wi1 preview "${@:2}" --clients --json
    cp "$out" "previews/$1.json"
}
preview deur "${deur[@]}" --record "${ids[@]}"
must as wi1 preview "${deur[@]}" --record "${ids[@]}" --html pages/deur.html # a page holds no value but the case's number
run "two of four leave" 0 as wi1 pack "${deur[@]}" --record "${ids[@]}" -o deur.sluis --json
expect_json 'o["leaving"], {s["rule"] for s in o["stays"]} == {"no-consent", "household-member"}' '[2, true]'
preview tekst "${tekst[@]}" --record "${ids[0]}"
must as wi1 pack "${tekst[@]}" --record "${ids[0]}" --json
run "words leave once a colleague approved" 0 as wi2 approve "$(json 'o["id"]')" -o tekst.sluis
run "the preview tells that an attachment goes under another name" 0 cat previews/deur.json
expect_json '[d["stays"].split().count("bijlagen:criminal-data") for d in o["decisions"] if d["verdict"] == "leaves"]' '[1, 1]'

# A name that somebody typed is too much, and so is an attachment of another category.
typed="replace|records/000001.ndjson.gz|\"attachment-1\"|\"Bijlage open health.pdf\""
other="replace|records/000001.ndjson.gz|\"category\":\"ordinary\"|\"category\":\"special\""
skipped="replace|records/000001.ndjson.gz|\"attachment-1\"|\"attachment-9\""
key="replace|consents/000001.ndjson.gz|\"age\":\"16+\"|\"age\":\"16+\",\"years\":\"76\""
field="replace|records/000001.ndjson.gz|\"wet\":\"pw\"|\"wet\":\"pw\",\"geboorte.datum\":\"1950-01-05\""
member="insert|log.proof|notes/000001.ndjson.gz|1950-01-05"
printf '%s\n' "typed	$typed" "other	$other" "skipped	$skipped" "key	$key" "field	$field" "member	$member" >plan
check "packages with more than that" bash -c '"$0" deur.sluis forged wi keys/wi1.key wmo keys/wmo1.key <plan' "$SLUIS_FORGE"
refusals_begin wmo1
for name in typed skipped; do
    refused "a name that may not leave: $name" 8 field-not-agreed 'bijlagen attachment-name: [12]' open "forged/$name.sluis"
done
refused "a category that may not" 8 field-not-agreed 'bijlagen category-not-carried: [12]' open forged/other.sluis
refusals_end

must as wmo1 open deur.sluis tekst.sluis
run "as it left it is taken in" 0 as wmo1 list --json
expect_json 'o["total"]' 3
# Asked for two fields of one whose data go, of one who said nothing, and of one who isn't known.
printf '%s\n' 999990019 999990032 999990044 >three
must as wmo1 request participatieladder.datum postcode --from oss.nl/wi --agreement oss-deur --purpose deur --by 2026-12-01 --select-from three --json
asked=$(json 'o["id"]')
must as wi1 open "$(json 'o["file"]')"
run "what was asked is answered" 0 as wi1 answer "$asked" -o antwoord.sluis --json
expect_json 'o["sent"], o["untold"]' '[1, 2]'
must as wmo1 open antwoord.sluis
must as wi1 open wmo/outbox/*-receipt.sluis
run "opened again, its receipt is written again" 6 as wmo1 open deur.sluis
declared() { # of the first client, under the agreement without words
    as wi1 consent list --record "${ids[0]}" --json 2>>"$err" | python3 -c 'import json, sys
print([c["id"] for c in json.load(sys.stdin)["consents"] if c["kind"] == "consent" and c["purpose"] == "deur"][0])'
}
export SLUIS_TEST_NOW=2026-11-23T11:00:00Z
must as wi1 consent withdraw "$(declared)" --json
must as wmo1 open "$(json 'o["file"]')"
must as wmo1 restriction list --json
must as wmo2 restriction keep "$(json 'o["restricted"][0]["id"]')" --reason retention --article 'Wmo 2015 art. 5.3.4 lid 1' --json
must as wi1 open "$(json 'o["file"]')"

# --- what wasn't right: corrected, disputed, taken back ---
printf '{"naam.geslachtsnaam":"Merk9x9nieuw","ikWil":"Merk9x8wens"}' >changes.json
printf '{"naam.geslachtsnaam":"Merk9x9nieuw"}' >disputed.json
export SLUIS_TEST_NOW=2026-11-23T12:00:00Z
door listed | grep -q ikWil && bail "ikWil may go"
why=(--reason inaccurate --found-by client --json)
must as wmo1 list --json
must as wmo1 record dispute "$(json '[r["id"] for r in o["records"] if r["restricted"] != "yes"][0]')" --changes-from disputed.json "${why[@]}"
must as wi1 open "$(json 'o["letters"][0]["file"]')"
must as wi1 record corrections --json
must as wi1 record correct "$(json 'o["corrections"][0]["record"]')" --changes-from changes.json "${why[@]}"
must as wmo1 open "$(json 'o["letters"][0]["file"]')" --json
must as wi1 open "$(json 'o["files"][0]["answer"]')"
must as wi1 status --log --json
must as wi1 void "$(json '[x["id"] for x in o["exchanges"] if x["kind"] == "cases" and x["direction"] == "sent"][0]')" --reason too-much
must as wi2 client erase "${ids[0]}" --weighed --asked 2026-11-23 --json
must as wmo1 open "$(json 'o["letters"][0]["file"]')"
must as wmo1 accept --all --json
must as wi1 open "$(json 'o["letters"][0]["file"]')"
must as wi1 handover --ask --record "${ids[1]}" --json
must as wmo1 open "$(json 'o["letters"][0]["file"]')" --json
must as wi1 open "$(json 'o["files"][0]["letters"][0]["file"]')"
for unit in wi wmo; do must as "${unit}1" log export "bundle-$unit"; done
must as po1 log witness bundle-wmo --fingerprint "$fingerprint"
must as wmo1 open bundle-wmo.note

# --- every file that left, member by member ---
for unit in wi wmo; do
    key=$(as "${unit}1" key decrypt "$unit/store.slots" 2>"$err" | sed -n 's/^key: //p')
    printf "PRAGMA key = \"x'%s'\";\nSELECT identity FROM unit_key ORDER BY number DESC;\n" "$key" |
        sqlcipher -batch "$unit/store.db" | sed 1d >"identities/$unit"
done
{
    printf 'cases\tidentities/wmo\tdeur.sluis\tpreviews/deur.json\n'
    printf 'cases\tidentities/wmo\ttekst.sluis\tpreviews/tekst.json\n'
    printf 'cases\tidentities/wmo\tantwoord.sluis\tpreviews/deur.json\n'
    for file in {wi,wmo}/outbox/*; do
        to=${file##*/oss.nl_} kind=${file##*-}
        case $kind in
        *.sluis) printf '%s\tidentities/%s\t%s\t%s\n' "${kind%.sluis}" "${to%%-*}" "$file" 'previews/deur.json previews/tekst.json' ;;
        refusal.note) printf 'OPENED_REFUSAL\t\t%s\n' "$file" ;;
        *) printf 'unknown\t\t%s\n' "$file" ;;
        esac
    done
    printf 'OPENED_COSIGNATURE\t\tbundle-wmo.note\n'
    printf 'OPENED_ROSTER\t\troster-2.note\nOPENED_AGREEMENT\t\thalf.note\nOPENED_GROUNDS\t\tgrounds.note\n'
    printf 'bundle\t\t%s\n' bundle-wi bundle-wmo pages
} >left
check "of every kind of file that left, all of it passed the decision and stood in a preview" door prove left
expect_out '^18 kinds of files$'
for name in typed skipped other key field member; do
    { cat left; printf 'cases\tidentities/wmo\tforged/%s.sluis\tpreviews/deur.json\n' "$name"; } >with-more
    run "what is too much is seen here, too: $name" 1 door prove with-more
    expect_out "^forged/$name.sluis, cases: "
done
finish
