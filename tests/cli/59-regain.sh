#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Nobody with access is left: everybody who had it is gone, or lost his key. With the recovery key on paper, and by
# a roster that the officers sign, somebody new goes on: the same store, the same log, and every letter since.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
words_of() { python3 -c 'import re, sys; print(*re.findall(r"<li[^>]*>([a-z]+)</li>", open(sys.argv[1]).read()))' "$1"; }
verified() { # WHO
    rm -rf bundle
    must as "$1" log export bundle
    run "$2" 0 sluis-audit verify bundle --fingerprint "$fingerprint"
    run "and a second verifier finds so" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" bundle "$fingerprint"
}
regain() { # SHARES ARGUMENT…: as wmo9, who has no access
    SLUIS_KEY=keys/wmo9.key SLUIS_HOME=wmo sluis access recover --fingerprint "$fingerprint" --passphrase-fd 9 --shares-fd 8 "${@:2}" 9<keys/wmo9.pass 8<"$1"
}
must sluis-officer recovery split -m 2 -n 3 -o pages --unit oss.nl/wmo --json
recipient=$(json 'o["recipient"]')
for n in 1 2 3; do words_of "pages/recovery-share-$n.html" >"share-$n"; done
cat share-1 share-3 >two
must sluis-officer recovery split -m 2 -n 2 -o other --unit oss.nl/wmo
for n in 1 2; do words_of "other/recovery-share-$n.html"; done >other-key
must sluis-officer roster set oss.nl/wmo --roster roster-2.note --recovery "$recipient" -o roster-3.note
must sluis-officer roster set --access-by two --roster roster-3.note
sign_by roster roster-3.note po1 po2
must as wmo1 open roster-3.note
must as wi1 open roster-3.note
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1"}\n' >cases.ndjson
must as wi1 import cases.ndjson
must as wi1 list --json
id=$(json 'o["records"][0]["id"]')
must as wi1 consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --kind both --until 2027-11-01 "${said[@]}" --record "$id"
packs() { must as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --record "$id" -o "$1"; }
packs before.sluis
must as wmo1 open before.sluis
packs under-way.sluis
person oss.nl/p-wmo9 wmo9

# --- what doesn't do ---

run "a recovery key without access opens nothing" 4 regain two
expect_err 'the recovery key has no access to this store, and nobody else can give it'
must env SLUIS_KEY=keys/wmo2.key SLUIS_HOME=wmo bash -c 'sluis access add recovery --second-key keys/wmo1.key --passphrase-fd 9 9< <(cat keys/wmo2.pass keys/wmo1.pass)'
size=$(log_size wmo1)
run "one share is too few" 4 regain share-1
run "nor another key's" 4 regain other-key
run "somebody else's partnership" 3 env fingerprint=0000000000000000000000000000000000000000000000000000000000000000 bash -c "$(declare -f regain); regain two"
run "a fingerprint is needed" 2 env SLUIS_KEY=keys/wmo9.key SLUIS_HOME=wmo bash -c 'sluis access recover --passphrase-fd 9 --shares-fd 8 9<keys/wmo9.pass 8<two'

# --- made ---

run "the card is made" 0 regain two --json
expect_json 'o["card"], o["entries"]' "[\"wmo/unit.card\", $size]"
cp wmo/unit.card first.card
run "asked again, it is the same one" 0 regain two
expect_out "valid-to-size $size"
check "the very same" cmp first.card wmo/unit.card
run "nothing was changed: who had access goes on" 0 as wmo1 list
run "and whose key waits there is nobody's but hers" 0 bash -c '! age -d -i <(cat keys/wmo1.key) wmo/signing.regained 2>/dev/null'

cp -a wmo planted
key=$(as wmo1 key decrypt planted/store.slots 2>"$err" | sed -n 's/^key: //p')
printf "PRAGMA key = \"x'%s'\";\nUPDATE setting SET value = (SELECT value FROM setting WHERE name = 'keys.next') WHERE name = 'keys.regained';\n" \
    "$key" | sqlcipher -batch planted/store.db >/dev/null
