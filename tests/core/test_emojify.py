"""The command line, as somebody types it, and what downloads are made of."""

import io
import json
import zipfile

import cv2
import numpy as np
import pytest

from core.analysis import analyse
from core.classifier import Classifier
from core.downloads import download_name, zip_files
from core.emojify import main
from core.emojis import load_emoji_set
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.labels import EMOTIONS
from core.live import LiveSession, LiveSettings
from core.photos import decode_photo
from tests.support.folders import ROOT
from tests.support.sample import SAMPLE, sample_photo
from tests.support.videos import a_face, write_sound, write_video

FOLDERS = ("--models", str(ROOT / "models"), "--emojis", str(ROOT / "emojis"))


def test_each_picture_is_written_with_its_emojis(tmp_path, capsys):
    status = main([str(SAMPLE), "--out", str(tmp_path), *FOLDERS])

    written = decode_photo((tmp_path / "photo-to-emoji-astronaut-1-face.png").read_bytes())
    assert status == 0
    assert written.shape == sample_photo().shape
    assert "happy" in capsys.readouterr().out


def test_json_gives_one_whole_line_a_picture(tmp_path, capsys):
    main([str(SAMPLE), "--out", str(tmp_path), "--json", *FOLDERS])

    (line,) = capsys.readouterr().out.splitlines()
    record = json.loads(line)
    (face,) = record["faces"]
    assert list(record) == ["file", "width", "height", "faces", "seconds"]
    assert (record["width"], record["height"]) == (512, 512)
    assert list(face) == ["box", "score", "label", "confidence", "probabilities"]
    assert list(face["probabilities"]) == list(EMOTIONS)
    assert sum(face["probabilities"].values()) == pytest.approx(1, abs=1e-4)
    assert face["confidence"] == max(face["probabilities"].values())


def test_a_bad_file_is_named_the_rest_goes_on_and_the_status_is_1(tmp_path, capsys):
    bad = tmp_path / "words.jpg"
    bad.write_text("only words")
    missing = tmp_path / "missing.jpg"

    status = main([str(bad), str(missing), str(SAMPLE), "--out", str(tmp_path), "--json", *FOLDERS])

    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == 1
    assert [set(record) for record in records[:2]] == [{"file", "error"}] * 2
    assert records[0]["file"] == str(bad)
    assert len(records[2]["faces"]) == 1


def test_a_cut_face_is_read_whole(tmp_path, capsys):
    crop = tmp_path / "face.png"
    cv2.imwrite(str(crop), sample_photo()[60:180, 165:285])

    main([str(crop), "--crops", "--out", str(tmp_path), "--json", *FOLDERS])

    (face,) = json.loads(capsys.readouterr().out)["faces"]
    assert face["box"] == [0, 0, 120, 120]
    assert face["label"] == "happy"


@pytest.mark.parametrize("style", ["cover", "badge", "classic"])
def test_every_style_can_be_asked_for(tmp_path, style):
    status = main([str(SAMPLE), "--out", str(tmp_path), "--style", style, *FOLDERS])

    assert status == 0


def test_a_clip_becomes_a_film_a_gif_and_a_table_of_its_scores(tmp_path, capsys):
    clip = write_video(tmp_path / "me.mp4", a_face(0.5))
    out = tmp_path / "out"

    status = main([str(clip), "--out", str(out), "--json", *FOLDERS])

    (line,) = capsys.readouterr().out.splitlines()
    record = json.loads(line)
    assert status == 0
    assert (record["frames"], record["whole_sound"], len(record["people"])) == (8, True, 1)
    assert {path.name for path in out.iterdir()} == {
        f"photo-to-emoji-me-1-face.{suffix}" for suffix in ("mp4", "gif", "csv")
    }


def test_a_clip_that_cannot_be_used_leaves_nothing_behind(tmp_path, capsys):
    song = write_sound(tmp_path / "song.mp4")

    status = main([str(song), "--out", str(tmp_path / "out"), *FOLDERS])

    assert status == 1
    assert "holds sound but no picture" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def test_an_unknown_set_is_refused_in_words(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([str(SAMPLE), "--out", str(tmp_path), "--set", "klingon", *FOLDERS])

    assert "klingon" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "faces", "wanted"),
    [
        ("group.jpg", 4, "photo-to-emoji-group-4-faces.png"),
        ("../../etc/passwd", 1, "photo-to-emoji-passwd-1-face.png"),
        ("a;rm -rf.jpg", 0, "photo-to-emoji-a-rm-rf-0-faces.png"),
        ("...", 0, "photo-to-emoji-picture-0-faces.png"),
    ],
    ids=["plain", "climbing", "shell", "nothing"],
)
def test_a_download_is_named_for_what_it_is(name, faces, wanted):
    assert download_name(name, faces, "png") == wanted


def test_two_files_of_one_name_both_stay_in_the_zip():
    data = zip_files([("a.png", b"1"), ("a.png", b"2")])

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "a.png": b"1",
            "a-2.png": b"2",
        }


def test_the_same_face_gives_the_same_scores_as_photo_and_as_video():
    photo = sample_photo()
    model, detector = (
        ROOT / "models" / "compact-long",
        FaceDetector("yunet", ROOT / "models", search_px=STILL_SEARCH_PX),
    )
    live = LiveSession(FaceDetector("yunet", ROOT / "models"), Classifier.load(model))
    emojis = load_emoji_set(ROOT / "emojis" / "noto")

    (still,) = analyse(photo, detector, Classifier.load(model))
    live.process(photo, 0.0, LiveSettings(emojis, mirror=False))

    (moving,) = live.snapshot.readings
    assert np.allclose(still.prediction.probabilities, moving.prediction.probabilities, atol=1e-3)
