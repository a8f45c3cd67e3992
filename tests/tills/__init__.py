"""Tills over HTTP: races between them, and servers that die under them."""
