#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Each header compiles alone: the public ones as strict C17 with nothing but
include/ in reach, the others as the sources see them.

Usage: headers.py SOURCE BUILD CC…
"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile


def compile_alone(compiler, header, flags, folder):
    unit = pathlib.Path(folder) / (header.as_posix().replace("/", "_") + ".c")
    unit.write_text(f'#include "{header}"\n#include "{header}"\nint alone(void);\n')
    result = subprocess.run([*compiler, "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *flags, str(unit)],
                            capture_output=True, text=True, check=False)
    return f"{header}: doesn't compile alone\n{result.stderr}" if result.returncode else None


def main(source, build, *compiler):
    source = pathlib.Path(source).resolve()
    public = sorted(h.relative_to(source / "include") for h in (source / "include").rglob("*.h"))
    private = sorted(h.relative_to(source / "src") for h in (source / "src").rglob("*.h"))
    inside = ["-std=gnu17", "-D_GNU_SOURCE", f"-I{source / 'src'}", f"-I{source / 'include'}", f"-I{pathlib.Path(build) / 'src'}",
              "-isystem/usr/include/sqlcipher", "-DSQLITE_HAS_CODEC", "-Wno-unused-function"]
    jobs = [(h, ["-std=c17", "-pedantic", f"-I{source / 'include'}"]) for h in public] + [(h, inside) for h in private]
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        faults = [f for f in pool.map(lambda j: compile_alone(compiler, *j, folder), jobs) if f]
    if len(private) < 20:
        faults.append(f"only {len(private)} headers found")
    print("\n".join(faults) if faults else f"headers: {len(public)} public and {len(private)} others compile alone")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
