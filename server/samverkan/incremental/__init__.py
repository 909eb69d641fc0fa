"""Keep derivations and results right while the sources change, without starting anew."""

from samverkan.incremental.live import LiveView, NotPlainError, revalidate

__all__ = ["LiveView", "NotPlainError", "revalidate"]
