"""The machine, compilers and versions."""
import os
import subprocess
import time

import torch


def first_line(*command):
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout.splitlines()[0]
    except (OSError, IndexError):
        return "not there"


def from_file(path, key):
    try:
        with open(path) as file:
            for line in file:
                if line.startswith(key):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return "unknown"


def version(package):
    return first_line("dpkg-query", "-W", "-f", "${Version}\n", package)


def tables():
    compiler = os.environ["BENCH_CC"]
    facts = {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "processor": from_file("/proc/cpuinfo", "model name"),
        "processors": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "memory": from_file("/proc/meminfo", "MemTotal"),
        "system": f"{os.uname().sysname} {os.uname().release}",
        "compiler": first_line(compiler, "--version"),
        "flags": os.environ["BENCH_FLAGS"].strip(),
        "PyTorch": torch.__version__ + ", " + torch.backends.cpu.get_cpu_capability()
        if hasattr(torch.backends, "cpu") else torch.__version__,
        "oneDNN": version("libdnnl-dev"),
        "OpenBLAS": version("libopenblas0"),
    }
    return [["about", name, "", fact, "", "", "", "", "", ""] for name, fact in facts.items()]
