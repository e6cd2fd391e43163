#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# The commands in docs/format open our files with stock tools. This takes each block
# that starts with `# test: NAME` out of those pages and runs it on real files.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
"$SLUIS_SOURCE/scripts/seed-wi" "$SLUIS_SOURCE/tests/data/gba-v-testset-20220502.csv" 7 >clients.csv
as wi1 import clients.csv --map "$SLUIS_SOURCE/share/sluis/mappings/wi-uitkeringen.yaml" >"$out" 2>"$err" || [ $? = 9 ] || bail import
as wi1 list --limit 5 --json >list.json
mapfile -t ids < <(python3 -c 'import json; [print(r["id"]) for r in json.load(open("list.json"))["records"]]')
must as wi1 consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]}"
# Twice, and the receipt in between, so that both logs have a witness.
must as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --record "${ids[@]}" -o first.sluis
must as wmo1 open first.sluis
must as wi1 open "$(find wmo/outbox -name '*-receipt.sluis')"
must as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --record "${ids[@]}" -o package.sluis
must as wmo1 open package.sluis
must as wmo1 list --json
must as wmo1 client export "$(json 'o["records"][0]["id"]')" --to oss.nl/p-wmo1 -o wmo.part
must as wmo1 log export bundle
must as wi1 log export bundle-wi
must as wmo1 backup --to-clerks -o made.backup
must as wi1 consent list --record "${ids[0]}" --json
must as wi1 consent receipt "$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent"][0]')" -o receipt
# A copy that went on from an older place, as far as its log can tell.
elsewhere() { SLUIS_KEY=keys/wmo1.key SLUIS_HOME=resumed sluis "$@" --passphrase-fd 9 9<keys/wmo1.pass; }
cp -a wmo resumed
must elsewhere log resume -o resumption.note --reason 'The disk broke.' --lost-to 500
for officer in po1 po2; do must as $officer resumption sign resumption.note --roster roster-2.note --yes; done
must elsewhere log resume resumption.note
must elsewhere log export bundle-resumed
must sluis-officer order new --unit oss.nl/wmo --person oss.nl/p-wmo2 --from 2026-11-01 --until 2026-11-23 --auditor oss.nl/p-po3 --reason 'Steekproef.' -o order.note
for officer in po1 po2; do must as $officer order sign order.note --roster roster-2.note --yes; done
must as wmo1 open order.note
must as wmo1 log export bundle-ordered

# The same copy, with an agreement that ended.
must sluis-officer agreement end agreement.note --reason 'It ends.' -o termination.note
sign_by agreement termination.note po1 po2
cp -a wi ended
other() { SLUIS_KEY=keys/wi1.key SLUIS_HOME=ended sluis "$@" --passphrase-fd 9 9<keys/wi1.pass; }
must other open termination.note
must other log export bundle-ended

# A passphrase is typed at a terminal: a pseudo-terminal types it for us.
with_terminal() { # PASSPHRASE-FILE SCRIPT
    (sleep 1; cat "$1"; sleep 1) | script -qec "bash -euo pipefail $2" /dev/null
}

# What the pages' variables stand for.
export T WORK=$T/work ROSTER=$T/roster-2.note PREVIOUS=$T/roster-1.note KEYS=$T/roster-2.note PERSON=oss.nl/p-po2
export AGREEMENT=$T/agreement.note PACKAGE=$T/package.sluis BUNDLE=$T/bundle KEY=$T/keys/wmo1.key FILE=$T/wmo/store.slots
export BACKUP=$T/made.backup HOME_DIR=$T/wmo IDENTITY=$T/identities/unit MANIFEST=$T/manifest/manifest.note DIRECTORY=$T/manifest
export MERGED=$T/merged/m.note
export RESUMPTION=$T/resumption.note TERMINATION=$T/termination.note ENDED=$T/agreement.note ORDER=$T/order.note RECEIPT=$T/receipt.json FORM=$T/.form PART=$T/wmo.part

export CATALOGUE=$SLUIS_SOURCE/share/sluis/catalogue.yaml SIGNER VERIFIER
mkdir work manifest identities
verifier_of() { grep -F "key: $1+" "$ROSTER" | head -n 1 | sed 's/.*key: "\{0,1\}\([^"]*\)"\{0,1\}$/\1/'; }

