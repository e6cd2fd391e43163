#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Layers include only themselves and lower ones.

The order is src/meson.build's layer_table, the one place where it is written down;
what each may name besides is below. Usage: layers.py SOURCE
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
ROW = re.compile(r"^\s*\['(\w+)',\s*[^,]+,\s*\[([^\]]*)\],\s*\[[^\]]*\]\],?", re.M)

# Headers of libraries that only one layer names. An empty set: nobody.
OWNED = {
    r"sodium(\.h|/.*)": {"crypto"},
    r"openssl/.*": {"crypto"},
    r"(sqlcipher/)?sqlite3(ext)?\.h": {"store"},
    r"zlib\.h": {"codec"},
    r"utf8proc\.h": {"base"},
    r"(sys/socket|netinet/.*|arpa/inet|netdb|sys/un)\.h": set(),
    r"archive(_entry)?\.h": set(),
}
# A file and a lower layer that this project's own headers make it need, with the reason.
EXCEPTIONS = {}


def read_layers(source):
    text = (source / "src/meson.build").read_text()
    direct = {name: re.findall(r"'(\w+)'", lower) for name, lower in ROW.findall(text)}
    allowed = {}

    def close(name):
        if name not in allowed:
            allowed[name] = {name}.union(*(close(lower) for lower in direct[name]))
        return allowed[name]

    for name in direct:
        close(name)
    return allowed


def check_file(path, layer, allowed, folders, faults):
    for kind, name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        folder = name.split("/")[0]
        if kind == '"':
            if "/" not in name or folder not in folders | {"sluis"}:
                faults.append(f'{path}: "{name}" is not named by its layer')
            elif folder in folders and layer in allowed and folder not in allowed[layer]:
                faults.append(f'{path}: {layer} may not include "{name}"')
            continue
        for pattern, owners in OWNED.items():
            if re.fullmatch(pattern, name) and layer not in owners:
                faults.append(f"{path}: <{name}> is for {', '.join(sorted(owners)) or 'nobody'}")


# What each program may reach: an auditor's program knows neither store nor decryption.
PROGRAMS = {"sluis-audit.c": {"store", "exchange"}}


def check(source):
    source = pathlib.Path(source)
    allowed = read_layers(source)
    if len(allowed) < 10:
        return [f"src/meson.build: only {len(allowed)} layers read from layer_table"]
    folders = {d.name for d in (source / "src").iterdir() if d.is_dir()}
    faults = [f"src/{name}: this layer is not in src/meson.build" for name in folders - set(allowed) - {"tools"}]
    count = 0
    for path in sorted((source / "src").rglob("*.[ch]")):
        layer = path.relative_to(source / "src").parts[0]
        if not path.name.endswith(".in"):
            check_file(path, layer, allowed, folders, faults)
            count += 1
        for folder in PROGRAMS.get(path.name, ()):
            if re.search(rf'#include "{folder}/', path.read_text()):
                faults.append(f"{path}: this program may not reach {folder}")
    for path in sorted((source / "src").glob("*.[ch]")):
        faults.append(f"{path}: sources stand in a layer's folder")
    if count < 20:
        faults.append(f"only {count} files were looked at")
    return faults


if __name__ == "__main__":
    found = check(sys.argv[1])
    print("\n".join(found))
    sys.exit(1 if found else 0)
