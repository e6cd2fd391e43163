#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Every row of the table of grounds that ships enabled, through the programs. What the law lets go is in
# tests/data/law.csv, and no other list: each line of it that lets something go is a purpose here, from import to what
# arrived; and is refused where one thing is wrong. flows.py chooses what a line leaves open. A row without a line fails.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

flows() { python3 "$SLUIS_SOURCE/tests/cli/flows.py" "$@"; }
empty() { # COMMAND…: it is content, and has nothing to tell
    local told
    told=$("$@") && [ -z "$told" ] || { printf '%s\n' "$told"; return 1; }
}
who_at() { # UNIT: its consulent; the folder of its store is called like that, without the number
    case $1 in
    oss.nl/*) printf '%s1' "${1#*/}" ;;
    *) printf '%s-%s1' "${1%%.*}" "${1#*/}" ;;
    esac
}
check "every row that ships enabled has its line, each flow of it one" empty flows uncovered

# --- two municipalities, and a unit for each kind of party ---

for who in po1 po2 po3; do person "oss.nl/p-$who" "$who"; done
for who in po4 po5 po6; do person "uden.nl/p-$who" "$who"; done
must sluis-officer roster init --controller oss.nl --threshold 2 --officer cards/po[123].card -o roster-1.note
for who in po4 po5 po6; do must sluis-officer roster add "cards/$who.card" --roster roster-1.note; done
# The second municipality: a draft is a text, which the officers change.
sed -i 's/^  - name: oss.nl$/&\n    threshold: 2\n  - name: uden.nl/' roster-1.note
printf '  - person: uden.nl/p-%s\n    controller: uden.nl\n' po4 po5 po6 >>roster-1.note
flows units >units
while read -r unit <&3; do
    who=$(who_at "$unit")
    person "${unit%%/*}/p-$who" "$who"
    must sluis-officer roster add "cards/$who.card" --roster roster-1.note --unit "$unit" --role consulent \
        --law wmo pw jeugdwet wgs wi suwi zvw --action "${clerk_actions[@]}"
done 3<units
sign_by roster roster-1.note po1 po2 po4 po5
fingerprint=$(roster_fingerprint roster-1.note)
draft=(--roster roster-1.note -o roster-2.note)
while read -r unit <&3; do
    who=$(who_at "$unit")
    must as "$who" init --unit "$unit" --roster roster-1.note --fingerprint "$fingerprint"
    must sluis-officer roster add "${who%1}/unit.card" "${draft[@]}"
    draft=(--roster roster-2.note)
done 3<units
sign_by roster roster-2.note po2 po3 po5 po6

# --- what they agree on, and what the check says where it's wrong ---

must sluis-officer grounds new -o grounds.note
sign_by grounds grounds.note po1 po2
must sluis-officer agreement new --template wmo-wi -o draft.note
sed '/^$/,$d' draft.note >template.yaml
overrides=() hashes=()
flows lines >lines
while IFS=$'\t' read -r purpose verdict from _ <&3; do
    [ "$verdict" = override ] || continue
    file=override-$purpose.note
    must sluis-officer override new --controller "${from%/*}" --ground "${purpose%.*}" --agreement oss-alles --purpose "$purpose" -o "$file"
    sed -i 's/^reasons: .*/reasons: "Toeleiding naar werk vraagt wat de Wmo al weet."/; s#^fg: .*#fg: oss.nl/p-po3#
        s/^advice: .*/advice: "Alleen met toestemming per cliënt."/; s/^valid_until: .*/valid_until: 2026-12-31/' "$file"
    sign_by override "$file" po1 po2
    must sluis-officer override show "$file" --json
    overrides+=("$file") hashes+=("$(json 'o["sha256"]')")
done 3<lines
wrong() { # WHAT [NAME…]: the agreement with that wrong, or with nothing wrong
    flows agreement "$@" >"$1.yaml" || bail "no agreement"
}
wrong nothing "${hashes[@]}"
run "an agreement with a purpose for each line is in order" 0 sluis-officer agreement check nothing.yaml --roster roster-2.note --pinned "${overrides[@]}"
for what in task phase category criminal number exception consent controller; do
    wrong "$what" "${hashes[@]}"
    run "the check refuses each that is wrong in this: $what" 8 sluis-officer agreement check "$what.yaml" --pinned "${overrides[@]}" --json
    cp "$out" "$what.json"
    check "by the rule that it is for, of each line" empty flows unfound "$what" "$what.json"
done
wrong override
run "nor without the override" 8 sluis-officer agreement check override.yaml --json
cp "$out" override.json
check "which each line that needs one must have" empty flows unfound override override.json
wrong never
run "what the law never lets go is refused" 8 sluis-officer agreement check never.yaml --json
cp "$out" never.json
check "each line of it" empty flows unfound never never.json
for who in po1 po2 po4 po5; do must as "$who" agreement sign nothing.yaml --pinned "${overrides[@]}"; done
while read -r unit <&3; do
    who=$(who_at "$unit")
    must as "$who" open roster-2.note grounds.note "${overrides[@]}" nothing.yaml
    flows records "$unit" >records.ndjson
    [ ! -s records.ndjson ] || must as "$who" import records.ndjson
done 3<units

# --- each flow: what stays and why, what goes, what arrives ---

how=(--until 2027-06-01 --by client --assured conversation --words-from "$T/.words" --evidence "$T/.form")
stays() { # WHICH RULES-AND-CLIENTS: of the line in turn, whose other records are of another law, and from Suwinet
    run "$purpose: $1 stay" 8 as "$sender" pack "${goal[@]}" --select-from "$1" --json
    run "$purpose: the preview says why" 0 as "$sender" preview "${goal[@]}" --select-from "$1" --json
    expect_json '[o["leaving"], {s["rule"]: s["clients"] for s in o["stays"]}]' "[0, $2]"
}
of_others='{"law-not-carried": 1, "suwinet-source": 1}'
while IFS=$'\t' read -r purpose _ from to asked many <&3; do
    sender=$(who_at "$from") receiver=$(who_at "$to") goal=(--to "$to" --purpose "$purpose")
    flows bsns "$purpose" good >good
    flows bsns "$purpose" other >other
    cat good other >all
    case $asked in
    consent | both)
        stays good "{\"no-consent\": $many}"
        must as "$sender" consent record "${goal[@]}" --select-from good --kind consent "${how[@]}"
        ;;
    *) stays other "$of_others" ;;
    esac
    if [ "$asked" = both ]; then
        stays good "{\"no-no-objection\": $many}"
        must as "$sender" consent record "${goal[@]}" --select-from good --kind no-objection "${how[@]}"
    fi
    run "$purpose: they leave, and no others" 0 as "$sender" pack "${goal[@]}" --select-from all -o "$purpose.sluis" --json
    expect_json '[o["leaving"], {s["rule"]: s["clients"] for s in o["stays"]}]' "[$many, $of_others]"
    run "$purpose: $to opens it" 0 as "$receiver" open "$purpose.sluis" --json
    expect_json 'o["files"][0]["added"]' "$many"
done 3<lines
while read -r unit <&3; do
    flows lines | cut -f 4 | grep -qx "$unit" || continue
    must as "$(who_at "$unit")" export --all -o arrived.ndjson --force
    check "$unit has what was to arrive, field by field, and no more" empty flows unlike "$unit" arrived.ndjson
done 3<units

finish
