"""scripts/release-check: what is fit passes, and every fault that is planted is named."""

import importlib.machinery
import importlib.util
import json
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
ELF = b"\x7fELF" + bytes(60)
VERSION = json.loads((TOP / "src-tauri/tauri.conf.json").read_text())["version"]
# Where each kind has the app's code, and what is in it; what a signature leaves there.
PLACES = {
    "apk": ("lib/arm64-v8a/libshomei_navi_lib.so", "assets"),
    "aab": ("base/lib/arm64-v8a/libshomei_navi_lib.so", "base/assets"),
    "ipa": ("Payload/ShomeiNavi.app/ShomeiNavi", "Payload/ShomeiNavi.app/assets"),
}
SIGNATURES = {
    "apk": (),
    "aab": ("META-INF/SHOMEI-N.RSA",),
    "ipa": ("Payload/ShomeiNavi.app/_CodeSignature/CodeResources", "Payload/ShomeiNavi.app/embedded.mobileprovision"),
}


def loaded(name):
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(TOP / "scripts" / name))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    module = importlib.util.module_from_spec(spec)
    # No compiled copy beside it.
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


check = loaded("release-check")


def sign_apk(path):
    """Puts an empty block where AOSP's "APK Signature Scheme v2" has it: before the central directory."""
    data = path.read_bytes()
    end = data.rindex(b"PK\5\6")
    (start,) = struct.unpack_from("<I", data, end + 16)
    block = struct.pack("<QQ", 24, 24) + b"APK Sig Block 42"
    path.write_bytes(data[:start] + block + data[start : end + 16] + struct.pack("<I", start + len(block)) + data[end + 20 :])


