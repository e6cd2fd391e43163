#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Passphrases: a weak new one is refused and told why, an empty answer offers one that chance made, and three tries are
# given at a terminal. None is in the output, in an error or in a file.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

good='de kat krabt de krullen'
type_in() { python3 "$SLUIS_SOURCE/tests/cli/type_passphrases.py" "$@"; }
new() { sluis key new oss.nl/p-x -o "$1" --work-factor "$work_factor" "${@:2}"; }
# A shell function can't be run on a terminal of its own.
new_at() { printf '%s\n' sluis key new oss.nl/p-x -o "$1" --work-factor "$work_factor"; }
key() { # FILE PASSPHRASE
    SLUIS_KEY=$1 sluis key show --passphrase-fd 9 9< <(printf '%s\n' "$2")
}

# --- in a script ---
from() { new "$1" --passphrase-fd 9 9< <(printf '%s\n' "$2"); }
run "a short one is refused" 2 from a.key geheim2026
expect_err 'too easy to guess'
expect_err 'sixteen characters or more, or four different words'
refute_err geheim2026
check "and no key was made" test ! -e a.key
run "three words are too few" 2 from a.key 'een oog ziet'
run "so is none" 2 from a.key ''
run "four words do" 0 from a.key 'een oog ziet wat'
run "sixteen characters do" 0 from b.key 'abcdefghijklmnop'
run "for programs it has a name" 2 new c.key --json --passphrase-fd 9 9< <(echo geheim)
expect_json 'o["error"]["finding"]' weak-passphrase
change() { SLUIS_KEY=a.key sluis key passphrase --work-factor "$work_factor" --passphrase-fd 9 9< <(printf '%s\n' "$@"); }
run "nor is a key put under a weak one" 2 change 'een oog ziet wat' geheim
run "it has its old one" 0 key a.key 'een oog ziet wat'
run "in Dutch" 2 new c.key --lang nl --passphrase-fd 9 9< <(echo geheim)
expect_err 'deze wachtzin is te makkelijk te raden'

# --- at a terminal ---
mapfile -t at < <(new_at d.key)
run "a weak one is asked again, with why" 0 type_in geheim "$good" "$good" -- "${at[@]}"
expect_out 'too easy to guess: take sixteen characters, or four different words'
refute_out "krabt|geheim"
run "it opens" 0 key d.key "$good"
mapfile -t at < <(new_at e.key)
run "two that differ are asked again" 0 type_in "$good" "$good." "$good" "$good" -- "${at[@]}"
expect_out 'The two differ'
mapfile -t at < <(new_at f.key)
run "three times, and no more" 2 type_in een twee drie -- "${at[@]}"
check "then no key was made" test ! -e f.key
run "an empty answer offers one, which is typed" 0 type_in '' 'not that' @ -- "${at[@]}"
expect_out '\(six words\)'
expect_out 'shown here once'
expect_out 'The two differ'
run "it opens" 0 key f.key "$(cat offered)"
mapfile -t at < <(new_at g.key)
run "who mistypes it may take one of his own" 0 type_in '' a b c "$good" "$good" -- "${at[@]}"
run "it opens with that" 0 key g.key "$good"
mapfile -t at < <(new_at h.key)
run "what is offered is in no output" 0 type_in '' @ -- bash -c '"$@" >out.txt 2>err.txt' sh "${at[@]}"
check "but on the terminal alone" bash -c '! grep -rqF "$(cat offered)" out.txt err.txt h.key h.card'
first=$(cat offered)
mapfile -t at < <(new_at i.key)
run "another time it is another" 0 type_in '' @ -- "${at[@]}"
check "of words that differ" test "$first" != "$(cat offered)"

# --- opening ---
export SLUIS_KEY=d.key
run "a wrong one is asked again" 0 type_in no 'nor this' "$good" -- sluis key show
expect_out "that isn't the passphrase of d.key"
run "three times" 4 type_in no nor neither -- sluis key show
expect_out 'passphrase is wrong'
run "a script has one try" 4 key d.key wrong
# The same letters, as another keyboard writes them.
nfc=$(printf 'caf\u00e9 op de hoek van hier') nfd=$(printf 'cafe\u0301 op de hoek van hier')
run "an accent in one form" 0 from j.key "$nfd"
run "opens in the other" 0 key j.key "$nfc"

finish
