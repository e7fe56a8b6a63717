"""Without accounts only who brings the key is let in: other accounts of the machine reach its address, too."""

import os
import time

import pytest
import web_clients

from anagen.web.security import key as keys

KEY = "k" * 43
OTHER = "o" * 43


@pytest.fixture
def stranger(tmp_path):
    """A browser that knows nothing yet."""
    one = web_clients.owner(tmp_path, key=KEY)
    yield one
    one.app.state.store.close()


def test_who_brings_no_key_sees_nothing_and_changes_nothing(stranger):
    closed = ("/", "/p/x", "/gallery", "/account/session", "/openapi.json", "/nowhere", "/health", "/static")
    for path in (*closed, f"/?key={OTHER}"):
        assert stranger.get(path).status_code == 403, path
    for name, value in (("Authorization", f"Bearer {OTHER}"), ("Cookie", f"anagen_key_x={KEY}")):
        assert stranger.get("/", headers={name: value}).status_code == 403
    assert stranger.post(f"/start?key={KEY}", data={"name": "x"}).status_code == 403
    assert "key" in stranger.get("/gallery.json").json()["error"]
    assert stranger.app.state.store.people() == ()
    assert stranger.get("/static/style.css").status_code == 200


def test_the_address_with_the_key_is_needed_once_and_leaves_no_trace(stranger):
    entered = stranger.get(f"/gallery?sex=male&key={KEY}")
    cookie = entered.headers["set-cookie"].lower()

    assert entered.status_code == 303
    assert entered.headers["location"] == "/gallery?sex=male"
    assert entered.headers["cache-control"] == "no-store"
    assert all(flag in cookie for flag in ("httponly", "samesite=lax", "path=/", "max-age=34560000"))
    assert stranger.get("/gallery?sex=male").status_code == 200
    assert stranger.post("/start", data={"name": "Ann"}).status_code == 303


def test_programs_send_the_key_as_a_header(stranger):
    assert stranger.get("/gallery.json", headers={"Authorization": f"Bearer {KEY}"}).status_code == 200


def test_nobody_is_sent_elsewhere_with_the_key(stranger):
    for path in (f"//evil.example?key={KEY}", f"/%5Cevil.example?key={KEY}"):
        place = stranger.get("http://localhost" + path).headers.get("location", "/")
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\"))


def test_a_ticket_is_good_once_and_soon(stranger, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    ticket = keys.new_ticket(folder)
    assert stranger.get(f"/?key={ticket}").status_code == 303
    assert stranger.get("/").status_code == 200
    other = web_clients.Browser(stranger.app)
    assert other.get(f"/?key={ticket}").status_code == 403

    late = keys.new_ticket(folder)
    past = time.time() - 2.0 * keys.TICKET_S
    os.utime(folder / "ticket", (past, past))
    assert other.get(f"/?key={late}").status_code == 403


def test_the_key_stays_the_same_and_is_its_owners_alone(tmp_path):
    folder = tmp_path / "data"
    kept = keys.kept_key(folder)

    assert keys.kept_key(folder) == kept
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700

    (folder / "key").chmod(0o644)  # somebody else may have read it
    fresh = keys.kept_key(folder)
    assert fresh != kept
    (folder / "key").unlink()
    (tmp_path / "known").write_text(kept, encoding="ascii")
    (folder / "key").symlink_to(tmp_path / "known")
    assert keys.kept_key(folder) not in (kept, fresh)


@pytest.mark.parametrize("clinic", [False, True])
def test_the_terminal_shows_the_key_and_the_browser_that_is_opened_gets_a_ticket(
    tmp_path, monkeypatch, capsys, clinic
):
    from anagen.cli.serve import serve

    told, opened = {}, []
    monkeypatch.setattr(
        "anagen.web.serving.serve_until_stopped", lambda settings, **given: told.update(given, s=settings)
    )
    monkeypatch.setattr("webbrowser.open", opened.append)
    serve(database=str(tmp_path / "s.sqlite"), data=tmp_path / "data", open=True, clinic=clinic)
    told["announce"]("http://127.0.0.1:8600/")
    said, key = capsys.readouterr().out, told["s"].key

    if clinic:
        assert (key, opened) == (None, ["http://127.0.0.1:8600/"])
        assert "?key=" not in said
        return
    assert f"at http://127.0.0.1:8600/?key={key} (" in said
    assert opened[0].startswith("http://127.0.0.1:8600/?key=")
    assert key not in opened[0]
    assert key not in repr(told["s"])
