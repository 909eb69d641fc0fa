"""The Flask application: SPARQL protocol, stored queries, pages."""

from samverkan.web.app import create_app

__all__ = ["create_app"]
