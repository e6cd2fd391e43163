#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 while somebody regains a store by the recovery key: before the commit who had access still has, after
# it the same command without a roster finishes; and there is no third.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

partnership
words_of() { python3 -c 'import re, sys; print(*re.findall(r"<li[^>]*>([a-z]+)</li>", open(sys.argv[1]).read()))' "$1"; }
must sluis-officer recovery split -m 2 -n 2 -o pages --unit oss.nl/wmo --json
recipient=$(json 'o["recipient"]')
for n in 1 2; do words_of "pages/recovery-share-$n.html"; done >shares
must sluis-officer roster set oss.nl/wmo --roster roster-2.note --recovery "$recipient" -o roster-3.note
sign_by roster roster-3.note po1 po2
must as wmo1 open roster-3.note
must as wmo1 access add recovery
printf '{"wet":"wmo","gegevensbron":"wmo","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-%d"}\n' \
    $(seq 100) >cases.ndjson
must as wmo1 import cases.ndjson
cases=$(listed wmo1)
person oss.nl/p-wmo9 wmo9
cp keys/wmo9.key unbound.key
regain() {
    SLUIS_KEY=keys/wmo9.key SLUIS_HOME=wmo sluis access recover --fingerprint "$fingerprint" --passphrase-fd 9 --shares-fd 8 "$@" 9<keys/wmo9.pass 8<shares
}

# --- the keys are made ---

keep wmo
as_before() { back wmo && cp unbound.key keys/wmo9.key; }
made() { # whatever was left: asked again, there is one card, and it is the one whose keys wait
    as wmo1 list >/dev/null || { echo "who has access can't work"; return 1; }
    regain >/dev/null && cp wmo/unit.card one.card && regain >/dev/null && cmp -s one.card wmo/unit.card && no_temporaries wmo
}
tried=0
killed_everywhere "making the unit's keys" made name 1 regain
killed_everywhere "making the unit's keys" made sync "$(step 3)" regain

# --- access is regained ---

as_before
must regain --json
entries=$(json 'o["entries"]')
must sluis-officer roster revoke oss.nl/wmo --reason lost --valid-to-size $((entries + 9000)) --roster roster-3.note -o draft.note
must sluis-officer roster add wmo/unit.card --replace --roster draft.note
must sluis-officer roster add cards/wmo9.card --roster draft.note --unit oss.nl/wmo --role consulent --law wmo --action read open access log -o roster-4.note
sign_by roster roster-4.note po1 po2
keep wmo
regained() {
    if as wmo1 list >/dev/null 2>&1; then
        regain roster-4.note >/dev/null || return 1
        before=$((before + 1))
    elif as wmo9 list >/dev/null 2>&1; then
        done_=$((done_ + 1))
    else
        regain >/dev/null || return 1
        cut=$((cut + 1))
    fi
    [ "$(listed wmo9)" = "$cases" ] || { echo "not all cases are there"; return 1; }
    [ "$(as wmo9 log show --json --last 3000 | grep -o '"access":"recovered"' | wc -l)" -eq 1 ] || { echo "not one entry"; return 1; }
    quietly as wmo1 list
    [ "$status" -eq 4 ] || { echo "who had access opens it: $status"; return 1; }
    no_temporaries wmo
}
tried=0 before=0 done_=0 cut=0
killed_everywhere "regaining access" regained name 1 regain roster-4.note
killed_everywhere "regaining access" regained sync "$(step 4)" regain roster-4.note
killed_everywhere "regaining access" regained write "$(step 150)" regain roster-4.note
check "before ($before), cut off ($cut), done ($done_) of $tried" test "$before" -gt 0 -a "$cut" -gt 0

as_before
must regain roster-4.note
must as wmo9 log export bundle
run "the log verifies" 0 sluis-audit verify bundle --fingerprint "$fingerprint"
finish
