"""Kernels that lie compiled in Numba's cache are loaded without its compiler."""

import subprocess
import sys

#: every kernel of the main job (precompile.py), and what of Numba's compiler was imported for them
PROGRAM = """
import sys
from taosha.pipeline.kernels import load_without_compiler
load_without_compiler()
from taosha.pipeline.precompile import precompile
precompile()
print(*sorted({"numba.np.arraymath", "numba.np.linalg", "scipy.linalg"} & set(sys.modules)))
"""


def test_neither_numbas_compiler_nor_scipy_is_loaded_for_cached_kernels():
    # the first time, what a change of the source has made stale is compiled
    outputs = [
        subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert outputs[1].strip() == "", "a kernel uses what looks for SciPy (kernels.py)"
