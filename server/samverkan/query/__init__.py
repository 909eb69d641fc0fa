"""Questions: stored queries, their parameters, and answers in every usual form."""
