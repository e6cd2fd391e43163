# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""The files of the repository, for the lints: what git tracks or would track."""
import pathlib
import subprocess


def files(source):
    source = pathlib.Path(source)
    listed = subprocess.run(
        ["git", "-C", str(source), "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if listed.returncode == 0:
        names = [n for n in listed.stdout.decode().split("\0") if n]
    else:  # unpacked without its history
        names = [str(p.relative_to(source)) for p in source.rglob("*")
                 if not p.relative_to(source).parts[0].startswith(("build", "demo", ".git"))]
    found = [source / n for n in sorted(set(names)) if (source / n).is_file()]
    if len(found) < 50:
        raise SystemExit(f"only {len(found)} files found under {source}")
    return found


def finish(faults, what):
    print("\n".join(faults) if faults else f"{what}: nothing found")
    raise SystemExit(1 if faults else 0)
