"""The generators that are compared: how each is installed and run, and the least that makes its output compile."""

import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from unsupported import without_unsupported


@dataclass
class Selection:
    """What of a crate is compiled anew."""

    features: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=lambda: ["src/lib.rs"])


@dataclass
class Crate:
    """A crate that came out, and the selections of it that are measured, by what is added to its name."""

    name: str
    folder: Path
    # What it was made of: crates of the same are compared.
    source: str
    selections: dict[str, Selection] = field(default_factory=lambda: {"": Selection()})


# The runtime of ours is a crate of its own, like those that the output of the others depends on.
WITH_RUNTIME = ["src/lib.rs", "runtime/src/lib.rs"]


class Generator(Protocol):
    name: str

    def install(self) -> None: ...

    def generate(self, version: str, spec: Path) -> float:
        """Writes the crate anew and tells how long that took."""
        ...

    def crate(self, version: str) -> Crate: ...


def run(*command: str | Path) -> float:
    """Runs a command and tells how long it took."""
    begun = time.monotonic()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return time.monotonic() - begun


def make_standalone(folder: Path) -> None:
    """Keeps cargo from looking for a workspace around a crate."""
    manifest = folder / "Cargo.toml"
    text = manifest.read_text()
    if "[workspace]" not in text:
        manifest.write_text(text + "\n[workspace]\n")


class Ours:
    name = "pipedrive"

    def __init__(self, root: Path, work: Path) -> None:
        self.root, self.work = root, work

    def install(self) -> None:
        run("cargo", "build", "--release", "--quiet", "--manifest-path", self.root / "Cargo.toml", "--package", "xtask")

    def generate(self, version: str, spec: Path) -> float:
        # Anew each time: what is there already would not be written.
        shutil.rmtree(self.work / f"pipedrive-{version}", ignore_errors=True)
        xtask = self.root / "target/release/xtask"
        return run(xtask, "generate", "--spec", spec, "--out", self.work / f"pipedrive-{version}", "--name", f"pipedrive-{version}")

    def crate(self, version: str) -> Crate:
        folder = self.work / f"pipedrive-{version}"
        make_standalone(folder)
        selections = {"": Selection(), ", with its runtime": Selection(files=WITH_RUNTIME)}
        return Crate(f"pipedrive {version}", folder, version, selections)


def whole_crate(root: Path, work: Path) -> Crate:
    """The crate of this repository and its runtime, in a workspace of their own without the profiles of this one."""
    workspace = work / "pipedrive-whole"
    shutil.rmtree(workspace, ignore_errors=True)
    for folder in ["generated", "codegen/runtime", "codegen/static"]:
        shutil.copytree(root / folder, workspace / folder)
    manifest = (root / "Cargo.toml").read_text().split("[profile.")[0]
    members = 'members = ["codegen/runtime", "generated"]'
    (workspace / "Cargo.toml").write_text(re.sub(r"members = \[[^\]]*\]", members, manifest))
    four = ["--no-default-features", "--features", "v2,deals,persons,organizations,activities"]
    with_runtime = ["src/lib.rs", "../codegen/runtime/src/lib.rs"]
    selections = {
        "": Selection(),
        ", with its runtime": Selection(files=with_runtime),
        ", four resources": Selection(four),
        ", four resources with the runtime": Selection(four, with_runtime),
    }
    return Crate("pipedrive, all 421 operations", workspace / "generated", "spec", selections)


class Installed:
    """A generator from crates.io, whose program has the name of its package."""

    name: str
    package: str
    version: str

    def __init__(self, work: Path) -> None:
        self.work = work
        self.program = work / "tools/bin" / self.package

    def crate(self, version: str) -> Crate:
        """What came out, where it compiles as it is."""
        folder = self.work / f"{self.name}-{version}"
        make_standalone(folder)
        return Crate(f"{self.name} {version}", folder, version)

    def install(self) -> None:
        if not self.program.exists():
            run("cargo", "install", "--quiet", "--locked", "--root", self.work / "tools", "--version", self.version, self.package)


