#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A privacy officer's work on agreements, before anybody signs: templates, the register
# of processing.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

terms=$SLUIS_SOURCE/tests/data/dpv-terms.txt
is_register_entry() { python3 "$SLUIS_SOURCE/tests/cli/dpv.py" "$1" "$terms"; }

# --- the register of processing (AVG 30) ---

must sluis-officer agreement new -o agreement.note
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
expect_err 'only .dpv. is known'

finish
