#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Whoever has a clerk's key and the unit's writes any date. What had ended is refused all the same, once a
# letter that stands before it in the log shows that the date can't be: a key, a person, a mandate, an
# agreement, a consent. What was made in its time and comes late is taken in, each time.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
must sluis-officer agreement new --template wmo-wi -o short.note
sed -i -e 's/^id: .*/id: oss-short/' -e 's/^valid_until: .*/valid_until: 2026-11-25/' -e 's/^evaluation: .*/evaluation: 2026-11-25/' short.note
sign_by agreement short.note po1 po2
for unit in wi wmo; do must as "${unit}1" open short.note; done
printf '{"burgerservicenummer":"%s","naam.geslachtsnaam":"Jansen","zaak.identificatie":"%s","wet":"pw","gegevensbron":"pw"}\n' \
    999990019 Z-1 999990020 Z-2 >clients.ndjson
must as wi1 import clients.ndjson
printf '999990019\n' >first.txt
printf '999990020\n' >second.txt
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
long=("${goal[@]}" --agreement oss-wmo-wi) short=("${goal[@]}" --agreement oss-short)
must as wi1 consent record --select-from first.txt --kind both "${long[@]}" --until 2027-01-01 "${said[@]}"
must as wi1 consent record --select-from second.txt --kind both "${long[@]}" --until 2026-11-25 "${said[@]}"
must as wi1 consent record --select-from first.txt --kind both "${short[@]}" --until 2027-01-01 "${said[@]}"

# One table: what had ended, who says so, what is packed, and by which finding it is refused.
roster_says() { # NAME PYTHON: version 3 is version 2 with its text changed by that
    must sluis-officer roster set --log-months 60 --roster roster-2.note -o "$1.note"
    must python3 -c 'import re, sys
text = open(sys.argv[1]).read()
changed = eval(sys.argv[2])
assert changed != text
open(sys.argv[1], "w").write(changed)' "$1.note" "$2"
    sign_by roster "$1.note" po1 po2
}
export SLUIS_TEST_NOW=2026-11-26T10:00:00Z
must sluis-officer roster remove oss.nl/p-wi1 --roster roster-2.note -o left.note
sign_by roster left.note po1 po2
roster_says revoked 'text + "revocations:\n  - person: oss.nl/p-wi1\n    reason: left\n    effective: 2026-11-26\n"'
roster_says mandate 're.sub(r"(person: oss.nl/p-wi1\n    unit: .*\n(?:    .*\n)*?    from: .*\n)", r"\1    until: 2026-11-25\n", text)'
rules=(person revoked mandate agreement consent)
declare -A roster=([person]=left.note [revoked]=revoked.note [mandate]=mandate.note)
declare -A finding=([person]=person-unknown [revoked]=key-revoked [mandate]=mandate-missing
    [agreement]=agreement-not-valid [consent]=consent-missing)
declare -A says=([person]=5 [revoked]=8 [mandate]=8 [agreement]=8 [consent]=8)
pack_of() { # RULE FILE
    case $1 in
    agreement) must as wi1 pack --select-from first.txt "${short[@]}" -o "$2" ;;
    consent) must as wi1 pack --select-from second.txt "${long[@]}" -o "$2" ;;
    *) must as wi1 pack --select-from first.txt "${long[@]}" -o "$2" ;;
    esac
}

# --- in its time, of each rule one ---
export SLUIS_TEST_NOW=2026-11-24T09:00:00Z
for rule in "${rules[@]}"; do pack_of "$rule" "late-$rule.sluis"; done
cp -a wi wi-before

# --- a colleague's letter of four days later, and then the clock is put back ---
export SLUIS_TEST_NOW=2026-11-28T10:00:00Z
must as wi2 pack --select-from first.txt "${long[@]}" -o honest.sluis
export SLUIS_TEST_NOW=2026-11-24T09:30:00Z
for rule in "${rules[@]}"; do pack_of "$rule" "back-$rule.sluis"; done

