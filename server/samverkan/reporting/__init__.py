"""Tell of validated datasets: for people, for programs, and for the tools that CI systems read."""

from samverkan.reporting.checked import Checked
from samverkan.reporting.formats import FORMATS, render

__all__ = ["FORMATS", "Checked", "render"]
