"""The project: settings, addresses, the way in for web servers, and the embedded database."""
