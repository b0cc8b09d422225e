"""Secrets of one installation: made once, kept in files that only its user may read."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def secret(name: str, *, home: Path) -> str:
    """Return the installation's secret of that name, making it at first use."""
    folder = home / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text()


def seal(content: bytes, *, key: str, about: str) -> bytes:
    """Encrypt bytes with AES-256-GCM. `key` is 64 hex digits; `about` must be given again to open them."""
    nonce = os.urandom(12)
    return nonce + AESGCM(bytes.fromhex(key)).encrypt(nonce, content, about.encode())


def unseal(sealed: bytes, *, key: str, about: str) -> bytes:
    """Decrypt what `seal` made. Raises cryptography's InvalidTag where a byte of it, or `about`, differs."""
    return AESGCM(bytes.fromhex(key)).decrypt(sealed[:12], sealed[12:], about.encode())


def numbered(name: str, *, home: Path) -> tuple[int, str]:
    """Return the newest of a secret that is changed from time to time, and its number. Made at first use."""
    numbers = [int(path.suffix[1:]) for path in (home / "keys").glob(f"{name}.*") if path.suffix[1:].isdigit()]
    number = max(numbers, default=1)
    return number, secret(f"{name}.{number}", home=home)


def renew(name: str, *, home: Path) -> tuple[int, str]:
    """Make the next of a secret that is changed from time to time. The earlier ones stay where they are."""
    number = numbered(name, home=home)[0] + 1
    return number, secret(f"{name}.{number}", home=home)
