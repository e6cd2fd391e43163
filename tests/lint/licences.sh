#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Every file says whose it is and under which licence, and the licence's whole text
# is there. Usage: licences.sh SOURCE
set -euo pipefail
cd "$1"
text=LICENSES/EUPL-1.2.txt
for part in 'EUROPEAN UNION PUBLIC LICENCE v. 1.2' '5.Obligations of the Licensee' '15.Applicable Law' 'Appendix' 'Compatible Licences'; do
    grep -qF -- "$part" "$text" || { echo "$text: lacks \"$part\""; exit 1; }
done
[ "$(wc -c <"$text")" -gt 13000 ] || { echo "$text: shorter than the licence"; exit 1; }
command -v reuse >/dev/null || { echo "reuse is missing: run scripts/setup"; exit 1; }
# Without git's list of what is ignored, reuse would look at builds too.
if ! git -c safe.directory='*' rev-parse --git-dir >/dev/null 2>&1; then
    copy=$(mktemp -d)
    trap 'rm -rf "$copy"' EXIT
    tar -cf - --exclude='./build*' --exclude='./demo*' --exclude=__pycache__ . | tar -xf - -C "$copy"
    cd "$copy"
fi
reuse lint