export SLUIS_TEST_NOW=2026-11-29T10:00:00Z
cp -a wmo wmo-before
for rule in "${rules[@]}"; do
    rm -rf wmo && cp -a wmo-before wmo
    [ -z "${roster[$rule]:-}" ] || must as wmo1 open "${roster[$rule]}"
    run "$rule: the colleague's letter opens" 0 as wmo1 open honest.sluis
    run "$rule: what was made in its time opens, though it comes behind that" 0 as wmo1 open "late-$rule.sluis"
    run "$rule: what is dated back to that time doesn't" "${says[$rule]}" as wmo1 open "back-$rule.sluis" --json
    expect_json 'o["error"]["finding"]' "${finding[$rule]}"
    expect_json '"it says 2026-11-24, and what came before it shows that it was made on 2026-11-28 or later" in o["error"]["message"]' true
    must as wmo2 log export "audit-wmo-$rule"
    run "$rule: the log verifies" 0 sluis-audit verify "audit-wmo-$rule" --fingerprint "$fingerprint"
    run "$rule: a verifier in Python says so, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-wmo-$rule" "$fingerprint"
done

# --- and what the sender's own auditor sees of it, once somebody has seen the colleague's letter ---
verdict() { # NAME EXIT
    rm -rf audit-wi
    must as wi2 log export audit-wi
    run "$1" "$2" sluis-audit verify audit-wi --fingerprint "$fingerprint" --json
    cp "$out" told.json
    run "$1, says Python, too" "$2" python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" audit-wi "$fingerprint"
    cp told.json "$out"
}
rm -rf wi wmo && cp -a wi-before wi && cp -a wmo-before wmo
export SLUIS_TEST_NOW=2026-11-26T11:00:00Z
for unit in wi wmo; do must as "${unit}2" open mandate.note; done
export SLUIS_TEST_NOW=2026-11-28T10:00:00Z
must as wi2 pack --select-from first.txt "${long[@]}" -o seen.sluis
for rule in mandate agreement; do at 2026-11-24T09:30:00Z pack_of "$rule" "own-$rule.sluis"; done
export SLUIS_TEST_NOW=2026-11-29T10:00:00Z
verdict "a clock that went back is recorded, and no fault" 0
must as wmo1 open seen.sluis
must as wi2 open wmo/outbox/*-receipt.sluis
verdict "acts dated back behind a tree that was seen are" 3
expect_json 'sorted(f["finding"] for f in o["findings"])' \
    '["log-act-without-mandate", "log-act-without-mandate", "log-agreement-not-valid", "mandate-missing", "mandate-missing"]'

# --- who looks two days before the cosignature was made ---
export SLUIS_TEST_NOW=2026-11-27T09:00:00Z
run "a cosignature isn't of a day to come" 3 sluis-audit verify audit-wi --fingerprint "$fingerprint" --json
expect_json '[f["subject"] for f in o["findings"] if f["finding"] == "log-cosignature-time"]' '["witnessed/000000000028.note"]'
run "nor for Python" 3 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" audit-wi "$fingerprint"
expect_out 'witnessed/000000000028.note: cosigned on another day'
run "nor is a roster" 3 at 2026-11-20T09:00:00Z sluis-audit verify audit-wi --fingerprint "$fingerprint" --json
expect_json 'any(f["finding"] == "roster-from-the-future" for f in o["findings"])' true
run "nor for Python, a roster" 3 at 2026-11-20T09:00:00Z python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" audit-wi "$fingerprint"
expect_out 'issued in the future'

# --- officers ---
must sluis-officer roster set --log-months 48 --roster roster-2.note -o early.note
sed -i 's/^issued: .*/issued: "2026-11-01T10:00:00Z"/' early.note
cp early.note untouched.note
run "a roster of before the version that it replaces isn't signed" 3 as po1 roster sign early.note --json
expect_json 'o["error"]["finding"]' roster-chain
sed 's/^issued: .*/issued: "2026-12-20T10:00:00Z"/' early.note >ahead.note
run "nor one of a day to come" 8 as po1 roster sign ahead.note --json
expect_json 'o["error"]["finding"]' roster-from-the-future
check "neither was changed" cmp early.note untouched.note
mkdir apart && mv early.note apart
run "where the version before isn't there, the days of office tell" 8 as po1 roster sign apart/early.note --json
expect_json 'o["error"]["finding"]' not-an-officer
finish
