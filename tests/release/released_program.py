"""The program of a release on a display that nobody sees: it draws its first screen, and no WebDriver gets into it.

    released_program.py RELEASE DEBUG PICTURE

The debug build is the control: a WebDriver gets into that one. Ends with status 1 and a sentence where something is otherwise.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
from gi.repository import Gdk  # noqa: E402 (the version has to be named before)

SECONDS = 60
# Of a window that shows nothing there are fewer: its ground, and the display's.
COLOURS = 16


def environment(folder):
    """A home of its own, no bus (else GTK starts daemons that stay), and what opens every build of Tauri's runtime to a WebDriver."""
    return {
        **os.environ,
        "HOME": folder,
        "XDG_DATA_HOME": folder,
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "TAURI_WEBVIEW_AUTOMATION": "true",
    }


def colours(picture):
    """How many there are on the display, whose picture is written to this path."""
    root = Gdk.get_default_root_window()
    pixels = Gdk.pixbuf_get_from_window(root, 0, 0, root.get_width(), root.get_height())
    pixels.savev(str(picture), "png", [], [])
    step = pixels.get_n_channels()
    data = pixels.get_pixels()
    return len({data[at : at + 3] for at in range(0, len(data) - 3, step)})


def is_drawn(program, picture):
    """Whether its window shows something within a minute; the program is ended."""
    with tempfile.TemporaryDirectory() as folder, subprocess.Popen([program], env=environment(folder)) as running:
        try:
            for _ in range(SECONDS):
                time.sleep(1)
                if running.poll() is not None:
                    return False
                if colours(picture) >= COLOURS:
                    return True
            return False
        finally:
            running.kill()


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def is_opened_by_webdriver(program):
    """Whether a session of WebDriver (W3C WebDriver, 8.1) begins in it within a minute."""
    port = free_port()
    wanted = {"browserName": "wry", "webkitgtk:browserOptions": {"binary": str(program), "args": []}}
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/session",
        json.dumps({"capabilities": {"alwaysMatch": wanted}}).encode(),
        {"Content-Type": "application/json"},
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=environment(folder), start_new_session=True) as driver,
    ):
        try:
            time.sleep(1)
            with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
                return "sessionId" in json.load(answer)["value"]
        except (urllib.error.HTTPError, TimeoutError):
            return False
        finally:
            os.killpg(driver.pid, 9)


def main(release, debug, picture):
    release, debug = Path(release).resolve(), Path(debug).resolve()
    if not is_drawn(release, picture):
        sys.exit(f"{release.name} ended, or drew nothing: {picture}")
    if not is_opened_by_webdriver(debug):
        sys.exit("the control failed: a WebDriver does not get into the debug build either")
    if is_opened_by_webdriver(release):
        sys.exit("a WebDriver gets into the program of the release")
    print(f"The program of the release draws its first screen ({picture}), and no WebDriver gets into it.")


if __name__ == "__main__":
    main(*sys.argv[1:])
