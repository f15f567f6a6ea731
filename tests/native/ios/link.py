"""Links the app for iPhone and iPad on any system, and holds what it needs to what the Xcode project gives it.

    link.py LIBRARY FOLDER

LIBRARY is the static library of a release build for aarch64-apple-ios; FOLDER takes what is made. The linker is LLVM's, of
Rust's own toolchain. It links `main.mm` and exactly the frameworks of `project.yml` against text stubs made from
`exports.txt`. No SDK, no Swift and no signature: that it links says nothing of how it runs.
"""

import plistlib
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
APPLE = HERE.parents[2] / "src-tauri/gen/apple"
MAIN = APPLE / "Sources/shomei-navi/main.mm"

# Swift functions of Tauri's API, which Xcode builds beside the library: all that stays open here.
SWIFT = {
    "_log_stdout",
    "_on_webview_created",
    "_release_object",
    "_retain_object",
    "_run_plugin_command",
    "_string_from_bytes",
}

# What Xcode links into every app: the system, and by `-fobjc-link-runtime` the runtime of Objective-C.
ALWAYS = {"libSystem", "libobjc"}

# Classes are looked up by their names when the app runs, so that the linker misses none: by the prefixes that Apple's
# frameworks give their classes.
PREFIXES = {
    "AV": "AVFoundation",
    "CA": "QuartzCore",
    "CK": "CloudKit",
    "CL": "CoreLocation",
    "CN": "Contacts",
    "LA": "LocalAuthentication",
    "LS": "CoreServices",
    "MF": "MessageUI",
    "MK": "MapKit",
    "MTK": "MetalKit",
    "MTL": "Metal",
    "NS": "Foundation",
    "NW": "Network",
    "PH": "Photos",
    "QL": "QuickLook",
    "SF": "SafariServices",
    "SK": "StoreKit",
    "TK": "CryptoTokenKit",
    "UI": "UIKit",
    "UN": "UserNotifications",
    "UT": "UniformTypeIdentifiers",
    "VN": "Vision",
    "WK": "WebKit",
}

# What needs a reason in the privacy manifest (Apple, "Describing use of required reason API"): imported symbols, and
# names of classes and selectors.
REASONS = {
    "NSPrivacyAccessedAPICategoryFileTimestamp": {
        *("_stat", "_fstat", "_fstatat", "_lstat", "_getattrlist", "_fgetattrlist", "_getattrlistat", "_getattrlistbulk"),
        *("creationDate", "modificationDate", "fileModificationDate", "_NSFileCreationDate", "_NSFileModificationDate"),
    },
    "NSPrivacyAccessedAPICategorySystemBootTime": {"_mach_absolute_time", "systemUptime"},
    "NSPrivacyAccessedAPICategoryDiskSpace": {
        *("_statfs", "_statvfs", "_fstatfs", "_fstatvfs", "_NSFileSystemFreeSize", "_NSFileSystemSize"),
        *("_NSURLVolumeAvailableCapacityKey", "_NSURLVolumeTotalCapacityKey"),
    },
    "NSPrivacyAccessedAPICategoryActiveKeyboards": {"activeInputModes"},
    "NSPrivacyAccessedAPICategoryUserDefaults": {"NSUserDefaults"},
}

# What the program must import, or it does not do what the documents say of it.
MUST = {"_NSURLIsExcludedFromBackupKey": "the state goes into backups"}

# Bytes of the linked program without its symbols: what a phone downloads of ours, uncompressed.
BUDGET = 9 * 1024 * 1024


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


