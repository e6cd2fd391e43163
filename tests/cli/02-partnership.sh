#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# The first set-up, without a circle: keys, cards, roster, stores, agreement.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership

run "the first roster's chain verifies" 0 sluis-officer roster verify roster-1.note roster-2.note --fingerprint "$fingerprint"
run "with another fingerprint it doesn't" 3 sluis-officer roster verify roster-1.note --fingerprint "${fingerprint//[0-9]/0}"
expect_err 'fingerprint is not that of this roster'
run "the roster shows who signed" 0 sluis-officer roster show roster-2.note --json
expect_json 'o["version"]' 2
expect_json 'len(o["officers"])' 3

# --- the FG: named in the roster, and no officer ---

person oss.nl/p-po9 po9
run "an officer can't be the FG as well" 3 sluis-officer roster add cards/po1.card --roster roster-2.note --fg-of oss.nl -o roster-fg.note
expect_err 'who advises'
run "the FG is named" 0 sluis-officer roster add cards/po9.card --roster roster-2.note --fg-of oss.nl -o roster-fg.note
run "and signs no roster" 8 as po9 roster sign roster-fg.note
expect_err 'not of an officer whose signature counts'
must "$SLUIS_COUNTERSIGN" roster-fg.note keys/po9.key
must as po1 roster sign roster-fg.note
run "the roster shows the FG" 0 sluis-officer roster show roster-fg.note --json
expect_json '[(a["person"], a["controller"]) for a in o["advisers"]]' '[["oss.nl/p-po9", "oss.nl"]]'
run "whose signature isn't counted" 3 sluis-officer roster verify roster-1.note roster-2.note roster-fg.note --fingerprint "$fingerprint"
expect_err '1 of the 2 signatures'
must as po2 roster sign roster-fg.note
run "with those of two officers it is a roster" 0 sluis-officer roster verify roster-1.note roster-2.note roster-fg.note --fingerprint "$fingerprint"
run "the entry for the register names the FG" 0 sluis-officer agreement show agreement.note --format dpv --roster roster-fg.note
expect_json '[(c["dpv:hasDataProtectionOfficer"]["dct:identifier"], c["dpv:hasDataProtectionOfficer"]["@type"]) for c in o["dpv:hasDataController"]]' \
    '[["oss.nl/p-po9", "dpv:DataProtectionOfficer"]]'
printf '%s' "$(sluis-officer agreement show agreement.note --format dpv --roster roster-fg.note)" >entry.jsonld
check "in terms that DPV has" python3 "$SLUIS_SOURCE/tests/cli/dpv.py" entry.jsonld "$SLUIS_SOURCE/tests/data/dpv-terms.txt"
run "and without a FG in the roster nobody" 0 sluis-officer agreement show agreement.note --format dpv --roster roster-2.note
expect_json '["dpv:hasDataProtectionOfficer" in c for c in o["dpv:hasDataController"]]' '[false]'
must sluis-officer override new --template zorg-naar-werk -o override-fg.note
sed -i -e 's/^fg: .*/fg: "De functionaris gegevensbescherming van Oss"/' -e 's/^advice: .*/advice: "Akkoord"/' override-fg.note
run "nor an override" 8 as po9 override sign override-fg.note --roster roster-fg.note
must "$SLUIS_COUNTERSIGN" override-fg.note keys/po9.key
must as po1 override sign override-fg.note
run "an FG who is named in words and signs as well isn't counted either" 3 sluis-officer override show override-fg.note --roster roster-fg.note
expect_err '1 of 2'
must as po2 override sign override-fg.note
run "two officers are" 0 sluis-officer override show override-fg.note --roster roster-fg.note
rm roster-fg.note entry.jsonld override-fg.note

for unit in wmo wi; do
    for clerk in 1 2; do
        run "$unit$clerk works at the store" 0 as "$unit$clerk" status --json
        expect_json 'o["unit"]' "oss.nl/$unit"
        expect_json 'o["ready"]' yes
    done
done
run "a clerk of the other unit has no way in" 4 env SLUIS_HOME="$T/wi" SLUIS_KEY="$T/keys/wmo1.key" \
    bash -c 'sluis list --passphrase-fd 9 9<"$1"' list "$T/keys/wmo1.pass"
printf 'not it\n' >wrong.pass
run "a wrong passphrase is told as such" 4 env SLUIS_HOME="$T/wi" SLUIS_KEY="$T/keys/wi1.key" \
    bash -c 'sluis list --passphrase-fd 9 9<wrong.pass'
expect_err 'passphrase is wrong'
check "no key or store file is readable by others" bash -c '[ -z "$(find keys wmo wi -perm /077)" ]'

finish
