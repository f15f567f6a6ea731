#!/usr/bin/env python3
"""check.py LIBRARY KOTLIN…: what the app's library for Android is, and that it is what a phone takes.

LIBRARY is linked by scripts/cross-check; KOTLIN are the folders of the Kotlin that belongs to it. Prints a table and fails where
a line of it is wrong. Sources: the ELF specification; AOSP, android-changes-for-ndk-developers.md (text relocations, NEEDED) and
"Support 16 KB page sizes"; the JNI specification, "Resolving native method names".
"""

import pathlib
import re
import subprocess
import sys

# The oldest Android that the app runs on.
OLDEST = 33
PAGE = 0x4000
# Bytes of the stripped library; an update is downloaded by people on mobile data. It has 9.8 MiB.
BUDGET = 10 * 1024 * 1024
LIBRARIES = {"libandroid.so", "libc.so", "libdl.so", "liblog.so", "libm.so"}
HERE = pathlib.Path(__file__).parent


def readelf(*arguments):
    return subprocess.run(["llvm-readelf-19", "--wide", *arguments], check=True, capture_output=True, text=True).stdout


def levels():
    rows = [line.split("\t") for line in (HERE / "ndk-symbols.tsv").read_text().splitlines() if not line.startswith("#")]
    return {row[1]: int(row[2]) for row in rows}


def symbols(library):
    """(name, binding, defined) of every dynamic symbol."""
    for line in readelf("--dyn-syms", library).splitlines():
        cells = line.split()
        if len(cells) >= 8 and cells[0].rstrip(":").isdigit():
            yield cells[7].split("@")[0], cells[4], cells[6] != "UND"


def escaped(name):
    """As JNI spells it."""
    return "".join(c if c.isascii() and c.isalnum() else {"_": "_1", "$": "_00024"}.get(c, f"_0{ord(c):04x}") for c in name)


def external_functions(folders):
    """The names that the Kotlin's `external fun`s have in the library."""
    for folder in folders:
        for source in sorted(pathlib.Path(folder).rglob("*.kt")):
            text = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', "", source.read_text(), flags=re.S)
            package = re.search(r"^package\s+([\w.`]+)", text, flags=re.M)
            for owner, name in owned(text):
                place = [*package[1].replace("`", "").split("."), owner]
                yield "Java_" + "_".join(escaped(part) for part in place) + "_" + escaped(name)


def owned(text):
    """(class, name) of every `external fun`: the class is the one whose braces it stands in."""
    opened, parentheses, named = [], 0, None
    for match in re.finditer(r"\b(?:class|object|interface)\s+(\w+)|\bexternal\s+fun\s+(\w+)|\bfun\b|[(){}]", text):
        word = match[0]
        if word in "()":
            parentheses += 1 if word == "(" else -1
        elif parentheses:
            continue
        elif word == "{":
            opened.append(named)
            named = None
        elif word == "}":
            opened.pop()
        elif match[2]:
            yield "$".join(each for each in opened if each), match[2]
        else:
            # A class without a body does not own what follows it.
            named = match[1]


def main():
    library, *folders = sys.argv[1:]
    wrong = []

    def row(what, value, fine):
        print(f"  {what:<34} {value}")
        if not fine:
            wrong.append(what)

    dynamic = readelf("--dynamic-table", library)
    segments = [line.split() for line in readelf("--program-headers", library).splitlines()]
    loads = [int(cells[-1], 16) for cells in segments if cells[:1] == ["LOAD"]]
    stack = next((cells for cells in segments if cells[:1] == ["GNU_STACK"]), None)
    all_symbols = list(symbols(library))
    known = levels()
    imports = {name: binding for name, binding, defined in all_symbols if name and not defined}
    unknown = sorted(name for name in imports if name not in known)
    newer = sorted(name for name in imports if known.get(name, 0) > OLDEST)
    exports = {name for name, _, defined in all_symbols if defined and name.startswith("Java_")}
    expected = set(external_functions(folders))
    needed = set(re.findall(r"NEEDED.*\[(.+?)\]", dynamic))
    size = pathlib.Path(library).stat().st_size

    print("The library for Android (aarch64, release profile, stripped):")
    row("size", f"{size / 1024 / 1024:.1f} MiB of {BUDGET // 1024 // 1024} MiB", size <= BUDGET)
    row("libraries of the system", ", ".join(sorted(needed)), needed <= LIBRARIES)
    row("symbols of the system", f"{len(imports)}, unknown: {', '.join(unknown) or 'none'}", imports and not unknown)
    weak = all(imports[name] == "WEAK" for name in newer)
    row(f"newer than API {OLDEST}", (", ".join(newer) or "none") + (" (weak)" if newer and weak else ""), weak)
    row("aligned to pages of 16 KB", f"{len(loads)} segments at {', '.join(sorted({hex(each) for each in loads}))}", loads and all(each % PAGE == 0 for each in loads))
    row("text relocations", "some" if "TEXTREL" in dynamic else "none", "TEXTREL" not in dynamic)
    row("executable stack", "no" if stack and "E" not in stack[6] else "yes", stack and "E" not in stack[6])
    missing, left_over = sorted(expected - exports), sorted(exports - expected)
    row("functions that Kotlin calls", f"{len(exports)} of {len(expected)}", expected and not missing and not left_over)
    for name in missing:
        print(f"    missing: {name}")
    for name in left_over:
        print(f"    nobody calls: {name}")
    if wrong:
        sys.exit(f"Not what a phone takes: {'; '.join(wrong)}.")


if __name__ == "__main__":
    main()
