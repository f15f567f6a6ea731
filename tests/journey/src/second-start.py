"""Hands each line of its input, a JSON list of what stands on a command line, to the running app as a second start of it
does (GLib, `g_application_impl_command_line`); says a line for each that was taken."""

import json
import sys

from gi.repository import Gio, GLib

bus = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(name, path, interface, method, arguments):
    return bus.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1, None)


def byte_string(text):
    return text.encode() + b"\0"


BUS = "org.freedesktop.DBus"
(names,) = call(BUS, "/org/freedesktop/DBus", BUS, "ListNames", None)
(app,) = [name for name in names if name.startswith("jp.shomeinavi.app")]
for line in sys.stdin:
    words = [byte_string(word) for word in ["shomei-navi", *json.loads(line)]]
    where = {"cwd": GLib.Variant("ay", byte_string("/"))}
    arguments = GLib.Variant("(oaaya{sv})", ("/org/gtk/Application/CommandLine", words, where))
    (status,) = call(app, "/" + app.replace(".", "/"), "org.gtk.Application", "CommandLine", arguments)
    if status != 0:
        sys.exit("the app has not taken it")
    print("taken", flush=True)
