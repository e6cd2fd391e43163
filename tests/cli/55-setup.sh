#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A partnership set up by its own people: `sluis-officer setup`, `sluis join`, and what
# signing shows. Every command that somebody types is counted.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

at_terminal() { python3 "$SLUIS_SOURCE/tests/cli/typist.py" "$@"; }
# Somebody's own command, which counts.
turn() { # WHO ARGUMENT…
    printf '%s\n' "$1" >>turns
    as "$@"
}
passphrase() { # WHO
    mkdir -p keys
    printf 'passphrase of %s\n' "$1" >"keys/$1.pass"
}
# The officers' program of the first officer, on a terminal: answers are typed.
officer_at_terminal() { # ANSWERS ARGUMENT…
    # shellcheck disable=SC2016
    at_terminal "$1" bash -c 'exec sluis-officer "$@" --key keys/po1.key --passphrase-fd 9 9<keys/po1.pass' officer "${@:2}"
}
# As the first officer, with an answer a line.
with_answers() { # ANSWERS ARGUMENT…
    turn po1 setup share "${@:2}" <"$1"
}
people=(po1 po2 po3 wi1 wi2 wmo1 wmo2 aud1)
for who in "${people[@]}"; do passphrase "$who"; done

# --- what a script left out is told at once ---

mkdir share
run "no folder" 5 sluis-officer setup nowhere --key keys/po1.key
run "neither key nor name" 2 sluis-officer setup share
expect_err '--key: missing; and --name too'
run "a key that isn't there, without a name" 2 sluis-officer setup share --key keys/po1.key
expect_err '--name: missing'
run "a clerk is told the same" 2 sluis join share
expect_err '--key: missing; and --name too'
refute "and nothing was made" test -e keys/po1.key

# --- a municipality in one sitting ---

for who in po1 po2 po3; do
    run "$who makes a key and brings its card" 0 turn "$who" setup share --name "oss.nl/p-$who" --work-factor "$work_factor"
    expect_out "card, for the officers: +share/$who.card"
done
for who in wi1 wi2 wmo1 wmo2 aud1; do
    run "$who too" 0 turn "$who" join share --name "oss.nl/p-$who" --work-factor "$work_factor"
    expect_out 'run this again: sluis join share'
done
run "nobody answered yet" 2 as po1 setup share
expect_err 'missing: the municipality, its officers, three at least, a unit, the people of a unit'
rm -f share/setup.yaml

cat >answers <<'TEXT'
oss.nl
1
1
1

2


wi

2

2
consulent teamleider

wmo

2

wmo2.card
2


1
wmo-wi

TEXT
answered() { with_answers answers; }
run "the first officer answers" 0 answered
expect_out 'drafted: +share/roster-1.note'
expect_out 'drafted: +share/grounds.note'
expect_out 'drafted: +share/agreement-wmo-wi.note'
expect_out 'signatures still needed below roster-1.note: 1 .*sluis-officer setup share'
refute_out 'fingerprint'
cp share/setup.yaml answered.yaml
run "the roster has what was answered" 0 sluis-officer roster show share/roster-1.note --json
expect_json '[m["person"] + " " + m["role"] + " " + m["laws"] for m in o["mandates"]]' \
    '["oss.nl/p-wi1 consulent pw", "oss.nl/p-wi2 consulent pw", "oss.nl/p-wi2 teamleider pw", "oss.nl/p-wmo1 consulent wmo", "oss.nl/p-wmo2 teamleider wmo"]'
expect_json '[m["actions"] for m in o["mandates"]][0]' 'read import consent pack open'
run "its fingerprint isn't one to read aloud yet" 0 sluis-officer roster show share/roster-1.note
expect_out 'a draft: not to be read aloud'
run "the agreement was made to fit, and pins the table in the folder" 0 sluis-officer agreement check share/agreement-wmo-wi.note --roster share/roster-1.note --pinned share/grounds.note
run "a clerk waits for the officers" 0 as wi1 join share
expect_out 'When the officers have signed the roster'
refute "and has no store yet" test -e wi

run "the second officer signs what waits" 0 turn po2 setup share
expect_out 'signed: +share/roster-1.note'
expect_out 'signed: +share/agreement-wmo-wi.note'
expect_out 'fingerprint, to be read aloud: ([0-9a-f]{4} ?){16}'
expect_out 'oss.nl/p-wi1, oss.nl/p-wi2 +makes the store of oss.nl/wi'
expect_out 'oss.nl/p-aud1 +keeps the fingerprint'
fingerprint=$(roster_fingerprint share/roster-1.note)
run "the roster says so too" 0 sluis-officer roster show share/roster-1.note
expect_out 'fingerprint, to be read aloud'

