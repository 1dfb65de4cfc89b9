"""What the browser's code must know of the Python's: its constants, handed over in one piece.

Python stays the one description of how a face is found, framed, eased and drawn.
"""

from typing import Any

from core import (
    capture,
    changes,
    cover,
    covering,
    crop,
    expression,
    faces,
    following,
    labels,
    live,
    overlay,
    sight,
    steadying,
    strangers,
    text,
    tracking,
    yunet,
)
from core import sprite_drawing as sprites


def rules() -> dict[str, Any]:
    """The constants by the names that pages/camera/browser/*.js call them."""
    return {**_reading(), **_time(), **_sight(), **_cover(), **_drawing(), **_round()}


def _reading() -> dict[str, Any]:
    """How a face is found, cut and named."""
    return {
        "searchPx": faces.LIVE_SEARCH_PX[0],
        "minScore": faces.MIN_SCORE,
        "maxOverlap": yunet.MAX_OVERLAP,
        "looksPx": faces.LOOKS_PX,
        "lookFace": faces.LOOK_FACE,
        "lookGain": faces.LOOK_GAIN,
        "lastGain": faces.LAST_GAIN,
        "levelDeg": faces.LEVEL_DEG,
        "yunetSizes": yunet.SIZES,
        "yunetStrides": yunet.STRIDES,
        "patchPx": crop.PATCH_PX,
        "sidePerBox": crop.SIDE_PER_BOX,
        "shift": crop.SHIFT,
        "maxFineness": crop.MAX_FINENESS,
        "emotions": labels.EMOTIONS,
        "notSure": labels.NOT_SURE,
    }


def _time() -> dict[str, Any]:
    """How a face goes on from frame to frame."""
    return {
        "holdS": tracking.HOLD_S,
        "reach": tracking.REACH,
        "reachPerS": tracking.REACH_PER_S,
        "mostReach": tracking.MOST_REACH,
        "outOfReach": tracking.OUT_OF_REACH,
        "shortestS": tracking.SHORTEST_S,
        "cutoffHz": steadying.CUTOFF_HZ,
        "cutoffPerSpeed": steadying.CUTOFF_PER_SPEED,
        "speedCutoffHz": steadying.SPEED_CUTOFF_HZ,
        "mostBehind": steadying.MOST_BEHIND,
        "scoresS": expression.SCORES_S,
        "patienceS": expression.PATIENCE_S,
        "restS": expression.REST_S,
    }


def _sight() -> dict[str, Any]:
    """How a face is followed between two searches."""
    return {
        "searchEveryS": sight.SEARCH_EVERY_S,
        "soonS": sight.SOON_S,
        "oneFace": sight.ONE_FACE,
        "sightSureTimes": sight.SURE_TIMES,
        "sightUnsureS": sight.UNSURE_S,
        "smallPx": following.SMALL_PX,
        "alike": following.ALIKE,
        "followReach": following.REACH,
        "smallestPx": following.SMALLEST_PX,
    }


def _cover() -> dict[str, Any]:
    """How a face is hidden that is not seen."""
    return {
        "dark": cover.DARK,
        "fewCells": cover.FEW_CELLS,
        "lingersS": cover.LINGERS_S,
        "saysSoS": live.SAYS_SO_S,
        "cells": changes.CELLS,
        "differs": changes.DIFFERS,
        "darkest": changes.DARKEST,
        "bright": changes.BRIGHT,
        "dimmest": changes.DIMMEST,
        "adaptsS": changes.ADAPTS_S,
        "roomGivesUpS": changes.GIVES_UP_S,
        "memoryS": changes.MEMORY_S,
        "stillS": changes.STILL_S,
        "moves": changes.MOVES,
        "headReach": changes.HEAD_REACH,
        "bodyReach": changes.BODY_REACH,
        "strangers": {
            "band": strangers.BAND,
            "margin": strangers.MARGIN,
            "smallest": strangers.SMALLEST,
        },
        "runsPerS": covering.RUNS_PER_S,
        "farthest": covering.FARTHEST,
        "behind": covering.BEHIND,
        "behindCut": covering.BEHIND_CUT,
        "cut": covering.CUT,
        "same": covering.SAME,
        "behindPerS": covering.BEHIND_PER_S,
        "behindS": covering.BEHIND_S,
        "edge": covering.EDGE,
        "leavesS": covering.LEAVES_S,
        "quietS": covering.QUIET_S,
        "leftS": covering.LEFT_S,
        "givesUpS": covering.GIVES_UP_S,
        "sureTimes": covering.SURE_TIMES,
        "sureScore": covering.SURE_SCORE,
        "unsureS": covering.UNSURE_S,
        "agree": covering.AGREE,
        "sideS": covering.SIDE_S,
        "follows": covering.FOLLOWS,
    }


def _drawing() -> dict[str, Any]:
    """How a face is hidden, marked and named on the picture."""
    return {
        "covering": sprites.COVERING,
        "coveringRimPx": sprites.COVERING_RIM_PX,
        "disc": sprites.DISC,
        "badge": overlay.BADGE,
        "badgeRight": overlay.BADGE_RIGHT,
        "badgeLeft": overlay.BADGE_LEFT,
        "label": overlay.LABEL,
        "labelPx": overlay.LABEL_PX,
        "labelUnder": overlay.LABEL_UNDER,
        "labelOver": overlay.LABEL_OVER,
        "labelPadding": text.PADDING,
        "line": overlay.LINE,
        "panel": overlay.PANEL,
        "panelEmoji": overlay.PANEL_EMOJI,
        "ground": _css(text.GROUND),
        "ink": _css(text.INK),
        "colours": labels.COLORS,
        "looks": labels.LOOKS,
    }


def _round() -> dict[str, Any]:
    """How a round of "make this face" goes, and which of its moments is the best."""
    return {
        "countS": capture.COUNT_S,
        "burstFrames": capture.FRAMES,
        "burstEveryS": capture.EVERY_S,
        "sharpWeight": capture.SHARP_WEIGHT,
        "middleWeight": capture.MIDDLE_WEIGHT,
    }


def _css(rgb: tuple[int, int, int]) -> str:
    return f"rgb{rgb}"
