"""What the routes work on: the view and the library that the application was made with."""

from typing import cast

from flask import current_app

from samverkan.query.library import Library
from samverkan.store.view import View


def view() -> View:
    """The view that this application answers for."""
    return cast("View", current_app.config["VIEW"])


def library() -> Library:
    """The stored queries that this application offers."""
    return cast("Library", current_app.config["LIBRARY"])
