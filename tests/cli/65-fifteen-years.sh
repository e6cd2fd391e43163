#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Fifteen years of a partnership: each year a letter, a roster, and new keys of a unit; officers and clerks
# come and go; a key is stolen; a store is lost and an older copy goes on; two partnerships become one; agreements
# end and are made anew. At the end every entry of both logs verifies, in C and in Python.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
printf '{"burgerservicenummer":"%s","naam.geslachtsnaam":"Jansen","zaak.identificatie":"%s","wet":"pw","gegevensbron":"pw"}\n' \
    999990019 Z-1 999990020 Z-2 >clients.ndjson
must as wi1 import clients.ndjson
newest=2 officers=(po1 po2) agreement=oss-wmo-wi wi=wi1 wmo=wmo1 letters=0

day() { export SLUIS_TEST_NOW=$1T10:00:00Z; }
next_roster() { # signed by whom $officers says, opened at both units
    newest=$((newest + 1))
    sign_by roster "roster-$newest.note" "${officers[@]}"
    must as "$wmo" open "roster-$newest.note"
    must as "$wi" open "roster-$newest.note"
}
roster() { must sluis-officer roster "$1" "${@:2}" --roster "roster-$newest.note" -o "roster-$((newest + 1)).note"; }
also() { must sluis-officer roster "$1" "${@:2}" --roster "roster-$((newest + 1)).note"; }
agree() { # YEAR: a table whose statutes were read again, and a new agreement, since the one before ends
    agreement=oss-wmo-wi-$1
    rm grounds.note # the one in force lies beside the agreements
    must sluis-officer grounds new -o grounds.note
    sed -i -e "s/^as_of: .*/as_of: $1-01-01/" -e "s/^review_by: .*/review_by: $(($1 + 5))-01-01/" grounds.note
    text=$(sha256sum grounds.note | cut -c1-64)
    sign_by grounds grounds.note "${officers[@]}"
    must as "$wmo" open grounds.note
    must as "$wi" open grounds.note
    must sluis-officer agreement new --template wmo-wi -o "$agreement.note"
    sed -i -e "s/^id: .*/id: $agreement/" -e "s/^grounds: .*/grounds: \"$text\"/" -e "s/^evaluation: .*/evaluation: $(($1 + 2))-12-31/" \
        -e "s/^valid_from: .*/valid_from: $1-01-01/" -e "s/^valid_until: .*/valid_until: $(($1 + 4))-12-31/" "$agreement.note"
    for who in "${officers[@]}"; do must as "$who" agreement sign "$agreement.note" --pinned grounds.note; done
    must as "$wmo" open "$agreement.note"
    must as "$wi" open "$agreement.note"
}
letter() { # YEAR: there, and its receipt back
    letters=$((letters + 1))
    must as "$wi" consent record --all --kind both --to oss.nl/wmo --purpose onderzoek-2.3.2 --agreement "$agreement" --until "${1%-lost}-12-31" "${said[@]}"
    must as "$wi" pack --all --to oss.nl/wmo --purpose onderzoek-2.3.2 --agreement "$agreement" -o "letter-$1.sluis"
    run "$1: a letter, by keys of that year" 0 as "$wmo" open "letter-$1.sluis" --json
    must as "$wi" open "$(json 'o["files"][0]["receipt"]')"
}
renew() { # UNIT WHO: its card goes into the next roster
    must as "$2" unit renew --yes
    roster add "$1/unit.card" --replace --review-by "$((year + 1))-12-01"
}
# The newest copy is gone, and with it a letter that it had opened: on the officers' word the backup goes on, and
# the letter comes again.
lose_the_store() { # YEAR
    day "$1-01-10"
    must as "$wmo" backup --to-clerks -o yearly.backup
    letter "$1-lost"
    local size sent
    size=$(log_size "$wmo")
    mv wmo gone
    must sluis restore yearly.backup wmo --fingerprint "$fingerprint" --key "keys/$wmo.key" --passphrase-fd 9 9<"keys/$wmo.pass"
    must as "$wmo" log resume -o resumption.note --reason 'The disk broke.' --lost-to "$size"
    for who in "${officers[@]}"; do must as "$who" resumption sign resumption.note --roster "roster-$newest.note" --yes; done
    run "$1: an older copy goes on" 0 as "$wmo" log resume resumption.note
    must as "$wi" status --log --json
    sent=$(json '[x["id"] for x in o["exchanges"] if x["direction"] == "sent" and x["kind"] == "cases"][-1]')
    must as "$wi" resend "$sent" -o again.sluis
    run "$1: what the lost copy had opened comes again" 0 as "$wmo" open again.sluis --json
    run "$1: and its receipt is taken without an incident" 0 as "$wi" open "$(json 'o["files"][0]["receipt"]')"
}

