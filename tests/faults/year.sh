#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A year of five units at random, against a model of what must be: year.py plays it. One short year as it is
# run always; a hundred with FAULT_STEP=1, as many at once as there are processors. A year that fails is played
# again with
#
#   YEAR_SEEDS=7 YEAR_EVENTS=120 meson test -C build faults/year
#
# and its trace, one line an event, stands in the test's log.
SLUIS_TEST_NOW=2026-02-02T09:00:00Z # a year before somebody must have read the statutes again
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

pw=(wi noord oost) wmo=(wmo zuid)
flows=(wi:wmo noord:wmo wi:zuid oost:zuid)

# Of each unit three: the third was there when the store was made, is away as the year begins, and may come back.
people() {
    local who unit
    for who in po1 po2 po3; do person "oss.nl/p-$who" "$who"; done
    for unit in "${pw[@]}" "${wmo[@]}"; do
        for who in "${unit}1" "${unit}2" "${unit}3"; do person "oss.nl/p-$who" "$who"; done
    done
}

rosters() {
    local unit law
    must sluis-officer roster init --controller oss.nl --threshold 2 --officer cards/po1.card cards/po2.card cards/po3.card -o roster-1.note
    for unit in "${pw[@]}" "${wmo[@]}"; do
        law=pw
        [[ " ${wmo[*]} " != *" $unit "* ]] || law=wmo
        add_clerk roster-1.note "${unit}1" "$law" "${decider_actions[@]}"
        add_clerk roster-1.note "${unit}2" "$law" "${decider_actions[@]}"
        add_clerk roster-1.note "${unit}3" "$law" "${decider_actions[@]}"
    done
    sign_by roster roster-1.note po1 po2
    fingerprint=$(roster_fingerprint roster-1.note)
    printf '%s\n' "$fingerprint" >fingerprint
    for unit in "${pw[@]}" "${wmo[@]}"; do
        must as "${unit}1" init --unit "oss.nl/$unit" --roster roster-1.note --fingerprint "$fingerprint"
        must as "${unit}2" key trust --fingerprint "$fingerprint"
        must as "${unit}3" key trust --fingerprint "$fingerprint"
    done
    must sluis-officer roster add wi/unit.card --roster roster-1.note -o roster-2.note
    for unit in noord oost "${wmo[@]}"; do must sluis-officer roster add "$unit/unit.card" --roster roster-2.note; done
    for unit in "${pw[@]}" "${wmo[@]}"; do must sluis-officer roster remove "oss.nl/p-${unit}3" --roster roster-2.note; done
    sign_by roster roster-2.note po2 po3
}

# From the first to the second, by two where the second is zuid.
agreements() {
    local flow from to
    must sluis-officer grounds new -o grounds.note
    sign_by grounds grounds.note po1 po2
    for flow in "${flows[@]}"; do
        from=${flow%:*} to=${flow#*:}
        must sluis-officer agreement new --template wmo-wi -o "$from-$to.1.note"
        sed -i -e "s/^id: .*/id: $from-$to/" -e "s,oss.nl/wi\$,oss.nl/$from," -e "s,oss.nl/wmo\$,oss.nl/$to," "$from-$to.1.note"
        [ "$to" = wmo ] || sed -i 's/^approval_by_two: .*/approval_by_two: true/' "$from-$to.1.note"
        sign_by agreement "$from-$to.1.note" po1 po3
    done
    for unit in "${pw[@]}" "${wmo[@]}"; do
        must as "${unit}1" open roster-2.note
        must as "${unit}1" open grounds.note
        for flow in "${flows[@]}"; do
            [[ $flow != *"$unit"* ]] || must as "${unit}1" open "${flow/:/-}.1.note"
        done
    done
}

people
rosters
agreements
mkdir prepared
mv keys cards fingerprint ./*.note "${pw[@]}" "${wmo[@]}" prepared/

seeds=1 events=${YEAR_EVENTS:-60}
[ "$FAULT_STEP" -ne 1 ] || seeds=$(seq 1 100)
seeds=${YEAR_SEEDS:-$seeds}

# One after another is too long for a hundred; each has a folder of its own.
# shellcheck disable=SC2086,SC2016 # a word a seed; sh expands what is in quotes
printf '%s\n' $seeds | EVENTS=$events xargs -P "$(nproc)" -I{} sh -c \
    'python3 "$SLUIS_SOURCE/tests/faults/year.py" prepared year-{} {} "$EVENTS" >trace-{} 2>&1; echo $? >status-{}'
for seed in $seeds; do
    run "a year of $events events is as the model says, seed $seed" 0 test "$(cat "status-$seed")" = 0 ||
        sed 's/^/# /' "trace-$seed"
done

# What of the changed files was refused, and what was taken in: its export verified, or the year had failed.
cat trace-* | awk -F '  +' '/ taken in and verified$/ { n = split($0, w, " "); refused[$1] += w[n - 8]; known[$1] += w[n - 6]; taken[$1] += w[n - 4] }
    /^kills: / { kills += substr($0, 8) }
    END { for (kind in taken) printf "# %-45s %6d refused %6d known %6d taken in\n", kind, refused[kind], known[kind], taken[kind]; print "# kills: " kills + 0 }' | sort
finish
