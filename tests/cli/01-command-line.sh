#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What every program does with its command line, before it does anything else.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

for program in sluis sluis-officer sluis-audit; do
    run "$program --help" 0 "$program" --help
    expect_out '^Commands:'
    run "$program --version" 0 "$program" --version
    expect_out "^$program [0-9]+\.[0-9]+"
    run "$program without a command shows what there is" 0 "$program"
    expect_out "^$program: "
    run "$program with options and no command" 2 "$program" --plain
    expect_err "^$program: error: which command"
    expect_err "^hint: "
    run "$program with an unknown command" 2 "$program" nosuch
    run "$program with an unknown option" 2 "$program" --nosuch
    expect_err "^$program: error: --nosuch: no such option"
    run "$program in Dutch, without a Dutch locale" 2 env LC_ALL=C "$program" --lang nl nosuch
    expect_err "^$program: fout: "
    expect_err '^tip: '
    run "$program in a language there is no catalogue for" 2 "$program" --lang fr --help
    run "$program --json tells an error as an object" 2 "$program" --json nosuch
    expect_json 'o["sluis"]' 1
    expect_json 'o["error"]["finding"]' usage
    expect_json 'o["error"]["exit"]' 2
    run "$program fails when its output can't be written" 1 bash -c "$program --help >/dev/full"
    while IFS=$'\t' read -r kind name _; do
        [ "$kind" = command ] || continue
        # shellcheck disable=SC2086 # a command may be two words
        run "$program $name --help" 0 "$program" $name --help
    done < <("$program" --dump-commands)
done

run "a home that nobody named" 2 sluis list
expect_err 'SLUIS_HOME'
run "a key that nobody named" 2 env SLUIS_HOME="$T/nowhere" sluis list
expect_err 'SLUIS_KEY'
run "a key file that isn't there" 5 env SLUIS_HOME="$T/nowhere" SLUIS_KEY="$T/none.key" sluis list --passphrase-fd 0
expect_err "none.key: there is no such file"

finish
