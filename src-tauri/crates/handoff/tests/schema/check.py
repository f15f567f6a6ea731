"""Reads a configuration profile on standard input with plistlib, holds it to the schema, prints what it says as JSON."""

import datetime
import json
import plistlib
import sys

TYPES = {
    "string": str,
    "integer": int,
    "real": float,
    "boolean": bool,
    "data": bytes,
    "date": datetime.datetime,
    "array": list,
    "dictionary": dict,
}


def check(keys, schema, where):
    for name, rule in schema.items():
        if rule["required"] and name not in keys:
            sys.exit(f"{where}: {name} is missing")
    for name, value in keys.items():
        rule = schema.get(name)
        if rule is None:
            sys.exit(f"{where}: {name} is not in the schema")
        if type(value) is not TYPES[rule["type"]]:
            sys.exit(f"{where}: {name} is {type(value).__name__}, not {rule['type']}")
        if "values" in rule and value not in rule["values"]:
            sys.exit(f"{where}: {name} is {value!r}")
        if "platforms" in rule and "iOS" not in rule["platforms"]:
            sys.exit(f"{where}: {name} is not for iOS")


with open(sys.argv[1], encoding="utf-8") as file:
    SCHEMA = json.load(file)
PROFILE = plistlib.load(sys.stdin.buffer, fmt=plistlib.FMT_XML)
check(PROFILE, SCHEMA["top"], "top level")
for payload in PROFILE["PayloadContent"]:
    check(payload, SCHEMA["payload"], "payload")
print(json.dumps(PROFILE, default=lambda data: data.hex()))
