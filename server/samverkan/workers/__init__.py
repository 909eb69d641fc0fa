"""Processes that answer questions: forked from a loaded store, and ended when they overdo it."""
