"""Leaves out of a description what progenitor stops at: it has no uploads, and one type only for all errors of an operation."""

import json
from pathlib import Path
from typing import Any

METHODS = ("get", "put", "post", "delete", "patch")


def without_unsupported(spec: dict[str, Any], to: Path) -> list[str]:
    """Writes a copy without those operations, and names them."""
    left_out = []
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item and not is_supported(item[method]):
                left_out.append(f"{method.upper()} {path}")
                del item[method]
    to.write_text(json.dumps(spec, default=str))
    return left_out


def is_supported(operation: dict[str, Any]) -> bool:
    if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
        return False
    errors = [body for status, body in operation["responses"].items() if not str(status).startswith("2")]
    return len({json.dumps(types_of(error.get("content", {})), sort_keys=True) for error in errors}) <= 1


def types_of(node: Any) -> Any:
    """What of a description makes a difference to types."""
    if isinstance(node, dict):
        return {key: types_of(value) for key, value in node.items() if key not in ("description", "example", "examples")}
    if isinstance(node, list):
        return [types_of(item) for item in node]
    return node
