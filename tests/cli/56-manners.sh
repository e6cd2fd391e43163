#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# How the programs behave on a terminal and in a pipe: pages, colours, plain text, silence, widths, interruptions,
# and what they say to who types no command, or a wrong one.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

export TERM=xterm
unset NO_COLOR PAGER COLUMNS LINES LESS
screen() { python3 -S "$SLUIS_SOURCE/tests/cli/screen.py" "$@"; }

# --- no command, or a wrong one ---

run "sluis alone shows what a day is made of" 0 sluis
expect_out '^What a client said$'
expect_out '^  consent withdraw '
refute_out '^  log export'
run "in Dutch" 0 env LC_ALL=C.UTF-8 LANGUAGE=nl sluis
expect_out '^Wat een cliënt zei$'
run "an officer's day" 0 sluis-officer
expect_out '^Who may do what$'
for way in version --version -V; do
    run "$way" 0 sluis "$way"
    expect_out '^sluis [0-9]'
done
run "a mistyped help" 2 sluis hlep
expect_err 'did you mean `help`'
run "a mistyped version" 2 sluis-audit vresion
expect_err 'did you mean `version`'
run "help with a group lists what goes with it" 0 sluis help consent
expect_out '^  consent record '
expect_out '^  consent withdraw '
expect_out '^  consent list '
run "help with what there isn't" 2 sluis help nosuch
run "nor is there a second word" 2 sluis help consent nosuch

# --- a terminal's width ---

long=$T/$(printf 'a-folder-with-a-long-name/%.0s' 1 2)nothing-there.note
run "a long error is wrapped at the terminal's width" 2 screen 24x50 -- sluis list --recrod
cp "$out" shown
check "no line is longer" python3 -c '
import sys
lines = open(sys.argv[1]).read().split("\n")
assert len(lines) > 2 and all(len(l) <= 50 + len("{1;31}{0}") for l in lines), lines' shown
run "COLUMNS counts" 2 env COLUMNS=30 python3 -S "$SLUIS_SOURCE/tests/cli/screen.py" 24x200 -- sluis list --recrod
expect_out '^hint: `sluis help list` shows$'
run "a pipe gets whole lines" 5 sluis-officer roster show "$long"
check "one for the error, one for the tip" test "$(wc -l <"$err")" -eq 2
echo 'a passphrase that is long enough' >words
run "what the system was asked is no matter of the user's" 5 sluis-officer key new oss.nl/p-x -o nowhere/x.key --work-factor "$work_factor" --passphrase-fd 9 9<words
refute_err '\([a-z]+\)'
refute_err 'No such file or directory'

# --- colours ---

run "an error has a colour" 2 screen 24x100 -- sluis nosuch
expect_out '^sluis: \{1;31\}error\{0\}: nosuch'
run "not where NO_COLOR is set" 2 env NO_COLOR=1 python3 -S "$SLUIS_SOURCE/tests/cli/screen.py" 24x100 -- sluis nosuch
refute_out '\{'
expect_out '^sluis: error: nosuch'
run "an empty NO_COLOR is none" 2 env NO_COLOR= python3 -S "$SLUIS_SOURCE/tests/cli/screen.py" 24x100 -- sluis nosuch
expect_out '\{1;31\}'
run "nor on a terminal that has none" 2 env TERM=dumb python3 -S "$SLUIS_SOURCE/tests/cli/screen.py" 24x100 -- sluis nosuch
refute_out '\{'
run "nor in a pipe" 2 sluis nosuch
refute_err $'\x1b'

# --- pages ---

