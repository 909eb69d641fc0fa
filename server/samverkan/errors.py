"""The root of all errors that the library raises on purpose."""


class SamverkanError(Exception):
    """Something that the caller can put right; the message says what, where and how."""
