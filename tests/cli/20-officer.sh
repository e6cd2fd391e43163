#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A privacy officer's work on agreements, before anybody signs: templates, questions,
# the register of processing.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

terms=$SLUIS_SOURCE/tests/data/dpv-terms.txt
is_register_entry() { python3 "$SLUIS_SOURCE/tests/cli/dpv.py" "$1" "$terms"; }

# --- the register of processing (AVG 30) ---

must sluis-officer agreement new --template wmo-wi -o agreement.note
run "an agreement is written in DPV's terms" 0 sluis-officer agreement show agreement.note --format dpv
cp "$out" entry.jsonld
check "it is JSON-LD with terms that exist, and says what AVG 30 asks" is_register_entry entry.jsonld
run "the same with --json" 0 sluis-officer agreement show agreement.note --format dpv --json
cp "$out" again.jsonld
check "gives the same bytes" cmp again.jsonld entry.jsonld
sed 's/dpv:hasRecipient"/dpv:hasReceiver"/' entry.jsonld >wrong.jsonld
refute "a term that DPV doesn't have is found" is_register_entry wrong.jsonld
sed 's/"dpv:Store"/"Store"/' entry.jsonld >wrong.jsonld
refute "a term that doesn't expand is found" is_register_entry wrong.jsonld
sed 's/"dpv:hasPurpose":{[^}]*},//' entry.jsonld >wrong.jsonld
refute "an entry without purpose is found" is_register_entry wrong.jsonld
run "another format is refused" 2 sluis-officer agreement show agreement.note --format xml
expect_err 'dpv, register or dpia'

