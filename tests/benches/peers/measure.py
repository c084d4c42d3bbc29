"""How long crates take to compile, each alone, in turns."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from generators import Crate

COMMANDS = {"check": ["check"], "dev": ["build"], "release": ["build", "--release"]}


@dataclass
class Cost:
    """What one run of cargo cost."""

    seconds: float
    megabytes: float


def cargo(crate: Crate, arguments: list[str], target: Path) -> Cost:
    """Compiles a crate; what it depends on has been compiled before."""
    (crate.folder / "src/lib.rs").touch()
    environment = {**os.environ, "CARGO_INCREMENTAL": "0", "CARGO_TARGET_DIR": str(target)}
    begun = time.monotonic()
    process = subprocess.Popen(["cargo", *arguments], cwd=crate.folder, env=environment, stderr=subprocess.PIPE, text=True)
    _, errors = process.communicate()
    seconds = time.monotonic() - begun
    if process.returncode != 0:
        raise SystemExit(f"{crate.name}\n{errors}")
    return Cost(seconds, peak_of_children())


def peak_of_children() -> float:
    """The most memory of any process that has ended so far, so it can only grow; see `compile_times`."""
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def in_a_process_of_its_own(crate: Crate, arguments: list[str], target: Path) -> Cost:
    """The same in a child process, so that the memory that is told is that of this run alone."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        cost = cargo(crate, arguments, target)
        os.write(writer, f"{cost.seconds} {cost.megabytes}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    told = os.read(reader, 200).decode().split()
    os.close(reader)
    if len(told) != 2:
        raise SystemExit(f"{crate.name} does not compile")
    return Cost(float(told[0]), float(told[1]))


def compile_times(crates: list[Crate], target: Path, rounds: int) -> None:
    """Prints the best of some rounds, in which all crates take turns."""
    cases = [(crate, name, features) for crate in crates for name, features in crate.selections.items()]
    best: dict[tuple[str, str], Cost] = {}
    # The first round compiles the dependencies and does not count.
    for turn in range(rounds + 1):
        for kind, command in COMMANDS.items():
            for crate, name, features in cases:
                cost = in_a_process_of_its_own(crate, command + features, target)
                key = (crate.name + name, kind)
                if turn > 0 and (key not in best or cost.seconds < best[key].seconds):
                    best[key] = cost
    print("\n| the crate alone | " + " | ".join(COMMANDS) + " | rustc peak, dev |\n|---|" + "---|" * (len(COMMANDS) + 1))
    for crate, name, _ in cases:
        costs = [best[crate.name + name, kind] for kind in COMMANDS]
        figures = [f"{cost.seconds:.1f} s" for cost in costs]
        print(f"| {crate.name}{name} | " + " | ".join(figures) + f" | {costs[1].megabytes:.0f} MB |")
