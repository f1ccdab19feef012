"""The list of all that runs (SBOM) as CycloneDX: the packages of requirements.lock as they are installed here."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tools.locks import ROOT, Pin, normalize, read_pins

Data = dict[str, Any]


def build_sbom() -> Data:
    """Build the list; the same lock and the same installed packages give the same.

    Licences and what needs what come from the installed packages, by CycloneDX's own tool. What only develops is left out,
    and every file that may be installed is named by its hash.
    """
    lock = {name: pin for name, pin in read_pins(ROOT / "requirements.lock").items() if pin.is_for_here}
    direct = read_pins(ROOT / "requirements.txt")
    described = _describe_environment()
    components = [it for it in described["components"] if normalize(it["name"]) in lock]
    kept = {it["bom-ref"]: normalize(it["name"]) for it in components}
    for component in components:
        component.setdefault("externalReferences", []).append(_name_files(lock[normalize(component["name"])]))
    root = described["metadata"]["component"]["bom-ref"]
    needed = [
        {**it, "dependsOn": [ref for ref in it.get("dependsOn", []) if ref in kept]}
        for it in described["dependencies"]
        if it["ref"] in kept
    ]
    own = {"ref": root, "dependsOn": sorted(ref for ref, name in kept.items() if name in direct)}
    return described | {"components": components, "dependencies": [own, *needed]}


def _describe_environment() -> Data:
    """What is installed beside this Python, all of it, as CycloneDX 1.6."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", str(ROOT / "pyproject.toml"),
               "--output-reproducible", "--sv", "1.6", "--of", "JSON", sys.executable]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - the command is a constant
    described: Data = json.loads(done.stdout)
    return described


def _name_files(pin: Pin) -> Data:
    return {
        "type": "distribution",
        "url": f"https://pypi.org/project/{pin.name}/{pin.version}/#files",
        "comment": "requirements.lock: any of these files may be installed, and no other",
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in pin.hashes],
    }


if __name__ == "__main__":
    print(json.dumps(build_sbom(), ensure_ascii=False, indent=1))
