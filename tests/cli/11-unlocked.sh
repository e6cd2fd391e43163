#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A key that the kernel keeps for one session: what `unlock` and `lock` do with it. In a session of its own, as a
# login makes one; 11-reading has what is done without.
if [ -z "${SLUIS_TEST_SESSION:-}" ]; then
    SLUIS_TEST_SESSION=1 exec python3 "${SLUIS_SOURCE:?}/tests/cli/in_session.py" bash "$0"
fi
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
run "the key is kept unlocked, where the kernel allows it" 0 as wi1 unlock --hours 1
as_unlocked() { SLUIS_KEY=$T/keys/wi1.key SLUIS_HOME=$T/wi sluis "$@"; }
run "and no passphrase is asked" 0 as_unlocked status
run "until it is locked" 0 as_unlocked lock
asked_again() { setsid -w env SLUIS_KEY="$T/keys/wi1.key" SLUIS_HOME="$T/wi" sluis status; }
run "then it is asked again" 4 setsid -w env SLUIS_KEY="$T/keys/wi1.key" SLUIS_HOME="$T/wi" sluis status
must as wi1 unlock --hours 1
new_passphrase() { SLUIS_KEY=$T/keys/wi1.key sluis key passphrase --work-factor "$work_factor" --passphrase-fd 9 9< <(cat keys/wi1.pass keys/wi1.pass keys/wi1.pass); }
run "the key file is written again" 0 new_passphrase
run "which drops the key that it held" 0 sluis lock --json
expect_json 'o["keys"]' 0
must as wi1 unlock --hours 1
cp keys/wi1.key other.key; printf x >>keys/wi1.key
run "whatever became of the file since, the key is locked" 0 sluis lock --json
expect_json 'o["keys"]' 1
mv other.key keys/wi1.key
run "and it is asked again" 4 asked_again
must as wi1 unlock --hours 1
elsewhere() { SLUIS_KEY=$T/keys/wi1.key SLUIS_HOME=$T/wi setsid -w python3 "$SLUIS_SOURCE/tests/cli/in_session.py" sluis "$@"; }
run "another session of the account hasn't it" 4 elsewhere status
run "nor anything to lock" 0 elsewhere lock --json
expect_json 'o["keys"]' 0
run "which changes nothing here" 0 as_unlocked status
finish
