"""Hold a prepared graph against the rules: results, findings and conformance counts."""

from samverkan.validate.report import Report, Result
from samverkan.validate.run import validate

__all__ = ["Report", "Result", "validate"]