class Packages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def package(self, kind="apk", library=b"", manifest=b"", texts=None, name=f"shomei-navi-{VERSION}", signature=None):
        path = self.folder / f"{name}.{kind}"
        program, assets = PLACES[kind]
        texts = {f"licences/{text}": (TOP / text).read_bytes() for text in ("LICENSE", "NOTICE", "THIRD-PARTY.txt")} | (texts or {})
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(program, ELF + library)
            archive.writestr("AndroidManifest.xml", manifest)
            for text, data in texts.items():
                if data is not None:
                    archive.writestr(f"{assets}/{text}", data)
            for file in SIGNATURES[kind] if signature is None else signature:
                archive.writestr(file, "signature")
        if kind == "apk" and signature is None:
            sign_apk(path)
        return path

    def ended(self, *arguments):
        return subprocess.run([TOP / "scripts/release-check", *arguments], capture_output=True, text=True, check=False)

    def assert_fault(self, rule, *paths, options=()):
        ended = self.ended(*options, *paths)
        self.assertEqual(ended.returncode, 1, ended.stdout + ended.stderr)
        self.assertIn(f"NOT FIT: {rule}: ", ended.stdout)

    def test_a_fit_package_passes(self):
        # Tauri's runtime names its switch in every build; a phone's environment is nobody's to set.
        for kind in PLACES:
            with self.subTest(kind):
                ended = self.ended(self.package(kind, b"TAURI_WEBVIEW_AUTOMATION /shomei-navi/src/lib.rs /cargo/registry/src/x/a.rs"))
                self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
                self.assertIn("fit to be released", ended.stdout)

    def test_a_package_that_nobody_signed(self):
        for kind, signatures in (
            ("apk", [(), ("META-INF/CERT.RSA",), ("assets/APK Sig Block 42",)]),
            ("aab", [(), ("META-INF/MANIFEST.MF", "META-INF/SHOMEI-N.SF"), ("base/META-INF/SHOMEI-N.RSA",)]),
            ("ipa", [SIGNATURES["ipa"][:1], SIGNATURES["ipa"][1:], ("_CodeSignature/CodeResources", "embedded.mobileprovision")]),
        ):
            for signature in signatures:
                with self.subTest(kind, signature=signature):
                    package = self.package(kind, signature=signature)
                    self.assert_fault("unsigned", package)
                    ended = self.ended("--unpublished", package)
                    self.assertEqual(ended.returncode, 0, ended.stdout)
                    self.assertIn(f"{package.name}: it is not signed", ended.stdout)
        for key in ("DSA", "EC"):
            self.assertEqual(self.ended(self.package("aab", signature=[f"META-INF/SHOMEI-N.{key}"])).returncode, 0)

    def test_a_package_of_another_version(self):
        for name in ("app", "shomei-navi", f"shomei-navi-1{VERSION}", f"shomei-navi-{VERSION}1", f"shomei-navi-{VERSION}.1"):
            with self.subTest(name):
                self.assert_fault("other-version", self.package(name=name))
        self.assertEqual(self.ended("--unpublished", self.package(name=f"shomei-navi-{VERSION}-unsigned", signature=())).returncode, 0)

    def test_paths_of_the_machine(self):
        for path in (
            b"/home/somebody/shomei-navi/src-tauri/src/lib.rs",
            b"/Users/runner/work/x.rs",
            b"/root/.cargo/registry/src/index/ring/src/a.rs",
            b"\0/root/project/x.rs",
        ):
            with self.subTest(path):
                self.assert_fault("build-path", self.package(library=path))

    def test_an_environment_override(self):
        self.assert_fault("environment-override", self.package(library=b"SHOMEI_NAVI_FOLDER"))

    def test_a_practice_fault(self):
        self.assert_fault("practice-fault", self.package(library=b"zip-instead-of-file"))

    def test_the_app_for_browsers(self):
        self.assert_fault("test-program", self.package(library=b"x-session"))

    def test_an_undocumented_scheme(self):
        self.assert_fault("undocumented-scheme", self.package("ipa", b"App-prefs:"))

    def test_a_placeholder_publisher(self):
        package = self.package(library=check.PLACEHOLDER.encode())
        self.assert_fault("placeholder-publisher", package)
        ended = self.ended("--unpublished", package)
        self.assertEqual(ended.returncode, 0)
        self.assertIn("nobody is named", ended.stdout)

    def test_debug_switches(self):
        program = self.folder / "shomei-navi"
        program.write_bytes(ELF + check.AUTOMATION)
        # What the program does with it, only its start tells: see `released_program.py`.
        ended = self.ended(program)
        self.assertIn("scripts/smoke linux", ended.stdout)
        self.assert_fault("debug-switch", self.package(manifest="debuggable".encode("utf-16-le")))
        profile = self.folder / "embedded.mobileprovision"
        profile.write_text("<key>get-task-allow</key>\n\t<true/>")
        self.assert_fault("debug-switch", profile)

    def test_a_licence_that_is_missing_or_another(self):
        for text in check.TEXTS:
            with self.subTest(text):
                self.assert_fault("missing-licence", self.package(texts={text: None}))
                self.assert_fault("other-licence", self.package(texts={text: b"of another version"}))

    def test_a_folder_is_looked_through(self):
        self.package()
        inner = self.folder / "inner"
        inner.mkdir()
        (inner / "library.a").write_bytes(b"SHOMEI_NAVI_PRACTICE_PHONE")
        self.assert_fault("environment-override", self.folder)

    def test_nothing_is_not_fit(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.assertNotEqual(self.ended(empty).returncode, 0)
        self.assertNotEqual(self.ended(self.folder / "missing").returncode, 0)


class Sources(unittest.TestCase):
    def looked_at(self, text, unpublished=False):
        findings = check.Findings()
        check.look_at_publisher(findings, text, unpublished)
        return findings

    def test_what_is_looked_for_is_what_the_sources_say(self):
        sources = "".join(path.read_text() for path in (TOP / "src-tauri/crates/practice/src").rglob("*.rs"))
        self.assertIn("other-host.invalid", sources)
        self.assertIn("ZipInsteadOfFile", sources)
        self.assertIn("SHOMEI_NAVI_FOLDER", "".join(path.read_text() for path in (TOP / "src-tauri/src").rglob("*.rs")))
        self.assertIn("x-session", "".join(path.read_text() for path in (TOP / "tests/http-backend").rglob("*.rs")))
        self.assertIn("App-prefs:", (TOP / "src-tauri/plugins/device/src/ios/urls.rs").read_text())

    def test_a_publisher(self):
        named = '[publisher]\nname = "A"\ncontact = "b@c.jp"\ntrial = false\n'
        self.assertEqual(self.looked_at(named).wrong, [])
        for faulty in (
            (TOP / "src-tauri/config/publisher.toml").read_text().replace('name = "', f'name = "{check.PLACEHOLDER}'),
            named.replace("b@c.jp", ""),
            named.replace("b@c.jp", "a@example.org"),
            named.replace("false", "true"),
            named.replace("trial = false\n", ""),
            named + '[probe]\npage = "https://probe.example.org/come"\n',
        ):
            self.assertEqual(len(self.looked_at(faulty).wrong), 1, faulty)

    def test_a_release_build_stops_at_a_trial(self):
        """The build script reads the same line; only what is given to nobody says that it stays unpublished."""
        script = (TOP / "src-tauri/build.rs").read_text()
        line = re.search(r'line\.trim\(\) == "(trial = true)"', script)[1]
        self.assertIn(line, (TOP / "src-tauri/config/publisher.toml").read_text().splitlines())
        name = re.search(r'UNPUBLISHED: &str = "(\w+)"', script)[1]
        says = [
            path.relative_to(TOP).as_posix()
            for folder in ("scripts", ".github", ".ci")
            for path in (TOP / folder).rglob("*")
            if path.is_file() and name in path.read_text(errors="replace")
        ]
        self.assertEqual(sorted(says), [".github/workflows/ci.yml", "scripts/cross-check"])

    def test_the_texts_travel_in_every_package(self):
        resources = json.loads((TOP / "src-tauri/tauri.conf.json").read_text())["bundle"]["resources"]
        self.assertEqual({text: source.removeprefix("../") for source, text in resources.items()}, check.TEXTS)
        for source in resources:
            self.assertTrue((TOP / "src-tauri" / source).is_file(), source)

    def test_a_pre_release_has_its_reason(self):
        lock = (TOP / "Cargo.lock").read_text()
        for document, count in (((TOP / "docs/security.md").read_text(), 0), ("", 2)):
            findings = check.Findings()
            check.look_at_pre_releases(findings, lock, document)
            self.assertEqual(len(findings.wrong), count, findings.wrong)

    def test_links_of_the_publishers_host_open_the_app_only_where_it_is_built_with_them(self):
        site = '[site]\nhost = "links.publisher.jp"\n'
        example = (TOP / "src-tauri/config/app-links.example.json").read_text()
        right = example.replace("links.example.org", "links.publisher.jp")
        for publisher, overlay, is_fault in (
            ("", "", False),
            (site, "", False),
            (site + 'apple_team = "ABCDE12345"\n', "", True),
            (site + 'android_fingerprints = ["14:6D"]\n', "", True),
            (site + 'android_fingerprints = ["14:6D"]\n', "{}", True),
            (site + 'apple_team = "ABCDE12345"\n', example, True),
            (site + 'apple_team = "ABCDE12345"\n', right.replace("shomei-navi", "other-app"), True),
            (site + 'apple_team = "ABCDE12345"\n', right.replace(', "/verified"', ""), True),
            (site + 'apple_team = "ABCDE12345"\n', right, False),
        ):
            with self.subTest(publisher, overlay=overlay):
                findings = check.Findings()
                check.look_at_links(findings, publisher, overlay)
                self.assertEqual([each.split(":")[0] for each in findings.wrong], ["app-links"] * is_fault)

    def test_the_links_belong_to_the_sources(self):
        config = "src-tauri/config"
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder)
            for name in ("scripts/release-check", "Cargo.toml", "Cargo.lock", "package.json", "ui/package.json", "docs/security.md"):
                (project / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(TOP / name, project / name)
            shutil.copytree(TOP / config, project / config)
            shutil.copy(TOP / "src-tauri/tauri.conf.json", project / "src-tauri")
            with (project / config / "publisher.toml").open("a") as publisher:
                publisher.write('[site]\nhost = "links.example.org"\napple_team = "ABCDE12345"\n')
            for is_fault in (True, False):
                command = [project / "scripts/release-check", "--unpublished"]
                ended = subprocess.run(command, capture_output=True, text=True, check=False)
                self.assertEqual((ended.returncode, "NOT FIT: app-links: " in ended.stdout), (is_fault, is_fault), ended)
                shutil.copy(project / config / "app-links.example.json", project / config / "app-links.json")

    def test_versions_are_one(self):
        findings = check.Findings()
        check.look_at_versions(findings)
        self.assertEqual(findings.wrong, [])


class Paths(unittest.TestCase):
    def test_rustc_writes_no_path_of_this_machine(self):
        with tempfile.TemporaryDirectory(dir=TOP / "target") as folder:
            source = Path(folder, "lib.rs")
            source.write_text("pub fn place() -> &'static str { std::panic::Location::caller().file() }\n")
            for wrapper, seen in (([], True), ([TOP / "scripts/rustc-without-paths"], False)):
                out = Path(folder, "out.o")
                subprocess.run(
                    [*wrapper, "rustc", "--edition=2024", "--crate-type=lib", "--emit=obj", "-o", out, source], check=True
                )
                self.assertEqual(str(TOP).encode() in out.read_bytes(), seen)


if __name__ == "__main__":
    unittest.main()
