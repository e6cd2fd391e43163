#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 while a letter goes again that got lost: it goes once it is asked again, nothing is left behind, and
# the receiver knows it as the first.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

ten_packed
must as wi1 status --log --json
letter=$(json '[x["id"] for x in o["exchanges"] if x["direction"] == "sent"][0]')
must as wmo1 open ten.sluis
rm wi/outbox/*-cases.sluis
keep wi
as_before() { back wi; rm -f again.sluis; }
goes_again() {
    as wi1 resend "$letter" -o again.sluis || return 1
    quietly as wmo1 open again.sluis
    [ "$status" -eq 6 ] || { echo "the receiver ends with $status"; cat "$err"; return 1; }
    no_temporaries wi && log_verifies wi
}

tried=0
killed_everywhere "resend" goes_again name 1 as wi1 resend "$letter"
killed_everywhere "resend" goes_again sync "$(step 3)" as wi1 resend "$letter"
killed_everywhere "resend" goes_again write "$(step 11)" as wi1 resend "$letter"
check "places were tried: $tried" test "$tried" -ge 3
finish
