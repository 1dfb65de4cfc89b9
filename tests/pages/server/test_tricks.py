"""Every trick by which a stranger might become the owner, on a real server behind a real nginx."""

from collections.abc import Iterator

import httpx
import pytest
from streamlit import net_util
from websockets.exceptions import WebSocketException

from tests.browser.app import Server, free_port, running_server
from tests.support.nginx import needs_nginx, plain_proxy
from tests.support.visitor import visit, words

pytestmark = pytest.mark.slow

GUEST = "You are a guest here"
# What proxies and their programmers have named where a visitor comes from.
PROXY_HEADERS = (
    *("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"),
    *("X-Real-IP", "True-Client-IP", "CF-Connecting-IP", "X-Client-IP", "X-Cluster-Client-IP"),
    *("X-Forwarded", "Forwarded-For", "X-Originating-IP", "X-Remote-IP", "X-Remote-Addr"),
    *("X-Forwarded-Port", "X-Forwarded-Server", "X-Host", "Fastly-Client-IP", "X-ProxyUser-Ip"),
)
PROXIES = {
    "proxy_pass alone": "",
    "Host": "proxy_set_header Host $host;",
    "X-Real-IP": "proxy_set_header X-Real-IP $remote_addr;",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The app as `streamlit run app.py` starts it: open to all of this machine's addresses."""
    with running_server("--server.address=0.0.0.0") as running:
        yield running


@pytest.fixture(scope="module")
def cookie(server: Server) -> str:
    """What the owner's browser sends: the cookie that the printed link became."""
    answer = httpx.get(server.owner_link(), trust_env=False)
    return answer.headers["set-cookie"].split(";")[0]


@pytest.fixture(scope="module", params=PROXIES)
def proxied(server: Server, request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app's address behind nginx."""
    lines, folder = PROXIES[request.param], tmp_path_factory.mktemp("nginx")
    with plain_proxy(folder, free_port(), server.url, lines) as url:
        yield url


def is_owner(url: str, *, origin: str | None = None, **headers: str) -> bool:
    """Whether a visit is taken for the owner's; a connection that is refused is nobody's."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with visit(url, headers=named, origin=origin) as visitor:
            return GUEST not in words(visitor.open("train"))
    except WebSocketException:
        return False


def own_origin(server: Server) -> str:
    return server.url.replace("127.0.0.1", "localhost")


def test_the_owners_browser_is_the_owner(server: Server, cookie: str):
    assert is_owner(server.url, origin=own_origin(server), Cookie=cookie)


@needs_nginx
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://localhost"},
        {"origin": "{own}"},
        {"origin": "{own}", "Host": "{host}"},
        {"Host": "localhost"},
        {"origin": "null"},
        *({"origin": "{own}", name: "127.0.0.1"} for name in PROXY_HEADERS),
        {"origin": "{own}", "Cookie": "photo_to_emoji_owner_8501=1.2.3"},
    ],
    ids=[
        *("no origin", "forged origin", "forged own origin", "forged origin and host"),
        *("forged host", "page of no origin", *PROXY_HEADERS, "made-up cookie"),
    ],
)
def test_a_stranger_behind_a_proxy_is_a_guest(server: Server, proxied: str, headers):
    known = {"own": own_origin(server), "host": own_origin(server).removeprefix("http://")}
    forged = {name: value.format(**known) for name, value in headers.items()}

    assert not is_owner(proxied, **forged)


@pytest.mark.parametrize(
    "origin",
    [None, "http://localhost:3000", "http://localhost", "https://evil.example", "null"],
    ids=["no origin", "another program's page", "no port", "foreign page", "page of no origin"],
)
def test_a_page_that_is_not_the_apps_own_is_a_guest_with_the_owners_cookie(
    server: Server, cookie: str, origin
):
    assert not is_owner(server.url, origin=origin, Cookie=cookie)


def test_a_name_that_was_made_to_lead_here_is_not_answered(server: Server, cookie: str):
    port = server.url.rsplit(":", 1)[1]
    rebound = {"Host": f"evil.example:{port}"}

    page = httpx.get(server.url, headers=rebound, trust_env=False)

    assert page.status_code == 403
    assert "not known under this name" in page.text
    assert not is_owner(server.url, origin=f"http://evil.example:{port}", **rebound)


def test_a_peer_from_a_private_address_is_a_guest(server: Server):
    own = net_util.get_internal_ip()
    if not own or own.startswith("127."):
        pytest.skip("this machine has no address but its loopback")
    private = server.url.replace("127.0.0.1", own)

    assert not is_owner(private)
    assert not is_owner(private, origin=own_origin(server))
    assert not is_owner(private, origin=private)


@pytest.mark.parametrize("path", ["/owner/password", "/owner/leave"])
@pytest.mark.parametrize("origin", [None, "http://localhost:3000", "https://evil.example"])
def test_a_foreign_page_changes_nothing_by_a_route(server: Server, cookie: str, path, origin):
    headers = {"Cookie": cookie} | ({"Origin": origin} if origin else {})

    answer = httpx.post(server.url + path, headers=headers, trust_env=False)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
