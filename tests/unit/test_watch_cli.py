"""``walkin watch`` and the receiver it has, as their user sees them."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from walkin.cli import main
from walkin.watch import signing
from walkin.watch.encryption import SecretBox, generate_key_line, open_secret_box, parse_secret_box
from walkin.watch.listener import verify_request

BODY = b'{"id":"1"}'


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKIN_CONFIG", "/dev/null")
    monkeypatch.setenv("WALKIN_OFFICE__DATA", str(tmp_path / "office.db"))
    monkeypatch.setenv("WALKIN_WATCH__ALLOW", "127.0.0.1")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main.main(["watch", *arguments])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_a_watch_from_making_to_deleting(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text('{"rank":${$.rank}}')
    code, out, _ = run(
        capsys, "add", "http://127.0.0.1:1/hook", "--queue", "1", "--sign", "--name", "Mine", "--event", "created",
        "--header", "X-Key=abc=", "--schema", str(schema), "--previous", "--whole", "--json",
    )  # fmt: skip
    made = json.loads(out)
    assert code == 0
    assert made["secret"].startswith("whsec_")
    assert (made["schema"], made["addPreviousData"], made["levelDetails"]) == ('{"rank":${$.rank}}', True, "extraFull")
    assert made["httpRequestHeader"] == {"X-Key": "********"}

    _, out, _ = run(capsys, "list")
    assert "Mine" in out
    assert "enabled" in out
    code, out, _ = run(capsys, "test", made["id"])
    assert (code, out) == (1, "Not delivered: The address cannot be reached from here, or may not be.\n")
    run(capsys, "enable", made["id"], "--off")
    _, out, _ = run(capsys, "show", made["id"])
    assert json.loads(out)["status"] == "disabled"
    assert "secret" not in json.loads(out)
    assert run(capsys, "replay", "--watch", made["id"])[1] == "0 deliveries are sent again.\n"
    assert run(capsys, "log", "--json")[1] == "[]\n"
    assert run(capsys, "delete", made["id"])[0] == 0
    assert json.loads(run(capsys, "list", "--json")[1]) == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("show", "77"), 1), (("show", "x"), 2), (("delete", "77"), 1), (("replay", "77"), 1), (("add", "ftp://x"), 1),
     (("add", "https://10.0.0.1/"), 1), (("add", "http://127.0.0.1/", "--header", "x"), 2),
     (("add", "http://127.0.0.1/", "--event", "burnt"), 1), (("test", "77"), 1)],
)  # fmt: skip
def test_what_does_not_work_is_said_in_a_line_or_two(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int
) -> None:
    ended, out, err = run(capsys, *arguments)
    assert (ended, out) == (code, "")
    assert 0 < len(err.splitlines()) <= 3
    assert "Traceback" not in err


def test_a_key_made_for_a_watch_that_was_refused_does_not_stay(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "add", "https://10.0.0.1/", "--sign")[0] == 1
    made = json.loads(run(capsys, "add", "http://127.0.0.1:1/", "--sign", "--json")[1])
    assert made["signature"]["cryptoKeyIds"] == ["2"]


def signed(key: signing.SigningKey, at: float, body: bytes = BODY) -> dict[str, str]:
    return signing.build_signature_headers([key], "msg_1", int(at), "POST", "http://127.0.0.1/", body)


def test_the_receiver_believes_what_is_signed_and_nothing_else() -> None:
    at = time.time()
    secret = signing.generate_secret()
    mac, pair = signing.HmacKey("1", secret), signing.Ed25519Key("2", secret)
    shared, public = signing.encode_key("hmac", secret), signing.encode_key("ed25519", secret)
    assert verify_request([shared], signed(mac, at), BODY, at) == "signed"
    assert verify_request([public], signed(pair, at), BODY, at) == "signed"
    assert verify_request([public, shared], signed(mac, at), BODY, at) == "signed"
    assert verify_request([shared], signed(mac, at), BODY + b" ", at) == "wrong signature"
    assert verify_request([public], signed(mac, at), BODY, at) == "wrong signature"
    assert verify_request([shared], signed(mac, at - 301), BODY, at) == "too old"
    assert verify_request([shared], {}, BODY, at) == "not signed"
    assert verify_request([shared], signed(mac, at) | {"webhook-timestamp": "x"}, BODY, at) == "not signed"
    assert verify_request(["nonsense"], signed(mac, at), BODY, at) == "wrong signature"
    assert verify_request([], {}, BODY, at) == "unchecked"


def test_the_receiver_believes_what_an_independent_library_has_signed() -> None:
    from datetime import UTC, datetime

    at = datetime.now(UTC)
    secret = "whsec_" + base64.b64encode(signing.generate_secret()).decode()
    header = Webhook(secret).sign("msg_1", at, BODY.decode())
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": header}
    assert verify_request([secret], headers, BODY, at.timestamp()) == "signed"


def test_secrets_open_only_with_their_key_and_as_the_member_they_were_sealed_for(tmp_path: Path) -> None:
    from walkin.model.errors import Refused

    vault = open_secret_box(tmp_path / "office.db")
    sealed = vault.encrypt("gehëim", "basicAuth.password")
    assert open_secret_box(tmp_path / "office.db").decrypt(sealed, "basicAuth.password") == "gehëim"
    assert vault.encrypt("gehëim", "basicAuth.password") != sealed
    for other, member, text in (
        (vault, "oauth2Auth.clientSecret", sealed),
        (parse_secret_box(generate_key_line()), "basicAuth.password", sealed),
        (vault, "basicAuth.password", sealed[:-4] + "AAA="),
    ):
        with pytest.raises(Refused, match="secretsLost"):
            other.decrypt(text, member)


def test_a_key_that_was_replaced_still_opens_what_it_sealed() -> None:
    old, new = generate_key_line(), generate_key_line()
    sealed = parse_secret_box(old).encrypt("x", "m")
    both: SecretBox = parse_secret_box(new + old)
    assert both.decrypt(sealed, "m") == "x"
    assert both.encrypt("x", "m").startswith(new.partition(":")[0])


@pytest.mark.parametrize("text", ["", "x", "a:b", "a:" + base64.b64encode(b"short").decode()])
def test_what_is_no_key_is_refused(text: str) -> None:
    from walkin.model.errors import Refused

    with pytest.raises(Refused):
        parse_secret_box(text)


def test_programs_that_need_the_key_at_once_use_the_same(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as threads:
        found: list[Any] = list(threads.map(lambda _: open_secret_box(tmp_path / "office.db")._keys, range(16)))
    assert all(keys == found[0] for keys in found)
    assert [file.name for file in tmp_path.iterdir()] == ["office.db.key"]
