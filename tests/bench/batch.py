"""Batch norm of one batch: the chapters' reference, the appendix, PyTorch, oneDNN, the limits."""
import ctypes
import os
import sys

import torch
import torch.nn.functional as F

from measure import ALL, CORE, measure, pinned, seconds_of

SHAPES = [(64, 128), (128, 256), (128, 1024), (1024, 1024), (8192, 1024)]
TYPES = {"float": torch.float32, "double": torch.float64}
EPS = 1e-5
# glibc gives large memory back to the system at each free, and the next pages come one fault at a
# time. With these it keeps them.
KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str(1 << 30)}


class Matrix(ctypes.Structure):
    _fields_ = [("rows", ctypes.c_size_t), ("cols", ctypes.c_size_t), ("v", ctypes.c_void_p)]


class Batch(ctypes.Structure):  # as in tests/bench/sides.h
    _fields_ = ([(name, ctypes.c_void_p) for name in
                 ("gamma", "beta", "mean", "var", "rstd", "dgamma", "dbeta")] +
                [(name, Matrix) for name in ("x", "dy", "xhat", "y", "dx")])


def library(real):
    lib = ctypes.CDLL(os.path.abspath(f"build/bench/{real}.so"))
    lib.batch_of.restype = ctypes.POINTER(Batch)
    lib.batch_new.argtypes = [ctypes.c_size_t, ctypes.c_size_t]
    return lib


def c_side(lib, name):
    function = getattr(lib, name)
    function.restype = ctypes.c_double
    return function


def tensor(address, dtype, *shape):
    """The C side's numbers, as a tensor."""
    count = 1
    for length in shape:
        count *= length
    size = torch.empty((), dtype=dtype).element_size()
    return torch.frombuffer((ctypes.c_char * (count * size)).from_address(address),
                            dtype=dtype).view(*shape)


def with_threads(count, side):
    """The side with so many threads, on as many processors."""
    def run(times):
        torch.set_num_threads(count)
        os.sched_setaffinity(0, ALL if count > 1 else {CORE})
        try:
            return side(times)
        finally:
            torch.set_num_threads(1)
            os.sched_setaffinity(0, {CORE})
    return run


def pytorch(b, dtype):
    """PyTorch as it is used: a function of torch.nn.functional, and autograd. No running statistics,
    which the C side does not keep here either."""
    N, D = b.x.rows, b.x.cols
    x, dy = (tensor(m.v, dtype, N, D) for m in (b.x, b.dy))
    leaf = x.clone().requires_grad_()
    gamma, beta = (tensor(v, dtype, D).clone().requires_grad_() for v in (b.gamma, b.beta))

    def forward():
        with torch.no_grad():
            return F.batch_norm(x, None, None, gamma, beta, True, 0.1, EPS)

    def both():
        y = F.batch_norm(leaf, None, None, gamma, beta, True, 0.1, EPS)
        return y.detach(), *torch.autograd.grad(y, (leaf, gamma, beta), dy)

    return {"forward": forward, "both": both}


def kernels(b, dtype):
    """PyTorch's innermost functions alone: no autograd, as little Python as there can be."""
    N, D = b.x.rows, b.x.cols
    x, dy = (tensor(m.v, dtype, N, D) for m in (b.x, b.dy))
    gamma, beta = (tensor(v, dtype, D) for v in (b.gamma, b.beta))
    backward = torch.ops.aten.native_batch_norm_backward

    def forward():
        with torch.inference_mode():
            return torch.native_batch_norm(x, gamma, beta, None, None, True, 0.1, EPS)

    def both():
        with torch.inference_mode():
            y, mean, rstd = torch.native_batch_norm(x, gamma, beta, None, None, True, 0.1, EPS)
            return backward(dy, x, gamma, None, None, mean, rstd, True, EPS, [True, True, True])

    return {"forward": forward, "both": both}


def require_same(lib, b, dtype, sides, work):
    """Who computes something else is not compared. What PyTorch gives is the measure."""
    N, D = b.x.rows, b.x.cols
    y, dx, *_ = work["both"]()
    got_y, got_dx = (tensor(m.v, dtype, N, D) for m in (b.y, b.dx))
    for name, side in sides.items():
        got_y.zero_()
        got_dx.zero_()
        side(1)
        for what, got, want in (("y", got_y, y), ("dx", got_dx, dx)):
            off = (got - want).abs().max().item()
            if not off <= 1e-3 * want.abs().max().item():
                sys.exit(f"bench: {name}, {N} x {D}: {what} is off by {off:g} from PyTorch's")


def one_row(real, N, D, kept):
    lib, dtype = library(real), TYPES[real]
    lib.batch_new(N, D)
    b = lib.batch_of().contents
    work = pytorch(b, dtype)
    names = ["reference", "appendix"] if kept else ["reference", "appendix", "copy", "limit"]
    rounds = 9 if N * D > 4e6 else 21
    rows = []
    if real == "float" and not kept:
        lib.onednn_new()
        names.append("onednn")
    for kind in ("both", "forward"):
        sides = {name: c_side(lib, f"bn_{kind}_{name}") for name in names}
        if kind == "both":
            require_same(lib, b, dtype, {n: s for n, s in sides.items() if n not in ("copy", "limit")}, work)
        for count in (1, 2):
            side = seconds_of((kernels(b, dtype) if kept else work)[kind])
            sides[f"PyTorch:{count}"] = with_threads(count, side)
        table = f"{kind} {real}" + (" kept" if kept else "")
        rows += measure(table, f"{N}x{D}", sides, "PyTorch", rounds)
    if "onednn" in names:
        lib.onednn_free()
    lib.batch_free()
    return rows


def tables(kept=False):
    torch.set_num_threads(1)
    rows = []
    for real in TYPES:
        for N, D in SHAPES:
            rows += pinned(lambda: one_row(real, N, D, kept))
    return rows