planted() { SLUIS_KEY=keys/wmo9.key SLUIS_HOME=planted sluis access recover --fingerprint "$fingerprint" --passphrase-fd 9 --shares-fd 8 9<keys/wmo9.pass 8<two; }
run "keys that somebody else put there are none of hers" 8 planted
expect_err "aren't those that were made for you"
person oss.nl/p-wmo8 wmo8
other() { SLUIS_KEY=keys/wmo8.key SLUIS_HOME=wmo sluis access recover --fingerprint "$fingerprint" --passphrase-fd 9 --shares-fd 8 9<keys/wmo8.pass 8<two; }
run "what waits for her nobody else replaces" 8 other
expect_err 'keys wait here for somebody else'
run "a colleague who is still there renews the unit's keys meanwhile" 0 as wmo1 unit renew --yes
cp wmo/unit.card renewed.card

# --- listed ---

now=$(log_size wmo1)
new_clerk() { # ROSTER OUT POWER…
    must sluis-officer roster add cards/wmo9.card --roster "$1" --unit oss.nl/wmo --role consulent --law wmo --action "${@:3}" -o "$2"
}
must sluis-officer roster add first.card --replace --roster roster-3.note -o no-end.note
new_clerk no-end.note no-end-2.note read open access
sign_by roster no-end-2.note po1 po2
run "no roster that lists the new keys" 8 regain two roster-3.note
expect_err 'no roster here lists the unit.s new keys'
run "the log's old key must end" 8 regain two no-end-2.note
expect_err "doesn't revoke an old key of the log.*valid-to-size $now"
revoked() { # SIZE OUT POWER…
    must sluis-officer roster revoke oss.nl/wmo --reason lost --valid-to-size "$1" --roster roster-3.note -o "$2.draft"
    must sluis-officer roster add first.card --replace --roster "$2.draft"
    new_clerk "$2.draft" "$2" "${@:3}"
    sign_by roster "$2" po1 po2
}
revoked "$now" no-access.note read open
run "a mandate for it is needed" 8 regain two no-access.note
revoked "$now" no-open.note read access
run "and for rosters" 8 regain two no-open.note
expect_err 'must allow `open` too'
revoked "$now" roster-4.note read open access import pack consent log
cp roster-4.note unsigned.note
sed -i '/^— oss.nl\/p-po2/d' unsigned.note
run "the officers must have signed" 3 regain two unsigned.note
run "with shares of the key that it lists" 4 regain other-key roster-4.note
check "and nothing was changed" test "$(log_size wmo1)" = "$now"

# --- regained ---

run "now she has access, alone" 0 regain two roster-4.note --json
expect_json 'o["recovered"], o["rekeyed"]' '["oss.nl/p-wmo9", "yes"]'
run "her key works" 0 as wmo9 access list --json
expect_json '[p["person"] for p in o["persons"] if p["access"] == "yes" or p["access"] is True]' '["oss.nl/p-wmo9", "recovery"]'
run "who had it has none" 4 as wmo1 list
check "what waited is gone" test ! -e wmo/signing.regained
run "the log says so" 0 as wmo9 log show --json --last 6
expect_json '[(x["action"], x.get("access")) for x in o["entries"] if x["action"] in ("access", "roster")]' '[["access", "added"], ["access", "recovered"], ["roster", null]]'
verified wmo9 "the log verifies, old key and new"

# --- and goes on ---

run "a letter to the old key opens" 0 as wmo9 open under-way.sluis
receipt=$(ls wmo/outbox/*receipt*.sluis | tail -n 1)
run "its receipt, signed by the new, is believed" 0 as wi1 open "$receipt"
packs after.sluis
run "and what goes to the new one too" 0 as wmo9 open after.sluis
run "a colleague gets access again" 0 env SLUIS_KEY=keys/wmo9.key SLUIS_HOME=wmo bash -c 'sluis access add p-wmo2 --second-key keys/wmo1.key --passphrase-fd 9 9< <(cat keys/wmo9.pass keys/wmo1.pass)'
run "and works" 0 as wmo2 list
verified wmo9 "all of it verifies"
rm -rf wi-bundle
must as wi1 log export wi-bundle
run "both logs agree" 0 sluis-audit reconcile bundle wi-bundle --fingerprint "$fingerprint"
run "the store is whole" 0 as wmo2 check
finish
