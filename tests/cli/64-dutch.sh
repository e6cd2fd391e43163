#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# No English in Dutch: a day's commands, every --help, and errors of all kinds, with --lang nl; no_english.py reads it.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
cat >clients.ndjson <<'JSON'
{"burgerservicenummer":"999990019","naam.voornamen":"Daan","naam.geslachtsnaam":"Bakker","geboorte.datum":"1980-03-01","zaak.identificatie":"PW-2026-00103","wet":"pw","gegevensbron":"pw"}
{"burgerservicenummer":"999990020","naam.voornamen":"Eva","naam.geslachtsnaam":"Bos","geboorte.datum":"1990-04-02","zaak.identificatie":"PW-2026-00104","wet":"pw","gegevensbron":"pw"}
JSON
transcript=$T/transcript
: >"$transcript"
wrong=0
# What is said, under the line that was typed. CODE: the exit code, or - for any.
nl() { # CODE WHO|PROGRAM ARGUMENT…
    local expected=$1 status=0 told=$T/.told
    shift
    printf '\n$ %s\n' "$*" >>"$transcript"
    case $1 in
    sluis*) "$@" --lang nl >"$told" 2>&1 </dev/null || status=$? ;;
    *) as "$@" --lang nl >"$told" 2>&1 </dev/null || status=$? ;;
    esac
    cat "$told" >>"$transcript"
    [ "$expected" = - ] || [ "$status" = "$expected" ] || { wrong=$((wrong + 1)); echo "# exit $status instead of $expected: $*"; sed 's/^/# /' "$told"; }
}

# --- every help ---

for program in sluis sluis-officer sluis-audit; do
    nl 0 "$program" --help
    nl 0 "$program" help
    nl - "$program"
    while IFS= read -r name; do
        # shellcheck disable=SC2086 # a command may be two words
        nl 0 "$program" $name --help
    done < <("$program" --dump-commands | awk -F'\t' '$1 == "command" { print $2 }')
done

# --- a day ---