run "without the fingerprint no store is made" 2 as wi1 join share
expect_err '--fingerprint: missing'
run "nor with another" 3 as wi1 join share --fingerprint "${fingerprint//[0-9]/0}"
refute "and none is there" test -e wi/store.db
for who in wi1 wmo1; do
    run "$who makes the store" 0 turn "$who" join share --fingerprint "$fingerprint"
    expect_out "unit's card, for the officers: +share/oss.nl_${who%1}.card"
    expect_out 'opened: +share/grounds.note'
done
run "an officer puts their keys in the next roster" 0 turn po3 setup share
expect_out 'drafted: +share/roster-2.note'
run "and another signs it" 0 turn po1 setup share
expect_out 'signed: +share/roster-2.note'
expect_out 'opens the texts at the store of oss.nl/wmo'
for who in wi1 wmo1; do
    run "$who opens what came" 0 turn "$who" join share
    expect_out 'opened: +share/roster-2.note'
    expect_out 'opened: +share/agreement-wmo-wi.note'
    expect_out 'can exchange packages'
done
for who in wi2 wmo2; do
    run "$who works at the same store" 0 turn "$who" join share --fingerprint "$fingerprint"
    expect_out 'this key now works with this store'
    expect_out 'can exchange packages'
done
for who in wi1 wi2 wmo1 wmo2; do
    run "$who is at work" 0 as "$who" status --json
    expect_json 'o["ready"]' yes
done
run "again, there is nothing to do" 0 as wi1 join share
refute_out 'opened'
run "nor for an officer" 0 as po2 setup share
refute_out 'signed:|drafted:'
check "no more than 20 commands" test "$(wc -l <turns)" -le 20
check "and nobody had more than 6" test "$(sort turns | uniq -c | sort -rn | awk 'NR == 1 { print $1 }')" -le 6
sort turns | uniq -c | sed 's/^/# /'

run "the auditor has no store" 0 as aud1 join share
expect_out 'no mandate at a unit'

# --- somebody for whom the store was made too early ---

passphrase wi3
must as wi3 join share --name oss.nl/p-wi3 --work-factor "$work_factor"
must sluis-officer roster add share/wi3.card --roster share/roster-2.note -o share/roster-3.note --unit oss.nl/wi --law pw --role consulent
run "a preset gives the role's powers" 0 sluis-officer roster show share/roster-3.note --json
expect_json '[m["actions"] for m in o["mandates"] if m["person"] == "oss.nl/p-wi3"]' '["read import consent pack open"]'
run "what a mandate lacks is told at once" 2 sluis-officer roster add share/wi3.card --roster share/roster-3.note --unit oss.nl/wi
expect_err '--role, --law, --action: missing'
run "a role that is no preset needs its actions" 2 sluis-officer roster add share/wi3.card --roster share/roster-3.note --unit oss.nl/wi --role kok --law pw
expect_err '--action: missing'

# --- what signing shows ---

cp share/roster-3.note before.note
printf 'n\n' >typed
run "on a terminal the change is shown before it is asked" 130 officer_at_terminal typed roster sign share/roster-3.note
expect_out 'to be signed: +a roster'
expect_out 'added +person +oss.nl/p-wi3'
expect_out 'added +mandate +.*role consulent'
expect_out 'signatures still needed: +2'
expect_out 'Sign it\?'
expect_out 'Nothing was done'
check "no is no" cmp share/roster-3.note before.note
printf 'x\nj\n' >typed
run "another answer is asked again, and j is yes" 0 officer_at_terminal typed roster sign share/roster-3.note --lang nl
expect_out 'niet een van de antwoorden'
expect_out 'Ondertekenen\? \(j/n\)'
expect_out 'handtekeningen die nog nodig zijn: +1'
expect_out 'oss.nl/p-po2, oss.nl/p-po3'
run "a clerk's key signs no roster" 8 sluis-officer roster sign share/roster-3.note --key keys/wi1.key --passphrase-fd 9 9<keys/wi1.pass
expect_err 'not of an officer whose signature counts'
run "nor an agreement, a roster being beside it" 8 sluis-officer agreement sign share/agreement-wmo-wi.note --pinned share/grounds.note --key keys/wi1.key --passphrase-fd 9 9<keys/wi1.pass
run "nor a table" 8 sluis-officer grounds sign share/grounds.note --key keys/wi1.key --passphrase-fd 9 9<keys/wi1.pass
passphrase thief
sluis-officer key new oss.nl/p-po2 -o keys/thief.key --work-factor "$work_factor" --passphrase-fd 9 9<keys/thief.pass >"$out" 2>"$err"
check "a key has its card beside it" test -e keys/thief.card
run "nor who has an officer's name alone" 8 sluis-officer roster sign share/roster-3.note --key keys/thief.key --passphrase-fd 9 9<keys/thief.pass
expect_err 'another key of this person'

