"""How long generators take, and how long what they write takes to compile, each alone, in turns."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from generators import Crate, Generator, Selection

COMMANDS = {"check": ["check"], "dev": ["build"], "release": ["build", "--release"]}


@dataclass
class Cost:
    """What one run of cargo cost."""

    seconds: float
    megabytes: float


def cargo(crate: Crate, selection: Selection, command: list[str], target: Path) -> Cost:
    """Compiles a selection of a crate; what it depends on has been compiled before."""
    for file in selection.files:
        (crate.folder / file).touch()
    arguments = command + selection.features
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


def in_a_process_of_its_own(crate: Crate, selection: Selection, command: list[str], target: Path) -> Cost:
    """The same in a child process, so that the memory that is told is that of this run alone."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        cost = cargo(crate, selection, command, target)
        os.write(writer, f"{cost.seconds} {cost.megabytes}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    told = os.read(reader, 200).decode().split()
    os.close(reader)
    if len(told) != 2:
        raise SystemExit(f"{crate.name} does not compile")
    return Cost(float(told[0]), float(told[1]))


def generate_times(generators: list[Generator], specs: dict[str, Path], rounds: int) -> None:
    """Prints the best of some rounds, in which all generators take turns, and how it relates to ours."""
    best: dict[tuple[str, str], float] = {}
    for _ in range(rounds):
        for version, spec in specs.items():
            for generator in generators:
                key = (generator.name, version)
                best[key] = min(generator.generate(version, spec), best.get(key, float("inf")))
    print("| generating | " + " | ".join(specs) + " |\n|---|" + "---|" * len(specs))
    for generator in generators:
        times = [(best[generator.name, version], best[generators[0].name, version]) for version in specs]
        print(f"| {generator.name} | " + " | ".join(f"{time:.2f} s, {time / first:.2f}" for time, first in times) + " |", flush=True)


def compile_times(crates: list[Crate], kinds: list[str], target: Path, rounds: int) -> None:
    """Prints the best of some rounds, in which all crates take turns, and how it relates to ours of the same file."""
    cases = [(crate, name, selection) for crate in crates for name, selection in crate.selections.items()]
    best: dict[tuple[str, str], Cost] = {}
    # What a crate depends on is compiled in the first round, which is never the best.
    for _ in range(rounds):
        for kind in kinds:
            for crate, name, selection in cases:
                cost = in_a_process_of_its_own(crate, selection, COMMANDS[kind], target)
                key = (crate.name + name, kind)
                if key not in best or cost.seconds < best[key].seconds:
                    best[key] = cost
    print("\n| the crate alone | " + " | ".join(kinds) + " | rustc peak |\n|---|" + "---|" * (len(kinds) + 1))
    for crate, name, _ in cases:
        costs = [best[crate.name + name, kind] for kind in kinds]
        # The first crate made of the same file is what the others are held against.
        first = next(other for other in crates if other.source == crate.source)
        ratios = [cost.seconds / best[first.name, kind].seconds for cost, kind in zip(costs, kinds)]
        figures = [f"{cost.seconds:.1f} s, {ratio:.2f}" for cost, ratio in zip(costs, ratios)]
        print(f"| {crate.name}{name} | " + " | ".join(figures) + f" | {max(cost.megabytes for cost in costs):.0f} MB |")
