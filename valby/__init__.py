"""The project: settings, addresses, the way in for web servers, and the embedded database."""

#: The version of this code. A database that a newer one prepared is refused.
VERSION = "0.1.0"