# Where pages use one name for different things.
prepare_block() { # NAME
    case $1 in
    agreement-*) SIGNER=oss.nl/p-po1 ;;
    manifest-*) SIGNER=oss.nl/p-wi1 ;;
    store-* | backup-*) IDENTITY=$T/identities/clerk ;;
    package-*) IDENTITY=$T/identities/unit ;;
    resumption-*) BUNDLE=$T/bundle-resumed ;;
    termination-*) BUNDLE=$T/bundle-ended ;;
    order-*) BUNDLE=$T/bundle-ordered ;;
    esac
    VERIFIER=$(verifier_of "${SIGNER:-}")
}

# The clerk's key out of the key file, for the pages that need one.
printf 'age -d "$KEY" | grep "^AGE-SECRET-KEY-1" >"$T/identities/clerk"\n' >identities/clerk.sh
check "a clerk's age identity comes out of the key file" with_terminal keys/wmo1.pass identities/clerk.sh

# Another partnership, and what would merge it with this one.
mkdir other merged
for n in 4 5 6; do person "uden.nl/p-po$n" "po$n"; done
must sluis-officer roster init --controller uden.nl --threshold 2 --officer cards/po4.card cards/po5.card cards/po6.card -o other/roster-1.note
sign_by roster other/roster-1.note po4 po5
must sluis-officer roster merge roster-2.note other/roster-1.note --id maashorst -o merged/m.note

blocks() { # PAGE: writes work/blocks/NAME.sh, prints the names in order
    python3 "$SLUIS_SOURCE/tests/cli/blocks.py" "$1"
}

total=0

for page in keyfile roster agreement store package manifest log backup resumption termination order consent-receipt; do
    for name in $(blocks "$SLUIS_SOURCE/docs/format/$page.md"); do
        total=$((total + 1))
        prepare_block "$name"
        if grep -q 'age .*\$KEY' "work/blocks/$name.sh"; then
            check "$page: $name" with_terminal "$T/keys/wmo1.pass" "$T/work/blocks/$name.sh"
        else
            check "$page: $name" bash -euo pipefail "work/blocks/$name.sh"
        fi
        # The unit's key, which the pages behind need, is what this block prints.
        [ "$name" != backup-hash ] || expect_out ': OK$'
        [ "$name" != roster-merged ] || expect_out '^merged$'
        [ "$name" != backup-records ] || expect_out '^\{"'
        [ "$name" != store-unit-key ] || cp "$out" identities/unit
        [ "$name" != log-client-part ] || expect_out '[1-9][0-9]* entries about the client; 1 who, 1 record, '
        [ "$name" != log-cosignatures ] || expect_out 'entries, seen by oss.nl/wi at 2026-11-23T10:00:00Z'
    done
done
# What the consulent wrote about a declaration stays: not in the tar that came out of the package, nor in its
# members, nor in a log; its hash goes.
inside() { cat work/package.tar; for member in work/consents/*.gz work/records/*.gz; do gunzip -c "$member"; done; }
check "the package was opened" bash -c 'test -s work/package.tar && test -s work/consents/000001.ndjson.gz'
inside >work/inside
check "how it was assured is in it" grep -a -q '"assured":"conversation","words":"[0-9a-f]\{64\}"' work/inside
refute "no word of it is" grep -a -q -e Besproken -e 'nee zeggen' -e gevolgen work/inside
refute "nor in a log" grep -r -a -q -e Besproken -e 'nee zeggen' -e gevolgen bundle bundle-wi
run "the store that wrote it shows it" 0 as wi1 consent list --record "${ids[0]}" --json
expect_json '{c["words"].strip() for c in o["consents"]} == {"Besproken op kantoor; nee zeggen heeft geen gevolgen."}' true
run "the other doesn't have it" 0 as wmo1 consent list --all --json
expect_json '{c["words"] for c in o["consents"]} == {""} and {c["assured"] for c in o["consents"]} == {"conversation"}' true

check "there were blocks to run" test "$total" -gt 20

finish
