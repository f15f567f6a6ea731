"""A window that files are dragged out of: their URIs are its arguments. Says where it is, and ends with the drag."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

LEFT, TOP, SIDE = 1200, 100, 100


def say_where(*_):
    # A moment later, so that the server has drawn it.
    GLib.timeout_add(200, lambda: print(f"{LEFT + SIDE // 2} {TOP + SIDE // 2}", flush=True))


handle = Gtk.EventBox()
uri_list = Gtk.TargetEntry.new("text/uri-list", 0, 0)
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [uri_list], Gdk.DragAction.COPY)
handle.connect("drag-data-get", lambda _widget, _context, selection, *_: selection.set_uris(sys.argv[1:]))
handle.connect("drag-end", Gtk.main_quit)

window = Gtk.Window()
window.set_default_size(SIDE, SIDE)
window.move(LEFT, TOP)
window.add(handle)
window.connect("map-event", say_where)
window.show_all()
Gtk.main()
