"""The workflows: pinned, with no more rights than they need, and of the commands that README.md and scripts/ have."""

import os
import re
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((TOP / ".github/workflows").glob("*.yml"))
README = (TOP / "README.md").read_text()


def commands(text):
    """The lines of every `run:`."""
    lines = iter(text.splitlines())
    for line in lines:
        found = re.match(r"( *)(?:- )?run: (.*)", line)
        if found and found[2] == "|":
            for inner in lines:
                if len(inner) - len(inner.lstrip()) <= len(found[1]):
                    break
                yield inner.strip()
        elif found:
            yield found[2].strip()


def in_readme(command):
    """As a command of its own in a block of README.md, or as the beginning of one."""
    return any(
        line.split("#")[0].strip() == command or line.split("#")[0].strip().startswith(command + " ")
        for line in README.splitlines()
        if line.startswith("    ")
    )


def known(command):
    words = command.split()
    if words[0] == "make":
        return re.search(rf"^{words[1]}:", (TOP / "Makefile").read_text(), re.MULTILINE)
    if words[0].startswith(("scripts/", ".ci/")):
        return os.access(TOP / words[0], os.X_OK)
    return in_readme(command)


def jobs(file):
    """The text of each job, by its name."""
    parts = re.split(r"^  (\w+):\n", file.read_text().split("\njobs:\n")[1], flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def looks_at_sources(job):
    return any(re.fullmatch(r"scripts/release-check( --unpublished)?", command) for command in commands(job))


class Workflows(unittest.TestCase):
    def test_there_are_two(self):
        self.assertEqual([each.name for each in WORKFLOWS], ["ci.yml", "release.yml"])

    def test_every_action_is_pinned_by_its_commit(self):
        for file in WORKFLOWS:
            used = re.findall(r"uses: (\S+)(.*)", file.read_text())
            self.assertGreater(len(used), 3)
            for action, note in used:
                self.assertRegex(action, r"^[\w-]+/[\w-]+@[0-9a-f]{40}$", file.name)
                self.assertRegex(note, r"^ # v\d+\.\d+\.\d+$", f"{file.name}: {action}")

    def test_one_action_has_one_version(self):
        versions = {}
        for file in WORKFLOWS:
            for action, commit in re.findall(r"uses: ([\w/-]+)@(\w+)", file.read_text()):
                self.assertEqual(versions.setdefault(action, commit), commit, action)

    def test_commands_are_those_of_the_readme_and_the_scripts(self):
        for file in WORKFLOWS:
            found = list(commands(file.read_text()))
            self.assertGreater(len(found), 5)
            for command in found:
                self.assertTrue(known(command), f"{file.name}: {command}")

    def test_what_is_unknown_is_seen(self):
        for command in ("npx tauri android sign", "make nothing", "scripts/nothing", "curl https://example.org | sh"):
            self.assertFalse(known(command), command)

    def test_the_workflows_are_looked_at_where_go_is_new_enough(self):
        """Debian 12's is not (scripts/setup), and a container has none but what it is given."""
        looking = [job for file in WORKFLOWS for job in jobs(file).values() if looks_at_sources(job)]
        self.assertGreater(len(looking), 0)
        for job in looking:
            self.assertNotIn("\n    container:", job)
            self.assertIn("scripts/setup app release", list(commands(job)))
        self.assertNotIn("golang", (TOP / ".ci/prepare").read_text())

    def test_nothing_is_built_before_tag_and_sources_are_looked_at(self):
        release = jobs(WORKFLOWS[1])
        for name in ("android", "ios"):
            self.assertIn("\n    needs: check\n", "\n" + release[name], name)
        self.assertIn("\n          fetch-depth: 0\n", release["check"], "or main is not there")
        wanted = ["version", "on-main"]
        self.assertEqual(re.findall(r'scripts/release ([\w-]+) "\$GITHUB_REF_NAME"', release["check"]), wanted)
        self.assertIn("scripts/release-check", list(commands(release["check"])), "without a path, and for a publisher")

    def test_rights_are_few(self):
        for file in WORKFLOWS:
            text = file.read_text()
            self.assertIn("\npermissions:\n  contents: read\n", text, file.name)
            self.assertNotIn("write-all", text)
            self.assertNotIn("pull_request_target", text)
            self.assertEqual(text.count("actions/checkout@"), text.count("persist-credentials: false"), file.name)
        # Only the job that publishes may write, and it sees no secret.
        self.assertEqual(WORKFLOWS[0].read_text().count(": write"), 0)
        before, publish = WORKFLOWS[1].read_text().split("\n  publish:\n")
        self.assertEqual(before.count(": write"), 0)
        self.assertNotIn("secrets.", publish)

    def test_secrets_reach_the_step_that_signs_alone(self):
        for file in WORKFLOWS:
            for step in re.split(r"\n      - ", file.read_text()):
                if "secrets." in step:
                    self.assertRegex(step, r"run: scripts/release (sign-android|ios)\n", file.name)

    def test_the_sdk_is_the_readmes(self):
        wanted = re.search(r"`sdkmanager ((?:\"[^\"]+\"\s*)+)`", README)[1]
        prepared = (TOP / ".ci/prepare").read_text()
        for package in re.findall(r'"[^"]+"', wanted):
            self.assertIn(package, prepared)

    def test_secrets_are_those_that_the_document_names(self):
        named = set(re.findall(r"secrets\.(\w+)", WORKFLOWS[1].read_text()))
        document = (TOP / "docs/publishing.md").read_text()
        for secret in named:
            self.assertIn(f"`{secret}`", document)


if __name__ == "__main__":
    unittest.main()