to=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
nl 0 wi1 status
nl 0 wi1 import clients.ndjson
nl 0 wi1 list
nl 0 wi1 show PW-2026-00103
nl 0 wi1 preview "${to[@]}" --all --clients
nl 8 wi1 pack "${to[@]}" --all
nl 0 wi1 consent record --kind both "${to[@]}" --until 2027-01-01 "${said[@]}" --all
nl 0 wi1 consent list --all
nl 0 wi1 preview "${to[@]}" --all --clients
nl 0 wi1 pack "${to[@]}" --record PW-2026-00103
cp wi/outbox/*-000001-cases.sluis first.sluis
nl 0 wi1 send "${to[@]}" --record PW-2026-00104 --yes
nl 0 wi1 status
nl 0 wi1 status --log
nl 0 wmo1 open wi/outbox
nl 0 wmo1 list
nl 0 wmo1 status
nl 0 wi1 open wmo/outbox
nl 0 wi1 export --all -o out.ndjson
nl 0 wi1 log show
nl 0 wi1 doctor
nl 0 wi1 log export log-wi
nl 0 wmo1 log export log-wmo
nl 0 sluis-officer roster show roster-2.note
nl 0 sluis-officer agreement show agreement.note
nl 0 sluis-officer agreement check agreement.note --roster roster-2.note
nl 0 sluis-officer agreement list-templates
nl 0 sluis-officer grounds show
nl 0 sluis-officer catalogue show
nl 0 po1 log witness log-wi --fingerprint "$fingerprint" -o witness.note
nl - sluis-audit verify log-wi --roster roster-1.note --fingerprint "$fingerprint"
nl - sluis-audit reconcile log-wi log-wmo --roster roster-1.note --fingerprint "$fingerprint"
nl - sluis-audit report log-wi log-wmo --roster roster-1.note --fingerprint "$fingerprint" -o report --tester oss.nl/p-a3x9

# --- what goes wrong ---

printf '{"a":\n' >broken.json
printf 'burgerservicenummer;naam.geslachtsnaam;wet;gegevensbron\n123;"Jansen;pw;pw\n' >bad.csv
printf 'version: "1"\nsource: x\nformat: csv\nnonsense: 1\n' >bad.yaml
printf 'niets\n' >text.txt
printf 'fout\n' >.wrong
head -c 100 first.sluis >cut.sluis
sed 's/^version: 1/version: 2/' agreement.note >changed.note
sed '/^$/,$d' agreement.note | sed '/^goal:/d' >bad.note
sluis-officer roster add cards/wmo2.card --roster roster-2.note --unit oss.nl/wi --role gast --law pw --action read -o draft.note >"$out" 2>&1
cp -r log-wi bad-log && printf 'x' >>"$(find bad-log/tile -type f | head -1)"
cp -r log-wi short-log && rm -rf short-log/manifests
nl 2 sluis nonsense
nl 2 sluis consent
nl 2 sluis pack --nonsense
nl 2 sluis pack --to
nl 2 sluis show
nl 2 sluis list --all=1
nl 2 sluis log show --from x
nl 2 sluis status
nl 2 wi1 pack
nl 2 wi1 consent record
nl 2 wi1 consent record --kind x "${to[@]}" --all
nl 2 wi1 import
nl 1 wi1 import clients.ndjson --map bad.yaml
nl 1 wi1 import broken.json
nl 9 wi1 import bad.csv
nl 1 wi1 import bad.csv --map "$SLUIS_SOURCE/share/sluis/mappings/wi-uitkeringen.yaml"
nl 5 wi1 import --undo 99
nl 5 wi1 import nothing
nl 5 wi1 show PW-0
nl 6 wi1 export --all -o out.ndjson
nl 8 wi1 preview --to oss.nl/wmo --purpose nonsense --all
nl 5 wi1 preview --to oss.nl/elders --purpose onderzoek-2.3.2 --all
nl 8 wmo1 pack --to oss.nl/wi --purpose onderzoek-2.3.2 --all
nl 3 wi1 open text.txt
nl 3 wmo1 open cut.sluis
nl 3 wmo1 open changed.note
nl 3 wmo1 open draft.note
nl 6 wmo1 open roster-1.note
nl 6 wmo1 open first.sluis
nl 4 wi1 open first.sluis
nl 1 wmo1 open cards/wi1.card
nl 5 wi1 consent withdraw 00000000
nl 5 wi1 approve 00000000
nl 2 wi1 log disclose
nl 0 wi1 log resume
nl 2 wi1 log resume -o resumption.note
nl 3 wi1 log resume -o resumption.note --reason verloren
nl 5 wi1 log disclose --to oss.nl/p-nobody --reason x --entry 1
nl 5 wi1 restriction keep 00000000
nl 2 sluis-officer roster init
nl 2 sluis-officer roster add cards/wi1.card
nl 5 sluis-officer roster show nothing
nl 3 sluis-officer roster verify roster-1.note draft.note --fingerprint "$fingerprint"
nl 2 sluis-officer roster verify roster-1.note --fingerprint zz
nl 8 sluis-officer agreement check bad.note
nl 5 sluis-officer agreement new --template nonsense -o x.note
nl 2 sluis-officer agreement show agreement.note --format xml
nl 2 sluis-officer override new
nl 6 sluis-officer grounds new -o grounds.note
nl 2 sluis-audit verify log-wi --roster roster-1.note
nl 3 sluis-audit verify bad-log --roster roster-1.note --fingerprint "$fingerprint"
nl 3 sluis-audit verify short-log --roster roster-1.note --fingerprint "$fingerprint"
nl 1 sluis-audit verify wi --roster roster-1.note --fingerprint "$fingerprint"
nl 3 sluis-audit verify log-wi --roster roster-1.note --fingerprint "${fingerprint//[0-9]/0}"
nl 2 sluis-audit sample log-wi
nl 2 sluis-audit report log-wi

[ "$wrong" = 0 ]
report $? "everything ended as it should"
check "the reader knows English when it is planted" python3 "$SLUIS_SOURCE/tests/cli/no_english.py" --self-test
check "no English in $(grep -c '^\$ ' "$transcript") Dutch answers" python3 "$SLUIS_SOURCE/tests/cli/no_english.py" "$transcript"
cp "$transcript" "${DUTCH_KEEP:-/dev/null}"
finish
