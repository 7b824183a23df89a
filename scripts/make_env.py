"""Write the `.env` of a machine that shows the demonstration: fresh keys, readable by its owner alone."""

import os
import secrets
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / ".env"
TEXT = f"""\
# Written once by the set-up; every variable is explained in .env.example.
DEMO=1
SECRET_KEY={secrets.token_urlsafe(64)}
FIELD_KEYS=k1:{secrets.token_hex(32)}
"""

if __name__ == "__main__":
    with os.fdopen(os.open(TARGET, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(TEXT)