sed -i 's/^review_by: .*/review_by: 2027-12-01/' share/roster-3.note
run "a text that was changed since isn't signed" 3 as po2 roster sign share/roster-3.note
expect_err 'changed after they signed: oss.nl/p-po1'
printf 'n\n' >typed
cp share/roster-3.note before.note
run "who must sign again is shown" 130 officer_at_terminal typed roster sign share/roster-3.note
expect_out 'no longer fit: oss.nl/p-po1'
check "and nothing is touched" cmp share/roster-3.note before.note
run "unless that is said" 0 as po2 roster sign share/roster-3.note --anew
expect_out 'signatures still needed: +1'
run "with the last one it counts" 0 as po1 roster sign share/roster-3.note
expect_out 'signatures still needed: +0'
run "the chain verifies" 0 sluis-officer roster verify share/roster-{1,2,3}.note --fingerprint "$fingerprint"
cp share/roster-3.note alone.note
run "beside no other version it isn't certain who counts" 8 sluis-officer roster sign alone.note --key keys/wi1.key --passphrase-fd 9 9<keys/wi1.pass
expect_err 'names it with --previous'

later() { SLUIS_HOME=$T/wi SLUIS_KEY=$T/keys/wi3.key sluis join share --fingerprint "$fingerprint" --passphrase-fd 9 9<keys/wi3.pass; }
run "a clerk who came later waits for a colleague" 0 later
expect_out 'A colleague who has runs: sluis access add oss.nl/p-wi3. Then run this again: sluis join share'
must as wi2 join share --fingerprint "$fingerprint"
run "who lets him in" 0 as wi2 access add p-wi3
run "in the same sitting" 0 later
expect_out 'this key now works with this store'

# --- answers that aren't right, in a script ---

