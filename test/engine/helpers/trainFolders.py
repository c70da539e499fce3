"""Runs train.py of one exported folder after the other in this process: to import JAX and Keras takes longest.

python trainFolders.py '[["FOLDER", "--flag", ...], ...]'
"""

import json
import os
import runpy
import sys

for number, (folder, *flags) in enumerate(json.loads(sys.argv[1])):
    if number > 0:
        # Each folder brings modules of the same names, and may want another number of devices.
        last = sys.path.pop(0)
        for name, module in list(sys.modules.items()):
            if os.path.dirname(getattr(module, "__file__", None) or "") == last:
                del sys.modules[name]
        import keras
        from jax.extend.backend import clear_backends

        keras.utils.clear_session()
        if "WORLD_SIZE" not in os.environ:
            clear_backends()
    # In place of this script's own folder, or of the folder before.
    sys.path[0 : int(number == 0)] = [folder]
    sys.argv = ["train.py", *flags]
    runpy.run_path(os.path.join(folder, "train.py"), run_name="__main__")
