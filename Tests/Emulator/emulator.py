#!/usr/bin/env python3
"""The AWS emulator of the tests: moto's server with the supplements beside this file. Usage: emulator.py [-H HOST] [-p PORT]"""
import moto_plus  # noqa: F401
import moto_identities  # noqa: F401
import moto_account  # noqa: F401
import moto_twins  # noqa: F401
import moto_updates  # noqa: F401
import moto_states  # noqa: F401
import moto_networks  # noqa: F401
from moto.server import main

if __name__ == "__main__":
    main()