# Another municipality's partnership, with a root of its own.
merge_with_uden() { # YEAR
    day "$1-01-10"
    mkdir uden
    for n in 4 5 6; do person "uden.nl/p-po$n" "po$n"; done
    person uden.nl/p-zorg1 zorg1
    must sluis-officer roster init --controller uden.nl --threshold 2 --officer cards/po4.card cards/po5.card cards/po6.card -o uden/roster-1.note
    must sluis-officer roster add cards/zorg1.card --roster uden/roster-1.note --unit uden.nl/zorg --role consulent --law wmo --action "${clerk_actions[@]}"
    sign_by roster uden/roster-1.note po4 po5
    newest=$((newest + 1))
    must sluis-officer roster merge "roster-$((newest - 1)).note" uden/roster-1.note --id maashorst -o "roster-$newest.note"
    for who in "${officers[@]}" po4 po5; do
        must as "$who" roster sign "roster-$newest.note" --previous "roster-$((newest - 1)).note" uden/roster-1.note
    done
    run "$1: two partnerships become one" 0 as "$wmo" open "roster-$newest.note"
    must as "$wi" open "roster-$newest.note"
}

for year in $(seq 2027 2041); do
    [ "$year" != 2034 ] || lose_the_store "$year"
    [ "$year" != 2037 ] || merge_with_uden "$year"
    day "$year-02-01"
    case $year in
    2027 | 2031 | 2035 | 2039) agree "$year" ;;
    esac
    if [ $((year % 2)) -eq 1 ]; then renew wmo "$wmo"; else renew wi "$wi"; fi
    case $year in
    2028 | 2033 | 2038) # an officer in the place of another
        new=po$year old=${officers[1]}
        person "oss.nl/p-$new" "$new"
        also add "cards/$new.card" --officer-of oss.nl --instead-of "oss.nl/p-$old"
        officers=("${officers[0]}" "$old" "$new")
        next_roster
        officers=("${officers[0]}" "$new")
        ;;
    2030) # a clerk leaves, with what he copied
        cp -a wmo wmo-2030
        also remove oss.nl/p-wmo2
        next_roster
        must as wmo1 access remove oss.nl/p-wmo2 --yes
        roster add wmo/unit.card --replace
        next_roster
        ;;
    2032) # a clerk comes, who takes over
        person oss.nl/p-wmo3 wmo3
        also add cards/wmo3.card --unit oss.nl/wmo --role consulent --law wmo --action "${clerk_actions[@]}"
        next_roster
        must as wmo1 access add oss.nl/p-wmo3
        must as wmo3 key trust --fingerprint "$fingerprint"
        wmo=wmo3
        ;;
    2036) # a key is stolen
        also revoke oss.nl/p-wi2 --reason compromised --from "$year-02-01"
        next_roster
        ;;
    *) next_roster ;;
    esac
    run "$year: nothing is owed" 0 as "$wmo" status --json
    expect_json '[t["task"] for t in o["todo"] if t["task"] in ("unit-keys-wait", "unit-keys-renew")]' '[]'
    letter "$year"
    day "$year-06-01"
    must as wmo1 unit destroy --yes
    must as wi1 unit destroy --yes
done

run "one key of each unit is left" 0 as "$wmo" unit show --json
expect_json '[k["state"] for k in o["keys"]]' '["in-use"]'
day 2041-06-02
for unit in wi wmo; do
    who=$wi; [ $unit = wi ] || who=$wmo
    must as "$who" log export "audit-$unit"
    run "after fifteen years the log of $unit verifies" 0 sluis-audit verify "audit-$unit" --fingerprint "$fingerprint" --json
    expect_json 'o["findings"]' '[]'
    run "a verifier in Python says so, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
run "the logs agree" 0 sluis-audit reconcile audit-wi audit-wmo --fingerprint "$fingerprint" --all --json
expect_json '[x["state"] for x in o["exchanges"]].count("complete")' "$letters"
run "a letter of this year opens once more" 6 as "$wmo" open letter-2041.sluis
run "one whose key was destroyed on schedule doesn't" 4 as "$wmo" open letter-2029.sluis
run "the leaver's key opens nothing of now" 4 as wmo2 list
identity_of "$wmo"
identity_of wmo2
check "stock age and sqlcipher open the store" opens_by wmo "$(key_in wmo "$wmo")"
check "and nothing of it by the leaver's key" test -z "$(key_in wmo wmo2 2>/dev/null)"
check "which still opens what he copied" opens_by wmo-2030 "$(key_in wmo-2030 wmo2)"
finish
