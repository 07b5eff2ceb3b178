"""``walkin watch`` and ``walkin watch listen``, and the encryption of secrets."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from walkin.cli import main
from walkin.watch import signing
from walkin.watch.encryption import SecretBox, generate_key_line, open_secret_box, parse_secret_box
from walkin.watch.listener import verify_request

BODY = b'{"id":"1"}'


@pytest.fixture(autouse=True)
def _settings(office_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKIN_CONFIG", "/dev/null")
    monkeypatch.setenv("WALKIN_OFFICE__DATA", str(office_file))
    monkeypatch.setenv("WALKIN_WATCH__ALLOW", "127.0.0.1")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as exit_info:
        main.main(["watch", *arguments])
    output = capsys.readouterr()
    return int(exit_info.value.code or 0), output.out, output.err


def test_a_watch_from_making_to_deleting(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text('{"rank":${$.rank}}')
    code, out, _ = run(
        capsys, "add", "http://127.0.0.1:1/hook", "--queue", "1", "--sign", "--name", "Mine", "--event", "created",
        "--header", "X-Key=abc=", "--schema", str(schema), "--previous", "--whole", "--json",
    )  # fmt: skip
    watch = json.loads(out)
    assert code == 0
    assert watch["secret"].startswith("whsec_")
    assert (watch["schema"], watch["addPreviousData"], watch["levelDetails"]) == (
        '{"rank":${$.rank}}',
        True,
        "extraFull",
    )
    assert watch["httpRequestHeader"] == {"X-Key": "********"}

    _, out, _ = run(capsys, "list")
    assert "Mine" in out
    assert "enabled" in out
    code, out, _ = run(capsys, "test", watch["id"])
    assert (code, out) == (1, "Not delivered: The address cannot be reached from here, or may not be.\n")
    run(capsys, "enable", watch["id"], "--off")
    _, out, _ = run(capsys, "show", watch["id"])
    assert json.loads(out)["status"] == "disabled"
    assert "secret" not in json.loads(out)
    assert run(capsys, "replay", "--watch", watch["id"])[1] == "0 deliveries are sent again.\n"
    assert run(capsys, "log", "--json")[1] == "[]\n"
    assert run(capsys, "delete", watch["id"])[0] == 0
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
    exit_info, out, err = run(capsys, *arguments)
    assert (exit_info, out) == (code, "")
    assert 0 < len(err.splitlines()) <= 3
    assert "Traceback" not in err


def test_a_key_made_for_a_watch_that_was_refused_does_not_stay(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "add", "https://10.0.0.1/", "--sign")[0] == 1
    watch = json.loads(run(capsys, "add", "http://127.0.0.1:1/", "--sign", "--json")[1])
    assert watch["signature"]["cryptoKeyIds"] == ["2"]


def sign(key: signing.SigningKey, now: float, body: bytes = BODY) -> dict[str, str]:
    return signing.build_signature_headers([key], "msg_1", int(now), "POST", "http://127.0.0.1/", body)


def test_the_receiver_believes_what_is_signed_and_nothing_else() -> None:
    now = time.time()
    secret = signing.generate_secret()
    hmac_key, ed25519_key = signing.HmacKey("1", secret), signing.Ed25519Key("2", secret)
    hmac_text, public_text = signing.encode_key("hmac", secret), signing.encode_key("ed25519", secret)
    assert verify_request([hmac_text], sign(hmac_key, now), BODY, now) == "signed"
    assert verify_request([public_text], sign(ed25519_key, now), BODY, now) == "signed"
    assert verify_request([public_text, hmac_text], sign(hmac_key, now), BODY, now) == "signed"
    assert verify_request([hmac_text], sign(hmac_key, now), BODY + b" ", now) == "wrong signature"
    assert verify_request([public_text], sign(hmac_key, now), BODY, now) == "wrong signature"
    assert verify_request([hmac_text], sign(hmac_key, now - 301), BODY, now) == "too old"
    assert verify_request([hmac_text], {}, BODY, now) == "not signed"
    assert verify_request([hmac_text], sign(hmac_key, now) | {"webhook-timestamp": "x"}, BODY, now) == "not signed"
    assert verify_request(["nonsense"], sign(hmac_key, now), BODY, now) == "wrong signature"
    assert verify_request([], {}, BODY, now) == "unchecked"


def test_the_receiver_believes_what_an_independent_library_has_signed() -> None:
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    secret = "whsec_" + base64.b64encode(signing.generate_secret()).decode()
    header = Webhook(secret).sign("msg_1", now, BODY.decode())
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": header}
    assert verify_request([secret], headers, BODY, now.timestamp()) == "signed"


def test_secrets_open_only_with_their_key_and_as_the_member_they_were_sealed_for(tmp_path: Path) -> None:
    from walkin.model.errors import Refused

    secret_box = open_secret_box(tmp_path / "office.db")
    ciphertext = secret_box.encrypt("gehëim", "basicAuth.password")
    assert open_secret_box(tmp_path / "office.db").decrypt(ciphertext, "basicAuth.password") == "gehëim"
    assert secret_box.encrypt("gehëim", "basicAuth.password") != ciphertext
    for other, member, text in (
        (secret_box, "oauth2Auth.clientSecret", ciphertext),
        (parse_secret_box(generate_key_line()), "basicAuth.password", ciphertext),
        (secret_box, "basicAuth.password", ciphertext[:-4] + "AAA="),
    ):
        with pytest.raises(Refused, match="secretsLost"):
            other.decrypt(text, member)


def test_a_key_that_was_replaced_still_opens_what_it_sealed() -> None:
    old, new = generate_key_line(), generate_key_line()
    ciphertext = parse_secret_box(old).encrypt("x", "m")
    both: SecretBox = parse_secret_box(new + old)
    assert both.decrypt(ciphertext, "m") == "x"
    assert both.encrypt("x", "m").startswith(new.partition(":")[0])


@pytest.mark.parametrize("text", ["", "x", "a:b", "a:" + base64.b64encode(b"short").decode()])
def test_what_is_no_key_is_refused(text: str) -> None:
    from walkin.model.errors import Refused

    with pytest.raises(Refused):
        parse_secret_box(text)


def test_programs_that_need_the_key_at_once_use_the_same(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as threads:
        ciphertexts = list(threads.map(lambda _: open_secret_box(tmp_path / "office.db").encrypt("x", "m"), range(16)))
    secret_box = open_secret_box(tmp_path / "office.db")
    assert all(secret_box.decrypt(ciphertext, "m") == "x" for ciphertext in ciphertexts)
    assert {file.name for file in tmp_path.iterdir()} == {"office.db", "office.db.key"}
