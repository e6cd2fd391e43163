#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What an auditor does with the logs of two departments: compare them, exchange by
# exchange, and find the one that was rolled back.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
"$SLUIS_SOURCE/scripts/seed-wi" "$SLUIS_SOURCE/tests/data/gba-v-testset-20220502.csv" 7 >clients.csv
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
trust=(--roster roster-2.note --fingerprint "$fingerprint")

as wi1 import clients.csv --map "$SLUIS_SOURCE/share/sluis/mappings/wi-uitkeringen.yaml" >/dev/null 2>&1
as wi1 list --limit 700 --json >list.json
mapfile -t ids < <(python3 -c 'import json; [print(i) for i in [r["id"] for r in json.load(open("list.json"))["records"] if r["case"]][:8]]')
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]}"

# One letter there and back, one opened whose receipt isn't back, one that isn't opened.
must as wi2 pack "${goal[@]}" --record "${ids[@]:0:6}" -o one.sluis
must as wmo1 log export early-wmo
cp -a wmo wmo-before
must at 2026-11-23T11:00:00Z as wmo2 open one.sluis
must at 2026-11-23T12:00:00Z as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis
must at 2026-11-23T13:00:00Z as wi2 pack "${goal[@]}" --record "${ids[@]:0:2}" -o two.sluis
must at 2026-11-23T14:00:00Z as wmo2 open two.sluis
must at 2026-11-23T15:00:00Z as wi2 pack "${goal[@]}" --record "${ids[7]}" -o three.sluis
for unit in wi wmo; do must at 2026-11-23T16:00:00Z as "${unit}1" log export "log-$unit"; done

run "the logs agree; what isn't finished is open" 0 sluis-audit reconcile log-wi log-wmo "${trust[@]}" --json
expect_json 'o["verified"] and o["agree"]' true
expect_json 'o["open"]' 2
expect_json '[l["witnessed"] > 0 for l in o["logs"]]' '[true, true]'
expect_json '[x["state"] for x in o["exchanges"]]' '["complete", "unreceipted", "unopened"]'
expect_json '[x["since"] for x in o["exchanges"]]' '["", "2026-11-23T14:00:00Z", "2026-11-23T15:00:00Z"]'
expect_json '[(s["letters"], s["complete"], s["open"], s["contradicted"]) for s in o["sums"]]' '[[3, 1, 2, 0]]'
expect_json 'o["sums"][0]["purpose"]' onderzoek-2.3.2
run "in words, in either order" 0 sluis-audit reconcile log-wmo log-wi "${trust[@]}"
expect_out 'sent, not opened'
expect_out 'The logs agree; 2 exchanges are open'
refute_out 'oss.nl/wmo +1  complete'
run "and in Dutch" 0 sluis-audit reconcile log-wmo log-wi "${trust[@]}" --all --lang nl
expect_out 'afgerond'
expect_out 'De logboeken kloppen met elkaar'

run "a log that was exported too early is no contradiction" 0 sluis-audit reconcile log-wi early-wmo "${trust[@]}" --json
expect_json '[x["state"] for x in o["exchanges"]]' '["unseen", "unopened", "unopened"]'

# The Wmo team's folder is put back as it was, anchor and all, and work goes on in it.
mv wmo wmo-after
mv wmo-before wmo
must at 2026-11-23T17:00:00Z as wmo1 list
must at 2026-11-23T17:00:00Z as wmo1 log export log-rolled-back
run "the log that was rolled back verifies by itself" 0 sluis-audit verify log-rolled-back "${trust[@]}" --json
expect_json 'o["verified"]' true
run "and is found out by the other's" 3 sluis-audit reconcile log-wi log-rolled-back "${trust[@]}" --json
expect_json 'o["agree"]' false
expect_json '"exchange-lacks-counterpart" in [f["finding"] for f in o["findings"]]' true
expect_json 'o["exchanges"][0]["state"]' contradicted
expect_json 'any(f["finding"] in ("log-forked", "log-shorter") for f in o["findings"])' true
run "in words" 3 sluis-audit reconcile log-wi log-rolled-back "${trust[@]}"
expect_out 'THE LOGS CONTRADICT EACH OTHER'
run "by a checkpoint that the auditor kept, too" 3 sluis-audit verify log-rolled-back "${trust[@]}" --checkpoint log-wmo/checkpoint --json
expect_json 'o["findings"][0]["finding"] in ("log-shorter", "log-forked")' true
run "which the right log goes on from" 0 sluis-audit verify log-wmo "${trust[@]}" --checkpoint early-wmo/checkpoint log-wmo/checkpoint

cp -r log-wmo log-cut
rm log-cut/tile/0/*.p/* 2>/dev/null || rm -r log-cut/tile/0
run "a log with a part missing is told before anything else" 3 sluis-audit reconcile log-wi log-cut "${trust[@]}"
expect_out 'log-part-missing'
expect_out 'NOT VERIFIED'
run "one log is too few" 2 sluis-audit reconcile log-wi "${trust[@]}"
run "twice the same unit's is refused" 2 sluis-audit reconcile log-wmo early-wmo "${trust[@]}"
run "without a fingerprint nothing is trusted" 2 sluis-audit reconcile log-wi log-wmo --roster roster-2.note

# A sample: drawn by both from a root that stood fast and a nonce that came later.
nonce=000102030405060708090a0b0c0d0e0f
run "a sample is drawn from a root that somebody kept" 0 sluis-audit sample log-wi "${trust[@]}" --checkpoint log-wi/checkpoint --nonce $nonce --count 12 --json
cp "$out" sample.json
expect_json 'len({x["entry"] for x in o["entries"]})' 12
check "anybody draws the same from what docs/format/log.md says" python3 "$SLUIS_SOURCE/tests/cli/draw_sample.py"
run "or from the newest root that a witness cosigned" 0 sluis-audit sample log-wi "${trust[@]}" --nonce $nonce --count 3 --json
expect_json '0 < o["size"] < 1448' true
run "and from no root that nobody else saw" 3 sluis-audit sample early-wmo "${trust[@]}" --nonce $nonce --count 3
run "more than there are is all there are" 0 sluis-audit sample log-wmo "${trust[@]}" --checkpoint early-wmo/checkpoint --nonce $nonce --count 10000 --json
expect_json 'sorted(x["entry"] for x in o["entries"]) == list(range(o["size"]))' true
run "nothing is drawn from a log that isn't verified" 3 sluis-audit sample log-cut "${trust[@]}" --checkpoint log-wmo/checkpoint --nonce $nonce --count 3
expect_out 'NOT VERIFIED'
run "a short nonce could be tried out" 2 sluis-audit sample log-wi "${trust[@]}" --nonce 0011 --count 3
run "how many must be said" 2 sluis-audit sample log-wi "${trust[@]}" --nonce $nonce

check "no BSN, name or case number is in a bundle" python3 "$SLUIS_SOURCE/tests/cli/no_names_in_bundles.py"

finish
