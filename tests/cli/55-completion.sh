#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Completion: what the programs offer, and what bash, zsh and fish make of it. Where the key is locked nothing of a
# store is told; where it isn't, nothing of a client, and the log doesn't grow.
if [ -z "${SLUIS_TEST_SESSION:-}" ]; then
    SLUIS_TEST_SESSION=1 exec python3 "${SLUIS_SOURCE:?}/tests/cli/in_session.py" bash "$0"
fi
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
touch cases.sluis roster.note anna.card anna.key other.txt
mkdir sub

# In bash, as it asks when somebody presses tab.
tab() { # WORD…
    bash -c 'eval "$("$1" --completion bash)"
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
        f=$(complete -p "$1") f=${f#*-F } f=${f%% *}
        "$f" && printf "%s\n" "${COMPREPLY[@]}"' complete "$@"
}
offered() { # NAME EXPECTED WORD…: these and no others, in any order
    run "$1" 0 tab "${@:3}"
    [ "$(sort "$out" | tr '\n' ' ')" = "$2 " ]
    report $? "$1: $2" || explain "offered otherwise"
}
offered "a first word" "roster" sluis-officer ros
offered "a second word" "set show sign" sluis-officer roster s
offered "second words" "list receipt record withdraw" sluis consent ''
offered "a command to be helped with" "record" sluis help consent reco
offered "options" "--help --home --html" sluis preview --h
offered "no option twice" "--home --html" sluis preview --help --h
offered "a language" "en nl" sluis list --lang ''
offered "with an equals sign, which bash takes apart" "en nl" sluis list --lang = ''
offered "kinds of declarations" "both consent no-objection told" sluis consent record --all --kind ''
offered "who gave it, several of them" "parent" sluis consent record --by client pa
offered "how it was assured, and not what nobody can choose" "conversation form own-request supporter telephone" sluis consent record --assured ''
offered "ages" "0-11 12-15 16+" sluis consent record --age-band ''
offered "why it is kept" "archive legal-claim other-interest public-task retention" sluis restriction keep abc --reason ''
offered "powers" "access approve" sluis-officer roster add x.card --action a
offered "laws" "jeugdwet pw suwi wgs wi wmo zvw" sluis-officer roster add x.card --law ''
offered "fields of the catalogue" "naam.geslachtsnaam" sluis consent record --field naam.geslachts
offered "a list in the table itself" "one two" sluis-officer roster set --disclosure-by ''
offered "cards" "anna.card" sluis-officer roster add ann
offered "keys" "anna.key" sluis list --key ann
offered "what comes by post" "cases.sluis" sluis open case
offered "drafts and signed texts" "roster.note" sluis-officer roster sign roster.
offered "any file where none ends so" "other.txt" sluis open oth
offered "folders" "sub" sluis list --home su
offered "nothing for a day" "" sluis log show --since ''
offered "nothing for an id: which there are, the log is told of" "" sluis show ''

# What the store has.
export SLUIS_KEY=$T/keys/wi1.key SLUIS_HOME=$T/wi
asked() { sluis --complete "$@"; }
run "a locked key tells nothing, and asks for nothing" 0 asked pack --to ''
refute_out .
must as wi1 unlock --hours 1
before=$(log_size wi1)
run "units, not the own one" 0 asked pack --to ''
expect_out '^oss.nl/wmo	$'
refute_out 'oss.nl/wi	'
offered "in bash" "oss.nl/wmo" sluis pack --to oss
run "purposes" 0 asked pack --purpose onder
expect_out '^onderzoek-2.3.2	$'
run "agreements" 0 asked pack --agreement ''
expect_out '^[a-z0-9-]+	$'
run "of which one is shown" 0 asked agreement show ''
expect_out '^[a-z0-9-]+	$'
run "persons of the roster" 0 asked log disclose --to ''
expect_out '^oss.nl/p-'
run "the store and the key named on the line" 0 env -u SLUIS_HOME -u SLUIS_KEY sluis --complete pack --home "$T/wi" --key "$T/keys/wi1.key" --to ''
expect_out '^oss.nl/wmo	$'
run "no records" 0 asked show ''
refute_out .
[ "$(log_size wi1)" = "$before" ]
report $? "and nothing of it is logged: nobody was told of a client"
must sluis lock
run "locked again" 0 asked pack --to ''
refute_out .
run "a store that isn't there is no error" 0 env SLUIS_HOME=/nowhere sluis --complete pack --to ''
refute_out .
refute_err .

# The scripts.
for program in sluis sluis-officer sluis-audit; do
    for shell in bash zsh fish; do
        run "$program --completion $shell" 0 "$program" --completion "$shell"
        expect_out "$program --complete"
        refute_out '@[PF]'
        if command -v "$shell" >/dev/null; then
            check "$shell can read it" "$shell" -n "$out"
        else
            skip "$shell can read it" "no $shell here"
        fi
        # As many are opened as are closed, of what a shell must close.
        check "what is opened there is closed" python3 -c '
import re, sys
words = re.findall(r"(?m)^\s*(if|for|function|switch|while|case|end|fi|done|esac)\b", open(sys.argv[1]).read())
pairs = {"fish": [("if for function switch while", "end")], "bash": [("if", "fi"), ("for while", "done"), ("case", "esac")]}
for opened, closed in pairs.get(sys.argv[2], pairs["bash"]):
    assert sum(words.count(w) for w in opened.split()) == words.count(closed), (opened, closed, words)' "$out" "$shell"
    done
done
run "another shell" 2 sluis --completion tcsh
expect_err 'bash, zsh and fish'

# Every word that a table shows for a value is of a kind that completion knows.
check "every kind of value is known" python3 -c '
import re, subprocess, sys
known = set(re.findall(r"X\((?:N_\()?\"([A-Z]+)\"", open(sys.argv[1]).read())) | {"LOG"}
for program in ("sluis", "sluis-officer", "sluis-audit"):
    for line in subprocess.run([program, "--dump-commands"], capture_output=True, text=True, check=True).stdout.splitlines():
        kind, *fields = line.split("\t")
        for word in (fields[1] if kind == "command" else fields[3]).split():
            word = word.strip("[]…")
            assert word in known or "|" in word or word.islower(), (program, line, word)' "$SLUIS_SOURCE/src/cli/value_kind.h"
finish
