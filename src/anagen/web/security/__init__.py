"""What stands before the pages: who may come in, from where, how often and with how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from anagen.web.settings import Settings

__all__ = ["protect"]


def protect(app: FastAPI, settings: Settings) -> None:
    """Put all of it before an application, before its pages are added.

    Parameters
    ----------
    app
        The application; its state holds the settings and the store.
    settings
        Whether there are accounts, by which names it goes, and whether it stands behind TLS.
    """
    from fastapi import Depends

    from anagen.web.security.bodies import Bodies
    from anagen.web.security.csrf import token_checked
    from anagen.web.security.headers import Headers
    from anagen.web.security.key import Keyed
    from anagen.web.security.origin import Origins

    # The last that is added is the first that is asked.
    app.add_middleware(Bodies)
    if settings.key is not None:
        app.add_middleware(Keyed, key=settings.key, folder=settings.data_folder)
    app.add_middleware(Origins, hosts=settings.hosts)
    app.add_middleware(Headers, secure=settings.secure_cookies)
    app.router.dependencies.append(Depends(token_checked))