def must(*command):
    done = run(*command)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def exports():
    """Symbols by the framework or library that has them."""
    found = {}
    for line in (HERE / "exports.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            library, symbol, *_looked_up = line.split("\t")
            found.setdefault(library, set()).add(symbol)
    return found


def frameworks():
    """What the Xcode project links, in its order."""
    return re.findall(r"^\s+- sdk: (\w+)\.framework$", (APPLE / "project.yml").read_text(), re.MULTILINE)


def stub(folder, name, symbols):
    """A text stub (TBD, version 4) of a framework or library."""
    if name.startswith("lib"):
        path, install = folder / f"usr/lib/{name}.tbd", f"/usr/lib/{name}.dylib"
    else:
        path = folder / f"System/Library/Frameworks/{name}.framework/{name}.tbd"
        install = f"/System/Library/Frameworks/{name}.framework/{name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    listed = ", ".join(f"'{symbol}'" for symbol in sorted(symbols))
    exported = f"exports:\n  - targets: [ arm64-ios ]\n    symbols: [ {listed} ]\n" if symbols else ""
    path.write_text(
        f"--- !tapi-tbd\ntbd-version: 4\ntargets: [ arm64-ios ]\ninstall-name: '{install}'\n{exported}...\n"
    )


class Linker:
    def __init__(self, folder, library):
        root = Path(must("rustc", "--print", "sysroot").strip())
        self.lld = next(root.glob("lib/rustlib/*/bin/rust-lld"), None) or sys.exit("Rust's toolchain brings no rust-lld")
        self.folder, self.library = folder, library
        self.main = folder / "main.o"
        must(
            *("clang++-19", "-target", "arm64-apple-ios18.0", "-x", "objective-c++", "-c", MAIN),
            *("-I", MAIN.parent, "-o", self.main),
        )

    def link(self, linked, left_open=()):
        """Undefined symbols of a link with these frameworks; none: it linked."""
        command = [self.lld, "-flavor", "darwin", "-arch", "arm64", "-platform_version", "ios", "18.0", "18.0"]
        command += ["-syslibroot", self.folder / "sdk", "-dead_strip", "-S", "-x", "--error-limit=0"]
        command += ["-o", self.program, self.main, self.library, "-lSystem", "-lobjc"]
        for name in linked:
            command += ["-framework", name]
        for symbol in left_open:
            command += ["-U", symbol]
        done = run(*command)
        undefined = set(re.findall(r"undefined symbol: (\S+)", done.stderr))
        if done.returncode != 0 and not undefined:
            sys.exit(done.stderr)
        return undefined

    @property
    def program(self):
        return self.folder / "ShomeiNavi"


def check(holds, sentence):
    if not holds:
        sys.exit(f"WRONG: {sentence}")


def with_c(symbols):
    """C names as the linker shows them: demangled C++ and Rust names have other shapes."""
    return {symbol if symbol.startswith("_") else f"_{symbol}" for symbol in symbols}


def absent(owners, linked):
    """Classes that would not be there when the app looks for them, by the framework that has them."""
    return {owner: sorted(names) for owner, names in owners.items() if owner not in linked}


def main():
    library, folder = Path(sys.argv[1]), Path(sys.argv[2])
    known, linked = exports(), frameworks()
    check(len(linked) == len(set(linked)), "project.yml links a framework twice")
    for name in {*linked, *known}:
        stub(folder / "sdk", name, known.get(name, set()))

    # Members of Rust's own library hold bitcode that an older LLVM does not read; the program itself is machine code.
    symbols = run("llvm-nm-19", "--defined-only", "--extern-only", "--quiet", library).stdout
    check(re.search(r" T _start_app$", symbols, re.MULTILINE), "_start_app is not in the library: nothing would start it")

    linker = Linker(folder, library)
    undefined = with_c(linker.link(linked))
    check(undefined == SWIFT, f"not in the linked frameworks: {sorted(undefined - SWIFT)}; gone: {sorted(SWIFT - undefined)}")
    check(not linker.link(linked, SWIFT), "with the Swift functions left open it does not link")

    imported = {line.split()[-1] for line in must("llvm-nm-19", "-u", linker.program).splitlines() if line.strip()}
    for symbol, otherwise in MUST.items():
        check(symbol in imported, f"{symbol} is not imported: {otherwise}")
    print(f"linked with {', '.join(linked)}")
    print(f"{len(imported)} symbols are imported, {len(SWIFT)} of them Swift's")

    needed = {name for name in known if known[name] & imported} - ALWAYS
    for name in sorted(needed):
        check(name in linked, f"{name} is used and project.yml does not link it")
        without = linker.link([other for other in linked if other != name], SWIFT)
        check(without and with_c(without) <= known[name], f"without {name} it links all the same")
    linker.link(linked, SWIFT)
    print(f"without any of {', '.join(sorted(needed))} it does not link")

    program = linker.program.read_bytes()
    prefixes = "|".join(sorted(PREFIXES, key=len, reverse=True))
    classes = {
        name.decode() for name in re.findall(rb"(?<![A-Za-z0-9_])((?:%s)[A-Z][A-Za-z]+)\0" % prefixes.encode(), program)
    }
    owners = {}
    for name in classes:
        prefix = re.match(prefixes, name).group()
        owners.setdefault(PREFIXES[prefix], set()).add(name)
    check({"UIKit", "SafariServices", "LocalAuthentication"} <= owners.keys(), f"no classes were found: {sorted(owners)}")
    check(not (missing := absent(owners, linked)), f"project.yml does not link what has these classes: {missing}")
    for owner in owners:
        check(absent(owners, set(linked) - {owner}), f"without {owner} nothing is missed")
    print(f"{len(classes)} classes and protocols are looked up by name, all in linked frameworks")

    words = {word.decode() for word in re.findall(rb"[A-Za-z]+(?=\0)", program)}
    used = {category for category, names in REASONS.items() if names & imported or names & words}
    with (APPLE / "PrivacyInfo.xcprivacy").open("rb") as file:
        stated = {entry["NSPrivacyAccessedAPIType"] for entry in plistlib.load(file)["NSPrivacyAccessedAPITypes"]}
    check(used == stated, f"the privacy manifest states {sorted(stated)}, the program uses {sorted(used)}")
    print(f"the privacy manifest gives a reason for {', '.join(sorted(used))}")

    size = linker.program.stat().st_size
    print(f"{size / 1048576:.1f} MiB of {BUDGET / 1048576:.0f} MiB")
    check(size <= BUDGET, "larger than it may be")


if __name__ == "__main__":
    main()
