"""The one video of a visit: what it may have, and what becomes of the one before."""

import pytest

from core.videos.kinds import GUEST, OWNER
from pages.shared import owner, videos
from pages.shared.videos import Video


class Job:
    """Only ends."""

    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(("is_owner", "limits"), [(True, OWNER), (False, GUEST)])
def test_the_owner_may_send_more(monkeypatch, is_owner, limits):
    monkeypatch.setattr(owner, "is_owner", lambda: is_owner)

    assert videos.limits() == limits


def test_a_new_video_ends_the_job_of_the_one_before():
    video, job = Video(), Job()
    video.take_in("a.mp4", b"a")
    first = video.mark
    video.sent, video.job = None, job  # type: ignore[assignment]
    video.uncovered.add(1)

    video.take_in("b.mp4", b"b")

    assert job.closed == 1 and video.job is None
    assert video.sent == ("b.mp4", b"b") and video.shown
    assert video.mark != first and video.uncovered == set()


def test_the_end_of_a_visit_ends_the_job():
    video, job = Video(), Job()
    video.job = job  # type: ignore[assignment]

    video.remove()

    assert job.closed == 1 and not video.is_here
