#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# The preview's page: whose case it is, what leaves and what stays, in ten seconds; all
# of it inside a telephone, a desk's screen and A4 (pages.py; the report's are in 52).
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
page=$SLUIS_SOURCE/tests/cli/page.py
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
"$SLUIS_SOURCE/scripts/seed-wi" "$SLUIS_SOURCE/tests/data/gba-v-testset-20220502.csv" 7 >clients.csv
must as wi1 import clients.csv --map "$SLUIS_SOURCE/share/sluis/mappings/wi-uitkeringen.yaml"
as wi1 list --limit 700 --json >list.json
mapfile -t found < <(python3 -c 'import json
for r in [r for r in json.load(open("list.json"))["records"] if r["case"]][:8]: print(r["id"], r["case"])')
ids=("${found[@]%% *}") number=${found[0]#* }
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:0:5}"
must as wi1 consent record "${goal[@]}" --kind consent --until 2027-11-01 "${said[@]}" --record "${ids[5]}"
long=1234567890123456789012345678901234567890 # as long as the number of a case can be
set='"wet":"pw","gegevensbron":"pw","naam.voornamen":"Bo","geboorte.datum":"1980-01-02","postcode":"5341AA","huisnummer":7'
printf '{%s,"naam.geslachtsnaam":"Lang","zaak.identificatie":"%s"}\n{%s,"naam.geslachtsnaam":"Zonder"}\n' "$set" "$long" "$set" >two.ndjson
must as wi1 import two.ndjson
as wi1 list --limit 700 --json >list.json
of() { python3 -c 'import json, sys; print(*[r["id"] for r in json.load(open("list.json"))["records"] if r["name"].startswith(sys.argv[1])])' "$1"; }

# shellcheck disable=SC2317 # `check` runs it
has() { # FILE REGEX
    grep -Eq -- "$2" "$1"
}

for lang in nl en; do
    must as wi2 preview "${goal[@]}" --record "${ids[0]}" --html "one-$lang.html" --lang "$lang"
    must as wi2 preview "${goal[@]}" --record "${ids[7]}" --html "none-$lang.html" --lang "$lang"
    must as wi2 preview "${goal[@]}" --record "${ids[@]}" --html "several-$lang.html" --lang "$lang"
    check "several clients, as WCAG asks ($lang)" python3 "$page" "several-$lang.html" "$lang"
    check "one client, too ($lang)" python3 "$page" "one-$lang.html" "$lang"
done
must as wi2 preview "${goal[@]}" --record "$(of Lang)" --html long.html --lang nl
must as wi2 preview "${goal[@]}" --record "$(of Zonder)" --html without.html --lang en

check "the number of the case heads the page" has one-nl.html "<h1>Zaak $number</h1>"
check "however long" has long.html "<h1>Zaak $long</h1>"
check "where there is none, the record's id does" has without.html "<h1>Record $(of Zonder)</h1>"
as wi2 preview "${goal[@]}" --record "${ids[0]}" --clients --json >one.json 2>/dev/null
check "it tells first how much leaves and how much stays" python3 -c 'import json, re
d = json.load(open("one.json"))["decisions"][0]
page = open("one-nl.html").read()
told = re.search(r"mee mogen naar oss.nl/wmo: (\d+)\. Velden die blijven: (\d+)\.", page)
assert told and [int(n) for n in told.groups()] == [len(d["leaves"].split()), len(d["stays"].split())] and told.start() < page.index("<h2")
folds = re.findall(r"<summary>([^<]*): (\d+)</summary>\n<p>([^<]*)</p>", page)
assert sum(int(n) for _, n, _ in folds) == len(d["leaves"].split()) + len(d["stays"].split())
assert len(folds) >= 4 and "AVG art. 5" in folds[-1][0]'
check "where nothing leaves, why, in the same place" has none-nl.html 'class="verdict bad">.*Er mag niets mee naar oss.nl/wmo: .* \(.*art\.'
check "of several, each is a line" test "$(grep -c '<summary>WI[0-9-]*: ' several-nl.html)" = 8
check "fields by their labels, rules in words" python3 -c 'import re
names = {l[10:].strip() for l in open("'"$SLUIS_SOURCE"'/share/sluis/catalogue.yaml") if l.startswith("  - name: ")}
for name in ("one-nl", "several-nl", "one-en", "several-en", "none-en"):
    page = re.sub(r"<style>.*?</style>", "", open(name + ".html").read(), flags=re.S)
    words = set(re.findall(r"[\w.-]+", page))
    codes = {"not-agreed", "no-consent", "no-no-objection", "secret-address", "suwinet-source"}
    dotted = {n for n in names if "." in n or n != n.lower()}
    assert len(dotted) > 60 and not words & (dotted | codes), (name, words & (dotted | codes))'
check "all of the purpose needs no list" has one-nl.html '>alle van het doel<'

browsed "every cell is inside the page" ./*.html

# The look sees what a page could do wrong.
worse() { # NAME SED FILE
    sed "$2" "$3" >"worse-$1.html"
    if ! command -v chromium >/dev/null; then skip "seen: $1" "chromium is not installed"; return; fi
    refute "seen: $1" python3 "$SLUIS_SOURCE/tests/cli/pages.py" "$T" "worse-$1.html"
}
worse "a value that isn't broken" 's/overflow-wrap:anywhere//' long.html
worse "a table that scrolls" 's/details{border/section{overflow-x:auto}details{border/' one-nl.html
worse "a fold that isn't on paper" 's/details::details-content{[^}]*}//' one-nl.html
worse "a table without its blocks" 's/(max-width:78rem)/(max-width:1rem)/; s/(max-width:54rem)/(max-width:1rem)/' several-nl.html
worse "a cell without its title" 's/content:attr(data-label)/content:"x"/g' one-nl.html
worse "a cell outside the page" 's/details>p{/td{position:relative;left:60rem}details>p{/' several-nl.html
worse "something from elsewhere" "s/default-src 'none'/default-src *; img-src */; s|<header>|<img src=\"file:///elsewhere.png\" alt=\"\"><header>|" none-nl.html

finish
