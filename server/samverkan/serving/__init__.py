"""`samverkan serve`: a supervisor, a front that speaks HTTP, and what they are set up with."""
