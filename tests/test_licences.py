"""docs/licences.md tells the licence of all that ships, as it says of itself."""

import re

import pytest

from tests.support.folders import ROOT
from tests.support.licences import licence_of, locked

TOLD = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
PACKAGES = dict(re.findall(r"^\| ([\w.-]+) \| (.+) \|$", TOLD, re.MULTILINE))
FOREIGN = [path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("*/*/LICENSE")]
FOREIGN += [path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("pages/*/*/LICENSE")]


@pytest.mark.parametrize("folder", FOREIGN)
def test_every_folder_with_a_licence_of_its_own_is_told(folder: str):
    assert f"`{folder}`" in TOLD
    assert f"../{folder}/LICENSE" in TOLD


def test_every_locked_package_that_is_here_is_told_as_it_says_of_itself():
    here = {package: licence_of(package) for package in locked()}
    said = {package: licence for package, licence in here.items() if licence is not None}

    wrong = {
        package: licence for package, licence in said.items() if PACKAGES.get(package) != licence
    }

    assert wrong == {}, "python -m tests.support.licences prints the table"
