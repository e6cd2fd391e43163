#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Two verifiers, written apart, agree: tests/verifier, in Python, from the public texts
# and docs/format alone, takes what the programs write, and refuses each change to it.
# `sluis-audit` refuses a sample of the same changes (its own unit tests do all).
#
# So do the verifiers that others wrote, where they are installed: Go's note and tlog, and sigsum-go.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
: "${SLUIS_ANSWER:?}"
verifier=$SLUIS_SOURCE/tests/verifier

partnership
printf '%s\n' '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1"}' \
    '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990020","naam.geslachtsnaam":"Adelaar","zaak.identificatie":"Z-2"}' >cases.ndjson
for unit in wmo wi; do must as "${unit}1" log export "first-$unit"; done
run "a log of few entries verifies" 0 python3 "$verifier/sluis_verify.py" first-wmo "$fingerprint"
expect_out '^verified$'

must as wi1 import cases.ndjson
must as wi1 consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --kind both --until 2027-11-01 "${said[@]}" --all
must as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --all -o package.sluis --json
run "cases are opened" 0 as wmo1 open package.sluis --json
must as wi1 open wmo/outbox/*-000001-receipt.sluis
must as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --all -o second.sluis
must as wmo1 open second.sluis
run "a refusal" 3 as wi1 open first-wmo/checkpoint
must as wi1 list
must as wi1 log disclose --to oss.nl/p-po1 --reason inzage --entry 0 4 5 -o one.age
as po1 key decrypt one.age >one.jsonl 2>"$err" || bail decrypt
for unit in wmo wi; do
    must as "${unit}1" log export "bundle-$unit"
    run "the log of $unit verifies" 0 python3 "$verifier/sluis_verify.py" "bundle-$unit" "$fingerprint" roster-1.note
    run "and not under another fingerprint" 3 python3 "$verifier/sluis_verify.py" "bundle-$unit" "${fingerprint//[0-9]/0}"
    run "sluis-audit says the same" 0 sluis-audit verify "bundle-$unit" --fingerprint "$fingerprint"
done
run "a disclosure too" 0 python3 "$verifier/sluis_verify.py" --disclosure one.jsonl "$fingerprint"

# What officers sign they may have spelt as people write YAML. The second verifier has a reader of its own.
sed '/^$/,$d' agreement.note | sed -e 's/^version: 1$/version:\n  2/' -e 's/^use_by_days: \(.*\)/"use_by_days" : \1  # days/' \
    -e "s/^dpia: .*/dpia: 'DPIA''s of\n  two years' /" -e 's/^  - code: /  -\n    code: /' -e 's/^contact: .*/contact: >-\n  De privacy officer/' >by-hand.note
sign_by agreement by-hand.note po1 po2
run "an agreement that was spelt by hand is taken in" 0 as wmo1 open by-hand.note
must as wmo1 log export by-hand
run "the log with it verifies" 0 sluis-audit verify by-hand --fingerprint "$fingerprint"
run "and so it does by a reader of its own" 0 python3 "$verifier/sluis_verify.py" by-hand "$fingerprint"

run "each change to the sender's log is refused by both" 0 python3 "$verifier/tamper.py" bundle-wi "$fingerprint" --step "${FAULT_STEP:-61}" --audit sluis-audit
expect_out ' changes, none taken$'
run "and to the receiver's" 0 python3 "$verifier/tamper.py" bundle-wmo "$fingerprint" --step "${FAULT_STEP:-67}" --audit sluis-audit
run "and to a disclosure" 0 python3 "$verifier/tamper.py" --disclosure one.jsonl "$fingerprint" --step "${FAULT_STEP:-7}" --audit sluis-audit

# How many questions of each kind: some hundreds, or as many as the sources ask where every byte is tried.
if [ "${FAULT_STEP:-}" = 1 ]; then questions=10000; else questions=300; fi
third=()
export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$T/go
if go list slices golang.org/x/mod/sumdb/tlog sigsum.org/sigsum-go/pkg/merkle >/dev/null 2>&1; then
    check "others' verifiers are built" bash -c 'cd "$0" && go build -o "$1" .' "$verifier/third" "$T/third"
    third=(--third "$T/third")
else
    skip "others' verifiers are built" "no Go, or not its packages: see scripts/setup"
fi
run "what signatures are worth, by chains at random, is the same" 0 python3 "$verifier/judged.py" roster-2.note --sluis "$SLUIS_ANSWER" --count "$questions"
expect_out 'verdicts compared, none different$'
sed 's/^/# /' "$out"
for unit in wi wmo; do
    run "the verdicts on the log of $unit are the same" 0 python3 "$verifier/verdicts.py" "bundle-$unit" "$fingerprint" \
        --sluis "$SLUIS_ANSWER" --audit sluis-audit "${third[@]}" --count "$questions"
    expect_out 'verdicts compared, none different$'
    sed 's/^/# /' "$out"
done
finish
