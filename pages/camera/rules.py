"""What the browser's code must know of the Python's: its constants, handed over in one piece.

Python stays the one description of how a face is found, framed, eased and drawn.
"""

from typing import Any

from core import crop, faces

# As models/convert_yunet.py made the file: width and height of each signature.
YUNET_SIZES = ((320, 256), (256, 320), (320, 192), (320, 320), (192, 192), (256, 256))
YUNET_STRIDES = (8, 16, 32)


def rules() -> dict[str, Any]:
    """The constants by the names that pages/camera/browser/*.js call them."""
    return {
        "searchPx": faces.LIVE_SEARCH_PX[0],
        "minScore": faces.MIN_SCORE,
        "maxOverlap": faces.MAX_OVERLAP,
        "looksPx": faces.LOOKS_PX,
        "lookFace": faces.LOOK_FACE,
        "lookGain": faces.LOOK_GAIN,
        "lastGain": faces.LAST_GAIN,
        "levelDeg": faces.LEVEL_DEG,
        "yunetSizes": YUNET_SIZES,
        "yunetStrides": YUNET_STRIDES,
        "patchPx": crop.PATCH_PX,
        "sidePerBox": crop.SIDE_PER_BOX,
        "shift": crop.SHIFT,
        "maxFineness": crop.MAX_FINENESS,
    }
