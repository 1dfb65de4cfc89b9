"""Hostile and damaged data sets: refused whole, or the bad part left out and said.

Some are made here. The collected ones are not part of the repository; where their folder is
missing, the test that needs it is skipped.
"""

import json
import struct
import zipfile
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.dataset.face_set import read_faces
from tests.support.folders import SHARED

BAD_INPUTS = SHARED / "bad_inputs"
MANIFEST = BAD_INPUTS / "manifest.json"
ENTRIES = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else []
SETS = [entry["file"] for entry in ENTRIES if entry["kind"] in ("archive", "csv")]
# What the manifest wants of each: names of the faces kept, and what is said of the rest.
WANTED = {
    "91_short_pixels.csv": (["fer0000001"], ["Line 2: expected 2304 pixels, found 25."]),
    "99_crlf_bom.csv": (["fer0000000"], []),
}
REFUSED = {
    "70_zipslip.zip": "leaves its folder",
    "72_zip_backslash.zip": "leaves its folder",
    "74_zip_bomb_1GB.zip": "unpacks to a file of 1074 MB",
    "76_zip_200k_entries.zip": "70,000 files; at most 60,000",
    # Its three pictures are photos, not faces of 48 x 48; each is counted.
    "78_zip_dup_names.zip": r"a.png: 160 x 120.*A.PNG: 160 x 120.*a.png: 160 x 120",
    "80_zip_encrypted.zip": "password-protected",
    "82_gz_bomb.tar.gz": "no zip, folder or csv",
    "93_label_range.csv": r"Line 2: emotion.*Line 3: emotion.*Line 4: emotion",
    "95_injection.csv": "Line 2: Usage must be one of",
    "97_one_huge_line.csv": "Line 2 of .* is longer than 20,000 characters",
}


def picture(grey: int) -> bytes:
    return cv2.imencode(".png", np.full((48, 48), grey, np.uint8))[1].tobytes()


def huge_png(side: int) -> bytes:
    """A PNG that says it is far larger than it is."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    checksum = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return picture(0)[:12] + b"IHDR" + header + checksum + picture(0)[33:]


def zip_with(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("train/happy/good.png", picture(1))
        archive.writestr(name, data)
    return path


@pytest.mark.parametrize("side", [5_000, 60_000], ids=["25 megapixels", "3600 megapixels"])
def test_a_picture_that_says_it_is_huge_is_not_decoded(tmp_path, side, monkeypatch):
    path = zip_with(tmp_path / "bomb.zip", "train/sad/bomb.png", huge_png(side))
    decoded, decode = [], cv2.imdecode
    monkeypatch.setattr(cv2, "imdecode", lambda *args: decoded.append(args) or decode(*args))

    faces = read_faces(path)

    assert (faces.names, len(decoded)) == (("good.png",), 1)
    assert [problem.split(":")[0] for problem in faces.problems] == ["train/sad/bomb.png"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("../train/happy/a.png", b"", "leaves its folder"),
        ("train/happy/..\\..\\a.png", b"", "leaves its folder"),
        ("/train/happy/a.png", b"", "leaves its folder"),
        ("C:/train/happy/a.png", b"", "leaves its folder"),
        ("train/happy/a.png", bytes(1_000_001), "at most 1 MB"),
    ],
    ids=["climbs", "climbs by backslash", "root", "drive", "1 MB"],
)
def test_a_hostile_zip_is_refused_whole(tmp_path, name, data, sentence):
    path = zip_with(tmp_path / "hostile.zip", name, data)

    with pytest.raises(ValueError, match=sentence):
        read_faces(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (struct.pack("<I", 999_999), struct.pack("<I", 100)),
        (struct.pack("<I", zlib.crc32(bytes(999_999))), b"\0\0\0\0"),
    ],
    ids=["declared size lies", "checksum differs"],
)
def test_a_damaged_member_does_not_cost_the_others(tmp_path, old, new):
    path = zip_with(tmp_path / "damaged.zip", "train/sad/bad.png", bytes(999_999))
    path.write_bytes(path.read_bytes().replace(old, new))

    faces = read_faces(path)

    assert faces.names == ("good.png",)
    assert [problem.split(":")[0] for problem in faces.problems] == ["train/sad/bad.png"]


def test_a_zip_with_a_broken_table_of_contents_is_refused(tmp_path):
    path = zip_with(tmp_path / "broken.zip", "train/sad/a.png", b"")
    path.write_bytes(path.read_bytes().replace(b"PK\x01\x02", b"PK\x66\x66"))

    with pytest.raises(ValueError, match=r"broken.zip is damaged"):
        read_faces(path)


def test_two_files_of_one_name_both_count(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zip_with(tmp_path / "twice.zip", "train/happy/good.png", picture(2))

    faces = read_faces(path)

    assert sorted(faces.images[:, 0, 0].tolist()) == [1, 2]


@pytest.mark.slow
@pytest.mark.skipif(not SETS, reason="the folder of bad files is not here")
@pytest.mark.parametrize("name", SETS)
def test_each_collected_set_gets_what_the_manifest_wants(name):
    if name in WANTED:
        faces = read_faces(BAD_INPUTS / name)
        assert (list(faces.names), list(faces.problems)) == WANTED[name]
    else:
        with pytest.raises(ValueError, match=REFUSED[name]):
            read_faces(BAD_INPUTS / name)