class Oas3Gen(Installed):
    name = "oas3-gen"
    package = "oas3-gen"
    version = "0.29.0"

    # It writes modules only; these are the crates that they use.
    DEPENDENCIES = """
anyhow = "1"
bytes = "1"
chrono = { version = "0.4", features = ["serde"] }
http = "1"
indexmap = { version = "2", features = ["serde"] }
oas3-gen-support = "0.29"
regex = "1"
reqwest = { version = "0.13", default-features = false, features = ["json", "query", "form", "multipart", "stream", "rustls"] }
secrecy = { version = "0.10", features = ["serde"] }
serde = { version = "1", features = ["derive"] }
serde_html_form = "0.4"
serde_json = "1"
serde_with = { version = "3", features = ["indexmap_2"] }
uuid = { version = "1", features = ["serde"] }
validator = { version = "0.20", features = ["derive", "indexmap"] }
"""

    def generate(self, version: str, spec: Path) -> float:
        return run(self.program, "generate", "client-mod", "-i", spec, "-o", self.work / f"oas3-gen-{version}/src/api")

    def crate(self, version: str) -> Crate:
        folder = self.work / f"oas3-gen-{version}"
        (folder / "src/lib.rs").write_text("pub mod api;\n")
        manifest = f'[package]\nname = "oas3-gen-{version}"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]{self.DEPENDENCIES}'
        (folder / "Cargo.toml").write_text(manifest + "\n[workspace]\n")
        types = folder / "src/api/types.rs"
        text = types.read_text()
        # Sets of floats have no equality, and a comma list of numbers is written through one of texts.
        text = text.replace("IndexSet<f64>", "IndexSet<i64>")
        text = re.sub(r"(StringWithCommaSeparator\"\)\]\s+pub \w+: Vec)<i64>", r"\1<String>", text)
        types.write_text(text)
        return Crate(f"oas3-gen {version}", folder, version)


class Ploidy(Installed):
    name = "ploidy"
    package = "ploidy"
    version = "0.15.0"

    def generate(self, version: str, spec: Path) -> float:
        folder = self.work / f"ploidy-{version}"
        shutil.rmtree(folder, ignore_errors=True)
        return run(self.program, "generate", "rust", "--output", folder, "--name", f"ploidy-{version}", spec)


class Progenitor(Installed):
    name = "progenitor"
    package = "cargo-progenitor"
    version = "0.15.1"

    def install(self) -> None:
        super().install()
        install_python(self.work, "PyYAML", "6.0.3")

    def generate(self, version: str, spec: Path) -> float:
        cut = self.work / f"progenitor-{version}.json"
        if not cut.exists():
            import yaml

            left_out = without_unsupported(yaml.safe_load(spec.read_text()), cut)
            print(f"progenitor {version} goes without {', '.join(left_out)}", file=sys.stderr)
        return self.write(version, cut)

    def write(self, version: str, spec: Path) -> float:
        folder = self.work / f"progenitor-{version}"
        shutil.rmtree(folder, ignore_errors=True)
        options = ["--input", spec, "--output", folder, "--name", f"progenitor-{version}", "--version", "0.1.0"]
        return run(self.program, "progenitor", *options)


class OpenApiGenerator(Installed):
    """The one in Java, as it is packaged for Python."""

    name = "openapi-generator"
    package = "openapi-generator-cli"
    version = "7.26.0"

    def install(self) -> None:
        packages = install_python(self.work, self.package, self.version)
        self.program = packages / "openapi_generator_cli/openapi-generator.jar"

    def generate(self, version: str, spec: Path) -> float:
        folder = self.work / f"openapi-generator-{version}"
        shutil.rmtree(folder, ignore_errors=True)
        options = ["-g", "rust", "-i", spec, "-o", folder, "--package-name", f"openapi-generator-{version}", "--skip-validate-spec"]
        return run("java", "-jar", self.program, "generate", *options)


def install_python(work: Path, package: str, version: str) -> Path:
    """Installs something for Python, beside what the machine has, and tells where."""
    packages = work / "tools/python"
    if not list(packages.glob(f"{package.lower().replace('-', '_')}-{version}.dist-info")):
        run(sys.executable, "-m", "pip", "install", "--quiet", "--target", packages, f"{package}=={version}")
    if str(packages) not in sys.path:
        sys.path.append(str(packages))
    return packages


OTHERS = [Oas3Gen, Ploidy, Progenitor, OpenApiGenerator]
