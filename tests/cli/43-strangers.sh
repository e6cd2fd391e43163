#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Lines that anybody can write below a note on its way, without any key: by nobody, by a
# name that is one of ours, or an officer's own line twice. The note is taken in without
# them and goes on without them, so that every export still verifies.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
: "${SLUIS_COUNTERSIGN:?}"

partnership
person oss.nl/p-stranger stranger

nobody() { # NAME: a line of the form of a signature
    printf '\xe2\x80\x94 %s %s\n' "$1" "$(head -c 68 /dev/urandom | base64 -w0)"
}
soil() { # FILE: what honest officers signed, with more below
    tail -n 1 "$1" >line
    { nobody nobody.example; nobody oss.nl/p-stranger; nobody oss.nl/p-po1; cat line; } >>"$1"
    must "$SLUIS_COUNTERSIGN" "$1" keys/stranger.key
}
clean() { # FILE: no line in it is a stranger's or stands twice
    ! grep -q 'nobody.example\|p-stranger' "$1" && [ -z "$(grep '^— ' "$1" | sort | uniq -d)" ]
}

verifies() { # UNIT
    rm -rf "audit-$1"
    must as "${1}1" log export "audit-$1"
    run "an auditor finds nothing wrong at $1" 0 sluis-audit verify "audit-$1" --fingerprint "$fingerprint"
    run "nor does a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$1" "$fingerprint"
    local note
    find "audit-$1" -name '*.note' >notes
    while read -r note; do check "$note is clean" clean "$note"; done <notes
}

# --- a store that begins with a soiled roster ---
cp roster-1.note first.note
soil first.note
run "the root is taken in" 0 env SLUIS_HOME="$T/other" SLUIS_KEY="$T/keys/wmo2.key" sluis init --unit oss.nl/wmo --roster first.note \
    --fingerprint "$fingerprint" --passphrase-fd 9 9<keys/wmo2.pass
must env SLUIS_HOME="$T/other" SLUIS_KEY="$T/keys/wmo2.key" sluis log export audit-other --passphrase-fd 9 9<keys/wmo2.pass
check "and goes on clean" clean audit-other/rosters/000001.note

# --- what comes later: rosters, agreements, and what those pin ---
must sluis-officer roster add cards/stranger.card --roster roster-2.note --unit oss.nl/wi --role consulent --law pw --action read -o roster-3.note
must sluis-officer roster remove oss.nl/p-stranger --roster roster-3.note
sign_by roster roster-3.note po1 po2
sed '/^$/,$d; s/^version: 1/version: 2/' agreement.note >agreement-2.note
sign_by agreement agreement-2.note po1 po3
sed '/^$/,$d; s/^version: .*/version: 77/' "$SLUIS_SOURCE/share/sluis/grounds-nl.yaml" >grounds-77.note
sign_by grounds grounds-77.note po1 po2
for note in roster-3 agreement-2 grounds-77; do
    cp "$note.note" "$note-soiled.note"
    soil "$note-soiled.note"
    run "$note is taken in at wi" 0 as wi1 open "$note-soiled.note"
done
sed '/^$/,$d; s/^version: .*/version: 78/' "$SLUIS_SOURCE/share/sluis/grounds-nl.yaml" >unsigned.note
{ echo; nobody oss.nl/p-9999; } >>unsigned.note
run "what nobody of ours signed isn't" 3 as wmo1 open unsigned.note
for note in agreement-2 grounds-77; do run "$note is taken in at wmo" 0 as wmo1 open "$note-soiled.note"; done
run "a clean copy changes nothing" 0 as wmo1 open agreement-2.note grounds-77.note
must as po2 agreement sign agreement-2.note
run "nor does one with another signature" 0 as wmo1 open agreement-2.note
verifies wi

# --- the roster goes along with a package ---
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1"}\n' >one.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 import one.ndjson
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-01-01 "${said[@]}"
must as wi1 pack --all "${goal[@]}" -o one.sluis
run "and is taken in at wmo" 0 as wmo1 open one.sluis --json
expect_json 'o["files"][0]["added"]' 1
verifies wmo
verifies wi
run "the logs agree" 0 sluis-audit reconcile audit-wi audit-wmo --fingerprint "$fingerprint"
finish
