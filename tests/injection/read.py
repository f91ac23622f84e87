"""Reads every configuration in a folder, and prints as JSON what each says: of nginx by crossplane, of YAML by PyYAML.

    read.py FOLDER

It knows nothing of corsgen. YAML is read as its version 1.1: what has another meaning there than in 1.2 is then seen.
"""

import json
import pathlib
import sys

import crossplane
import yaml


def nginx(path):
    payload = crossplane.parse(str(path), single=True, comments=False, strict=False)
    if payload["status"] != "ok":
        return {"error": str(payload["errors"])}
    [config] = payload["config"]
    return {"directives": config["parsed"]}


def envoy(path):
    # Keys that stand twice, and dates, would not come through JSON as they are.
    return {"value": yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))}


READERS = {".conf": nginx, ".yaml": envoy}

folder = pathlib.Path(sys.argv[1])
for path in sorted(folder.iterdir()):
    print(json.dumps({"file": path.name, **READERS[path.suffix](path)}))
