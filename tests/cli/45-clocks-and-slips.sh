#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A clock that is wrong, a fingerprint that was mistyped, what a file manager leaves: told
# as what it is, and as no verdict on a person, a roster or a log.
# shellcheck disable=SC2154 # fingerprint is lib.sh's
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership

# --- clocks ---
for when in 1970-01-01T00:00:00Z 2020-01-01T12:00:00Z 2026-11-21T10:00:00Z; do
    run "status at $when" 0 at "$when" as wi1 status
    expect_err 'is the clock right'
    for command in list "log show" "export --all -o clear"; do
        # shellcheck disable=SC2086 # words
        run "$command at $when" 8 at "$when" as wi1 $command
        expect_err "${when%T*}"
        expect_err 'is the clock right'
        refute_err 'revoked'
    done
done
run "by the right clock" 0 as wi1 list
refute_err 'clock'
run "a draft before the version that it follows on" 1 at 2026-11-20T10:00:00Z sluis-officer roster add cards/wmo2.card --roster roster-2.note --unit oss.nl/wi --role gast --law pw --action read -o back.note
expect_err 'set the clock'
ahead() { at "$1" sluis-officer roster add cards/wmo2.card --roster roster-2.note --unit oss.nl/wi --role gast --law pw --action read -o "$2"; }
must ahead 2026-12-23T10:00:00Z ahead.note
run "a roster of next month isn't signed" 8 as po1 roster sign ahead.note
expect_err 'still to come'
for who in po1 po2; do must at 2026-12-23T10:00:00Z as "$who" roster sign ahead.note; done
run "nor, when it was, taken in" 8 as wi1 open ahead.note --json
expect_json 'o["error"]["finding"]' roster-from-the-future
must ahead 2026-11-24T09:00:00Z tomorrow.note
for who in po1 po2; do must as "$who" roster sign tomorrow.note; done
run "a clock that is a day ahead is nobody's fault" 0 as wi1 open tomorrow.note

# --- what stands in an auditor's folder besides the log ---
must as wi1 log export audit
verify() { sluis-audit verify audit --fingerprint "$fingerprint" "$@"; }
run "the log verifies" 0 verify --json
expect_json 'o.get("beside")' null
printf x >audit/.DS_Store; printf x >audit/manifests.tmp
mkdir -p audit/__MACOSX/rosters
for name in rosters/Thumbs.db agreements/desktop.ini rosters/._000001.note __MACOSX/rosters/000001.note; do printf x >"audit/$name"; done
rm audit/manifests.tmp
run "and does so beside what a file manager left" 0 verify
expect_out 'may be removed'
run "which is named" 0 verify --json
expect_json 'o["beside_count"]' 5
expect_json '".DS_Store" in [b["file"] for b in o["beside"]]' true
expect_json 'o["verified"]' true
for name in notes.txt rosters/000009.note.bak tile/0/x; do
    printf x >"audit/$name"
    run "a stranger is told as one: $name" 3 verify --json
    expect_json 'o["findings"][0]["finding"]' log-file-not-its-own
    expect_json 'len(o["findings"])' 1
    run "$name: and not as a roster that doesn't vouch" 3 verify
    expect_out 'take it out|belong to the log'
    refute_out 'vouched'
    rm "audit/$name"
done

# --- slips ---
wrong=${fingerprint/[0-9]/z}
run "a fingerprint that is none" 2 sluis-audit verify audit --fingerprint "$wrong"
case $fingerprint in *0) wrong=${fingerprint%?}1 ;; *) wrong=${fingerprint%?}0 ;; esac
for command in "verify audit" "verify audit --roster roster-1.note" "report audit -o page --tester oss.nl/p-po1" "sample audit --count 1 --nonce 00112233445566778899aabbccddeeff"; do
    # shellcheck disable=SC2086 # words
    run "a fingerprint with one digit mistyped: $command" 3 sluis-audit $command --fingerprint "$wrong"
    expect_err 'read it again'
    refute_out 'NOT VERIFIED'
done
finish
