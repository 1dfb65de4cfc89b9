"""deploy/nginx.conf.template, run as it is: Debian's nginx before two processes of the app."""

import datetime
import ipaddress
import re
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.dataset.face_set import read_faces
from core.drawn.samples import DEMO_NAME
from pages.shared import folders
from tests.browser.app import free_port
from tests.support.folders import ROOT
from tests.support.hosted import Hosted, hosted
from tests.support.nginx import needs_nginx, running_nginx
from tests.support.visitor import visit, words

pytestmark = [needs_nginx, pytest.mark.slow]
PASSWORD = "correct horse battery"
KEY = "only the monitor knows"
FACE = read_faces(folders.DEMO).names[0]


@dataclass(frozen=True)
class Site:
    """nginx and what stands behind it."""

    url: str
    plain_url: str
    trusted: ssl.SSLContext
    one: Hosted
    two: Hosted
    data: Path

    @contextmanager
    def client(self) -> Iterator[httpx.Client]:
        """A browser that has been here: it keeps its cookies."""
        with httpx.Client(base_url=self.url, verify=self.trusted, trust_env=False) as client:
            client.get("/").raise_for_status()
            yield client

    def cookies_of(self, client: httpx.Client) -> str:
        return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    trusted = _certificate(folder)
    http, https = free_port(), free_port()
    url = f"https://127.0.0.1:{https}"
    secrets = folder / "secrets.toml"
    lines = (f'address = "{url}"', f'owner_password = "{PASSWORD}"', f'scrape_key = "{KEY}"')
    secrets.write_text("\n".join(lines), encoding="utf-8")
    env = {
        "STREAMLIT_SERVER_COOKIE_SECRET": "the same for both",
        "PHOTO_TO_EMOJI_DATA": str(folder / "data"),
    }
    option = f"--secrets.files={secrets}"
    with hosted(folder, option, env=env) as one, hosted(folder, option, env=env) as two:
        values = {
            "APP_ONE": one.url.removeprefix("http://"),
            "APP_TWO": two.url.removeprefix("http://"),
            "HTTP_PORT": f"127.0.0.1:{http}",
            "HTTPS_PORT": f"127.0.0.1:{https}",
            "SERVER_NAME": f"127.0.0.1:{https}",
            "TLS_FOLDER": str(folder),
        }
        with running_nginx(folder, filled(values), https):
            yield Site(url, f"http://127.0.0.1:{http}", trusted, one, two, folder / "data")


def filled(values: dict[str, str]) -> str:
    """The file as the official image's start fills it in: ${NAMES} of the environment."""
    text = (ROOT / "deploy" / "nginx.conf.template").read_text(encoding="utf-8")
    return re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], text)


def _certificate(folder: Path) -> ssl.SSLContext:
    """Write a certificate for this machine; who connects trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    plain = serialization.NoEncryption()
    private = serialization.PrivateFormat.PKCS8
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, private, plain))
    return ssl.create_default_context(cafile=str(folder / "fullchain.pem"))


def test_who_comes_without_tls_is_sent_to_the_secure_address(site: Site):
    answer = httpx.get(f"{site.plain_url}/live", trust_env=False)

    assert answer.status_code == 301
    assert answer.headers["location"] == f"{site.url}/live"


def test_every_answer_has_its_headers_and_the_place_is_no_scripts(site: Site):
    answer = httpx.get(site.url, verify=site.trusted, trust_env=False)

    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "nginx/" not in answer.headers["server"]
    assert re.match(
        r"place=[0-9a-f]{32}; .*Secure; HttpOnly; SameSite=Lax", answer.headers["set-cookie"]
    )


def test_a_visitors_page_files_and_uploads_come_from_one_process(site: Site):
    """Uploads and assets lie in one process's memory: at the other there are none."""
    for _ in range(6):
        with site.client() as client:
            cookie = {"Cookie": site.cookies_of(client)}
            with visit(site.url, headers=cookie, origin=site.url, trusted=site.trusted) as visitor:
                shown = words(visitor.open("")) + words(visitor.open("photo"))
                found = set(re.findall(r"assets/\w{64}/[\w.-]+|media/\w+\.jpg", shown))
                answers = {client.get(f"/{address}").status_code for address in found}
                sent = visitor.upload(client, "small.png", b"no picture")

            assert len(found) > 5
            assert answers == {200}
            assert sent.size == len(b"no picture")


def test_visitors_are_spread_over_both(site: Site):
    places = [f"{number:032x}" for number in range(40)]

    before = [_requests(one) for one in (site.one, site.two)]
    answered = {
        httpx.get(
            f"{site.url}/health",
            headers={"Cookie": f"place={place}"},
            verify=site.trusted,
            trust_env=False,
        ).status_code
        for place in places
    }

    assert answered == {200}
    after = [_requests(one) for one in (site.one, site.two)]
    assert all(now - then > 5 for now, then in zip(after, before, strict=True))


def _requests(one: Hosted) -> int:
    """How many requests a process has answered, by its own count."""
    key = {"Authorization": f"Bearer {KEY}"}
    text = httpx.get(f"{one.url}/metrics", headers=key, trust_env=False).text
    return int(re.findall(r"request_seconds_count (\d+)", text)[0])


def test_a_body_too_large_is_refused_before_the_app_sees_it(site: Site):
    with site.client() as client:
        told = {"Content-Length": str(320 * 2**20)}  # refused by what it says will come
        body = (bytes(2**20) for _ in range(320))
        answer = client.put("/_stcore/upload_file/x/y", content=body, headers=told)

    assert answer.status_code == 413


def test_the_owner_signs_in_through_it_and_is_the_owner_at_both(site: Site):
    with site.client() as client:
        origin = {"Origin": site.url}
        answer = client.post("/owner/password", data={"password": PASSWORD}, headers=origin)
        name, value = answer.headers["set-cookie"].split(";")[0].split("=", 1)
        owner = f"{name}={value}"

    assert answer.status_code == 303
    for place in (site.one, site.two):
        with visit(place.url, headers={"Cookie": owner}, origin=site.url) as visitor:
            assert "You are a guest here" not in words(visitor.open("train"))
    with visit(site.one.url, headers={"Cookie": owner}, origin=site.url) as visitor:
        shown = visitor.open("explorer", query=f"view=faces&face={FACE}")
        visitor.press("happy", shown)
    with visit(site.two.url, origin=site.url) as guest:
        shown = words(guest.open("explorer", query="view=faces"))
    assert "1 face changed" in shown, "both look into the same folder"
    assert (site.data / "corrections" / f"{DEMO_NAME}.sqlite").exists()


def test_a_flood_from_one_address_is_slowed_and_then_refused(site: Site):
    with site.client() as client, ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda _: client.get("/health").status_code, range(900)))

    assert set(codes) == {200, 429}
    assert codes.count(200) >= 300, "a burst is what a page needs"


def test_when_one_process_dies_the_other_serves_all(site: Site):
    site.one.process.kill()
    site.one.process.wait()

    answers = []
    for number in range(10):
        cookie = {"Cookie": f"place={number:032x}"}
        answers.append(
            httpx.get(f"{site.url}/live", headers=cookie, verify=site.trusted, trust_env=False)
        )

    assert {answer.status_code for answer in answers} <= {200, 429}
    assert any(answer.status_code == 200 for answer in answers)
