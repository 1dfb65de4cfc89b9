"""Every layout of FER2013 reads the same, by name; what cannot be read is said."""

import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.dataset.face_set import read_faces
from core.labels import EMOTIONS

pytestmark = pytest.mark.slow

# Source: the readme of the csv file's makers.
CSV_NUMBERS = {
    0: "angry",
    1: "disgust",
    2: "fear",
    3: "happy",
    4: "sad",
    5: "surprise",
    6: "neutral",
}


def picture(grey: int, *, side: int = 48) -> bytes:
    return cv2.imencode(".png", np.full((side, side), grey, np.uint8))[1].tobytes()


def pixels(grey: int, *, count: int = 48 * 48) -> str:
    return " ".join([str(grey)] * count)


@pytest.fixture(params=["zip", "folder"])
def place(request, tmp_path):
    """Puts files into a zip or into a folder, and gives its path."""

    def write(files: dict[str, bytes]) -> Path:
        path = tmp_path / ("set.zip" if request.param == "zip" else "set")
        if request.param == "zip":
            with zipfile.ZipFile(path, "w") as archive:
                for name, data in files.items():
                    archive.writestr(name, data)
        else:
            for name, data in files.items():
                (path / name).parent.mkdir(parents=True, exist_ok=True)
                (path / name).write_bytes(data)
        return path

    return write


def write_csv(folder: Path, *lines: str, end: str = "\n", encoding: str = "utf-8") -> Path:
    path = folder / "fer2013.csv"
    path.write_bytes("".join(line + end for line in lines).encode(encoding))
    return path


def names_of(labels: np.ndarray) -> list[str]:
    return [EMOTIONS[label] for label in labels]


def test_fer2013_names_tell_the_split_and_the_order(place):
    path = place(
        {
            "test/sad/PrivateTest_00004.png": picture(4),
            "test/neutral/PublicTest_00003.png": picture(3),
            "train/surprise/Training_00010.png": picture(10),
            "train/angry/Training_00002.png": picture(2),
        }
    )

    faces = read_faces(path)

    assert names_of(faces.labels) == ["angry", "neutral", "sad", "surprise"]
    assert faces.split.tolist() == ["Training", "PublicTest", "PrivateTest", "Training"]
    assert faces.images[:, 0, 0].tolist() == [2, 3, 4, 10]
    assert faces.names[1] == "PublicTest_00003.png"
    assert faces.problems == ()


@pytest.mark.parametrize(
    ("folder", "split"),
    [
        ("train", "Training"),
        ("val", "PublicTest"),
        ("validation", "PublicTest"),
        ("test", "PrivateTest"),
        ("some/where/Train", "Training"),
    ],
)
def test_the_folder_tells_the_split_of_a_plain_name(place, folder, split):
    path = place({f"{folder}/Happy/a.png": picture(7)})

    faces = read_faces(path)

    assert faces.split.tolist() == [split]
    assert names_of(faces.labels) == ["happy"]


def test_what_is_no_face_is_left_out_and_said(place):
    path = place(
        {
            "train/happy/good.png": picture(1),
            "train/happy/junk.png": b"no picture",
            "train/happy/empty.png": b"",
            "train/happy/large.png": picture(1, side=50),
            "train/smug/face.png": picture(1),
            "happy/where.png": picture(1),
            "train/happy/readme.txt": b"passed over in silence",
        }
    )

    faces = read_faces(path)

    assert faces.names == ("good.png",)
    said = dict(problem.split(": ", 1) for problem in faces.problems)
    assert said["train/happy/junk.png"] == "not a PNG, JPEG or BMP picture, or damaged."
    assert said["train/happy/empty.png"] == "not a PNG, JPEG or BMP picture, or damaged."
    assert said["train/happy/large.png"] == "50 x 50 pixels, expected 48 x 48."
    assert said["train/smug/face.png"].startswith("the folder is none of angry, disgust")
    assert said["happy/where.png"].startswith("neither in a folder train, val or test")
    assert len(said) == 5


@pytest.mark.parametrize(("number", "name"), CSV_NUMBERS.items())
@pytest.mark.parametrize("kind", ["fer2013.csv", "icml_face_data.csv"])
def test_a_csv_number_becomes_the_name_it_stands_for(tmp_path, kind, number, name):
    lines = {
        "fer2013.csv": ("emotion,pixels,Usage", f"{number},{pixels(9)},PublicTest"),
        "icml_face_data.csv": ("emotion, Usage, pixels", f"{number},PublicTest,{pixels(9)}"),
    }
    path = write_csv(tmp_path, *lines[kind])

    faces = read_faces(path)

    assert names_of(faces.labels) == [name]
    assert faces.split.tolist() == ["PublicTest"]
    assert faces.images.shape == (1, 48, 48)
    assert (faces.images == 9).all()
    assert faces.names == ("fer0000000",)


