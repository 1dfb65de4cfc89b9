"""Bytes of a visitor's session as an address that the visitor's browser can load."""

from streamlit import runtime


def address(data: bytes, mimetype: str, place: str) -> str:
    """Relative to the page's address; empty where no server runs, as in a page's unit test.

    The bytes are let go once a run of the page no longer asks for them.

    Args:
        place: Tells what is shown from the page's other addresses; a new one replaces the old.
    """
    if not runtime.exists():
        return ""
    files = runtime.get_instance().media_file_mgr
    return files.add(data, mimetype, f"ours-{place}").removeprefix("/")
