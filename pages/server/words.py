"""The few pages that are no Streamlit pages: one sentence, perhaps one field and a button."""

import html
from typing import Final

from pages.server import served

_LOOK: Final = """
body{margin:0;min-height:100vh;display:grid;place-items:center;font:1.1rem/1.5 system-ui,sans-serif;
background:#fffdf9;color:#1a140c}
main{max-width:26rem;padding:2rem;display:grid;gap:1.2rem}
h1{margin:0;font-size:1.6rem}p{margin:0}form{display:grid;gap:.8rem}
input,button{font:inherit;padding:.6rem .9rem;border-radius:.8rem;border:1px solid #b9ac97}
input{background:#f6f0e6;color:inherit}button{border-color:#ad4f08;background:#ad4f08;color:#fff}
a{color:#ad4f08}:focus-visible{outline:3px solid #ad4f0880;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#15131a;color:#f3efe8}a{color:#f5a524}
input{background:#211e29;border-color:#5b5569}
button{border-color:#f5a524;background:#f5a524;color:#1a140c}}
"""


def page(words: str, *, password: bool = False, leave: bool = False) -> str:
    """A whole page of HTML.

    Args:
        words: One sentence or two, as plain text.
        password: Whether a field for the hoster's password stands below.
        leave: Whether a button stands below that ends the ownership.
    """
    base = served.base_path()
    form = ""
    if password:
        form = (
            f'<form method="post" action="{base}/owner/password"><label for="password">Password'
            '</label><input id="password" name="password" type="password" required autofocus '
            'autocomplete="current-password"><button>Be the owner</button></form>'
        )
    if leave:
        form = f'<form method="post" action="{base}/owner/leave"><button>Sign out</button></form>'
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Photo to Emoji</title><style>{_LOOK}</style></head><body><main>"
        f'<h1>Photo to Emoji</h1><p>{html.escape(words)}</p>{form}<p><a href="{base}/">To the app'
        "</a></p></main></body></html>"
    )