def test_pixels_run_along_the_rows(tmp_path):
    ramp = " ".join(str(column) for _row in range(48) for column in range(48))
    path = write_csv(tmp_path, "emotion,pixels,Usage", f"0,{ramp},Training")

    faces = read_faces(path)

    assert (faces.images[0] == np.arange(48)).all()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (f"3,{pixels(1, count=25)},Training", "expected 2304 pixels, found 25."),
        (f"3,{pixels(256)},Training", "pixels must be whole numbers from 0 to 255."),
        (f"3,{pixels(-1)},Training", "pixels must be whole numbers from 0 to 255."),
        (f"7,{pixels(1)},Training", "emotion must be a number from 0 to 6."),
        (f"-1,{pixels(1)},Training", "emotion must be a number from 0 to 6."),
        (f"happy,{pixels(1)},Training", "emotion must be a number from 0 to 6."),
        (f"3,{pixels(1)},=2+2", "Usage must be one of Training, PublicTest, PrivateTest."),
        (f"3,{pixels(1)}", "expected 3 columns, found 2."),
        (f'3,"{pixels(1, count=9)},Training', "expected 2304 pixels, found 9."),
    ],
    ids=["short", "256", "-1", "label 7", "label -1", "text", "formula", "columns", "open quote"],
)
def test_a_bad_row_is_left_out_and_said_with_its_line(tmp_path, row, problem):
    good = f"3,{pixels(1)},Training"
    path = write_csv(tmp_path, "emotion,pixels,Usage", good, row, good)

    faces = read_faces(path)

    assert faces.names == ("fer0000000", "fer0000002")
    assert faces.problems == (f"Line 3: {problem}",)


def test_a_csv_alone_in_a_zip_reads_the_same(tmp_path):
    path = write_csv(tmp_path, "emotion,pixels,Usage", f"3,{pixels(9)},Training", "9,1,Training")
    with zipfile.ZipFile(tmp_path / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "fer2013.csv")

    zipped, plain = read_faces(tmp_path / "archive.zip"), read_faces(path)

    np.testing.assert_array_equal(zipped.images, plain.images)
    assert (zipped.names, zipped.problems) == (plain.names, plain.problems)
    assert zipped.problems[0].startswith("Line 3: ")


def test_a_csv_in_a_zip_that_unpacks_to_one_huge_line_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("fer2013.csv", "emotion,pixels,Usage\n" + "0 " * 5_000_000)

    with pytest.raises(ValueError, match="longer than 20,000 characters"):
        read_faces(tmp_path / "bomb.zip")


def test_a_csv_that_excel_saved_reads_the_same(tmp_path):
    row = f'"5","{pixels(8)}","PrivateTest"'
    path = write_csv(tmp_path, "emotion,pixels,Usage", row, end="\r\n", encoding="utf-8-sig")

    faces = read_faces(path)

    assert names_of(faces.labels) == ["surprise"]
    assert faces.problems == ()


def test_nothing_there_is_said_with_what_to_give(tmp_path):
    with pytest.raises(FileNotFoundError, match="Give a FER2013 zip, folder or csv"):
        read_faces(tmp_path / "missing.zip")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("notes.txt", b"hello", "no zip, folder or csv"),
        ("other.csv", b"a,b,c\n1,2,3\n", "needs the columns emotion, pixels and Usage"),
        ("empty.csv", b"", "needs the columns emotion, pixels and Usage"),
        ("header.csv", b"emotion,pixels,Usage\n", "holds no face"),
    ],
)
def test_what_is_no_data_set_is_refused_in_words(tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(ValueError, match=sentence):
        read_faces(tmp_path / name)


def test_the_real_fer2013_has_the_tutorials_counts(fer2013):
    counts = fer2013.counts()

    tests = np.add(counts["PublicTest"], counts["PrivateTest"])
    assert counts["Training"] == [3995, 436, 4097, 7215, 4965, 4830, 3171]
    assert tests.tolist() == [958, 111, 1024, 1774, 1233, 1247, 831]
    assert (len(fer2013.part("PublicTest").labels), fer2013.problems) == (3589, ())