mkdir other
cp share/*.card other
rm other/oss.nl_*.card
wrong() { # NAME LINE REGEX ANSWER…
    printf '%s\n' "${@:4}" >typed
    rm -f other/setup.yaml
    answered() { turn po1 setup other <typed; }
    run "$1" 1 answered
    expect_err "standard input, line $2: .*$3"
}
wrong "a name that is none" 1 'named by its domain' 'Oss (gemeente)'
wrong "an officer twice" 3 'officer is there already' oss.nl po1.card p-po1
cp keys/po2.key other
wrong "a key instead of a card" 2 'personal key file' oss.nl po2.key
run "a key among the cards is warned of" 2 as po1 setup other
expect_err "other/po2.key is somebody's key"
rm other/po2.key
wrong "all officers must sign" 6 'but not all' oss.nl 1 1 1 '' 3
wrong "the FG is an officer" 7 'who advises' oss.nl 1 1 1 '' '' po3.card
wrong "a unit of nobody" 9 'a controller that was named' oss.nl 1 1 1 '' '' '' '' uden.nl/wi
wrong "a person twice in a unit" 13 'in the unit already' oss.nl 1 1 1 '' '' '' '' wi '' wi1.card '' p-wi1
wrong "a role that is none" 12 'one of the list' oss.nl 1 1 1 '' '' '' '' wi '' wi1.card burgemeester
wrong "nothing where something is needed" 1 'is needed' ''
printf 'oss.nl\n1\n' >typed
rm -f other/setup.yaml
stopped() { turn po1 setup other <typed; }
run "answers that end too early: everything that is missing" 2 stopped
expect_err 'missing: its officers, three at least, a unit, the people of a unit'
check "what was answered is kept" grep -q 'oss.nl/p-po1' other/setup.yaml

# --- the same answers from a file ---

run "a file with the answers, where others are already" 6 as po1 setup other --from answered.yaml
rm other/setup.yaml
sed 's/kind: wmo/kind: zorg/' answered.yaml >bad.yaml
run "a file with an answer that isn't right" 1 as po1 setup other --from bad.yaml
expect_err 'zorg: A kind is one of the list'
refute "is not taken over" test -e other/setup.yaml
mv other/wmo2.card away.card
run "somebody's card isn't there yet" 0 as po1 setup other --from answered.yaml
expect_out 'oss.nl/p-wmo2 +makes a key, whose card goes into the folder +sluis join other'
refute "so there is no roster yet" test -e other/roster-1.note
cp away.card other/wmo2.card
passphrase wmo9
must sluis key new oss.nl/p-wmo2 -o keys/wmo9.key --work-factor "$work_factor" --passphrase-fd 9 9<keys/wmo9.pass
cp keys/wmo9.card other/zz.card
run "a card of somebody else in that name" 2 as po1 setup other
expect_err 'another card bears the name oss.nl/p-wmo2'
refute "draws up no roster" test -e other/roster-1.note
rm other/zz.card
run "with the cards there it is drawn up, and no question asked" 0 as po1 setup other
expect_out 'drafted: +other/roster-1.note'
run "sign signs what waits, without a plan" 0 as po3 sign other
expect_out 'signed: +other/agreement-wmo-wi.note'
rm -r other

# --- what somebody else put there ---

mkdir other
cp share/{po1,po2,po3,wi1,wi2,wmo1,wmo2,aud1}.card other
grep -v '^complete' answered.yaml | sed '/^units:/,$d' >other/setup.yaml
printf 'complete: true\n' >>other/setup.yaml
run "answers that say they are whole, and aren't" 2 as po1 setup other
expect_err 'missing: .*a unit'
refute "draw up nothing" test -e other/roster-1.note
rm -r other
mkdir other
cp share/roster-1.note other
must sluis-officer roster init --controller oss.nl --threshold 2 --officer share/po1.card share/po2.card share/po3.card -o other/roster-0.note
sign_by roster other/roster-0.note po1 po2
for who in wi1 po1; do
    act="join"
    [ "$who" = wi1 ] || act="setup"
    run "of two first versions neither is taken by $who" 2 as "$who" "$act" other
    expect_err 'two different rosters bear version 1|two first versions of a roster'
done
rm -r other

# --- a text that changes while somebody reads it ---

cp before.note changing.note
check "isn't signed" python3 "$SLUIS_SOURCE/tests/cli/changes_meanwhile.py" changing.note alone.note bash -c 'exec sluis-officer roster sign changing.note --key keys/po1.key --passphrase-fd 9 9<keys/po1.pass'
expect_out 'it was changed while you read it'
check "and stays as it was changed" cmp changing.note alone.note

# --- at a terminal ---

mkdir other
cp share/{po1,po2,po3,wi1,wi2,wmo1,wmo2,aud1}.card other
printf '%s\n' 'Oss gemeente' '?' 'oss.nl' '<' 'uden.nl' '<' 'oss.nl' 'nobody.card' '1' '1' '?' '1' '' '4' '.' >typed
run "somebody errs, asks, goes back and stops" 0 officer_at_terminal typed setup other --lang nl
expect_out 'Wie er meedoen'
expect_out 'heet naar haar domein'
expect_out 'mandatenregister draagt die naam'
expect_out 'Enter: uden.nl'
expect_out '1 +oss.nl/p-po1 +po1.card'
expect_out 'Meer dan de helft van de privacy officers'
expect_out 'Ga verder met: sluis-officer setup other'
check "what was answered is there" grep -q '^  - name: oss.nl$' other/setup.yaml
refute "what was gone back on isn't" grep -q uden.nl other/setup.yaml
tail -n +5 answers >typed
printf 'j\nn\nj\n' >>typed
run "and goes on in English, and says no to one" 0 officer_at_terminal typed setup other --lang en
expect_out 'How many officers of oss.nl must sign\?'
expect_out 'signed: +other/roster-1.note'
expect_out 'not signed: +other/grounds.note'
expect_out 'signed: +other/agreement-wmo-wi.note'
check "the answers are the same as in a script" cmp other/setup.yaml answered.yaml
rm -r other

# Whichever question it is at which somebody presses Ctrl-C: what was answered is there, whole.
interrupted_at() { # COUNT
    mkdir other
    cp share/{po1,po2,po3,wi1,wi2,wmo1,wmo2,aud1}.card other
    { head -n "$1" answers; printf '\003\n'; } >typed
    run "interrupted after $1 answers" 130 officer_at_terminal typed setup other
    [ "$1" -eq 0 ] || check "what was answered after $1 can be read" bash -c 'grep -q "^type: sluis.setup/v1$" other/setup.yaml && [ -z "$(find other -name ".*")" ]'
    resumed() { turn po1 setup other </dev/null; }
    resumed >"$out" 2>"$err"
    report $(($? != 0 && $? != 2)) "gone on with after $1"
    refute_err 'yaml, line'
    rm -r other
}
for ((n = 0; n < $(wc -l <answers); n += ${SLUIS_STEP:-1})); do interrupted_at "$n"; done

finish
