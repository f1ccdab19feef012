"""`python -m valby.ask_health`: ask the server of this container whether it can work; 1 where it cannot."""

from __future__ import annotations

import sys
from http.client import HTTPConnection, HTTPException

from valby.serving import build_options
from valby.variables import parse_hosts, read


def main() -> int:
    """0 while it can do its work; else what fails is printed."""
    port = int(build_options()["bind"].rpartition(":")[2])
    host = read("VALBY_ALLOWED_HOSTS", parse_hosts, ["localhost"], "a list of host names")[0].lstrip(".")
    connection = HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        connection.request("GET", "/sundhed/klar/", headers={"Host": host})
        response = connection.getresponse()
        print(response.read().decode(errors="replace").strip())
    except (OSError, HTTPException) as error:
        print(error)
        return 1
    return int(response.status != 200)


if __name__ == "__main__":
    sys.exit(main())
