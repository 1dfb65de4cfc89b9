"""How every component of ours is drawn."""

from collections.abc import Mapping
from typing import Any

from streamlit.components.v2.types import ComponentRenderer


def mount(
    component: ComponentRenderer,
    key: str,
    values: Mapping[str, Any] | None = None,
    *,
    hears: tuple[str, ...] = (),
) -> Any:
    """Draw a component; the result has what it told since the last run, or None, by each name.

    The values travel as a list of one. In a mapping Streamlit would look for tables, and load
    pandas to know one: 0.4 s of a first visit to a page that shows no table.

    Args:
        values: What its script gets as `data[0]`; `data` is null where they are left out.
        hears: Names under which its script tells something.
    """
    told: dict[str, Any] = {f"on_{name}_change": _nothing for name in hears}
    return component(key=key, data=None if values is None else [dict(values)], **told)


def _nothing() -> None:
    """A value is looked for only where a callback of its name exists."""
