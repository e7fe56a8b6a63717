"""Sessions of who signed in, and invitations, within one transaction.

Both are asked for by a random token, of which the database holds a hash: who reads it cannot come in with what it says.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select, update

from anagen.store.accounts import Account, account_of
from anagen.store.audit import Work
from anagen.store.tables import invitations, web_sessions
from anagen.store.times import day_or_time, now

__all__ = [
    "JOIN",
    "RESET",
    "SETUP",
    "Invitation",
    "Session",
    "begin_session",
    "end_session",
    "invitation_of",
    "invite",
    "open_invitations",
    "session_of",
    "use_invitation",
    "withdraw",
]

TOKEN_BYTES = 32
JOIN, RESET, SETUP = "join", "reset", "setup"
"""What an invitation is for: a new account, a new password, the first account of a clinic."""
SEEN_EVERY = timedelta(minutes=1)
"""So often a session notes that it is used: not at every picture of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who signed in."""

    account: Account
    csrf: str
    """What forms of this session carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A way in that works once."""

    key: str
    """Hash of its token: names it, and opens nothing."""
    purpose: str
    role: str
    person_id: str | None
    account_id: str | None
    made_by: str | None
    expires_at: str


def begin_session(work: Work, account_id: str, *, lasts: timedelta) -> str:
    """Begin a session, and return its token; sessions that are over go.

    Parameters
    ----------
    lasts
        After which time it is over, however much it is used.
    """
    token, moment = secrets.token_urlsafe(TOKEN_BYTES), now()
    work.connection.execute(delete(web_sessions).where(web_sessions.c.expires_at <= moment))
    row = {
        "token_sha256": hashed(token),
        "account_id": account_id,
        "csrf": secrets.token_urlsafe(TOKEN_BYTES),
    }
    times = {"created_at": moment, "seen_at": moment, "expires_at": _in(lasts)}
    work.connection.execute(insert(web_sessions).values(**row, **times))
    return token


def session_of(work: Work, token: str, *, idle: timedelta) -> tuple[Session, bool] | None:
    """The session of a token that is neither over nor idle, and whether it is time to note that it is used."""
    found = work.connection.execute(
        select(web_sessions).where(
            web_sessions.c.token_sha256 == hashed(token),
            web_sessions.c.expires_at > now(),
            web_sessions.c.seen_at > _in(-idle),
        )
    ).one_or_none()
    account = account_of(work, found.account_id) if found is not None and found.account_id else None
    if found is None or account is None or not account.active:
        return None
    return Session(account=account, csrf=found.csrf), found.seen_at < _in(-SEEN_EVERY)


def note_seen(work: Work, token: str) -> None:
    """Note that a session is used."""
    here = web_sessions.c.token_sha256 == hashed(token)
    work.connection.execute(update(web_sessions).where(here).values(seen_at=now()))


def end_session(work: Work, token: str) -> None:
    """End a session."""
    work.connection.execute(delete(web_sessions).where(web_sessions.c.token_sha256 == hashed(token)))


def invite(
    work: Work,
    purpose: str,
    role: str,
    *,
    lasts: timedelta,
    made_by: str | None = None,
    person_id: str | None = None,
    account_id: str | None = None,
) -> str:
    """Make an invitation, and return its token; an earlier one for the same is withdrawn."""
    same = [invitations.c.purpose == purpose, invitations.c.used_at.is_(None)]
    if purpose == JOIN and person_id is None:
        same.append(invitations.c.expires_at <= now())  # two of a staff may be invited at once
    else:
        same += [invitations.c.person_id.is_not_distinct_from(person_id)]
        same += [invitations.c.account_id.is_not_distinct_from(account_id)]
    work.connection.execute(delete(invitations).where(*same))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = {"token_sha256": hashed(token), "purpose": purpose, "role": role, "made_by": made_by}
    about = {"person_id": person_id, "account_id": account_id, "made_at": now(), "expires_at": _in(lasts)}
    work.connection.execute(insert(invitations).values(**row, **about))
    return token


def invitation_of(work: Work, token: str) -> Invitation | None:
    """The invitation of a token, if it was not used and is not over."""
    found = [one for one in open_invitations(work) if secrets.compare_digest(one.key, hashed(token))]
    return found[0] if found else None


def open_invitations(work: Work) -> tuple[Invitation, ...]:
    """All that were not used and are not over, the latest first."""
    asked = select(invitations).where(invitations.c.used_at.is_(None), invitations.c.expires_at > now())
    return tuple(
        Invitation(
            key=row.token_sha256,
            purpose=row.purpose,
            role=row.role,
            person_id=row.person_id,
            account_id=row.account_id,
            made_by=row.made_by,
            expires_at=row.expires_at,
        )
        for row in work.connection.execute(asked.order_by(invitations.c.made_at.desc()))
    )


def use_invitation(work: Work, invitation: Invitation) -> bool:
    """Use an invitation; false if another did at the same moment."""
    here = (invitations.c.token_sha256 == invitation.key, invitations.c.used_at.is_(None))
    return work.connection.execute(update(invitations).where(*here).values(used_at=now())).rowcount == 1


def withdraw(work: Work, key: str) -> bool:
    """Take an invitation back; false if there was none."""
    here = (invitations.c.token_sha256 == key, invitations.c.used_at.is_(None))
    return work.connection.execute(delete(invitations).where(*here)).rowcount == 1


def hashed(token: str) -> str:
    """What the database holds of a token; it is random and long, so that nobody can try out which it was."""
    return hashlib.sha256(token.encode()).hexdigest()


def _in(time: timedelta) -> str:
    return day_or_time(datetime.now(UTC) + time)
