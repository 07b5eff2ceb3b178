from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from walkin.cli.queue_file import edit_in_editor, read_form, validate_draft
from walkin.cli.support import UsageError
from walkin.model.form.definition import FormItem
from walkin.model.queue import Queue, Translation
from walkin.model.registration import Ref

QUEUE = Queue(id="1", name="Passports", ticket_prefix="A", form=[FormItem(id="why", title="Why?", mandatory=True)])


def editor(monkeypatch: pytest.MonkeyPatch, folder: Path, *texts: str) -> Path:
    """Set EDITOR to a script that writes the next of `texts`; the file that is returned records what it opened."""
    script, record = folder / "editor.py", folder / "seen"
    script.write_text(
        "import json, pathlib, sys\n"
        f"seen = pathlib.Path({str(record)!r}); texts = {list(texts)!r}\n"
        "opened = json.loads(seen.read_text()) if seen.exists() else []\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "seen.write_text(json.dumps([*opened, file.read_text()]))\n"
        "file.write_text(texts[len(opened)].replace('@', file.read_text()))\n"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    return record


def test_only_what_was_changed_in_the_editor_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    draft = {**QUEUE.to_wire(), "name": "Cards", "status": "closed"}
    draft = {key: draft[key] for key in ("name", "status", "ticketPrefix", "form")}
    record = editor(monkeypatch, tmp_path, "# a remark\n" + json.dumps(draft))
    assert edit_in_editor(QUEUE) == {"name": "Cards", "status": "closed"}
    (opened,) = json.loads(record.read_text())
    assert "Why?" in opened
    assert "revision" not in opened


FULL = QUEUE.model_copy(
    update={
        "welcome_message": "Hello\nthere",
        "company": Ref(id="1", name="Town hall"),
        "form": [
            FormItem.model_validate(
                {"id": "why", "title": "Why?", "visible": True, "mandatory": True, "multiple": False}
            ),
            FormItem.model_validate({"id": "who", "subItem": [{"id": "last", "category": False, "title": "Last"}]}),
        ],
        "i18n": {"fr": Translation(name="Passeports", form={"why": {"title": "Pourquoi ?"}})},
    }
)


@pytest.mark.parametrize("as_json", [False, True])
def test_an_editor_shows_what_is_set_and_reads_it_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, as_json: bool
) -> None:
    record = editor(monkeypatch, tmp_path, "@")
    assert edit_in_editor(FULL, as_json=as_json) == {}
    (opened,) = json.loads(record.read_text())
    unset = next(line for line in opened.splitlines() if "Not set: " in line)
    assert all(name in unset for name in ("joinByPhone", "serviceTime", "thankMessage"))
    assert "welcomeMessage" not in unset
    assert not any(noise in opened for noise in ("visible", "multiple", "category", "revision"))
    assert ('"name": "Passports"' if as_json else 'name = "Passports"\n') in opened
    assert as_json or "[i18n.fr.form.why]\ntitle = " in opened


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ('status = "open"', 'status = "closed"\nserviceTime = 9', {"status": "closed", "serviceTime": 9}),
        ('welcomeMessage = """\nHello\nthere"""', 'welcomeMessage = ""', {"welcomeMessage": ""}),
        ("Passeports", "Cartes", {"i18n": {"fr": {"name": "Cartes", "form": {"why": {"title": "Pourquoi ?"}}}}}),
        ('status = "open"\n', "", {}),
    ],
)
def test_what_is_changed_in_toml_is_sent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str, change: dict[str, object]
) -> None:
    record = editor(monkeypatch, tmp_path, "")
    edit_in_editor(FULL)
    (opened,) = json.loads(record.read_text())
    assert old in opened
    record.unlink()
    editor(monkeypatch, tmp_path, opened.replace(old, new))
    assert edit_in_editor(FULL) == change


def test_a_queue_with_a_null_is_edited_as_json(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    odd = QUEUE.model_copy(update={"form": [FormItem.model_validate({"id": "why", "theirs": {"x": None}})]})
    record = editor(monkeypatch, tmp_path, "@")
    assert edit_in_editor(odd) == {}
    assert '"theirs": {' in json.loads(record.read_text())[0]


def test_the_values_of_a_list_are_not_edited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    filled = {"id": "land", "type": "select", "valuesFrom": "countries", "valuesVersion": "1"}
    country = FormItem.model_validate(filled | {"values": [{"id": "FR", "name": "France"}]})
    queue = QUEUE.model_copy(update={"form": [country]})
    record = editor(monkeypatch, tmp_path, "@")
    assert edit_in_editor(queue) == {}
    assert "countries" in record.read_text()
    assert "France" not in record.read_text()


@pytest.mark.parametrize("text", ["@", "", "# nothing\n"])
def test_an_unchanged_or_emptied_file_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    editor(monkeypatch, tmp_path, text)
    assert edit_in_editor(QUEUE) == {}


def test_a_mistake_opens_the_editor_again_with_the_text_and_the_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wrong = json.dumps({"name": "Cards", "ticketPrefix": "IO"})
    record = editor(monkeypatch, tmp_path, '{"name": ', wrong, '{"name": "Cards"}')
    assert edit_in_editor(QUEUE) == {"name": "Cards"}
    _, second, third = json.loads(record.read_text())
    assert second.startswith("# NOT SAVED: This is not JSON (lines are counted without these remarks): ")
    assert second.endswith('{"name": ')
    assert "# NOT SAVED: ticketPrefix: a ticket prefix is one or two letters" in third
    assert third.endswith(wrong)


def test_an_editor_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    with pytest.raises(UsageError, match="/no/such/editor"):
        edit_in_editor(QUEUE)


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        ([], "a queue is written as"),
        ({"nmae": "x"}, r"no such member: nmae; did you mean name\?"),
        ({"company": {"id": "1", "name": "a\tb"}}, "company.name: holds a character that cannot be shown"),
        ({"zzz": "x"}, "no such member: zzz. There are: "),
        ({"status": "ajar"}, "status: must be 'open' or 'closed'"),
        ({"timeZone": "Mars/Base"}, "timeZone: there is no time zone 'Mars/Base'"),
        ({"timeZone": "localtime"}, "timeZone: there is no time zone 'localtime'"),
        ({"form": [{"id": "a"}, {"id": "a"}]}, "form: two fields have the id 'a'"),
        ({"form": [{"title": "x"}]}, r"form\[1\].id: is missing"),
    ],
)
def test_a_wrong_draft_is_refused_with_the_place(draft: object, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        validate_draft(draft)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("form.json", '[{"id": "why"}]'),
        ("form.json", '{"form": [{"id": "why"}]}'),
        ("form.toml", '[[form]]\nid = "why"\n'),
    ],
)
def test_a_form_is_read_from_toml_and_json(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert [item.to_wire() for item in read_form(tmp_path / name).items] == [{"id": "why"}]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("form.json", "[", "is not JSON"),
        ("form.toml", "[", "this is not TOML"),
        ("form.toml", 'name = "x"', "there is no list of questions"),
        ("absent.json", None, "cannot be read"),
    ],
)
def test_a_file_without_a_form_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None, reason: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(UsageError) as refused:
        read_form(tmp_path / name)
    assert reason in capsys.readouterr().err + str(refused.value)