export PAGER='sed s/^/page:/'
run "what is longer than the screen goes through the pager" 0 screen 24x80 -- sluis help
expect_out '^page:Commands:'
run "what isn't doesn't" 0 screen 200x80 -- sluis help
refute_out '^page:'
run "a line that the terminal wraps counts for what it takes" 0 env LINES=6 python3 -S "$SLUIS_SOURCE/tests/cli/screen.py" 6x200 -- sluis-audit version
refute_out '^page:'
run "--no-pager" 0 screen 24x80 -- sluis --no-pager help
refute_out '^page:'
expect_out '^Commands:'
run "--plain has no pages either" 0 screen 24x80 -- sluis --plain help
refute_out '^page:'
run "a pipe has no pages" 0 sluis help
refute_out '^page:'
run "nor has --json" 0 screen 5x80 -- sluis-officer catalogue show --json
refute_out '^page:'
run "without the pager that was named all is shown" 0 env PAGER=nosuch-pager python3 -S "$SLUIS_SOURCE/tests/cli/screen.py" 24x80 -- sluis help
expect_out '^Commands:'
run "a pager that its user leaves early is no error" 0 env PAGER='head -1' python3 -S "$SLUIS_SOURCE/tests/cli/screen.py" 24x80 -- sluis-officer catalogue show
refute_out 'error'
# shellcheck disable=SC2016 # the pager's shell expands it
export PAGER='printf "%s|%s|%s|" "$LESSSECURE" "$LESSHISTFILE" "$(ls /proc/self/fd | tr "\n" " ")"; cat'
run "the pager keeps no history and starts nothing, and has no descriptor but the usual" 0 bash -c 'exec 9</dev/null; python3 -S "$SLUIS_SOURCE/tests/cli/screen.py" 24x80 -- sluis help'
expect_out '1\|-\|0 1 2 3 \|sluis: exchange'
unset PAGER

# --- plain, quiet ---

run "a table" 0 sluis-officer agreement list-templates
cp "$out" table
run "--plain makes it blocks" 0 sluis-officer agreement list-templates --plain
expect_out '^[a-z]+: [a-z]'
refute_out '  '
run "on a terminal it is the same" 0 screen 24x40 -- sluis-officer agreement list-templates --plain
expect_out '^[a-z]+: [a-z]'
refute_out '  '
check "the table wasn't" grep -q '  ' table

partnership
chmod 755 wi
run "a remark" 0 as wi1 status
expect_err 'warning: other users of this machine can get at'
run "--quiet is without" 0 as wi1 status --quiet
refute_err .
run "an error it tells" 5 as wi1 show 00000000 --quiet
expect_err 'error'
chmod 700 wi

# --- interruptions ---

run "a reader that had enough is no error" 0 bash -c 'set -o pipefail; sluis-officer catalogue show | head -1'
refute_err .
waiting() { SLUIS_KEY=$T/keys/wi1.key SLUIS_HOME=$T/wi screen "$@"; }
for keys in '\x03' '\x04'; do
    run "^${keys: -1} at a passphrase ends it with 130" 130 waiting 24x80 Passphrase "$keys" -- sluis status
    refute_out 'error|interrupt|hint'
done
export T
run "a terminal keeps its echo" 0 screen 24x80 Passphrase '\x03' -- bash -c 'SLUIS_KEY=$T/keys/wi1.key SLUIS_HOME=$T/wi sluis status; stty -a | grep -q " echo " && echo restored'
expect_out '^restored$'

# --- the language ---

run "Dutch messages that aren't there" 0 env SLUIS_LOCALEDIR="$T/nowhere" sluis version --lang nl
expect_err 'nowhere'
run "are no matter for who didn't ask for them" 0 env SLUIS_LOCALEDIR="$T/nowhere" LANG=nl_NL.UTF-8 sluis version
refute_err .
mkdir -p moved/bin moved/share/locale/nl/LC_MESSAGES
cp "$SLUIS_BIN/sluis" moved/bin/
cp "$SLUIS_BIN"/../../po/nl/LC_MESSAGES/sluis.mo moved/share/locale/nl/LC_MESSAGES/
run "a whole that was moved finds its own" 2 moved/bin/sluis nosuch --lang nl
expect_err 'fout'
finish
