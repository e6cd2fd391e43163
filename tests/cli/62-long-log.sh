#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A long log, of many tiles: a million entries with --full (FAULT_STEP=1), some thousands
# otherwise. Exported, verified by both verifiers, asked about one client, shown by day,
# and forgotten.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
if [ "${FAULT_STEP:-0}" = 1 ]; then entries=1000000; else entries=4000; fi

partnership
python3 "$SLUIS_SOURCE/tests/cli/many_clients.py" "$entries" >many.ndjson
run "many clients come in at once" 0 as wi1 import many.ndjson --json
expect_json 'o["added"]' "$entries"
check "each has an entry" test "$(log_size wi1)" -gt "$entries"
sed -n '1234s/.*"burgerservicenummer":"\([0-9]*\)".*/\1/p' many.ndjson >bsns
run "one of them is found among the others" 0 as wi1 log disclose --to oss.nl/p-po1 --reason inzage --select-from bsns -o one.age --json
expect_json 'o["entries"]' 2
as po1 key decrypt one.age >one.jsonl 2>"$err" || bail decrypt
run "with a proof" 0 sluis-audit prove one.jsonl --fingerprint "$fingerprint"
run "which the other verifier takes as well" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" --disclosure one.jsonl "$fingerprint"
run "the log is exported" 0 as wi1 log export long --json
run "it verifies" 0 sluis-audit verify long --fingerprint "$fingerprint"
run "by the other verifier too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" long "$fingerprint"
file=$(find long/tile/entries -name '*007*' | head -1)
printf 'x' | dd of="$file" bs=1 seek=1000 conv=notrunc status=none
run "and with one byte changed no more" 3 sluis-audit verify long --fingerprint "$fingerprint"
run "by neither" 3 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" long "$fingerprint"
run "another day begins" 0 at 2026-11-24T09:00:00Z as wi1 list --limit 1
run "and is shown alone" 0 at 2026-11-24T09:01:00Z as wi1 log show --since 2026-11-24 --json
expect_json '[e["action"] for e in o["entries"] if e["action"]]' '["read"]'
run "all but that day is forgotten in time" 0 at 2031-11-25T10:00:00Z as wi1 log forget --json
expect_json "o['entries'] > $entries" true
run "and nobody is found" 5 at 2031-11-25T10:00:00Z as wi1 log disclose --to oss.nl/p-po1 --reason inzage --select-from bsns
finish
