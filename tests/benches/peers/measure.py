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


def cargo(crate: Crate, selection: Selection, command: list[str], target: Path) -> None:
    """Compiles what of a crate has been touched."""
    environment = {**os.environ, "CARGO_INCREMENTAL": "0", "CARGO_TARGET_DIR": str(target)}
    done = subprocess.run(["cargo", *command, *selection.features], cwd=crate.folder, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{crate.name}\n{done.stderr}")


def peak_of_children() -> float:
    """The most memory of any process that has ended so far, so it can only grow; see `cost`."""
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def cost(crate: Crate, selection: Selection, command: list[str], target: Path) -> Cost:
    """What it costs to compile a selection of a crate alone, everything else having been compiled before."""
    cargo(crate, selection, command, target)
    for file in selection.files:
        (crate.folder / file).touch()
    reader, writer = os.pipe()
    # In a process of its own, so that the memory that is told is that of this run.
    child = os.fork()
    if child == 0:
        begun = time.monotonic()
        cargo(crate, selection, command, target)
        os.write(writer, f"{time.monotonic() - begun} {peak_of_children()}".encode())
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
    for _ in range(rounds):
        for kind in kinds:
            for crate, name, selection in cases:
                found = cost(crate, selection, COMMANDS[kind], target)
                key = (crate.name + name, kind)
                if key not in best or found.seconds < best[key].seconds:
                    best[key] = found
    print("\n| the crate alone | " + " | ".join(kinds) + " | rustc peak |\n|---|" + "---|" * (len(kinds) + 1))
    for crate, name, _ in cases:
        costs = [best[crate.name + name, kind] for kind in kinds]
        # The first crate made of the same file is what the others are held against.
        first = next(other for other in crates if other.source == crate.source)
        ratios = [each.seconds / best[first.name, kind].seconds for each, kind in zip(costs, kinds)]
        figures = [f"{each.seconds:.1f} s, {ratio:.2f}" for each, ratio in zip(costs, ratios)]
        print(f"| {crate.name}{name} | " + " | ".join(figures) + f" | {max(each.megabytes for each in costs):.0f} MB |")
