"""The versions of Python and of what an exported training requires, as JSON; nothing of it is imported."""

import importlib.metadata
import json
import platform

packages = {}
for name in ("jax", "keras", "numpy", "ray", "safetensors"):
    try:
        packages[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pass
print(json.dumps({"python": platform.python_version(), "packages": packages}))
