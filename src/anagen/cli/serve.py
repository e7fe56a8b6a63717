"""`anagen serve`: the web application."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

from anagen.errors import InputError

LARGEST_PORT, MOST_WORKERS = 65535, 64


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8600,
    database: str | None = None,
    passphrase_file: Path | None = None,
    clinic: bool = False,
    name: list[str] | None = None,
    tls: bool = False,
    workers: int = 1,
    data: Path | None = None,
    open: bool = False,
) -> None:
    """Serve the web application, until Ctrl-C.

    Consultation, outlook, plan, rolling sessions, diary, questions and in-silico trials in a browser, from this
    machine alone: nothing is fetched from or sent to anywhere else. Without --clinic there are no accounts: only this
    machine's own address is served, and only to browsers that bring the key in the address that is printed, once. For
    education and research; not a medical device.

    Parameters
    ----------
    host
        Address to listen at; beyond this machine with --clinic only.
    port
        Port to listen at; 0 takes any that is free.
    database
        File or URL of the store, as postgresql://user@host/database; the one of this account if not given.
    passphrase_file
        File whose first line opens a sealed store.
    clinic
        With accounts, roles, patients and audit.
    name
        Name by which browsers ask for it, besides the address itself; give it again for more.
    tls
        It stands behind a proxy that speaks TLS, so cookies are for TLS only.
    workers
        Processes that answer; more for a clinic.
    data
        Folder for results of simulations; the cache folder of this account if not given.
    open
        Open it in the browser of this account.

    Examples
    --------
    anagen serve
    anagen serve --port 8700 --open
    anagen serve --clinic --database postgresql://anagen@localhost/anagen --name hair.example.org --tls --workers 2
    """
    from anagen.cli.stores import opened_with
    from anagen.web.security.key import kept_key, new_ticket, with_key
    from anagen.web.security.setup import setup_path
    from anagen.web.serving import is_loopback, serve_until_stopped
    from anagen.web.settings import LOOPBACK, Settings, default_folder

    if not 0 <= port <= LARGEST_PORT:
        raise InputError(f"There is no port {port}. Give 0 to {LARGEST_PORT}.")
    if not 1 <= workers <= MOST_WORKERS:
        raise InputError(f"Cannot answer with {workers} processes. Give 1 to {MOST_WORKERS}.")
    if not clinic and not is_loopback(host):
        raise InputError(
            f"{host} can be reached from other machines, and without accounts whoever reaches it sees everything. "
            "Add --clinic, or leave --host away."
        )
    if clinic and not is_loopback(host) and not tls:
        print(
            "anagen: without TLS passwords can be read on the way. "
            "Put a proxy that speaks TLS before it, and add --tls.",
            file=sys.stderr,
        )
    store, passphrase = opened_with(database, create=True, passphrase_file=passphrase_file)
    setup = setup_path(store) if clinic else None
    store.close()  # it is there and up to date now; each process opens it for itself
    folder = data or default_folder()
    key = None if clinic else kept_key(folder)
    settings = Settings(
        database=database,
        passphrase=passphrase,
        clinic=clinic,
        hosts=(*LOOPBACK, host, *(name or ())),
        key=key,
        data_folder=folder,
        secure_cookies=tls,
    )

    def announce(url: str) -> None:
        print(f"anagen serves at {url if key is None else with_key(url, key)} (Ctrl-C ends it)", flush=True)
        if setup is not None:
            outside = f"https://{name[0]}" if tls and name else url.rstrip("/")
            print(
                f"Make the first account, which administers, once and within 24 hours: {outside}{setup}",
                flush=True,
            )
        if open:
            webbrowser.open(url if key is None else with_key(url, new_ticket(folder)))

    serve_until_stopped(settings, host=host, port=port, workers=workers, announce=announce)
