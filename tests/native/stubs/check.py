#!/usr/bin/env python3
"""check.py CLASSES FOLDER: every class, method and signature of the stand-ins for androidx is one of the real ones.

CLASSES holds the compiled stand-ins, FOLDER what requirements.txt names, each package in a folder of its own: Python type stubs
that were generated from the real AARs. Types are compared without their generics.
"""

import ast
import pathlib
import re
import subprocess
import sys

# What every class has, and what Kotlin adds for itself.
OWN = re.compile(r"\$|^(INSTANCE|Companion)$")
PRIMITIVES = {"boolean": "bool", "byte": "int", "short": "int", "int": "int", "long": "int", "float": "float", "double": "float", "void": "None", "String": "str", "CharSequence": "CharSequence"}


def real_type(node):
    """The first name of an annotation: `str | java.lang.String` is `str`; a type variable is its bound, `Object`."""
    while isinstance(node, ast.BinOp):
        node = node.left
    if isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Constant):
        return "None" if node.value is None else str(node.value)
    name = node.attr if isinstance(node, ast.Attribute) else node.id
    return "Object" if name.startswith("_") else name


def read(folder):
    """Real classes by their full names: (names of the classes above them, {method: {(is static, parameters, result)}})."""
    classes = {}

    def take(prefix, node):
        methods = {}
        for item in node.body:
            if isinstance(item, ast.ClassDef):
                take(f"{prefix}{node.name}.", item)
            elif isinstance(item, ast.FunctionDef):
                static = any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in item.decorator_list)
                arguments = [*item.args.posonlyargs, *item.args.args][0 if static else 1 :]
                signature = (static, tuple(real_type(each.annotation) for each in arguments), real_type(item.returns))
                methods.setdefault(item.name, set()).add(signature)
        classes.setdefault(prefix + node.name, ([ast.unparse(base).split("[")[0] for base in node.bases], methods))

    for file in pathlib.Path(folder).rglob("*.pyi"):
        parts = file.parent.parts[next((i for i, part in enumerate(file.parent.parts) if part.endswith("-stubs")), len(file.parent.parts)) :]
        package = ".".join(part.removesuffix("-stubs") for part in parts)
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef):
                take(f"{package}.", node)
    return classes


def methods_of(classes, name):
    """Those of a class and of all above it."""
    found = {}
    above, own = classes[name]
    package = name.rsplit(".", 1)[0]
    for base in above:
        for candidate in (base, f"{package}.{base}"):
            if candidate in classes:
                for method, signatures in methods_of(classes, candidate).items():
                    found.setdefault(method, set()).update(signatures)
    for method, signatures in own.items():
        found.setdefault(method, set()).update(signatures)
    return found


def our_type(text):
    text = text.strip()
    name = re.sub(r"<.*>", "", text).split(".")[-1].split("$")[-1]
    if text.endswith(("[]", "...")):
        # An array of primitives has a class of its own.
        of = re.sub(r"\[\]|\.\.\.", "", text)
        return f"JavaArrayJ{of.capitalize()}" if of in PRIMITIVES and of[0].islower() else "JavaArray"
    # A type variable.
    return "Object" if re.fullmatch(r"[A-Z]", name) else PRIMITIVES.get(name, name)


def ours(classes):
    """(full name, method, signature) of everything public in the stand-ins; a class alone has no method."""
    files = [file for file in sorted((pathlib.Path(classes) / "androidx").rglob("*.class")) if not re.search(r"\$(\d|Companion|DefaultImpls|.*\$\d)", file.stem)]
    text = subprocess.run(["javap", "-public", "-v", *map(str, files)], check=True, capture_output=True, text=True).stdout
    name = None
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if line.startswith("  ") and "ACC_SYNTHETIC" in "".join(lines[at + 1 : at + 3]):
            continue
        if found := re.match(r"(?:public |final |abstract )*(?:class|interface) ([\w.$]+)", line):
            name = found[1]
            yield name.replace("$", "."), None, None
        elif found := re.match(r"  (public .*?)([\w.$]+)\((.*)\)[^:]*;$", line):
            before, method, parameters = found.groups()
            # Commas inside of generics part nothing.
            while re.search(r"<[^<>]*>", parameters + before):
                parameters, before = re.sub(r"<[^<>]*>", "", parameters), re.sub(r"<[^<>]*>", "", before)
            taken = tuple(our_type(each) for each in parameters.split(",") if each.strip())
            if method == name:
                yield name.replace("$", "."), "__init__", (False, taken, "None")
            elif not OWN.search(method):
                yield name.replace("$", "."), method, ("static" in before.split(), taken, our_type(before.split()[-1]))


def main(classes, folder):
    real = read(folder)
    wrong, seen = [], 0
    for name, method, signature in ours(classes):
        if name not in real:
            wrong.append(f"{name}: there is no such class")
        elif method:
            seen += 1
            known = methods_of(real, name).get(method, set())
            if signature not in known:
                wrong.append(f"{name}.{method}{signature}: " + (f"really {sorted(known)}" if known else "there is no such method"))
    if wrong or not seen:
        sys.exit("\n".join(dict.fromkeys(wrong)) or f"no stand-ins in {classes}")
    print(f"{seen} methods are the real ones'")


main(*sys.argv[1:])
