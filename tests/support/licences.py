"""`python -m tests.support.licences`: the licence of every locked package, for docs/licences.md."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any, Final

from tests.support.folders import ROOT

_LONGEST: Final = 60  # characters: a whole licence's text in this field is no name
_TROVE: Final = "License :: OSI Approved :: "
_PLAIN: Final = "License :: "


def locked() -> list[str]:
    """Every package of the lock."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return sorted(re.findall(r"^([\w.-]+)==", text, re.MULTILINE), key=str.lower)


def licence_of(package: str) -> str | None:
    """What a package says of its licence; None where it is not installed here."""
    try:
        about: Any = metadata(package)  # its type tells less than it can
    except PackageNotFoundError:
        return None
    told = (about.get("License-Expression") or "").strip()
    if told:
        return told
    classified = [one for one in about.get_all("Classifier") or [] if one.startswith(_PLAIN)]
    if classified:
        return " AND ".join(one.removeprefix(_TROVE).removeprefix(_PLAIN) for one in classified)
    said = (about.get("License") or "").strip().split("\n")[0]
    return said[:_LONGEST] or "not told"


def main() -> int:
    """Print the table's rows."""
    for package in locked():
        licence = licence_of(package)
        if licence is not None:
            print(f"| {package} | {licence} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
