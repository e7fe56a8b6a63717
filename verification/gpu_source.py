"""Whether the kernels compile for a GPU, and what may differ there. Needs a compiler for GPUs, but no GPU.

Each kernel of `anagen.kernel.device_kernels` is compiled to PTX, with and without leave to contract ``a * b + c``, and
by ptxas to machine code; what could make its bits differ from those of the processor is counted. That the kernels do
what the processor does is tested in Numba's simulator (`tests/twin/test_device.py`).

    python -m venv gpu
    gpu/bin/pip install numba-cuda platformdirs "nvidia-nvvm<14" "nvidia-cuda-nvrtc<14"
    gpu/bin/python verification/gpu_source.py              # with ptxas from a CUDA toolkit on the path
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numba import cuda, typeof
from numba.cuda import dispatcher
from numba.cuda.cudadrv import nvvm

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "support")]

from biology import BUSY  # noqa: E402

from anagen.kernel import device_kernels as kernels  # noqa: E402
from anagen.kernel.block import new_follicles  # noqa: E402
from anagen.kernel.device import CONTRACTED, empty_room  # noqa: E402
from anagen.kernel.numbers import to_kernel  # noqa: E402
from anagen.kernel.past import past_of  # noqa: E402
from anagen.kernel.population import make_grid  # noqa: E402
from anagen.kernel.record import HAIR, Record  # noqa: E402

CAPABILITIES = ((8, 0), (9, 0), (10, 0))
WATCHED = re.compile(
    r"\b(fma\.rn\.f32|fma\.rn\.f64|call\S*|div\.\S+|sqrt\.\S+|\S*\.approx\S*|\S*\.ftz\S*|ld\.local\S*|st\.local\S*"
    r"|red\.\S+|atom\.\S+)"
)


def arguments() -> dict[str, tuple[Any, ...]]:
    """What each kernel takes, of one person."""
    visits = np.zeros(3)
    record = Record(
        visit_after=np.zeros(5, np.int32),
        visit_days=visits,
        window=np.array([HAIR]),
        threshold=np.zeros(1, np.float32),
        lag=np.zeros(1),
        power=np.zeros(1, np.float32),
        sums=np.zeros((1, 1, 4), np.int64),
        levels=np.zeros((1, 1, 19), np.int64),
        exposure=np.zeros((1, 3)),
        moves=np.zeros((1, 4, 6), np.int64),
        shed=np.zeros((1, 4), np.int64),
        shed_threshold=np.float32(0.0),
    )
    numbers, past, grid = to_kernel(BUSY), past_of(1, 0.0, 0.0, 1.0), make_grid(0.0, 7.0, 5)
    room, state, keys = empty_room(1, 5), new_follicles(8), (np.uint32(1), np.uint32(2))
    people = kernels.People(np.zeros(1, np.uint32), np.zeros(1, np.float32), np.zeros(1))
    drives = kernels.Drives(*(np.zeros((1, 5)) for _ in range(3)))
    return {
        "build_clocks_of_drives": (1, 7.0, past, drives, numbers, room, grid, record),
        "build_clocks_of_past": (past, numbers, room),
        "grow_each": (0, 8, *keys, people, past, numbers, room, state),
        "follow_each": (8, *keys, 28.0, people, numbers, room, grid, state, record),
        "draw_each": (4, *keys, np.uint32(0), numbers, (np.zeros(8, np.float32),)),
    }


def ptx_of(name: str, given: tuple[Any, ...], capability: tuple[int, int], *, contract: bool) -> str:
    """A kernel in PTX, with or without leave to contract ``a * b + c`` into one rounding."""
    # Without a driver Numba cannot ask a device what it can do.
    dispatcher.get_current_device = lambda: SimpleNamespace(compute_capability=capability)
    plain = nvvm.compile_ir
    nvvm.compile_ir = lambda ir, **options: plain(ir, **{**options, "fma": contract})
    try:
        kernel = getattr(kernels, name).py_func
        signature = tuple(typeof(one) for one in given)
        ptx, _ = cuda.compile(kernel, signature, device=False, abi="numba", cc=capability)
    finally:
        nvvm.compile_ir = plain
    return str(ptx)


def machine_code(ptx: str, capability: tuple[int, int]) -> str:
    """What ptxas says of registers and spills."""
    with tempfile.TemporaryDirectory() as folder:
        source, code = Path(folder) / "life.ptx", Path(folder) / "life.cubin"
        source.write_text(ptx, encoding="utf-8")
        ran = subprocess.run(  # noqa: S603
            [
                str(shutil.which("ptxas")),
                f"-arch=sm_{capability[0]}{capability[1]}",
                "-v",
                str(source),
                "-o",
                str(code),
            ],
            check=True,
            capture_output=True,
            text=True,
        )
    said = re.findall(r"Used \d+ registers|\d+ bytes (?:stack frame|spill stores|spill loads)", ran.stderr)
    return ", ".join(said)


def main() -> None:
    """Compile for each capability and print what there is to know."""
    bad = 0
    for capability in CAPABILITIES:
        print(f"compute capability {capability[0]}.{capability[1]}")
        for name, given in arguments().items():
            print(f"  {name}")
            for contract in (True, False):
                ptx = ptx_of(name, given, capability, contract=contract)
                found = Counter(WATCHED.findall(ptx))
                open_to_fusion = Counter(CONTRACTED.findall(ptx))
                print(f"    contraction {'on ' if contract else 'off'}: {dict(sorted(found.items()))}")
                print(f"      contracted, or left to ptxas: {dict(open_to_fusion)}")
                bad += 0 if contract else open_to_fusion.total()
            if shutil.which("ptxas") is not None:
                print(f"    machine code: {machine_code(ptx, capability)}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
