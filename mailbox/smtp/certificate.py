"""The certificate that the doors show, taken up anew when its files change.

Whoever renews certificates writes new files; the next handshake then shows the
new one, and nobody is disconnected.
"""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

logger = logging.getLogger(__name__)


class Certificate:
    """A certificate chain and its key, as a TLS context for servers.

    Raises:
        OSError: A file cannot be read, or the two do not belong together.
    """

    def __init__(self, chain: Path, key: Path) -> None:
        self._chain = chain
        self._key = key
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._seen = self._times()
        self.context.load_cert_chain(chain, key)

    def reload_if_changed(self) -> bool:
        """Take up new files, if there are any that fit together.

        A chain without its new key yet stays unused until the key is there.
        """
        try:
            times = self._times()
            if times == self._seen:
                return False
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
                self._chain, self._key
            )
            self.context.load_cert_chain(self._chain, self._key)
        except OSError as error:
            logger.warning("the certificate cannot be renewed: %s", error)
            return False
        self._seen = times
        logger.info("the certificate in %s is in use now", self._chain)
        return True

    def _times(self) -> tuple[int, int]:
        return self._chain.stat().st_mtime_ns, self._key.stat().st_mtime_ns