run "as a DPIA that was begun" 0 sluis-officer agreement show agreement.note --format dpia
cp "$out" dpia.json
check "for the form of the Rijksmodel" python3 "$SLUIS_SOURCE/tests/cli/dpia_form.py" dpia.json
sed 's/"14.1":{"value":null/"14.1":{"value":"ja"/' dpia.json >weighed.json
refute "what people weigh isn't filled in" python3 "$SLUIS_SOURCE/tests/cli/dpia_form.py" weighed.json
sed 's/^title: .*/title: "=HYPERLINK(1)"/' agreement.note >formula.note
run "as rows for a register" 0 sluis-officer agreement show formula.note --format register
cp "$out" register.csv
row() { python3 -S -c 'import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline=""), delimiter=";"))
assert len(rows) == 1 and None not in rows[0], rows
print(rows[0][sys.argv[2]])' register.csv "$1"; }
check "each with its article" test "$(row 'Wettelijke bepaling')" = 'Wmo 2015 art. 5.1.1 lid 4; Participatiewet art. 65 lid 2 onder b'
check "and no formula for a spreadsheet" test "$(row 'Naam verwerking')" = "'=HYPERLINK(1): onderzoek-2.3.2"
check "and its term" test "$(row Bewaartermijn)" = '180 maanden'

# --- templates ---

run "the templates are listed" 0 sluis-officer agreement list-templates --json
expect_json '",".join(t["name"] for t in o["templates"])' wmo-wi,zorg-naar-werk,pilot,wmo-zorg,wi-traject,schulden
for template in wmo-wi pilot wmo-zorg wi-traject schulden; do
    must sluis-officer agreement new --template "$template" -o "$template.note"
    run "the template $template has no findings" 0 sluis-officer agreement check "$template.note" --json
    expect_json 'len(o["findings"])' 0
    expect_json '[r["rule"] for r in o["remarks"]]' '["beyond-review-by"]'
    run "… and long before the table's review no remark" 0 env SLUIS_TEST_NOW=2026-11-01T10:00:00Z sluis-officer agreement check "$template.note" --json
    expect_json 'o["remarks"]' '[]'
    run "… and an entry for the register" 0 sluis-officer agreement show "$template.note" --format dpv
    cp "$out" "$template.jsonld"
    check "… with terms that exist" is_register_entry "$template.jsonld"
done
must sluis-officer agreement new --template zorg-naar-werk -o work.note
run "from care to work waits for its override, and for nothing else" 8 sluis-officer agreement check work.note --json
expect_json '[(f["subject"], f["rule"]) for f in o["findings"]]' '[["van-zorg-naar-werk: wmo-5.3.3-1", "override-missing"]]'
must sluis-officer override new --template zorg-naar-werk -o work-override.note
run "its draft has reasons, and waits for the FG" 1 sluis-officer override show work-override.note
expect_err 'advice|fg'
sed -i -e 's/^fg: .*/fg: "De functionaris gegevensbescherming"/' -e 's/^advice: .*/advice: "Akkoord voor een jaar"/' work-override.note
run "with the advice it is one, for a year" 0 sluis-officer override show work-override.note --json
expect_json '[o[k] for k in ("ground", "agreement", "purpose", "valid_until")]' '["wmo-5.3.3-1", "oss-zorg-naar-werk", "van-zorg-naar-werk", "2027-11-23"]'
printf 'overrides:\n  - "%s"\n' "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["sha256"])' "$out")" >>work.note
run "and the agreement that lists it has no findings" 0 sluis-officer agreement check work.note --pinned work-override.note --json
expect_json 'o["findings"]' '[]'
run "with an entry for the register" 0 sluis-officer agreement show work.note --format dpv
cp "$out" work.jsonld
check "with terms that exist" is_register_entry work.jsonld
run "a template and its parts are not both given" 2 sluis-officer override new --template zorg-naar-werk --purpose x -o none.note
run "an override that nobody worked out" 5 sluis-officer override new --template pilot -o none.note
refute "is not written" test -e none.note
run "the pilot's entry" 0 sluis-officer agreement show pilot.note --format dpv
expect_json 'o["dpv:hasLegalMeasure"]["@type"]' dpv:JointDataControllersAgreement
expect_json '[p["dpv:hasName"] for p in o["dpv:hasDataProcessor"]]' '["werkpad.example"]'
expect_json 'len(o["dpv:hasDataController"])' 7
expect_json '[m["@type"] for p in o["dpv:hasProcess"] if "traject-oss" in p["@id"] for m in p["dpv:hasLegalMeasure"]]' \
    '["dpv:JointDataControllersAgreement", "dpv:ControllerProcessorAgreement"]'
expect_json 'sum("dct:source" in u for c in o["dpv:hasDataController"] for u in c["dpv:hasOrganisationalUnit"])' 5
expect_json '{p["dpv:hasApplicableLaw"]["skos:note"][0] for p in o["dpv:hasProcess"]} == {"S"}' true
run "the entry of one municipality" 0 sluis-officer agreement show wmo-wi.note --format dpv
expect_json 'o["dpv:hasLegalMeasure"]["@type"]' dpv:LegalAgreement
expect_json '"dpv:hasDataProcessor" in o' false
# --- what is missing, and what is remarked on ---

sed -e '/^    decision:/d' -e '/^    decided_on:/d' -e '/^dpia:/d' -e '/^    retention_article:/d' wmo-wi.note >older.note
run "an agreement of before is read" 0 sluis-officer agreement show older.note
run "… and told what it lacks" 8 sluis-officer agreement check older.note --json
expect_json '[(f["subject"], f["rule"]) for f in o["findings"]]' \
    '[["onderzoek-2.3.2: retention_article", "not-stated"], ["oss.nl/wi: decision", "not-stated"], ["oss.nl/wmo: decision", "not-stated"], ["dpia", "not-stated"]]'
sed -e 's/retention_months: 180/retention_months: 24/' -e 's/^    household: .*/    consent_months: 24/' -e 's/^valid_until: .*/valid_until: 2032-01-01/' wmo-wi.note >remarks.note
run "remarks refuse nothing" 0 sluis-officer agreement check remarks.note --json
expect_json 'o["findings"]' '[]'
expect_json '[r["remark"] for r in o["remarks"]]' '["retention-under-wmo", "consent-beyond-a-year", "term-beyond-five-years", "beyond-review-by"]'
run "… and are told apart" 0 sluis-officer agreement check remarks.note --lang nl
expect_out 'opmerking, geen fout'
expect_out 'Er ontbreekt niets'
sed -i 's/^    retention_months: .*/&\n    retention_why: "Wordt na het onderzoek overgenomen."/' remarks.note
run "a reason takes the remark away" 0 sluis-officer agreement check remarks.note --json
expect_json '"retention-under-wmo" in [r["rule"] for r in o["remarks"]]' false
sed -e '/^    weighed:/d' pilot.note >weighed.note
run "on Participatiewet 67(1)(e) privacy must have been weighed" 8 sluis-officer agreement check weighed.note --json
expect_json '[f["rule"] for f in o["findings"]] == 5 * ["not-weighed"]' true
rm older.note remarks.note weighed.note

run "an unknown template is told" 5 sluis-officer agreement new --template wmo -o none.note
refute "and nothing is written" test -e none.note
run "a file that is there stays" 6 sluis-officer agreement new --template pilot -o wmo-wi.note
check "as it was" cmp wmo-wi.note agreement.note

# --- the table of grounds ---

run "the shipped table is shown" 0 sluis-officer grounds show --json
expect_json '[r["certainty"] for r in o["rows"] if r["ground"] == "wmo-5.1.1-4"]' '["S"]'
expect_json '[(r["default"], r["effect"], r["enabled"]) for r in o["rows"] if r["ground"] in ("wmo-5.3.3-1", "avg-10", "wams-pw-wmo")]' \
    '[["ask", "grants", "yes"], ["deny", "bars", "yes"], ["ask", "grants", "no"]]'
run "… in Dutch" 0 sluis-officer grounds show --lang nl
expect_out 'Strafrechtelijke gegevens worden nooit uitgewisseld'
must sluis-officer grounds new -o grounds.note
run "a draft is the shipped table" 0 sluis-officer grounds check grounds.note --json
expect_json 'o["shipped"], len(o["changes"])' '["yes", 0]'
check "byte for byte" cmp grounds.note "$SLUIS_SOURCE/share/sluis/grounds-nl.yaml"
run "a file that is there stays" 6 sluis-officer grounds new -o grounds.note
python3 "$SLUIS_SOURCE/tests/cli/change_grounds.py"
run "what officers changed is told" 0 sluis-officer grounds check grounds.note --json
expect_json '{c["ground"]: c["change"] for c in o["changes"]}' \
    '{"wmo-5.1.1-4": "rule-changed", "wmo-5.1.1-4-eigen-bijdrage": "words-changed", "wams-terug": "row-added", "wams-wmo-pw": "row-removed"}'
expect_json 'o["shipped"]' no
person oss.nl/p-po8 po8
run "an officer adopts it" 0 as po8 grounds sign grounds.note
expect_out 'oss.nl/p-po8'
run "signed, it has the same hash" 0 sluis-officer grounds show grounds.note --json
expect_json 'o["version"]' 3
sed 's/effect: grants/effect: maybe/' "$SLUIS_SOURCE/share/sluis/grounds-nl.yaml" >bad.note
run "a table that can't be read is told with its line" 1 sluis-officer grounds check bad.note
expect_err 'bad.note, line [0-9]+'
cp bad.note before.note
run "and isn't signed" 1 as po8 grounds sign bad.note
check "nor touched" cmp bad.note before.note
run "an agreement is not a table" 3 sluis-officer grounds check wmo-wi.note

# --- the words that rows rest on ---

shipped_table=$SLUIS_SOURCE/share/sluis/grounds-nl.yaml
run "the shipped rows fit their articles" 0 sluis-officer grounds check "$shipped_table" --json
expect_json 'o["findings"]' '[]'
run "by when the statutes must be read again" 0 sluis-officer grounds show --json
expect_json 'o["review_by"]' 2027-01-01
run "long before, nothing is said of it" 0 env SLUIS_TEST_NOW=2026-11-01T10:00:00Z sluis-officer grounds show
check "not a word" bash -c '! grep -q "read the statutes again" "$1"' check "$out"
run "it is told from sixty days before" 0 env SLUIS_TEST_NOW=2026-11-02T10:00:00Z sluis-officer grounds show
expect_out 'The day comes by which'
run "and behind it" 0 env SLUIS_TEST_NOW=2027-01-02T10:00:00Z sluis-officer grounds show
expect_out 'The day is past by which'
sed '/^review_by:/d' "$shipped_table" >endless.note
run "a new table names the day" 1 sluis-officer grounds check endless.note
expect_err 'review_by'
run "or it isn't signed" 1 as po8 grounds sign endless.note
expect_err 'review_by'
sed '/id: wmo-5.1.1-4$/,/enabled:/{/^    \(bwb\|version\|text\):/d}' "$shipped_table" >nolaw.note
run "a row that names no law" 8 sluis-officer grounds check nolaw.note --json
expect_json '[(f["ground"], f["finding"]) for f in o["findings"]]' '[["wmo-5.1.1-4", "row-without-law"]]'
run "… in Dutch" 8 sluis-officer grounds check nolaw.note --lang nl
expect_out 'wmo-5\.1\.1-4 .*noemt geen wet'
sed '/id: wmo-5.1.1-4$/,/enabled:/s/^    text: .*/    text: 00000000000000000000000000000000000000000000000000000000000000ff/' "$shipped_table" >text.note
run "a hash that doesn't fit its article's text" 8 sluis-officer grounds check text.note --json
expect_json '[(f["ground"], f["finding"]) for f in o["findings"]]' '[["wmo-5.1.1-4", "article-text-differs"]]'
sed '/id: wmo-5.1.1-4$/,/enabled:/s/art\. 5\.1\.1 lid 4/art. 5.1.2/' "$shipped_table" >other.note
run "an article that isn't its row's" 8 sluis-officer grounds check other.note --json
expect_json '[(f["ground"], f["finding"]) for f in o["findings"]]' '[["wmo-5.1.1-4", "article-not-of-row"]]'
rm nolaw.note text.note other.note

# --- the statutes as they are published, against those words ---

mkdir law
python3 "$SLUIS_SOURCE/tests/cli/statutes.py" law
run "no row's words differ from themselves" 0 sluis-officer grounds law law --json
expect_json '[f["ground"] for f in o["findings"] if f["finding"] != "law-not-given"]' '[]'
run "… nor in the corpus' YAML" 0 sluis-officer grounds law law
expect_out "No row's words differ"
sed -i 's/<al>degene op wie de gegevens betrekking hebben schriftelijk/<al>degene op wie de gegevens betrekking hebben/' law/BWBR0015703.xml
must sluis-officer agreement new --template wmo-wi -o rests.note
run "a word that a law lost is told with what rests on it" 8 sluis-officer grounds law law --agreement rests.note --json
expect_json '[(f["ground"], f["article"], f["finding"]) for f in o["findings"] if f["finding"] != "law-not-given"]' \
    '[["wmo-5.1.1-4", "PW 65", "text-differs"]]'
expect_json '{(r["ground"], r["kind"]) for r in o["rests"]} == {("wmo-5.1.1-4", k) for k in ("agreement", "consents", "no-objections")}' true
run "… in Dutch" 8 sluis-officer grounds law law --lang nl
expect_out 'PW 65 .*de woorden verschillen'
rm law/BWBR0015703.xml
run "a law that isn't there is told, and is no difference" 0 sluis-officer grounds law law --json
expect_json '{f["finding"] for f in o["findings"]} == {"law-not-given"}' true
sed -i 's/<nr>5.1.1</<nr>5.1.1bis</' law/BWBR0035362.xml
run "an article that is gone" 8 sluis-officer grounds law law --json
expect_json '("wmo-5.1.1-4", "article-gone") in {(f["ground"], f["finding"]) for f in o["findings"]}' true
mkdir none bomb cut latin
run "a folder without a statute" 5 sluis-officer grounds law none
cp "$SLUIS_SOURCE/tests/fuzz/corpus/statute/bad-bomb" bomb/wet.xml
run "an XML bomb" 1 sluis-officer grounds law bomb
expect_err 'wet.xml, line 1: .*document type'
cp "$SLUIS_SOURCE/tests/fuzz/corpus/statute/bad-truncated" cut/wet.xml
run "a statute cut off" 1 sluis-officer grounds law cut
cp "$SLUIS_SOURCE/tests/fuzz/corpus/statute/bad-latin" latin/wet.xml
run "one that isn't UTF-8" 1 sluis-officer grounds law latin
expect_err 'UTF-8'
rm -r law none bomb cut latin rests.note

# --- bad input: the line and the reason, whatever the text is ---

printf 'type: sluis.catalogue/v1\nid: oss-extra\nversion: "1"\nfields:\n  - name: oss.wijkteam\n    gloss: Team\n    gloss_nl: Wijkteam\n    type: text\n    most: "60"\n    category: ordinary\n    domain: shared\n    source: Oss\n' >extra.note
run "additions are shown behind the shipped fields" 0 sluis-officer catalogue show extra.note --json
expect_json 'o["fields"][-1]["field"], o["fields"][0]["field"]' '["oss.wijkteam", "burgerservicenummer"]'
expect_json 'o["sha256"]' "$(sha256sum <extra.note | cut -d' ' -f1)"
sed 's/oss.wijkteam/postcode/' extra.note >redefined.note
run "no field is redefined" 1 sluis-officer catalogue show redefined.note
expect_err 'redefined.note, line 5:.*never redefined'
sluis-officer override new --controller oss.nl --ground wmo-5.3.3-1 --agreement oss-terug --purpose reintegratie -o draft.note >"$out" 2>"$err"
run "an override without reasons isn't one" 1 sluis-officer override show draft.note
expect_err 'draft.note, line 10'
sed -e 's/^reasons: .*/reasons: Nodig/' -e 's/^fg: .*/fg: oss.nl\/p-fg/' -e 's/^advice: .*/advice: Akkoord/' draft.note >override.note
run "with reasons and advice it is" 0 sluis-officer override show override.note --json
must sluis-officer grounds new -o table.note
must sluis-officer agreement new --template wmo-wi -o text.note
for text in "table grounds check" "override override show" "extra catalogue show" "text agreement check"; do
    read -r name command <<<"$text"
    cp "$name.note" good.txt
    line=$(grep -n '^version:' good.txt | cut -d: -f1)
    # what is done to the line with `version`, and what is said of it
    while IFS='|' read -r edit reason at; do
        sed "$edit" good.txt >bad.txt
        # shellcheck disable=SC2086 # two words
        run "$command: $reason" 1 sluis-officer $command bad.txt
        expect_err "bad.txt, line $at: .*$reason"
    done <<TEXT
${line}s/^/\t/|a tab: blanks|$line
s/\$/\r/|lines end in LF|1
${line}s/:/: \&a/|anchors and aliases|$line
${line}s/:.*/: \&a [*a]/|anchors and aliases|$line
${line}p|occurs before|$((line + 1))
${line}s/:/: !!int/|tags|$line
${line}s/^/<<: {a: b}\n/|merge keys|$line
TEXT
    { cat good.txt && head -c 10000000 /dev/zero | tr '\0' '#'; } >bad.txt
    # shellcheck disable=SC2086
    run "$command: ten megabytes" 1 sluis-officer $command bad.txt
    expect_err 'larger than what is accepted'
done
sed 's/^version:.*/version: no/' table.note >bad.txt
run "\`no\` is no number" 1 sluis-officer grounds check bad.txt
expect_err "bad.txt, line $(grep -n '^version:' table.note | cut -d: -f1): .*version"
sed 's/    consent: true/    consent: no/' text.note >bad.txt
run "nor a truth" 8 sluis-officer agreement check bad.txt
expect_out '45 .*consent .*bad-value'

# --- an agreement with all that it can pin ---

hash_of() { sluis-officer "$@" --json 2>>"$err" | python3 -c 'import json, sys; print(json.load(sys.stdin)["sha256"])'; }
pinned=$(hash_of override show override.note)
extra=$(sha256sum <extra.note | cut -d' ' -f1)
sed -e "s/^grounds: /additions: \"$extra\"\ngrounds: /" -e 's/^      - field: postcode$/      - field: oss.wijkteam/' text.note >pins.note
printf 'overrides:\n  - "%s"\n' "$pinned" >>pins.note
run "a field that only additions have" 0 sluis-officer agreement show pins.note --pinned extra.note --json
expect_json '[o["additions"], o["overrides"]]' "[\"$extra\", \"$pinned\"]"
expect_json '"oss.wijkteam" in [f["field"] for f in o["fields"]]' true
run "… is unknown without them" 1 sluis-officer agreement show pins.note

# --- questions: a script ---

# What is asked, in order, and the answer.
cat >questions <<'TEXT'
id=oss-vragen
version=
title=Convenant uit vragen
kind=
goal=Minder uitvragen
target_group=Inwoners met een uitkering
excluded=-
unit-1=oss.nl/wi
controller-1=
kind-1=pw
role-1=verstrekker
tasks-1=Kiest de dossiers
decision-1=Collegebesluit 12
decided_on-1=2026-12-01
unit-2=oss.nl/wmo
controller-2=
kind-2=wmo
role-2=ontvanger
tasks-2=Doet het onderzoek
unit-3=
code=onderzoek
description=Het onderzoek na een melding
from=oss.nl/wi
to=
ground=wmo-5.1.1-4
task=wmo-2.3.2
phase=onderzoek
basis=
exception=A9-2-a
necessity=Zonder dit beeld past de ondersteuning niet
free_text=nee
secret_address=no
household=
consent_months=
retention_months=24
retention_article=
retention_why=Wordt na het onderzoek overgenomen
field-1=burgerservicenummer
why-1=Om zeker te weten dat het dezelfde inwoner is
field-2=codeArbeidsvermogen
why-2=Bepaalt of arbeidsmatige dagbesteding past
field-3=
code-2=
approval_by_two=nee
use_by_days=
largest_package_mib=
accept=
handover=
dpia=Geen, want het risico is niet hoog
rights=Bij het eigen team
incidents=Naar de FG
contact=De privacy officer
budget=Geen
results=Binnen zes weken af
valid_from=2027-01-01
valid_until=2030-12-31
evaluation=2029-01-01
supersedes=-
witness_days=7
TEXT
sed 's/^[^=]*=//' questions >answers
place() { grep -n "^$1=" questions | cut -d : -f 1; } # QUESTION: the number of its answer
run "a script answers the questions" 0 bash -c 'sluis-officer agreement new -o asked.note --json <answers'
expect_json 'o["complete"], len(o["findings"])' '["yes", 0]'
expect_json '[r["rule"] for r in o["remarks"]]' '["beyond-review-by"]'
run "what came of it passes the check" 0 sluis-officer agreement check asked.note
run "… and is shown" 0 sluis-officer agreement show asked.note --json
expect_json 'o["id"]' oss-vragen
expect_json 'o["purposes"][0]["consent"], o["purposes"][0]["no_objection"]' '["yes", "yes"]'
expect_json 'o["parties"][0]["decision"], o["parties"][0]["decided_on"], o["dpia"]' '["Collegebesluit 12", "2026-12-01", "Geen, want het risico is niet hoog"]'
expect_json '[o["purposes"][0][k] for k in ("consent_months", "retention_article")]' '[12, "Wmo 2015 art. 5.3.4 lid 1"]'
expect_json '[f["field"] for f in o["fields"]]' '["burgerservicenummer", "codeArbeidsvermogen"]'
check "the article is the ground's" grep -q 'article: "Wmo 2015 art. 5.1.1 lid 4; Participatiewet art. 65 lid 2 onder b"' asked.note
check "what was left out isn't there" bash -c '! grep -qE "^(excluded|supersedes)" asked.note && grep -q "^witness_days: 7$" asked.note && grep -q "^accept: " asked.note'

# Not behind an answer that leaves no trace: "no more of these" and "without this" are asked again.
for last in id target_group controller-1 tasks-2 task why-1 incidents; do
    stop=$(place "$last")
    head -n "$stop" answers >first
    tail -n +$((stop + 1)) answers >rest
    rm -f half.note
    run "the input ends after $last" 1 bash -c 'sluis-officer agreement new -o half.note <first'
    run "… and another time goes on from there" 0 bash -c 'sluis-officer agreement new --resume -o half.note <rest'
    check "… with the same outcome" cmp half.note asked.note
done
run "without --resume the draft stays" 6 bash -c 'sluis-officer agreement new -o half.note <answers'

# Each is a question, what a script answers, and the rule that refuses it.
while IFS='|' read -r question wrong rule; do
    number=$(place "$question")
    sed "${number}s#.*#$wrong#" answers >wrong
    rm -f wrong.note
    run "refused at once: $rule" 8 bash -c 'sluis-officer agreement new -o wrong.note <wrong'
    expect_err "line $number.*$rule"
done <<'TEXT'
id|Oss Vragen|bad-value
version|nul|bad-value
unit-1|oss.nl|bad-value
controller-1|oss.nl/x|bad-value
kind-1|gemeente|bad-value
unit-2|oss.nl/wi|duplicate-party
from|oss.nl/zorg|unit-not-a-party
ground|wmo-5.2.1-1-a|ground-other-flow
ground|wams-pw-wmo|ground-disabled
ground|wet-x|ground-unknown
task|wmo-2.1.4|own-contribution
task|wmo-9.9|task-not-carried
phase|uitvaart|bad-value
basis|A6-1-a|basis-not-carried
exception|A9-2-j|exception-not-carried
free_text|altijd|bad-value
household|soms|bad-value
consent_months|een jaar|bad-value
retention_months|een jaar|bad-value
decided_on-1|12 december|bad-value
why-1|Is nodig|reason-too-short
field-1|burgerlijkeStaat|bad-value
valid_from|2026-13-01|bad-value
valid_until|2026-12-31|term-order
evaluation|2031-01-01|evaluation-outside-term
TEXT
sed "$(place exception)s/.*/-/" answers >wrong
run "a special field without an exception is refused at once" 8 bash -c 'sluis-officer agreement new -o wrong2.note <wrong'
expect_err "line $(place field-2).*special-without-exception"
printf 'a\033[Db\n' >wrong
run "a key that isn't text is refused" 1 bash -c 'sluis-officer agreement new -o wrong3.note <wrong'
expect_err 'control character'

# Signed, it is no draft any more.
person oss.nl/p-po po
cp asked.note signed.note
must as po agreement sign signed.note
run "a signed agreement isn't changed" 8 bash -c 'sluis-officer agreement new --resume -o signed.note <answers'

# --- questions: at a terminal ---

at_terminal() { python3 "$SLUIS_SOURCE/tests/cli/typist.py" "$@"; }
printf '%s\n' 'Oss' 'oss-x' '?' '3' '<' '' '<' '2' 'Titel' '.' >typed
run "an officer types, errs, asks, goes back and stops" 0 at_terminal typed sluis-officer agreement new -o typed.note --lang en
expect_out 'not of the form that is needed: id'
expect_out '1 for a new agreement'
expect_out 'Enter: 3'
expect_out 'agreement new --resume -o typed.note'
check "the draft has the last answers" bash -c 'grep -q "^id: oss-x$" typed.note && grep -q "^version: 2$" typed.note && grep -q "^title: Titel$" typed.note'
printf '1\n.\n' >typed
run "and goes on in Dutch" 0 at_terminal typed sluis-officer agreement new --resume -o typed.note --lang nl
expect_out 'Wat voor afspraak is het'
expect_out 'Waarvoor is de samenwerking'
refute_out 'Een korte naam voor het convenant'

{ head -n "$(place to)" answers; printf '1\nwmo-2.3.2\nonderzoek\n\n-\nNodig\nnee\nnee\nnee\n\n?\n\n\ninkomensv\n?\n.\n'; } >typed
run "the ground shows its law and certainty" 0 at_terminal typed sluis-officer agreement new -o ground.note --lang en
expect_out 'wmo-5.1.1-4 .*explicit consent .*\(S\)'
expect_out '^ *Wmo 2015 art. 5.1.1 lid 4; Participatiewet art. 65 lid 2 onder b'
expect_out 'certainty: S \(the statute, or the supervisor, says so\)'
expect_out 'explicit consent: needed; written no-objection: needed'
refute_out 'client supplied'
expect_out 'fifteen years, 180 months'
expect_out 'Enter: 180'
refute_out 'Why not fifteen years'
expect_out 'inkomensvoorziening.ingangsdatum  F'
expect_out 'geboorte.datum  I'
refute_out 'zelfredzaamheid.justitie'

# A line at a time also for who has no second chance: what was answered is on disk when the terminal goes.
head -n "$(place controller-1)" answers >typed
run "the terminal hangs up" 129 at_terminal typed sluis-officer agreement new -o hung.note
check "and the answers are there" grep -q '^  - unit: oss.nl/wi$' hung.note

finish
