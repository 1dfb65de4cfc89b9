"""A part of the Live page that runs in the browser: its markup, its style and its module."""

from pathlib import Path
from typing import Any, Final

from streamlit.components.v2 import component

_CODE: Final = Path(__file__).parent / "browser"
# A part's script asks for our module by its address, so that the browser keeps it.
_SHIM: Final = """
export default function (component) {
  const [{ code }] = component.data;
  let end;
  let gone = false;
  import(new URL(`${code}NAME.js`, document.baseURI).href).then((module) => {
    if (!gone) end = module.show(component);
  });
  return () => { gone = true; end?.(); };
}
"""


def part(name: str) -> Any:
    """The component of NAME.html, NAME.css where there is one, and the `show` of NAME.js.

    What is mounted with it needs `code`, the address of our modules.
    """
    style = _CODE / f"{name}.css"
    return component(
        f"browser_{name}",
        html=(_CODE / f"{name}.html").read_text(encoding="utf-8"),
        css=style.read_text(encoding="utf-8") if style.exists() else None,
        js=_SHIM.replace("NAME", name),
    )
