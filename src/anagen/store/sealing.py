"""Encryption at rest: what a record says, what a picture shows and what a person is called.

A random key seals everything with AES-256-GCM; the key itself is sealed with one that scrypt makes of the passphrase,
so that a passphrase can be changed without touching a record. Each text is bound to the row it belongs to: one that
was moved to another row does not open. The same holds on SQLite and PostgreSQL, for backups and for whoever
administers the database, which a cipher below the file (SQLCipher) gives on SQLite only.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError, SealedStoreError, StoreError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["SHORTEST_PASSPHRASE", "Seal", "new_seal", "rewrapped", "unsealed"]

SHORTEST_PASSPHRASE = 8
"""Characters. Short ones can be tried out; a sentence is easier to remember, too."""
COST = {"n": 2**17, "r": 8, "p": 1}
"""Cost of scrypt for new seals: 128 MiB and some tenths of a second."""
DEAREST = 2**24
"""Largest n times r that is believed: a doctored file must not eat all memory."""
KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12
MARK = "sealed:"


@dataclass(frozen=True, slots=True)
class Seal:
    """What closes and opens contents; a seal without a key leaves them as they are."""

    key: bytes | None = None

    def closed_text(self, text: str, about: str) -> str:
        """A text as it is kept.

        Parameters
        ----------
        text
            What is to be kept.
        about
            Name of the place it is kept in, to which it is bound.
        """
        if self.key is None:
            return text
        return MARK + base64.b64encode(self.closed(text.encode(), about)).decode()

    def opened_text(self, kept: str, about: str) -> str:
        """What `closed_text` was given."""
        if self.key is None:
            return kept
        try:
            return self.opened(base64.b64decode(kept.removeprefix(MARK), validate=True), about).decode()
        except ValueError:  # no base64, no UTF-8
            raise _damaged(about) from None

    def closed(self, data: bytes, about: str) -> bytes:
        """Bytes as they are kept; see `closed_text`."""
        if self.key is None:
            return data
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + _cipher(self.key).encrypt(nonce, data, about.encode())

    def opened(self, kept: bytes, about: str) -> bytes:
        """What `closed` was given.

        Raises
        ------
        StoreError
            If it was changed, or moved here from another place.
        """
        if self.key is None:
            return kept
        from cryptography.exceptions import InvalidTag

        try:
            return _cipher(self.key).decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], about.encode())
        except (InvalidTag, ValueError):
            raise _damaged(about) from None

    def hash(self, text: str) -> str:
        """A hash for the audit, which only who has the passphrase can compute where there is one."""
        if self.key is None:
            return hashlib.sha256(text.encode()).hexdigest()
        audit_key = hmac.digest(self.key, b"anagen audit", "sha256")
        return hmac.new(audit_key, text.encode(), "sha256").hexdigest()


def new_seal(passphrase: str) -> tuple[Seal, dict[str, Any]]:
    """A new seal, and the row by which it is found again with the passphrase."""
    seal = Seal(secrets.token_bytes(KEY_BYTES))
    return seal, rewrapped(seal, passphrase)


def rewrapped(seal: Seal, passphrase: str) -> dict[str, Any]:
    """The row of a seal under another passphrase.

    Raises
    ------
    InputError
        If the passphrase is too short.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise InputError(f"The passphrase is too short. Give at least {SHORTEST_PASSPHRASE} characters.")
    salt = secrets.token_bytes(SALT_BYTES)
    row = {"id": 1, "salt": salt.hex(), **COST}
    wrapping = Seal(_stretched(passphrase, row))
    return {**row, "wrapped": wrapping.closed(seal.key or b"", "seal").hex()}


def unsealed(row: Mapping[str, Any], passphrase: str) -> Seal:
    """The seal of a store.

    Raises
    ------
    SealedStoreError
        If the passphrase is a wrong one.
    StoreError
        If the row is damaged.
    """
    try:
        wrapping, wrapped = Seal(_stretched(passphrase, row)), bytes.fromhex(row["wrapped"])
    except (ValueError, MemoryError):
        raise StoreError("The seal of the store is damaged. Restore the store from a backup.") from None
    try:
        return Seal(wrapping.opened(wrapped, "seal"))
    except StoreError:
        raise SealedStoreError(
            "The passphrase does not open this store. Nothing was read; try again."
        ) from None


def _stretched(passphrase: str, row: Mapping[str, Any]) -> bytes:
    if row["n"] * row["r"] > DEAREST:
        raise ValueError("the cost is beyond belief")
    return hashlib.scrypt(
        passphrase.encode("utf-8", "surrogatepass"),
        salt=bytes.fromhex(row["salt"]),
        n=row["n"],
        r=row["r"],
        p=row["p"],
        maxmem=256 * row["n"] * row["r"],
        dklen=KEY_BYTES,
    )


def _cipher(key: bytes) -> AESGCM:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError as error:
        raise InputError(
            "A sealed store needs cryptography. Install it with: pip install 'anagen[store]'."
        ) from error
    return AESGCM(key)


def _damaged(about: str) -> StoreError:
    return StoreError(
        f"What the store holds as {about} was damaged or changed. Run `anagen store verify`, then restore "
        "from an export or a backup."
    )
