#!/usr/bin/env python3
"""control.py SYSROOT FOLDER KOTLIN…: makes in FOLDER a library that is wrong in every way, and fails unless check.py says so of each.

SYSROOT is what make-sysroot made; KOTLIN as for check.py.
"""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
WRONG = [
    "size",
    "libraries of the system",
    "symbols of the system",
    "newer than API 33",
    "aligned to pages of 16 KB",
    "text relocations",
    "executable stack",
    "functions that Kotlin calls",
]
# copy_file_range is of API 34, and strong here; an address within the code is what a text relocation is for.
SOURCE = r"""
extern long copy_file_range(int, long *, int, long *, unsigned long, unsigned);
extern void of_no_phone(void);
__asm__(".text\n.balign 8\n.quad of_no_phone\n");
__asm__(".data\n.fill 14 * 1024 * 1024, 1, 1\n");
void Java_that_nobody_calls(void) { of_no_phone(); copy_file_range(0, 0, 0, 0, 0, 0); }
"""


def main():
    sysroot, folder, *kotlin = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    linker = sysroot / "bin/aarch64-linux-android33-clang"
    shared = [linker, "-shared", "-fPIC", "-ffreestanding", "-nostdlib"]
    (folder / "other.c").write_text("void of_no_phone(void) {}\n")
    (folder / "wrong.c").write_text(SOURCE)
    other, wrong = folder / "libother.so", folder / "libwrong.so"
    subprocess.run([*shared, "-Wl,-soname,libother.so", folder / "other.c", "-o", other], check=True)
    options = ["-Wl,-z,max-page-size=4096", "-Wl,-z,notext", "-Wl,-z,execstack"]
    subprocess.run([*shared, *options, folder / "wrong.c", other, "-o", wrong], check=True)
    looked = subprocess.run([sys.executable, HERE / "check.py", wrong, *kotlin], capture_output=True, text=True)
    said = looked.stderr.strip()
    if looked.returncode == 0 or said != f"Not what a phone takes: {'; '.join(WRONG)}.":
        sys.exit(f"{looked.stdout}A library that is wrong in {len(WRONG)} ways was told of as: {said or 'fine'}")
    print(f"A library that is wrong in {len(WRONG)} ways is refused for each of them.")


if __name__ == "__main__":
    main()
