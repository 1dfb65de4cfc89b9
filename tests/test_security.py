"""SECURITY.md names a test for each threat, and every one of them is there."""

import ast
import re

import pytest

from tests.support.folders import ROOT

_LINES = (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
THREATS = [line for line in _LINES if line.startswith("| ") and not line.startswith("| who ")]
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_threats_are_told():
    assert len(THREATS) > 30


@pytest.mark.parametrize("line", THREATS, ids=range(len(THREATS)))
def test_every_threat_names_a_test_that_is_there(line: str):
    named = _NAMED.findall(line)

    assert named, "no test is named"
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
