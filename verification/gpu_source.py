"""Whether the source of a follicle's life compiles for a GPU, and what may differ there. Needs no GPU.

The product's own files are loaded with other decorators: each function of `anagen.laws` and `anagen.kernel` that
`kernel.life.live` calls becomes a device function of Numba's CUDA target, with that target's fused multiply-add.
Nothing in these files is changed.

``compile`` compiles a kernel that lives one follicle a thread to PTX, with and without leave to contract
``a * b + c``, and by ptxas to machine code, and counts what could make its bits differ from those of the processor.
``simulate`` runs that kernel in Numba's CUDA simulator and compares each day and size with the processor's.

    python -m venv gpu
    gpu/bin/pip install numba-cuda platformdirs "nvidia-nvvm<14" "nvidia-cuda-nvrtc<14"
    gpu/bin/python verification/gpu_source.py compile      # ptxas from a CUDA toolkit on the path
    NUMBA_ENABLE_CUDASIM=1 python verification/gpu_source.py simulate     # with what anagen itself needs
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import types
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numba import cuda

ROOT = Path(__file__).parents[1]
CAPABILITIES = ((8, 0), (9, 0), (10, 0))
FOLLICLES, PERSON, ROWS = 200, 3, 200
OPENING_DAY, CELL_DAYS, CELLS = -4000.0, 7.0, 600
WATCHED = re.compile(
    r"\b(fma\.rn\.f32|fma\.rn\.f64|call\S*|div\.\S+|sqrt\.\S+|\S*\.approx\S*|\S*\.ftz\S*|ld\.local\S*|st\.local\S*)"
)


def load_life(decorator: Callable[[Any], Any] | None = None, fma: Any = None) -> Any:
    """`anagen.kernel.life` afresh: as it is, or with its functions under another decorator."""
    for name in [name for name in sys.modules if name == "anagen" or name.startswith("anagen.")]:
        del sys.modules[name]
    if decorator is not None:
        module: Any = types.ModuleType("anagen.compiled")
        module.f4, module.f8 = np.float32, np.float64
        module.i4, module.i8, module.u4, module.u8 = np.int32, np.int64, np.uint32, np.uint64
        module.compiled = module.borrowing = module.inlined = decorator
        module.compiled_pass = module.composed_pass = lambda function: (
            function
        )  # blocks stay on the processor
        module.fma = fma
        sys.modules["anagen.compiled"] = module
    from anagen.kernel import life

    return life


def arguments(follicles: int) -> tuple[Any, ...]:
    """What the kernel takes: a person with busy numbers under restless drives. Clocks are built on the processor."""
    load_life()
    from biology import BUSY, restless_drives

    from anagen.kernel.clocks import build_clocks
    from anagen.kernel.numbers import to_kernel
    from anagen.kernel.population import make_grid

    numbers = to_kernel(BUSY)
    drives = [np.append(past, drive) for past, drive in zip((1.0, 0.0, 0.0), restless_drives(), strict=True)]
    return (
        np.uint32(20),
        np.uint32(0),
        OPENING_DAY,
        np.float32(1.4),
        CELLS * CELL_DAYS,
        build_clocks(*drives, make_grid(-CELL_DAYS, CELL_DAYS, CELLS + 1), numbers),
        numbers,
        np.zeros((follicles, ROWS, 5)),
        np.zeros((follicles, ROWS, 2)),
        np.zeros(follicles, np.int64),
    )


def kernel_of(live: Any) -> Any:
    """One thread a follicle."""
    follicle_number = np.uint32

    def live_all(  # noqa: PLR0917  a kernel takes no keywords
        key_0: Any,
        key_1: Any,
        opening: Any,
        median: Any,
        until: Any,
        clocks: Any,
        numbers: Any,
        days: Any,
        sizes: Any,
        cycles: Any,
    ) -> None:
        i = cuda.grid(1)
        if i < cycles.size:
            number = follicle_number(i)
            cycles[i] = live(
                number, PERSON, key_0, key_1, opening, median, until, clocks, numbers, days[i], sizes[i]
            )

    return live_all


def ptx_of(capability: tuple[int, int], *, contract: bool) -> str:
    """The kernel in PTX, with or without leave to contract ``a * b + c`` into one rounding."""
    given = arguments(1)
    from numba import typeof
    from numba.cuda import dispatcher
    from numba.cuda.cudadrv import nvvm

    # Without a driver Numba cannot ask a device what it can do, nor does it pass this option of the compiler on.
    dispatcher.get_current_device = lambda: SimpleNamespace(compute_capability=capability)
    compile_ir = getattr(nvvm, "plain_compile_ir", nvvm.compile_ir)
    nvvm.plain_compile_ir = compile_ir
    nvvm.compile_ir = lambda ir, **options: compile_ir(ir, **options, fma=contract)
    device = cuda.jit(device=True)

    @device
    def fma(a: Any, b: Any, c: Any) -> Any:
        return cuda.fma(a, b, c)

    signature = tuple(typeof(one) for one in given)
    kernel = kernel_of(load_life(device, fma).live)
    ptx, _ = cuda.compile(kernel, signature, device=False, abi="numba", cc=capability)
    return str(ptx)


def machine_code(ptx: str, capability: tuple[int, int], *, contract: bool) -> tuple[str, bytes]:
    """What ptxas says of registers and spills, and the machine code."""
    with tempfile.TemporaryDirectory() as folder:
        source, code = Path(folder) / "life.ptx", Path(folder) / "life.cubin"
        source.write_text(ptx, encoding="utf-8")
        ran = subprocess.run(  # noqa: S603
            [
                str(shutil.which("ptxas")),
                f"-arch=sm_{capability[0]}{capability[1]}",
                f"-fmad={str(contract).lower()}",
                "-v",
                str(source),
                "-o",
                str(code),
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        said = re.findall(
            r"Used \d+ registers|\d+ bytes (?:stack frame|spill stores|spill loads)", ran.stderr
        )
        return ", ".join(said), code.read_bytes()


def compile_all() -> None:
    """Compile for each capability and print what there is to know."""
    for capability in CAPABILITIES:
        print(f"compute capability {capability[0]}.{capability[1]}")
        texts = {contract: ptx_of(capability, contract=contract) for contract in (True, False)}
        for contract, ptx in texts.items():
            found = Counter(WATCHED.findall(ptx))
            print(f"  PTX, contraction {'on ' if contract else 'off'}: {dict(sorted(found.items()))}")
        if shutil.which("ptxas") is None:
            print("  no ptxas: machine code not made")
            continue
        codes = {fmad: machine_code(texts[False], capability, contract=fmad) for fmad in (True, False)}
        print(f"  machine code: {codes[False][0]}")
        print(f"  the same bytes with ptxas -fmad on and off: {codes[True][1] == codes[False][1]}")


def single_rounding(a: Any, b: Any, c: Any) -> Any:
    """Fused multiply-add of float32 for the simulator, which has none: the product of two is exact in double."""
    return np.float32(float(a) * float(b) + float(c))


def simulate() -> None:
    """Run in Numba's simulator and on the processor and compare."""
    given = arguments(FOLLICLES)
    live = load_life().live
    expected_days, expected_sizes = given[7].copy(), given[8].copy()
    expected = [
        live(np.uint32(i), PERSON, *given[:7], expected_days[i], expected_sizes[i]) for i in range(FOLLICLES)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # unsigned numbers wrap, as they should
        kernel = cuda.jit(kernel_of(load_life(cuda.jit(device=True), single_rounding).live))
        kernel[-(-FOLLICLES // 32), 32](*given)
    days, sizes, cycles = given[7:]
    differ = int((days != expected_days).sum() + (sizes != expected_sizes).sum() + (cycles != expected).sum())
    print(
        f"{FOLLICLES} follicles, {int(np.abs(cycles).sum())} cycles, {int((cycles < 0).sum())} lost follicles"
    )
    print(f"days, sizes and fates that differ from the processor's by a bit: {differ}")
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "support")]
    {"compile": compile_all, "simulate": simulate}[sys.argv[1] if len(sys.argv) > 1 else "compile"]()
