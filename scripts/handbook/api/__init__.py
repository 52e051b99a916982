"""Whether the commands, calls and names in pages exist in AWS's own API models (the `botocore` package carries them).

For `make check` only: `botocore` is one of the test libraries, which building the site does without.
"""

from handbook.api.check import findings

__all__ = ["findings"]
