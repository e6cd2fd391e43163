#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Shell scripts parse, and shellcheck (where installed) has nothing to say about them.
# Usage: scripts.sh SOURCE
set -euo pipefail
cd "$1"
found=() status=0
while IFS= read -r -d '' file; do
    case $file in *.sh) found+=("$file"); continue ;; esac
    IFS= read -r first <"$file" || true
    [[ $first == '#!'*bash* || $first == '#!/bin/sh'* ]] && found+=("$file")
done < <(find scripts .ci tests -type f \( -name '*.sh' -o ! -name '*.*' \) -print0)
[ ${#found[@]} -ge 5 ] || { echo "only ${#found[@]} scripts found"; exit 1; }
for file in "${found[@]}"; do bash -n "$file" || status=1; done
if command -v shellcheck >/dev/null; then
    # SC2034: a library sets variables that only its scripts read.
    shellcheck -S warning -e SC2034 -x -P SCRIPTDIR "${found[@]}" || status=1
fi
exit $status
