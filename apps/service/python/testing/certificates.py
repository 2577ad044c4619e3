"""An authority of the tests, and what it signs for servers and clients (by OpenSSL's program)."""

from __future__ import annotations

import subprocess
from pathlib import Path


class Authority:
    """A self-signed authority that lives in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        self._openssl(
            "req", "-x509", *self._key("ca"), "-subj", "/CN=authority of a test", "-days", "2", "-out", "ca.pem"
        )
        self.certificate = folder / "ca.pem"

    def sign(self, name: str, places: str | None = None) -> tuple[Path, Path]:
        """Certificate and key for a name; `places` as in subjectAltName, `IP:127.0.0.1`."""
        self._openssl("req", *self._key(name), "-subj", f"/CN={name}", "-out", f"{name}.request")
        (self._folder / f"{name}.extensions").write_text("" if places is None else f"subjectAltName={places}\n")
        authority = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", f"{name}.extensions"]
        self._openssl("x509", "-req", "-in", f"{name}.request", *authority, "-days", "2", "-out", f"{name}.pem")
        return self._folder / f"{name}.pem", self._folder / f"{name}.key"

    @staticmethod
    def _key(name: str) -> list[str]:
        return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key"]

    def _openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self._folder, check=True, capture_output=True)
